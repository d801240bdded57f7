//! Classification of a response as success or error.

use bytes::Bytes;
use http::HeaderMap;
use http::header::CONTENT_TYPE;

use super::job_status::classify_pending;
use super::machine::{CallConfig, ResponseHead};
use super::outcome::is_state;
use super::redirect::is_redirect;
use super::response::RawResponse;
use crate::runtime::api::{PollSpec, RetrySafety};
use crate::runtime::error::{
    Error, ErrorBody, ErrorKind, Expected, body_excerpt, parse_body, refusal,
};

/// Classifies a response whose body was read.
///
/// An error status is an error whatever the body is. A body that reports an error is an error whatever the
/// status is. A response with a declared file is read as a whole only if the file does not exist yet.
pub(crate) fn classify(
    config: &CallConfig,
    head: ResponseHead,
    body: Bytes,
) -> Result<RawResponse, Error> {
    let members = &config.api.errors;
    if !head.status.is_success() {
        let mut parsed = parse_body(&body, members, is_plain_text(&head.headers));
        if is_redirect(head.status) && parsed.message.is_none() {
            parsed.message = Some("unexpected redirect".to_owned());
        }
        let error = error(ErrorKind::Status, &head, &body, parsed);
        return Err(error.with_operation(config.operation));
    }
    if let Some(parsed) = refusal(&body, members, expected(config)) {
        // the operation itself failed
        let is_failed = |poll: &PollSpec| {
            parsed.status.as_deref().is_some_and(|state| is_state(poll.failed, state))
        };
        let kind = match config.poll.is_some_and(is_failed) {
            true => ErrorKind::Rejected,
            false => ErrorKind::RejectedBody,
        };
        let error = error(kind, &head, &body, parsed);
        return Err(error.with_operation(config.operation));
    }
    if config.streamed {
        return classify_pending(config, head, &body);
    }
    Ok(RawResponse::whole(config, head, body))
}

/// Returns what a successful response is expected to contain.
fn expected(config: &CallConfig) -> Expected {
    let operation = config.operation;
    let is_write = is_write(operation.retry_safety);
    if config.poll.is_some() || config.streamed {
        return Expected::State { is_write };
    }
    match (operation.paging, config.queue, config.model) {
        (Some((paging, items)), ..) => Expected::List { paging, items },
        (None, Some(poll), _) => Expected::Queued(poll),
        (None, None, model) if is_write => Expected::WriteResult(model),
        (None, None, Some(model)) => Expected::Object(model),
        (None, None, None) => Expected::Value,
    }
}

/// Returns `true` for an operation that writes.
pub(super) fn is_write(retry_safety: RetrySafety) -> bool {
    matches!(retry_safety, RetrySafety::Idempotent | RetrySafety::NonIdempotent)
}

/// Returns what a response with a success status that cannot be read leaves open; empty for a read.
pub(super) fn unconfirmed(retry_safety: RetrySafety) -> &'static str {
    match retry_safety {
        RetrySafety::Read => "",
        RetrySafety::Idempotent | RetrySafety::NonIdempotent => "the write may have been accepted",
        RetrySafety::Metered => "the request may have taken effect",
    }
}

/// Returns `true` for plain text, or for a body without a content type.
fn is_plain_text(headers: &HeaderMap) -> bool {
    let content_type = headers.get(CONTENT_TYPE).map(|value| value.as_bytes());
    content_type.is_none_or(|media| {
        media.get(..10).is_some_and(|start| start.eq_ignore_ascii_case(b"text/plain"))
    })
}

pub(super) fn error(kind: ErrorKind, head: &ResponseHead, body: &[u8], parsed: ErrorBody) -> Error {
    let mut error = Error::new(kind);
    error.0.message = parsed.message;
    error.0.field_errors = parsed.field_errors;
    error.0.warnings = parsed.warnings;
    error.0.excerpt = body_excerpt(body, &head.secrets);
    error.with_response(head)
}
