//! The responses and faults that a mock plays.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_core::Stream;
use http::header::CONTENT_TYPE;
use http::{HeaderName, HeaderValue, StatusCode};

use crate::runtime::codec::{ToJson, encode};
use crate::runtime::http::{Incoming, TransportError};
use crate::runtime::wire::Json;

/// A response of a [`MockTransport`](super::MockTransport).
///
/// A string is converted to a response with status 200 and this JSON, a [`StatusCode`] to a response with an empty
/// body.
#[derive(Clone)]
pub struct MockResponse {
    status: StatusCode,
    headers: Vec<(HeaderName, HeaderValue)>,
    body: Bytes,
    truncated: bool,
    /// Why the response cannot be played.
    problem: Option<String>,
}

impl MockResponse {
    /// Creates a response with this status and an empty body.
    pub fn new(status: StatusCode) -> Self {
        Self { status, headers: Vec::new(), body: Bytes::new(), truncated: false, problem: None }
    }

    /// Creates a response with status 200 and this JSON. The text is sent as it is.
    pub fn json(text: impl Into<String>) -> Self {
        Self::new(StatusCode::OK).header(CONTENT_TYPE, "application/json").body(text.into())
    }

    /// Creates a response with status 200 and a model, or a list of models, as JSON.
    pub fn model<T: ToJson>(model: &T) -> Self {
        Self::json(encode(model))
    }

    /// Sets the status.
    pub fn status(mut self, status: StatusCode) -> Self {
        self.status = status;
        self
    }

    /// Adds a header, or replaces it.
    pub fn header(mut self, name: impl AsRef<str>, value: impl AsRef<str>) -> Self {
        let (name, value) = (name.as_ref(), value.as_ref());
        match (HeaderName::try_from(name), HeaderValue::try_from(value)) {
            (Ok(name), Ok(value)) => {
                self.headers.retain(|(known, _)| *known != name);
                self.headers.push((name, value));
            }
            _ => self.problem = Some(format!("invalid header `{}`", name.escape_debug())),
        }
        self
    }

    /// Sets the body.
    pub fn body(mut self, body: impl Into<Bytes>) -> Self {
        self.body = body.into();
        self
    }

    /// Closes the connection after the body, as if the rest of it were missing.
    pub fn truncated(mut self) -> Self {
        self.truncated = true;
        self
    }

    /// Returns the response as a transport does.
    pub(crate) fn play(self) -> Result<http::Response<Incoming>, TransportError> {
        if let Some(problem) = self.problem {
            return Err(TransportError::refused(problem));
        }
        let body = if self.truncated {
            Incoming::stream(Truncated { body: Some(self.body), closed: false })
        } else {
            Incoming::bytes(self.body)
        };
        let mut response = http::Response::new(body);
        *response.status_mut() = self.status;
        response.headers_mut().extend(self.headers);
        Ok(response)
    }
}

impl From<&str> for MockResponse {
    fn from(json: &str) -> Self {
        Self::json(json)
    }
}

impl From<String> for MockResponse {
    fn from(json: String) -> Self {
        Self::json(json)
    }
}

impl From<Json> for MockResponse {
    fn from(json: Json) -> Self {
        Self::json(json.as_json())
    }
}

impl From<StatusCode> for MockResponse {
    fn from(status: StatusCode) -> Self {
        Self::new(status)
    }
}

/// Leaves the headers and the body out.
impl fmt::Debug for MockResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MockResponse")
            .field("status", &self.status)
            .field("truncated", &self.truncated)
            .finish_non_exhaustive()
    }
}

/// What happens instead of a response.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum MockFault {
    /// No connection is established.
    Connect,
    /// The connection is closed before the request is sent.
    ClosedBefore,
    /// The connection is closed after the request was sent. The service may have received it.
    ClosedAfter,
    /// No response arrives in time. The service may have received the request.
    Timeout,
}

impl MockFault {
    /// Returns the error of the transport.
    pub(crate) fn error(self) -> TransportError {
        match self {
            Self::Connect => TransportError::connect("the mock refuses the connection"),
            Self::ClosedBefore => {
                TransportError::other("the mock closes the connection before the request")
                    .not_sent()
            }
            Self::ClosedAfter => TransportError::other("the mock closes the connection"),
            Self::Timeout => TransportError::timeout(),
        }
    }
}

/// A body that ends early.
struct Truncated {
    body: Option<Bytes>,
    closed: bool,
}

impl Stream for Truncated {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(match self.body.take() {
            Some(body) => Some(Ok(body)),
            None if self.closed => None,
            None => {
                self.closed = true;
                Some(Err(TransportError::other("the mock truncates the response")))
            }
        })
    }
}
