//! An answer that means success, not yet read as a type.

use std::fmt;

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, StatusCode};

use crate::runtime::description::Operation;
use crate::runtime::error::{Error, Kind};
use crate::runtime::error_body;
use crate::runtime::exchange::{Head, Rules};
use crate::runtime::rate_limit::RateLimit;
use crate::runtime::transport::Incoming;
use crate::runtime::wire::Fault;

/// An answer that means success.
pub struct Reply {
    pub(crate) operation: &'static Operation,
    pub(crate) head: Head,
    pub(crate) content: Content,
}

/// The body of an answer.
pub(crate) enum Content {
    Whole(Bytes),
    Streamed(Incoming),
}

/// Without its headers and its body.
impl fmt::Debug for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reply")
            .field("operation", &self.operation.id)
            .field("status", &self.head.status)
            .field("rate_limit", &self.head.rate_limit)
            .finish_non_exhaustive()
    }
}

impl Reply {
    pub(crate) fn whole(rules: &Rules, head: Head, body: Bytes) -> Self {
        Self { operation: rules.operation, head, content: Content::Whole(body) }
    }

    pub(crate) fn streamed(rules: &Rules, head: Head, body: Incoming) -> Self {
        Self { operation: rules.operation, head, content: Content::Streamed(body) }
    }

    /// Its status.
    pub fn status(&self) -> StatusCode {
        self.head.status
    }

    /// Its headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.head.headers
    }

    /// What its headers say about the quota.
    pub fn rate_limit(&self) -> &RateLimit {
        &self.head.rate_limit
    }

    /// The operation that it answers.
    pub fn operation(&self) -> &'static Operation {
        self.operation
    }

    /// Its body; empty when that is streamed.
    pub fn body(&self) -> &[u8] {
        match &self.content {
            Content::Whole(bytes) => bytes,
            Content::Streamed(_) => &[],
        }
    }

    /// Whether there is nothing to read, and that is said by the status.
    pub(crate) fn is_without_content(&self) -> bool {
        let status = self.head.status;
        (status == StatusCode::NO_CONTENT || status == StatusCode::RESET_CONTENT)
            && self.body().is_empty()
    }

    /// An error about this answer, with its body's start.
    pub(crate) fn error(&self, kind: Kind, message: impl Into<String>) -> Error {
        let mut error = Error::message_of(kind, message).answered(&self.head).of(self.operation);
        error.0.excerpt = error_body::excerpt(self.body());
        error
    }

    /// The error for a body that cannot be read as what it should be. Its message tells what was
    /// expected; what was found there is in the cause.
    pub(crate) fn unreadable(&self, fault: Fault) -> Error {
        let content_type = self.head.headers.get(CONTENT_TYPE).and_then(|text| text.to_str().ok());
        let other = content_type.filter(|text| !text.to_ascii_lowercase().contains("json"));
        let message = match other {
            Some(other) => format!("expected {}, got `{other}`", fault.expected()),
            None => format!("expected {}", fault.expected()),
        };
        let mut error = self.error(Kind::Decode, message);
        error.0.json_path = Some(fault.path());
        error.because(fault)
    }
}
