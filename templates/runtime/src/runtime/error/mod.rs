//! Errors: one type for everything that can fail, and the parsing of error bodies.

mod body;
mod kind;
mod mock;
mod node;
mod xml;

pub(crate) use body::{ErrorBody, body_excerpt, parse_body, rejection};
pub(crate) use kind::ErrorKind;
pub use mock::ErrorMock;

use std::error::Error as StdError;
use std::fmt;

use http::{HeaderMap, StatusCode};

use crate::runtime::api::Operation;
use crate::runtime::http::RateLimit;
use crate::runtime::position::Position;

/// An error of a call.
///
/// The `is_…` methods classify it, and the accessors return the details. `Display` is one line for a log, without
/// the body, ids or other values that were sent. The underlying error, if there is one, is its `source`.
///
/// The page `guide::errors` of the crate's documentation describes what to do about each kind of error.
pub struct Error(pub(crate) Box<Inner>);

/// The details of an [`Error`].
pub(crate) struct Inner {
    pub(crate) kind: ErrorKind,
    pub(crate) operation: Option<&'static Operation>,
    pub(crate) sent: bool,
    pub(crate) attempts: u32,
    pub(crate) status: Option<StatusCode>,
    pub(crate) headers: HeaderMap,
    pub(crate) rate_limit: RateLimit,
    pub(crate) message: Option<String>,
    pub(crate) field_errors: Vec<FieldError>,
    pub(crate) warnings: Vec<FieldError>,
    pub(crate) excerpt: Option<String>,
    pub(crate) json_path: Option<String>,
    pub(crate) position: Option<Position>,
    pub(crate) source: Option<Box<dyn StdError + Send + Sync>>,
}

/// An error of the service about one field.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct FieldError {
    /// The name of the field.
    pub field: Option<String>,
    /// The message, or the code, of the service.
    pub message: Option<String>,
    /// The severity.
    pub level: Option<String>,
}

impl Error {
    /// Creates an error without details.
    pub(crate) fn new(kind: ErrorKind) -> Self {
        Self(Box::new(Inner {
            kind,
            operation: None,
            sent: !matches!(
                kind,
                ErrorKind::Request | ErrorKind::Connect | ErrorKind::Paging | ErrorKind::Quota
            ),
            attempts: 0,
            status: None,
            headers: HeaderMap::new(),
            rate_limit: RateLimit::default(),
            message: None,
            field_errors: Vec::new(),
            warnings: Vec::new(),
            excerpt: None,
            json_path: None,
            position: None,
            source: None,
        }))
    }

    /// Creates an error with a message.
    pub(crate) fn with_message(kind: ErrorKind, message: impl Into<String>) -> Self {
        let mut error = Self::new(kind);
        error.0.message = Some(message.into());
        error
    }

    /// Sets the operation.
    pub(crate) fn with_operation(mut self, operation: &'static Operation) -> Self {
        self.0.operation = Some(operation);
        self
    }

    /// Sets the position in a list.
    pub(crate) fn with_position(mut self, position: Position) -> Self {
        self.0.position = Some(position);
        self
    }

    /// Sets the underlying error.
    pub(crate) fn with_source(
        mut self,
        source: impl Into<Box<dyn StdError + Send + Sync>>,
    ) -> Self {
        self.0.source = Some(source.into());
        self
    }

    fn is(&self, kind: ErrorKind) -> bool {
        self.0.kind == kind
    }

    fn has(&self, status: StatusCode) -> bool {
        self.0.status == Some(status)
    }

    /// Returns `true` if the object was not found (404).
    pub fn is_not_found(&self) -> bool {
        self.has(StatusCode::NOT_FOUND)
    }

    /// Returns `true` if a quota is exceeded: the service refused the request (429), or the client did not send it.
    pub fn is_rate_limited(&self) -> bool {
        self.has(StatusCode::TOO_MANY_REQUESTS) || self.is(ErrorKind::Quota)
    }

    /// Returns `true` if the credentials are missing or wrong (401).
    pub fn is_unauthorized(&self) -> bool {
        self.has(StatusCode::UNAUTHORIZED)
    }

    /// Returns `true` if the credentials do not permit the operation (403).
    pub fn is_forbidden(&self) -> bool {
        self.has(StatusCode::FORBIDDEN)
    }

    /// Returns `true` if the state of the object does not allow the operation (409).
    pub fn is_conflict(&self) -> bool {
        self.has(StatusCode::CONFLICT)
    }

    /// Returns `true` if the service failed (5xx).
    pub fn is_server(&self) -> bool {
        self.0.status.is_some_and(|status| status.is_server_error())
    }

    /// Returns `true` for a timeout, also of waiting for a job or a queued write.
    pub fn is_timeout(&self) -> bool {
        self.is(ErrorKind::Timeout)
    }

    /// Returns `true` if no connection was established, so that nothing was sent.
    pub fn is_connect(&self) -> bool {
        self.is(ErrorKind::Connect)
    }

    /// Returns `true` if the response could not be decoded. The request may have succeeded.
    pub fn is_decode(&self) -> bool {
        self.is(ErrorKind::Decode)
    }

    /// Returns `true` if a response with a success status reports an error, or if a queued write or a job failed.
    ///
    /// A response with status 400 is not included.
    pub fn is_rejected(&self) -> bool {
        matches!(self.0.kind, ErrorKind::Rejected | ErrorKind::RejectedBody)
    }

    /// Returns `true` if the request or the configuration of the client is invalid. Nothing was sent.
    pub fn is_request(&self) -> bool {
        self.is(ErrorKind::Request)
    }

    /// Returns `true` if the requested file does not exist yet (202).
    pub fn is_not_ready(&self) -> bool {
        self.is(ErrorKind::NotReady)
    }

    /// Returns `true` if the service may have received the request. If not, it can be sent again without any effect
    /// occurring twice.
    pub fn may_have_been_sent(&self) -> bool {
        self.0.sent
    }

    /// Returns the id of the operation.
    pub fn operation(&self) -> Option<&'static str> {
        self.0.operation.map(|operation| operation.id)
    }

    /// Returns the HTTP method of the operation.
    pub fn method(&self) -> Option<&'static str> {
        self.0.operation.map(|operation| operation.method.as_str())
    }

    /// Returns the path template of the operation, with `{Name}` for each parameter.
    pub fn path(&self) -> Option<&'static str> {
        self.0.operation.map(|operation| operation.path)
    }

    /// Returns the HTTP status of the response, if there was one.
    pub fn status(&self) -> Option<StatusCode> {
        self.0.status
    }

    /// Returns the headers of the response.
    pub fn headers(&self) -> &HeaderMap {
        &self.0.headers
    }

    /// Returns the quota as the headers of the response report it.
    pub fn rate_limit(&self) -> &RateLimit {
        &self.0.rate_limit
    }

    /// Returns the message of the service or of this client.
    pub fn message(&self) -> Option<&str> {
        self.0.message.as_deref()
    }

    /// Returns the errors of the service about single fields.
    pub fn field_errors(&self) -> &[FieldError] {
        &self.0.field_errors
    }

    /// Returns the warnings of the service.
    pub fn warnings(&self) -> &[FieldError] {
        &self.0.warnings
    }

    /// Returns the codes of a rejection, or the messages of its field errors where these are not codes.
    pub fn codes(&self) -> impl Iterator<Item = &str> {
        self.0.field_errors.iter().filter_map(|error| error.message.as_deref()).flat_map(codes)
    }

    /// Returns the start of the body of the response. It is not part of `Display`, because it may be private.
    pub fn body_excerpt(&self) -> Option<&str> {
        self.0.excerpt.as_deref()
    }

    /// Returns the JSON path of the value that could not be decoded, such as `$.Items[3].Date`.
    pub fn json_path(&self) -> Option<&str> {
        self.0.json_path.as_deref()
    }

    /// Returns the number of attempts.
    pub fn attempts(&self) -> u32 {
        self.0.attempts
    }

    /// Returns the position in a paged list, from which it can be resumed.
    pub fn position(&self) -> Option<&Position> {
        self.0.position.as_ref()
    }
}

/// Splits `A_CODE ANOTHER` into two codes; `Not a number` is one message.
fn codes(text: &str) -> impl Iterator<Item = &str> {
    let is_code = |letter: char| match letter {
        '_' => true,
        letter => letter.is_ascii_uppercase() || letter.is_ascii_digit() || letter.is_whitespace(),
    };
    let all = text.chars().all(is_code);
    let whole = (!all).then_some(text);
    let words = all.then(|| text.split_whitespace());
    whole.into_iter().chain(words.into_iter().flatten())
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = &*self.0;
        if let Some(operation) = inner.operation {
            write!(f, "{}: ", operation.id)?;
        }
        match (inner.kind, inner.status) {
            (ErrorKind::Status, Some(status)) => write!(f, "{status}")?,
            (kind, Some(status)) => write!(f, "{} ({})", kind.description(), status.as_u16())?,
            (kind, None) => f.write_str(kind.description())?,
        }
        if let Some(message) = &inner.message {
            let longest =
                if inner.kind == ErrorKind::Request { MAX_OWN_MESSAGE } else { MAX_MESSAGE };
            write!(f, ": {}", Line(message, longest))?;
        }
        if let Some(path) = &inner.json_path {
            write!(f, " at {}", Line(path, MAX_MESSAGE))?;
        }
        if let Some(operation) = inner.operation {
            write!(f, " ({} {})", operation.method.as_str(), operation.path)?;
        }
        Ok(())
    }
}

/// A string from elsewhere as a part of one line: bounded, and without line breaks and control characters.
struct Line<'a>(&'a str, usize);

/// The maximum length of a string from elsewhere.
const MAX_MESSAGE: usize = 300;

/// The maximum length of a message about an invalid request, which this client formats itself.
const MAX_OWN_MESSAGE: usize = 2_000;

impl fmt::Display for Line<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (count, letter) in self.0.trim().chars().enumerate() {
            if count == self.1 {
                return f.write_str("…");
            }
            write!(f, "{}", if letter.is_control() { ' ' } else { letter })?;
        }
        Ok(())
    }
}

/// Shows more than `Display`, but neither the body nor the headers.
impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("Error");
        debug.field("kind", &self.0.kind).field("text", &format_args!("{self}"));
        if !self.0.field_errors.is_empty() {
            debug.field("field_errors", &self.0.field_errors);
        }
        if let Some(position) = &self.0.position {
            debug.field("position", position);
        }
        // the source of a decode error contains a part of the body
        if let (Some(source), false) = (&self.0.source, self.is_decode()) {
            debug.field("source", source);
        }
        debug.field("attempts", &self.0.attempts).finish()
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0.source.as_deref().map(|source| source as &(dyn StdError + 'static))
    }
}
