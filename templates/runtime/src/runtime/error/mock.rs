//! Construction of errors for tests.

use std::error::Error as StdError;
use std::time::Duration;

use http::{HeaderMap, StatusCode};

use super::{Error, ErrorKind, FieldError};
use crate::runtime::http::RetryAfter;
use crate::runtime::position::Position;

/// Builds an [`Error`] for a test; see [`Error::mock`].
#[derive(Debug)]
#[must_use = "a builder does nothing until `build` is called"]
pub struct ErrorMock(Error);

impl Error {
    /// Returns a builder for an error of any kind, to test how a program handles it.
    ///
    /// ```
    /// use generated_client::Error;
    /// use http::StatusCode;
    ///
    /// let error = Error::mock().status(StatusCode::NOT_FOUND).message("No such note").build();
    /// assert!(error.is_not_found());
    /// ```
    pub fn mock() -> ErrorMock {
        ErrorMock(Error::new(ErrorKind::Io))
    }
}

impl ErrorMock {
    fn kind(mut self, kind: ErrorKind, sent: bool) -> Self {
        self.0.0.kind = kind;
        self.0.0.sent = sent;
        self.0.0.attempts = 1;
        self
    }

    /// Makes it a response with this status.
    pub fn status(mut self, status: StatusCode) -> Self {
        self.0.0.status = Some(status);
        self.kind(ErrorKind::Status, true)
    }

    /// Makes it a timeout.
    pub fn timeout(self) -> Self {
        self.kind(ErrorKind::Timeout, true)
    }

    /// Makes it a failed connection.
    pub fn connect(self) -> Self {
        self.kind(ErrorKind::Connect, false)
    }

    /// Makes it a connection that was closed early.
    pub fn connection_closed(self) -> Self {
        self.kind(ErrorKind::ConnectionClosed, true)
    }

    /// Makes it a response that cannot be decoded at this JSON path.
    pub fn decode(mut self, json_path: impl Into<String>) -> Self {
        self.0.0.json_path = Some(json_path.into());
        self.kind(ErrorKind::Decode, true)
    }

    /// Makes it a rejection of a queued write, with these codes.
    pub fn rejected(mut self, codes: impl IntoIterator<Item = impl Into<String>>) -> Self {
        for code in codes {
            self = self.field_error(None, code);
        }
        self.kind(ErrorKind::Rejected, true)
    }

    /// Makes it a response with status 200 whose body reports an error.
    pub fn rejected_response(mut self) -> Self {
        self.0.0.status = Some(StatusCode::OK);
        self.kind(ErrorKind::RejectedBody, true)
    }

    /// Makes it a request for a file that does not exist yet.
    pub fn not_ready(mut self) -> Self {
        self.0.0.status = Some(StatusCode::ACCEPTED);
        self.kind(ErrorKind::NotReady, true)
    }

    /// Makes it a write that was accepted, and whose outcome cannot be polled.
    pub fn outcome_unknown(self) -> Self {
        self.kind(ErrorKind::OutcomeUnknown, true)
    }

    /// Makes it a quota that does not permit the request for this duration. Nothing was sent.
    pub fn quota(self, wait: Duration) -> Self {
        let mut mock = self.retry_after(wait).kind(ErrorKind::Quota, false);
        mock.0.0.rate_limit.remaining = Some(0);
        mock.0.0.rate_limit.reset = mock.0.0.rate_limit.retry_after;
        mock.attempts(0)
    }

    /// Makes it a list whose pages cannot be followed any further.
    pub fn paging(self) -> Self {
        self.kind(ErrorKind::Paging, false)
    }

    /// Makes it a failure on this machine, for example because the file could not be written.
    pub fn local(self) -> Self {
        self.kind(ErrorKind::Io, true)
    }

    /// Makes it an invalid request.
    pub fn request(self) -> Self {
        self.kind(ErrorKind::Request, false).attempts(0)
    }

    /// Sets the number of attempts.
    pub fn attempts(mut self, attempts: u32) -> Self {
        self.0.0.attempts = attempts;
        self
    }

    /// Sets the delay that the service asks for.
    pub fn retry_after(mut self, delay: Duration) -> Self {
        self.0.0.rate_limit.retry_after = Some(RetryAfter::Delay(delay));
        self
    }

    /// Sets the start of the body of the response.
    pub fn body_excerpt(mut self, text: impl Into<String>) -> Self {
        self.0.0.excerpt = Some(text.into());
        self
    }

    /// Sets the underlying error.
    pub fn source(self, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self(self.0.with_source(source))
    }

    /// Sets the message.
    pub fn message(mut self, message: impl Into<String>) -> Self {
        self.0.0.message = Some(message.into());
        self
    }

    /// Sets the headers of the response.
    pub fn headers(mut self, headers: HeaderMap) -> Self {
        self.0.0.headers = headers;
        self
    }

    /// Adds an error about a field.
    pub fn field_error(mut self, field: Option<&str>, message: impl Into<String>) -> Self {
        let (field, message) = (field.map(str::to_owned), Some(message.into()));
        self.0.0.field_errors.push(FieldError { field, message, level: None });
        self
    }

    /// Sets the position in a paged list.
    pub fn position(self, position: Position) -> Self {
        Self(self.0.with_position(position))
    }

    /// Builds the error.
    pub fn build(self) -> Error {
        self.0
    }
}
