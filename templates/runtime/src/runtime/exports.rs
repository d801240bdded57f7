//! The public interface: the modules that the root of the crate re-exports.

pub use super::client::Client;
pub use super::config::ClientBuilder;
pub use super::error::Error;

/// The blocking client: the operations of [`Client`] without an asynchronous runtime.
#[cfg(feature = "blocking")]
pub mod blocking {
    pub use crate::runtime::client::BlockingClient as Client;
    pub use crate::runtime::clock::BlockingClock;
    pub use crate::runtime::http::{BlockingTransport, BodyReader, UreqTransport};
}

/// Bulk writes: many elements with one outcome each, ledgers to resume from, and what the service decides later.
pub mod bulk {
    pub use crate::runtime::bulk::{
        BulkWrite, Elements, FromStream, Outcome, OutcomeState, Settlement, SettlementState,
        Settlements, from_stream,
    };
}

/// Calls: their futures and responses, the observation of attempts, and the types of HTTP that they use.
pub mod call {
    pub use crate::runtime::call::{Call, CallFuture, Response};
    pub use crate::runtime::client::{Fetch, RawCall};
    pub use crate::runtime::mode::{Async, Blocking};
    pub use crate::runtime::observer::{Attempt, Observer, WaitReason};
    pub use http::{HeaderMap, Method, StatusCode};
}

/// Files in responses.
pub mod download {
    pub use crate::runtime::download::{Download, FileFormat, FileItems, FileOrStatus, Record};
}

/// Errors: [`Error`], errors about single fields, and the construction of errors for tests.
pub mod error {
    pub use crate::runtime::error::{Error, ErrorMock, FieldError};
}

/// Lists in pages: streams of items and pages, and positions to resume from.
pub mod paging {
    pub use crate::runtime::paging::{
        Concat, InvalidSyncState, Items, Page, PageLinks, Pages, SyncItems, SyncState, concat,
    };
    pub use crate::runtime::position::{InvalidPosition, Position};
}

/// Operations that take a while: jobs, queued writes, and waiting for their outcome.
pub mod polling {
    pub use crate::runtime::jobs::{
        Acceptance, FinishedJob, JobHandle, Progress, ProgressStream, Queued, Wait,
    };
}

/// Quotas: how many requests are left, and what happens when none are.
pub mod quota {
    pub use crate::runtime::http::{RateLimit, RetryAfter};
    pub use crate::runtime::quota::{InvalidSnapshot, QuotaMode, QuotaSnapshot, QuotaStatus};
}

/// Retries of failed attempts.
pub mod retry {
    pub use crate::runtime::retry::RetryPolicy;
}

/// Trace contexts: the header `traceparent`.
#[cfg(feature = "trace-context")]
pub mod trace_context {
    pub use crate::runtime::trace_context::{InvalidTraceParent, TraceParent};
}

/// Custom transports, clocks and random numbers.
pub mod transport {
    pub use crate::runtime::clock::{BoxFuture, Clock, SystemClock};
    pub use crate::runtime::http::{
        Body, BodyStream, Incoming, ReqwestTransport, Transport, TransportError,
    };
    pub use crate::runtime::rng::{Rng, SystemRng};
}

/// Tests of programs that use the client: a transport that plays responses without sockets, and a clock without waits.
#[cfg(feature = "testing")]
pub mod testing {
    pub use crate::runtime::error::ErrorMock;
    pub use crate::runtime::testing::{
        Expectation, FixedRng, MockFault, MockResponse, MockTransport, RecordedRequest, TestClock,
    };
}

pub mod json {
    //! JSON documents: decoding and encoding of models outside of a call, and the report of what was found.
    //!
    //! The functions follow the rules of [`wire`](super::wire).
    //!
    //! # Where decoders differ
    //!
    //! JSON does not specify what these documents mean. The functions here and `serde::Deserialize` read them alike:
    //!
    //! | document | decoded |
    //! |---|---|
    //! | `1e2` for an integer | 100; any number without a fraction is accepted |
    //! | a member that occurs twice | the last value replaces the others, and lists are not joined; strict decoding fails |
    //! | a decimal of more than 28 digits | cannot be read, and is kept in `extra`; it is never rounded |
    //! | `12.50` | with both places, and written back as `12.50` |
    //!
    //! An invalid document is an error, also if a value before the invalid byte cannot be read. At most 128 values may
    //! be nested.

    pub use crate::runtime::codec::{
        Coercion, DecodeReport, FromJson, ToJson, UnreadableValue, decode, decode_strict,
        decode_with_report, encode,
    };
    pub use crate::runtime::json::DecodeError;
}

pub mod wire {
    //! Values as they are on the wire: decimals, dates, ids, JSON.
    //!
    //! Responses are decoded leniently, and without loss:
    //!
    //! | type | accepted | absent |
    //! |---|---|---|
    //! | string, id, enum | strings; numbers and booleans as their exact text | `""`, `[]`, `{}` |
    //! | integer | `250`, `"250"`, `"250.0"` | blank strings, `[]`, `{}` |
    //! | [`Decimal`] | `12.50`, `"12.50"`, exponents; up to 28 digits, never rounded | the same |
    //! | boolean | `true`, `"TRUE"`, `"YES"`, `"no"`, `1`, `"0"` | the same |
    //! | [`DateTime`] | RFC 3339, `+0000`, `-08`, a space instead of `T`; without seconds, a time or an offset, which is UTC | the same |
    //! | [`Date`] | a date, or the date of a date and time | the same |
    //! | list | a list, one element, or `{"Items": {"Item": […]}}` | the same |
    //! | model | an object, or a list of one object | blank strings, `[]` |
    //!
    //! An absent member and `null` are absent for every type.
    //!
    //! # Values that cannot be read
    //!
    //! A value that cannot be read as the type of its field, such as the date `"n/a"` or the amount `"1,234.50"`, does
    //! not make the response an error. The field is `None` (a list is empty), and the JSON is kept in the `extra` of the
    //! model under its wire name. **An amount that cannot be read is `None`, never 0.** To detect such values:
    //!
    //! - look up the wire name in `extra`: `action.extra.get("Payout")`;
    //! - decode a document with [`json::decode_with_report`](super::json::decode_with_report), which lists them with their
    //!   JSON paths;
    //! - enable the feature `tracing`, which emits a warning for each;
    //! - make them errors, with `strict_decoding(true)` on the client builder or on a request.
    //!
    //! Members without a field are kept in `extra` as well. Encoding a model writes them back, so nothing is lost.
    //! Enums keep values that they do not list in their variant `Unknown`.

    pub use crate::runtime::json::JsonKind;
    pub use crate::runtime::wire::{
        Date, DateRangeError, DateTime, DateTimeOrKeyword, Decimal, Extra, Id, IdKind, Json, Map,
        MapIter, Numbered, NumberedIter, ParseDateError, Sensitive, UnknownValue, Upload,
        UploadReader, UploadSource,
    };
}
