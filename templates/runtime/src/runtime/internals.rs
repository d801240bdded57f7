//! Access to the engine for tests and for `cargo xtask decode`. The feature `internals` is not a public interface.

use std::path::PathBuf;
use std::sync::Arc;

use crate::runtime::api::{Api, JobSpec, Operation, PollSpec};
use crate::runtime::bulk::{SettleSpec, Settlements};
#[cfg(feature = "blocking")]
use crate::runtime::client::BlockingClient;
use crate::runtime::client::Client;
#[cfg(feature = "blocking")]
use crate::runtime::clock::block;
use crate::runtime::codec::{
    Context, Decode, DecodeReport, DecodeStruct, Encode, EncodeStruct, Envelope, decode_envelope,
    decode_into, encode_value,
};
#[cfg(feature = "blocking")]
use crate::runtime::config::BLOCKING;
use crate::runtime::config::{ClientBuilder, Core};
use crate::runtime::error::Error;
use crate::runtime::jobs::{JobHandle, Queued};
use crate::runtime::json::{DecodeError, Segment, format_path};
#[cfg(feature = "blocking")]
use crate::runtime::mode::Blocking;
use crate::runtime::position::{Position, parse_unchecked};
use crate::runtime::request::Request;
use crate::runtime::wire::Json;

/// Returns a builder for a client of any API.
pub fn client_builder(
    api: &'static Api,
    account: impl Into<String>,
    token: impl Into<String>,
) -> ClientBuilder {
    Client::builder_for(api, account, token)
}

/// Returns a builder for a blocking client of any API.
#[cfg(feature = "blocking")]
pub fn blocking_client_builder(
    api: &'static Api,
    account: impl Into<String>,
    token: impl Into<String>,
) -> ClientBuilder<Blocking> {
    BlockingClient::builder_for(api, account, token)
}

/// Returns a builder for a client whose calls are awaited, although its transport and its clock are those of a blocking
/// client: a call completes when it is first polled.
#[cfg(feature = "blocking")]
pub fn with_blocking_driver(builder: ClientBuilder) -> ClientBuilder {
    builder.with_defaults(&BLOCKING)
}

/// Calls a function that reads and writes files on this thread, also in a tokio runtime. Other threads would make the order
/// of events depend on the system.
#[cfg(feature = "blocking")]
pub fn without_file_threads<T>(call: impl FnOnce() -> T) -> T {
    block(call)
}

/// Creates a blocking client of any API with the credentials in the environment variables.
#[cfg(feature = "blocking")]
pub fn blocking_client_from_env(api: &'static Api) -> Result<BlockingClient, Error> {
    BlockingClient::from_env_for(api)
}

/// Creates a request of any operation to a blocking client.
#[cfg(feature = "blocking")]
pub fn blocking_request(
    client: &BlockingClient,
    operation: &'static Operation,
) -> Request<Blocking> {
    Request::new(client.resource_group().core(), operation)
}

/// Creates a client of any API with the credentials in the environment variables.
pub fn client_from_env(api: &'static Api) -> Result<Client, Error> {
    Client::from_env_for(api)
}

/// Returns a builder for a client with an account that acts for the account of the client.
pub fn delegate(builder: ClientBuilder, account: impl Into<String>) -> ClientBuilder {
    builder.delegate(account.into())
}

/// Returns the configuration of a client.
pub fn core(client: &Client) -> &Arc<Core> {
    client.core()
}

/// Creates a request of any operation.
pub fn request(client: &Client, operation: &'static Operation) -> Request {
    Request::new(client.resource_group().core(), operation)
}

/// Parses a position without comparing its hash.
pub fn forged_position(text: &str) -> Option<Position> {
    parse_unchecked(text)
}

/// Returns the job with this id.
pub fn job<S: EncodeStruct + DecodeStruct + Send + 'static>(
    client: &Client,
    spec: &'static JobSpec,
    id: impl Into<String>,
) -> JobHandle<S> {
    JobHandle::new(client.core(), spec, id.into())
}

/// Returns the write that was queued under this id.
pub fn queued<S: EncodeStruct + DecodeStruct + Send + 'static>(
    client: &Client,
    spec: &'static PollSpec,
    id: impl Into<String>,
) -> Queued<S> {
    Queued::new(client.core(), spec, id.into())
}

/// Returns the settlements about the writes in the file of a ledger.
pub fn settlements<S: EncodeStruct + DecodeStruct + Send + 'static>(
    client: &Client,
    spec: &'static SettleSpec,
    path: impl Into<PathBuf>,
) -> Settlements<'static, S> {
    Settlements::of_ledger(client.core(), spec, path.into())
}

/// Decodes the responses of one operation into their type.
#[derive(Clone, Copy)]
pub struct Decoder {
    operation: &'static Operation,
    decode: fn(&'static Operation, &[u8]) -> Inspection,
}

/// The result of decoding a captured response.
#[derive(Clone)]
#[non_exhaustive]
pub struct Inspection {
    /// The response as the client would encode it again, or the error.
    pub encoded: Result<String, DecodeError>,
    /// What was converted, unknown or unreadable.
    pub report: DecodeReport,
}

impl Decoder {
    /// Creates the decoder of an operation that returns one value.
    pub const fn value<T: Decode + Encode>(operation: &'static Operation) -> Self {
        Self { operation, decode: |_, document| inspect_value::<T>(document) }
    }

    /// Creates the decoder of an operation that returns pages.
    pub const fn page<T: Decode + Encode>(operation: &'static Operation) -> Self {
        Self { operation, decode: inspect_page::<T> }
    }

    /// Returns the operation.
    pub fn operation(&self) -> &'static Operation {
        self.operation
    }

    /// Decodes a response.
    pub fn inspect(&self, document: &[u8]) -> Inspection {
        (self.decode)(self.operation, document)
    }
}

fn inspect_value<T: Decode + Encode>(document: &[u8]) -> Inspection {
    let mut value = T::empty();
    let mut cx = Context::with_report();
    let decoded = decode_into(document, &mut value, &mut cx);
    let encoded = decoded.map(|()| encode_value(&value.as_value()));
    Inspection { encoded, report: cx.into_report() }
}

fn inspect_page<T: Decode + Encode>(operation: &'static Operation, document: &[u8]) -> Inspection {
    let mut items: Vec<T> = Vec::new();
    let names = operation.paging.map_or(&[][..], |(_, names)| names);
    let mut cx = Context::with_report();
    let decoded = decode_envelope(document, names, &mut items, &mut cx);
    encode_page(operation, names, decoded, cx.into_report(), &items)
}

fn encode_page(
    operation: &'static Operation,
    names: &[&str],
    decoded: Result<Envelope, DecodeError>,
    mut report: DecodeReport,
    items: &dyn Encode,
) -> Inspection {
    let mut envelope = match decoded {
        Ok(envelope) => envelope,
        Err(error) => return Inspection { encoded: Err(error), report },
    };
    let is_known = |name: &str| {
        names.contains(&name)
            || operation.paging.is_some_and(|(paging, _)| paging.members.contains(name))
    };
    let unknown = envelope.members.iter().filter(|(name, _)| !is_known(name));
    let path = |name: &str| format_path(&[Segment::Name(name.into())]);
    let mut unknown: Vec<String> = unknown.map(|(name, _)| path(name)).collect();
    unknown.append(&mut report.unknown_members);
    report.unknown_members = unknown;
    let name = names.first().copied().unwrap_or_default();
    let items = encode_items(items, envelope.members.get(name));
    envelope.members.insert(name, items);
    Inspection { encoded: Ok(encode_value(&envelope.members.as_value())), report }
}

/// Encodes the items of a page, followed by those that could not be read.
fn encode_items(items: &dyn Encode, unreadable: Option<&Json>) -> Json {
    let decoded = Json::from_trusted(encode_value(&items.as_value()));
    let lists = [Some(&decoded), unreadable].into_iter().flatten();
    let elements = lists.flat_map(|list| list.elements().unwrap_or_default());
    let elements: Vec<String> = elements.map(|json| json.to_string()).collect();
    Json::from_trusted(format!("[{}]", elements.join(",")))
}
