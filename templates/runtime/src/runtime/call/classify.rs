//! Classification of a response as success or error.

use bytes::Bytes;
use http::HeaderMap;
use http::header::CONTENT_TYPE;

use super::file_start::FileStart;
use super::machine::{CallConfig, ResponseHead};
use super::redirect::is_redirect;
use super::response::{Content, RawResponse};
use crate::runtime::api::RetrySafety;
use crate::runtime::error::{
    Error, ErrorBody, ErrorKind, Expected, body_excerpt, describe_html, parse_body, refusal,
};

/// Classifies a response whose body was read.
///
/// An error status is an error whatever the body is. A body that reports an error is an error whatever the
/// status is.
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
        let error = error(ErrorKind::RejectedBody, &head, &body, parsed);
        return Err(error.with_operation(config.operation));
    }
    Ok(RawResponse::whole(config, head, body))
}

/// Classifies a response with a declared file, by the start of its body.
///
/// An empty body and an HTML page are no files, and neither is an error. A small document may be the status of a job.
pub(crate) fn classify_file(
    config: &CallConfig,
    head: ResponseHead,
    start: FileStart,
) -> Result<RawResponse, Error> {
    // any content can be fetched
    let is_any = config.operation.accept == "*/*";
    if !is_any && start.is_whitespace() {
        return Err(not_a_file(config, &head, "an empty body"));
    }
    if let Some(page) = start.html().filter(|_| !is_any) {
        return Err(not_a_file(config, &head, &describe_html(&page)));
    }
    let Some(document) = start.document().cloned() else {
        return Ok(RawResponse::new(config, head, Content::Streamed(start.into_body())));
    };
    let expected = Expected { state: true, file: true, ..Expected::default() };
    if let Some(parsed) = refusal(&document, &config.api.errors, expected) {
        let error = error(ErrorKind::RejectedBody, &head, &document, parsed);
        return Err(error.with_operation(config.operation));
    }
    if !may_be_document(config.operation.accept) {
        let mut error = not_a_file(config, &head, "a JSON or XML document");
        error.0.excerpt = body_excerpt(&document, &head.secrets);
        return Err(error);
    }
    Ok(RawResponse::new(config, head, Content::Document(document)))
}

/// Creates the error for a body that is not the declared file.
fn not_a_file(config: &CallConfig, head: &ResponseHead, found: &str) -> Error {
    let message = format!("expected a file, found {found}");
    let error = Error::with_message(ErrorKind::Decode, message).with_response(head);
    error.with_operation(config.operation)
}

/// Returns `true` if a file of these media types may be JSON or XML.
fn may_be_document(accept: &str) -> bool {
    accept.split(',').map(str::trim).any(|media| {
        let names = ["*/*", "octet-stream", "json", "xml", "text/"];
        names.iter().any(|name| media.contains(name))
    })
}

/// Returns what a successful response is expected to contain.
fn expected(config: &CallConfig) -> Expected {
    let operation = config.operation;
    Expected {
        state: config.returns_state,
        write_result: is_write(operation.retry_safety),
        items: operation.paging.map(|(_, names)| names).unwrap_or_default(),
        file: false,
        model: config.model,
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

fn error(kind: ErrorKind, head: &ResponseHead, body: &[u8], parsed: ErrorBody) -> Error {
    let mut error = Error::new(kind);
    error.0.message = parsed.message;
    error.0.field_errors = parsed.field_errors;
    error.0.warnings = parsed.warnings;
    error.0.excerpt = body_excerpt(body, &head.secrets);
    error.with_response(head)
}
