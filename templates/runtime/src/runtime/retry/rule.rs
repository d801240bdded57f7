//! The rule that decides whether a failed attempt may be repeated.

use http::StatusCode;

use crate::runtime::api::RetrySafety;
use crate::runtime::error::{Error, ErrorKind};

/// Returns `true` if repeating the request may succeed, and cannot take effect twice.
pub(crate) fn is_retryable(safety: RetrySafety, error: &Error) -> bool {
    match error.0.kind {
        ErrorKind::Status if error.is_rate_limited() => true,
        ErrorKind::Status => is_transient(error.0.status) && repeatable(safety, error),
        ErrorKind::Connect | ErrorKind::Timeout | ErrorKind::ConnectionClosed => {
            repeatable(safety, error)
        }
        _ => false,
    }
}

/// Returns `true` for a status that a later attempt may not get.
fn is_transient(status: Option<StatusCode>) -> bool {
    status.is_some_and(|status| matches!(status.as_u16(), 408 | 500 | 502 | 503 | 504))
}

/// Returns `true` if the service did not receive the request, or if receiving it again has no further effect.
fn repeatable(safety: RetrySafety, error: &Error) -> bool {
    !error.0.sent || matches!(safety, RetrySafety::Read | RetrySafety::Idempotent)
}
