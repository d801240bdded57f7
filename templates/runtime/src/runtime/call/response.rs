//! A successful response that is not decoded yet.

use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use super::classify::unconfirmed;
use super::machine::{CallConfig, ResponseHead};
use crate::runtime::api::{Api, Operation, PollSpec};
use crate::runtime::codec::{Context, Model};
use crate::runtime::error::{Error, ErrorKind, body_excerpt};
use crate::runtime::http::{Incoming, RateLimit};
use crate::runtime::json::DecodeError;

/// A successful response.
pub struct RawResponse {
    pub(crate) api: &'static Api,
    pub(crate) operation: &'static Operation,
    pub(crate) head: ResponseHead,
    pub(crate) content: Content,
    /// How the operation whose status this is is polled.
    pub(crate) poll: Option<&'static PollSpec>,
    /// The model that the body is decoded into.
    pub(super) model: Option<Model>,
    strict_decoding: bool,
}

/// The body of a response.
pub(crate) enum Content {
    Whole(Bytes),
    /// The status of a job in place of its file, usually as JSON.
    Status(Bytes),
    Streamed(Incoming),
}

/// Leaves the headers and the body out.
impl fmt::Debug for RawResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RawResponse")
            .field("operation", &self.operation.id)
            .field("status", &self.head.status)
            .field("rate_limit", &self.head.rate_limit)
            .finish_non_exhaustive()
    }
}

impl RawResponse {
    pub(crate) fn whole(config: &CallConfig, head: ResponseHead, body: Bytes) -> Self {
        Self::new(config, head, Content::Whole(body))
    }

    pub(super) fn new(config: &CallConfig, head: ResponseHead, content: Content) -> Self {
        let CallConfig { api, operation, poll, model, strict_decoding, .. } = *config;
        Self { api, operation, head, content, poll, model, strict_decoding }
    }

    /// Returns the status.
    pub fn status(&self) -> StatusCode {
        self.head.status
    }

    /// Returns the headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.head.headers
    }

    /// Returns the quota as the headers report it.
    pub fn rate_limit(&self) -> &RateLimit {
        &self.head.rate_limit
    }

    /// Returns the body; empty if it is streamed.
    pub fn body(&self) -> &[u8] {
        match &self.content {
            Content::Whole(bytes) | Content::Status(bytes) => bytes,
            Content::Streamed(_) => &[],
        }
    }

    /// Returns `true` if values that cannot be read are an error.
    pub(crate) fn is_strict(&self) -> bool {
        self.strict_decoding
    }

    /// Returns the body without copying it; empty if it is streamed.
    pub(crate) fn body_bytes(&self) -> Bytes {
        match &self.content {
            Content::Whole(bytes) | Content::Status(bytes) => bytes.clone(),
            Content::Streamed(_) => Bytes::new(),
        }
    }

    /// Returns `true` if the status is one without content, and the body is empty.
    pub(crate) fn has_no_content(&self) -> bool {
        let status = self.head.status;
        (status == StatusCode::NO_CONTENT || status == StatusCode::RESET_CONTENT)
            && self.body().is_empty()
    }

    /// Returns the context that the body is decoded in.
    pub(crate) fn decode_context(&self) -> Context {
        Context::new().strict(self.strict_decoding)
    }

    /// Creates an error about this response, with an excerpt of its body.
    pub(crate) fn error(&self, kind: ErrorKind, message: impl Into<String>) -> Error {
        let error = Error::with_message(kind, message);
        let mut error = error.with_response(&self.head).with_operation(self.operation);
        error.0.excerpt = body_excerpt(self.body(), &self.head.secrets);
        error
    }

    /// Creates the error for a body whose text does not confirm the success that the status of the response reports.
    pub(crate) fn unconfirmed_error(&self, text: &str) -> Error {
        let note = unconfirmed(self.operation.retry_safety);
        self.error(ErrorKind::Decode, format!("{note}; the response contains: {text}"))
    }

    /// Creates the error for a body that cannot be decoded.
    ///
    /// The message names what was expected. What was found is in the source, because it may be private.
    pub(crate) fn decode_error(&self, error: DecodeError) -> Error {
        let content_type = self.head.content_type();
        let other = content_type.filter(|text| !text.to_ascii_lowercase().contains("json"));
        let message = match other {
            Some(other) => format!("expected {}, found `{other}`", error.expected()),
            None => format!("expected {}", error.expected()),
        };
        let note = unconfirmed(self.operation.retry_safety);
        // the path and what was found follow the message
        let separator = if note.is_empty() { "" } else { "; " };
        let mut result = self.error(ErrorKind::Decode, format!("{note}{separator}{message}"));
        result.0.json_path = Some(error.path());
        result.redact(&self.head.secrets);
        result.with_source(error.without(|text| self.head.secrets.is_in(text)))
    }
}
