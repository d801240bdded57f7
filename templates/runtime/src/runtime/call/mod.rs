//! One call: a state machine without I/O, the driver that executes it, and the decoding of the response.

mod accepted;
mod attempts;
mod by_status;
mod checked;
mod classify;
mod classify_file;
mod driver;
mod file_start;
mod from_response;
mod future;
mod job_status;
mod machine;
mod media;
mod options;
mod outcome;
mod redirect;
mod response;
mod response_headers;
mod status_body;
mod timeout;

#[cfg(feature = "internals")]
pub use by_status::by_status;
#[cfg(not(feature = "internals"))]
#[allow(unused_imports, reason = "responses are emitted")]
pub(crate) use by_status::by_status;
#[cfg(feature = "blocking")]
pub use driver::complete;
pub(crate) use driver::drive;
pub use from_response::{FromResponse, decode_document};
pub(crate) use from_response::{confirm, decode_struct_response};
pub(crate) use future::ResponseMapper;
pub use future::{Call, CallFuture, Response};
pub use machine::{Action, CallMachine};
pub(crate) use machine::{ResponseHead, transport_error};
#[cfg(feature = "internals")]
pub use options::{blocking_call, call_options, request_builder};
#[cfg(not(feature = "internals"))]
#[allow(unused_imports, reason = "builders are emitted")]
pub(crate) use options::{blocking_call, call_options, request_builder};
pub(crate) use outcome::{PollOutcome, failures, outcome};
pub(crate) use response::Content;
pub use response::RawResponse;
#[cfg(feature = "internals")]
pub use response_headers::response_headers;
#[cfg(not(feature = "internals"))]
#[allow(unused_imports, reason = "responses are emitted")]
pub(crate) use response_headers::response_headers;
pub use response_headers::{HeaderMap, read_headers};
pub(crate) use timeout::truncated;
