//! Decodes a captured response: `decode OPERATION_ID STATUS < body`.
//!
//! Prints one JSON object: whether the body was decoded, the error, what was converted, unknown or unreadable, and
//! the response as encoded again. Exit status: 0 if the body was decoded, 1 if not, 2 if the program failed.

use std::io::{Read, Write};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use generated_client::Error;
use generated_client::download::Download;
use generated_client::error::FieldError;
use generated_client::inspect::{API, DECODERS, Decoder, STREAMED};
use generated_client::json::DecodeError;
use generated_client::runtime::api::{Operation, Placement, SecurityScheme};
use generated_client::runtime::call::FromResponse;
use generated_client::runtime::internals;
use generated_client::transport::{Body, BoxFuture, Clock, Incoming, Transport, TransportError};
use generated_client::wire::Json;
use serde_json::{Value, json};

#[allow(dead_code, reason = "tests include this file as a module")]
fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match run(&arguments) {
        Ok(outcome) => {
            // the reader of the output may have closed it
            let _ = writeln!(std::io::stdout(), "{}", outcome.to_json());
            if outcome.ok { ExitCode::SUCCESS } else { ExitCode::from(1) }
        }
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::from(2)
        }
    }
}

fn run(arguments: &[String]) -> Result<Outcome, String> {
    let [id, status] = arguments else {
        return Err("expected two arguments\nusage: decode OPERATION_ID STATUS < body".to_owned());
    };
    let status =
        status.parse().map_err(|_| format!("expected an HTTP status, found `{status}`"))?;
    let mut body = Vec::new();
    let read = std::io::stdin().read_to_end(&mut body);
    read.map_err(|error| format!("cannot read the body: {error}"))?;
    decode(id, status, body)
}

/// Decodes the body of a response of this operation with this status.
///
/// # Errors
///
/// Returns an error if there is no such operation, or if the client cannot be set up.
pub fn decode(id: &str, status: u16, body: Vec<u8>) -> Result<Outcome, String> {
    let decoder = DECODERS.iter().find(|decoder| decoder.operation().id == id);
    let streamed = STREAMED.iter().copied().find(|operation| operation.id == id);
    let Some(operation) = decoder.map(Decoder::operation).or(streamed) else {
        return Err(format!(
            "unknown operation `{id}`\nhelp: operations.json lists all operations"
        ));
    };
    match decoder {
        _ if !(200..300).contains(&status) => error_response(operation, status, body),
        _ if streamed.is_some() && status != 202 => Ok(streamed_body()),
        Some(decoder) => success_response(decoder, status, body),
        None => Ok(match call::<Download>(operation, Canned { status, body })? {
            Ok(_) => streamed_body(),
            Err(error) => failed(&error),
        }),
    }
}

/// The result of decoding a response.
#[derive(Debug, Default)]
pub struct Outcome {
    /// The body was decoded: as the type of the operation, or as an error body.
    pub ok: bool,
    error: Value,
    coercions: Vec<Value>,
    unknown: Vec<Value>,
    unreadable: Vec<Value>,
    /// The response as encoded by the client.
    reencoded: Option<String>,
}

impl Outcome {
    /// Returns the outcome as JSON. The encoded response is copied as it is, so that no digit changes.
    pub fn to_json(&self) -> String {
        let members = [
            ("ok", self.ok.to_string()),
            ("error", self.error.to_string()),
            ("coercions", lines(&self.coercions)),
            ("unknown", lines(&self.unknown)),
            ("unreadable", lines(&self.unreadable)),
            ("reencoded", self.reencoded.clone().unwrap_or_else(|| "null".to_owned())),
        ];
        let members = members.map(|(name, value)| format!("  \"{name}\": {value}"));
        format!("{{\n{}\n}}", members.join(",\n"))
    }
}

fn lines(list: &[Value]) -> String {
    if list.is_empty() {
        return "[]".to_owned();
    }
    let list: Vec<String> = list.iter().map(|value| format!("    {value}")).collect();
    format!("[\n{}\n  ]", list.join(",\n"))
}

/// Returns the outcome for a body that the client passes on without decoding it.
fn streamed_body() -> Outcome {
    Outcome { ok: true, ..Outcome::default() }
}

/// Returns the outcome for a response that is an error although its status is a success.
fn failed(error: &Error) -> Outcome {
    Outcome { error: describe(error), ..Outcome::default() }
}

/// Decodes a response as the type of its operation, unless its body reports an error.
fn success_response(decoder: &Decoder, status: u16, body: Vec<u8>) -> Result<Outcome, String> {
    let is_without_content = body.is_empty() && matches!(status, 204 | 205);
    let inspection = decoder.inspect(if is_without_content { b"{}" } else { &body });
    if let Err(error) = call::<()>(decoder.operation(), Canned { status, body })? {
        return Ok(failed(&error));
    }
    let report = inspection.report;
    let note = |path: &str, what: &str| json!({ "path": path, "what": what });
    let coercions = report.coercions.iter().map(|found| note(&found.path, found.what));
    let members = report.unknown_members.iter().map(|path| note(path, "a member without a field"));
    let values = report.unknown_values.iter();
    let values = values.map(|path| note(path, "a value that the enum does not list"));
    let unreadable = report.unreadable.iter();
    let unreadable =
        unreadable.map(|found| json!({ "path": found.path, "expected": found.expected }));
    let (error, reencoded) = match inspection.encoded {
        Ok(text) => (Value::Null, Some(text)),
        Err(error) => (describe_decode_error(&error), None),
    };
    Ok(Outcome {
        ok: error.is_null(),
        error,
        coercions: coercions.collect(),
        unknown: members.chain(values).collect(),
        unreadable: unreadable.collect(),
        reencoded,
    })
}

/// Decodes an error body. An empty body is valid; another one must contain a message or errors about fields.
fn error_response(
    operation: &'static Operation,
    status: u16,
    body: Vec<u8>,
) -> Result<Outcome, String> {
    let is_empty = body.trim_ascii().is_empty();
    Ok(match call::<Json>(operation, Canned { status, body })? {
        Ok(_) => streamed_body(),
        Err(error) => {
            let ok = is_empty || error.message().is_some() || !error.field_errors().is_empty();
            Outcome { ok, ..failed(&error) }
        }
    })
}

fn describe_decode_error(error: &DecodeError) -> Value {
    let (path, expected, found) = (error.path(), error.expected(), error.found());
    json!({ "path": path, "expected": expected, "found": found, "line": error.to_string() })
}

fn describe(error: &Error) -> Value {
    let field_errors = |list: &[FieldError]| -> Vec<Value> {
        let describe = |error: &FieldError| json!({ "field": error.field, "level": error.level, "message": error.message });
        list.iter().map(describe).collect()
    };
    json!({
        "status": error.status().map(|status| status.as_u16()),
        "message": error.message(),
        "field_errors": field_errors(error.field_errors()),
        "warnings": field_errors(error.warnings()),
        "line": error.to_string(),
    })
}

/// Calls the operation with a client whose transport returns this response.
fn call<T: FromResponse>(
    operation: &'static Operation,
    response: Canned,
) -> Result<Result<T, Error>, String> {
    let builder = internals::client_builder(API, "account", "token");
    let mut builder = builder.transport(response).clock(NoTimers);
    for SecurityScheme { name, placement } in API.schemes {
        builder = match placement {
            Placement::Basic => builder.credentials(*name, "user", "password"),
            _ => builder.token(*name, "token"),
        };
    }
    let client = builder.build().map_err(|error| error.to_string())?;
    let mut request = internals::request(&client, operation);
    for part in operation.path.split('{').skip(1) {
        if let Some((name, _)) = part.split_once('}') {
            request = request.path::<&str>(name, "1");
        }
    }
    // the request lacks the required parameters
    request = request.without_validation();
    let runtime = tokio::runtime::Builder::new_current_thread().build();
    let runtime = runtime.map_err(|error| format!("cannot start the runtime: {error}"))?;
    Ok(runtime.block_on(async { request.send::<T>().await }))
}

/// A transport that returns one response to every request.
#[derive(Debug)]
struct Canned {
    status: u16,
    body: Vec<u8>,
}

impl Transport for Canned {
    fn send(
        &self,
        _: http::Request<Body>,
    ) -> BoxFuture<Result<http::Response<Incoming>, TransportError>> {
        let body = Incoming::bytes(self.body.clone());
        let response = http::Response::builder().status(self.status).body(body);
        Box::pin(async move { response.map_err(TransportError::other) })
    }
}

/// A clock without timers, because the runtime has none.
#[derive(Debug)]
struct NoTimers;

impl Clock for NoTimers {
    fn now(&self) -> Instant {
        Instant::now()
    }

    fn sleep(&self, _: Duration) -> BoxFuture<()> {
        Box::pin(std::future::pending())
    }
}
