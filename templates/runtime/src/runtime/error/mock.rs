//! Construction of errors for tests.

use http::{HeaderMap, StatusCode};

use super::{Error, ErrorKind, FieldError};
use crate::runtime::position::Position;

/// Builds an [`Error`] for a test; see [`Error::mock`].
#[derive(Debug)]
#[must_use = "a builder does nothing until `build` is called"]
pub struct ErrorMock(Error);

impl Error {
    /// Returns a builder for an error, to test how a program handles it.
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

    /// Makes it a file that does not exist yet.
    pub fn not_ready(self) -> Self {
        self.kind(ErrorKind::NotReady, true)
    }

    /// Makes it a write that was accepted, and whose outcome cannot be polled.
    pub fn outcome_unknown(self) -> Self {
        self.kind(ErrorKind::OutcomeUnknown, true)
    }

    /// Makes it a list whose pages cannot be followed any further.
    pub fn paging(self) -> Self {
        self.kind(ErrorKind::Paging, true)
    }

    /// Makes it a failure on this machine.
    pub fn local(self) -> Self {
        self.kind(ErrorKind::Io, true)
    }

    /// Makes it an invalid request.
    pub fn request(self) -> Self {
        self.kind(ErrorKind::Request, false)
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
