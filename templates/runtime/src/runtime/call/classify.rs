//! Classification of a response as success or error.

use bytes::Bytes;

use super::machine::{CallConfig, ResponseHead};
use super::response::RawResponse;
use crate::runtime::error::{Error, ErrorBody, ErrorKind, body_excerpt, parse_body, rejection};

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
        let mut parsed = parse_body(&body, members);
        if head.status.is_redirection() && parsed.message.is_none() {
            parsed.message = Some("unexpected redirect".to_owned());
        }
        let error = error(ErrorKind::Status, &head, &body, parsed);
        return Err(error.with_operation(config.operation));
    }
    if let Some(parsed) = rejection(&body, members, config.returns_state) {
        let error = error(ErrorKind::RejectedBody, &head, &body, parsed);
        return Err(error.with_operation(config.operation));
    }
    Ok(RawResponse::whole(config, head, body))
}

fn error(kind: ErrorKind, head: &ResponseHead, body: &[u8], parsed: ErrorBody) -> Error {
    let mut error = Error::new(kind).with_response(head);
    error.0.message = parsed.message;
    error.0.field_errors = parsed.field_errors;
    error.0.warnings = parsed.warnings;
    error.0.excerpt = body_excerpt(body);
    error
}
