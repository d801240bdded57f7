//! Errors made by hand, for the tests of those who use the client.

use http::{HeaderMap, StatusCode};

use crate::runtime::error::{Error, Kind, Problem};
use crate::runtime::position::Position;

/// What a made-up [`Error`] is to look like; see [`Error::mock`].
#[derive(Debug)]
#[must_use = "it becomes an error by `build`"]
pub struct ErrorMock(Error);

impl Error {
    /// An error as a service would cause it, for testing how a program takes it.
    pub fn mock() -> ErrorMock {
        ErrorMock(Error::new(Kind::Local))
    }
}

impl ErrorMock {
    fn kind(mut self, kind: Kind, sent: bool) -> Self {
        self.0.0.kind = kind;
        self.0.0.sent = sent;
        self.0.0.attempts = 1;
        self
    }

    /// The service answered with this status.
    pub fn status(mut self, status: StatusCode) -> Self {
        self.0.0.status = Some(status);
        self.kind(Kind::Status, true)
    }

    /// It took too long.
    pub fn timeout(self) -> Self {
        self.kind(Kind::Timeout, true)
    }

    /// No connection came about.
    pub fn connect(self) -> Self {
        self.kind(Kind::Connect, false)
    }

    /// The connection broke.
    pub fn broken(self) -> Self {
        self.kind(Kind::Broken, true)
    }

    /// The answer could not be read at this place.
    pub fn decode(mut self, json_path: impl Into<String>) -> Self {
        self.0.0.json_path = Some(json_path.into());
        self.kind(Kind::Decode, true)
    }

    /// The service rejected what was queued, with these codes.
    pub fn rejected(mut self, codes: impl IntoIterator<Item = impl Into<String>>) -> Self {
        for code in codes {
            self = self.field(None, code);
        }
        self.kind(Kind::Rejected, true)
    }

    /// The request was put together wrongly.
    pub fn request(self) -> Self {
        self.kind(Kind::Request, false)
    }

    /// With this message.
    pub fn message(mut self, message: impl Into<String>) -> Self {
        self.0.0.message = Some(message.into());
        self
    }

    /// With these headers.
    pub fn headers(mut self, headers: HeaderMap) -> Self {
        self.0.0.headers = headers;
        self
    }

    /// With one more complaint.
    pub fn field(mut self, field: Option<&str>, message: impl Into<String>) -> Self {
        let (field, message) = (field.map(str::to_owned), Some(message.into()));
        self.0.0.fields.push(Problem { field, message, level: None });
        self
    }

    /// At this place of a paged list.
    pub fn position(self, position: Position) -> Self {
        Self(self.0.at(position))
    }

    /// The error.
    pub fn build(self) -> Error {
        self.0
    }
}
