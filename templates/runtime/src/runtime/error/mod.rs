//! Errors: one type for everything that can fail, and the parsing of error bodies.

mod body;
mod convert;
mod declared;
mod display;
mod expected;
mod findings;
mod kind;
mod mock;
mod node;
mod open;
mod redact;
mod refusal;
mod rules;
mod status;
mod wording;
mod xml;

pub(crate) use body::{
    ErrorBody, body_excerpt, decode_text, is_absent, is_one_of, parse_body, xml_value,
};
pub(crate) use expected::Expected;
pub(crate) use kind::ErrorKind;
pub use mock::ErrorMock;
pub(crate) use open::{ResultMembers, unconfirmed_text};
pub(crate) use redact::Secrets;
pub(crate) use refusal::{is_error_name, refusal};
pub(crate) use wording::{Outcome, words};
pub(crate) use xml::{describe_html, is_html, xml_to_json};

use std::error::Error as StdError;
use std::time::{Duration, SystemTime};

use http::{HeaderMap, StatusCode};

use crate::runtime::api::{Operation, RetrySafety};
use crate::runtime::http::RateLimit;
use crate::runtime::position::Position;

/// An error of a call.
///
/// The `is_…` methods classify it, and the accessors return the details. `Display` is one line for a log, with the message
/// of the service and the fields that it names. It contains neither the body nor the URL. Credentials that the service
/// repeats are redacted; other values that it repeats in its message are not. The underlying error, if there is one, is its
/// `source`.
///
/// The page `guide::errors` of the crate's documentation describes what to do about each kind of error.
pub struct Error(pub(crate) Box<Inner>);

/// The details of an [`Error`].
pub(crate) struct Inner {
    pub(crate) kind: ErrorKind,
    pub(crate) operation: Option<&'static Operation>,
    pub(crate) sent: bool,
    /// The service may have received an earlier attempt.
    pub(crate) is_repeated: bool,
    pub(crate) attempts: u32,
    pub(crate) polls: u32,
    pub(crate) status: Option<StatusCode>,
    pub(crate) headers: HeaderMap,
    pub(crate) rate_limit: RateLimit,
    pub(crate) message: Option<String>,
    pub(crate) field_errors: Vec<FieldError>,
    pub(crate) warnings: Vec<FieldError>,
    pub(crate) excerpt: Option<String>,
    pub(crate) json_path: Option<String>,
    pub(crate) position: Option<Position>,
    /// The number of items of a file that were read before.
    pub(crate) items_read: Option<u64>,
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
                ErrorKind::Request
                    | ErrorKind::Connect
                    | ErrorKind::Paging
                    | ErrorKind::Quota
                    | ErrorKind::NoRuntime
            ),
            is_repeated: false,
            attempts: 0,
            polls: 0,
            status: None,
            headers: HeaderMap::new(),
            rate_limit: RateLimit::default(),
            message: None,
            field_errors: Vec::new(),
            warnings: Vec::new(),
            excerpt: None,
            json_path: None,
            position: None,
            items_read: None,
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

    /// Sets the number of polls.
    pub(crate) fn with_polls(mut self, polls: u32) -> Self {
        self.0.polls = polls;
        // the service has accepted what is waited for, unless the request for its status is invalid
        self.0.sent |= !self.is_local() && !self.is_request();
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

    /// Removes secrets from everything that a service returned.
    pub(crate) fn redact(&mut self, secrets: &Secrets) {
        let inner = &mut *self.0;
        secrets.redact_headers(&mut inner.headers);
        let redact = |texts: [&mut Option<String>; 3]| {
            for text in texts {
                if let Some(text) = text.as_mut() {
                    secrets.redact(text);
                }
            }
        };
        redact([&mut inner.message, &mut inner.excerpt, &mut inner.json_path]);
        for error in inner.field_errors.iter_mut().chain(&mut inner.warnings) {
            redact([&mut error.field, &mut error.message, &mut error.level]);
        }
    }

    fn is(&self, kind: ErrorKind) -> bool {
        self.0.kind == kind
    }

    fn has(&self, status: StatusCode) -> bool {
        self.0.status == Some(status)
    }

    /// Returns `true` if the response has an error status.
    pub fn is_status(&self) -> bool {
        self.is(ErrorKind::Status)
    }

    /// Returns `true` if the service does not accept the input (400).
    pub fn is_bad_request(&self) -> bool {
        self.has(StatusCode::BAD_REQUEST)
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

    /// Returns `true` for a timeout, also of waiting for a job or a queued write, which was accepted then.
    pub fn is_timeout(&self) -> bool {
        self.is(ErrorKind::Timeout)
    }

    /// Returns `true` if the last attempt established no connection. Nothing was sent by it; see
    /// [`may_have_been_sent`](Self::may_have_been_sent) for earlier attempts.
    pub fn is_connect(&self) -> bool {
        self.is(ErrorKind::Connect)
    }

    /// Returns `true` if the connection was closed early. The service may have received the request.
    pub fn is_connection_closed(&self) -> bool {
        self.is(ErrorKind::ConnectionClosed)
    }

    /// Returns `true` if the response could not be decoded. The request may have succeeded.
    pub fn is_decode(&self) -> bool {
        self.is(ErrorKind::Decode)
    }

    /// Returns `true` if a response with a success status reports an error, or if a queued write or a job failed.
    ///
    /// A response with status 400 is not included. A response to a read with a success status is not searched for an error if
    /// it has more than 1 MiB and does not begin with a member of an error.
    pub fn is_rejected(&self) -> bool {
        matches!(self.0.kind, ErrorKind::Rejected | ErrorKind::RejectedBody)
    }

    /// Returns `true` if the request or the configuration of the client is invalid. Nothing was sent.
    pub fn is_request(&self) -> bool {
        self.is(ErrorKind::Request)
    }

    /// Returns `true` if a write was accepted, but its outcome cannot be polled because the response contains no id, or
    /// because the poll is refused in a response with a success status, or if an earlier run of a bulk write sent it and
    /// recorded no outcome.
    pub fn is_outcome_unknown(&self) -> bool {
        self.is(ErrorKind::OutcomeUnknown)
    }

    /// Returns `true` if the requested file does not exist yet.
    pub fn is_not_ready(&self) -> bool {
        self.is(ErrorKind::NotReady)
    }

    /// Returns `true` if the pages of a list cannot be followed any further, for example because the service repeats them.
    pub fn is_paging(&self) -> bool {
        self.is(ErrorKind::Paging)
    }

    /// Returns `true` for a failure on this machine: a file could not be written, a file of an upload was changed between
    /// two attempts, or the call was awaited outside of a tokio runtime, or in one without time or I/O.
    pub fn is_local(&self) -> bool {
        matches!(self.0.kind, ErrorKind::Io | ErrorKind::NoRuntime)
    }

    /// Returns `true` if the same request may succeed later, and sending it again cannot have an effect twice.
    ///
    /// The cause is temporary: no response, an exceeded quota (429), a failure of the service (408, 425, 500, 502, 503, 504),
    /// or a file that does not exist yet. In addition the request is one of a read or of an idempotent write, or the
    /// service surely did not process it. See [`rate_limit`](Self::rate_limit) for the time to wait.
    ///
    /// An error of waiting for a job or a queued write is none: the request that started it was accepted. Wait again by its
    /// id instead.
    pub fn is_retryable(&self) -> bool {
        if self.0.polls > 0 {
            return false;
        }
        let safety = self.0.operation.map(|operation| operation.retry_safety);
        self.is(ErrorKind::NotReady) || self.is_repeatable(safety)
    }

    /// Returns `true` if repeating a request of this safety may succeed, and cannot take effect twice.
    pub(crate) fn is_repeatable(&self, safety: Option<RetrySafety>) -> bool {
        let is_safe = matches!(safety, Some(RetrySafety::Read | RetrySafety::Idempotent));
        self.is_temporary() && (is_safe || !self.0.sent || self.is_rate_limited())
    }

    /// Returns `true` if the service may have received the request. If not, it can be sent again without any effect
    /// occurring twice.
    pub fn may_have_been_sent(&self) -> bool {
        self.0.sent
    }

    /// States that the service may have received the request, or an earlier attempt.
    pub(crate) fn set_sent(&mut self) {
        self.0.sent = true;
        // this kind states that nothing was sent, not even by an earlier attempt
        if self.0.kind == ErrorKind::Request {
            self.0.kind = ErrorKind::Io;
        }
    }

    /// Returns `true` if the cause may be gone the next time: there is no response, a quota is exceeded, or the service
    /// failed.
    pub(crate) fn is_temporary(&self) -> bool {
        let is_temporary =
            |status: StatusCode| matches!(status.as_u16(), 408 | 425 | 429 | 500 | 502 | 503 | 504);
        match self.0.kind {
            ErrorKind::Connect | ErrorKind::Timeout | ErrorKind::ConnectionClosed => true,
            ErrorKind::Quota => true,
            ErrorKind::Status => self.0.status.is_some_and(is_temporary),
            _ => false,
        }
    }

    /// Returns the status, or the kind of an error without a response.
    pub(crate) fn summary(&self) -> String {
        match (self.0.kind, self.0.status) {
            (ErrorKind::Status, Some(status)) => status.to_string(),
            (kind, _) => kind.description().to_owned(),
        }
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

    /// Returns the delay that the service asks for before the next request.
    pub(crate) fn requested_delay(&self, now: SystemTime) -> Option<Duration> {
        self.0.rate_limit.delay(self.is_rate_limited(), now)
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

    /// Returns the number of attempts at the call.
    pub fn attempts(&self) -> u32 {
        self.0.attempts
    }

    /// Returns the number of polls, for an error of waiting for a job or a queued write.
    pub fn polls(&self) -> u32 {
        self.0.polls
    }

    /// Returns the number of items that were read before, for an error of reading the items of a file.
    pub fn items_read(&self) -> Option<u64> {
        self.0.items_read
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

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0.source.as_deref().map(|source| source as &(dyn StdError + 'static))
    }
}
