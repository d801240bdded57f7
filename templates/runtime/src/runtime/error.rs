//! What went wrong, in one type.

use std::error::Error as StdError;
use std::fmt;

use http::{HeaderMap, StatusCode};

use crate::runtime::description::Operation;
use crate::runtime::position::Position;
use crate::runtime::rate_limit::RateLimit;

/// Why a request did not lead to a result.
///
/// Ask it with the `is_…` methods; what is known beyond that is behind the accessors. Its `Display` is
/// one line for a log, without the body, ids or other values that were sent; the cause, if there is one
/// below it, is its `source`.
pub struct Error(pub(crate) Box<Inner>);

/// All that an [`Error`] knows.
pub(crate) struct Inner {
    pub(crate) kind: Kind,
    pub(crate) operation: Option<&'static Operation>,
    pub(crate) sent: bool,
    pub(crate) attempts: u32,
    pub(crate) status: Option<StatusCode>,
    pub(crate) headers: HeaderMap,
    pub(crate) rate_limit: RateLimit,
    pub(crate) message: Option<String>,
    pub(crate) fields: Vec<Problem>,
    pub(crate) warnings: Vec<Problem>,
    pub(crate) excerpt: Option<String>,
    pub(crate) json_path: Option<String>,
    pub(crate) position: Option<Position>,
    pub(crate) source: Option<Box<dyn StdError + Send + Sync>>,
}

/// What kind of failure it is; private, so that kinds can be added.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// The request or the client was put together wrongly; nothing was sent.
    Request,
    /// No connection came about.
    Connect,
    /// It took too long.
    Timeout,
    /// The connection broke.
    Broken,
    /// The service answered with a status that means failure.
    Status,
    /// The service answered with success, but the body says failure.
    Refused,
    /// The answer cannot be read.
    Decode,
    /// What was queued came to a bad end.
    Rejected,
    /// What was asked for does not exist yet.
    NotReady,
    /// The pages of a list do not lead on.
    Paging,
    /// The answer was good; what was to be done with it here failed.
    Local,
}

/// A single complaint of the service.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Problem {
    /// The field it is about.
    pub field: Option<String>,
    /// What is wrong with it.
    pub message: Option<String>,
    /// How grave it is.
    pub level: Option<String>,
}

impl Error {
    /// An error of this kind that nothing else is known about.
    pub(crate) fn new(kind: Kind) -> Self {
        Self(Box::new(Inner {
            kind,
            operation: None,
            sent: !matches!(kind, Kind::Request | Kind::Connect | Kind::Paging),
            attempts: 0,
            status: None,
            headers: HeaderMap::new(),
            rate_limit: RateLimit::default(),
            message: None,
            fields: Vec::new(),
            warnings: Vec::new(),
            excerpt: None,
            json_path: None,
            position: None,
            source: None,
        }))
    }

    pub(crate) fn message_of(kind: Kind, message: impl Into<String>) -> Self {
        let mut error = Self::new(kind);
        error.0.message = Some(message.into());
        error
    }

    pub(crate) fn of(mut self, operation: &'static Operation) -> Self {
        self.0.operation = Some(operation);
        self
    }

    pub(crate) fn at(mut self, position: Position) -> Self {
        self.0.position = Some(position);
        self
    }

    pub(crate) fn because(mut self, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        self.0.source = Some(source.into());
        self
    }

    fn is(&self, kind: Kind) -> bool {
        self.0.kind == kind
    }

    fn has(&self, status: StatusCode) -> bool {
        self.0.status == Some(status)
    }

    /// Whether the service does not know what was asked for (404).
    pub fn is_not_found(&self) -> bool {
        self.has(StatusCode::NOT_FOUND)
    }

    /// Whether a quota is used up (429).
    pub fn is_rate_limited(&self) -> bool {
        self.has(StatusCode::TOO_MANY_REQUESTS)
    }

    /// Whether the credentials are missing or wrong (401).
    pub fn is_unauthorized(&self) -> bool {
        self.has(StatusCode::UNAUTHORIZED)
    }

    /// Whether the credentials do not reach that far (403).
    pub fn is_forbidden(&self) -> bool {
        self.has(StatusCode::FORBIDDEN)
    }

    /// Whether the state of the thing does not allow it, or no longer (409).
    pub fn is_conflict(&self) -> bool {
        self.has(StatusCode::CONFLICT)
    }

    /// Whether the fault is on the side of the service (5xx).
    pub fn is_server(&self) -> bool {
        self.0.status.is_some_and(|status| status.is_server_error())
    }

    /// Whether it took longer than it was allowed to; also when awaiting a job or a verdict.
    pub fn is_timeout(&self) -> bool {
        self.is(Kind::Timeout)
    }

    /// Whether no connection came about, so that nothing was sent.
    pub fn is_connect(&self) -> bool {
        self.is(Kind::Connect)
    }

    /// Whether the answer could not be read. The request itself may well have been carried out.
    pub fn is_decode(&self) -> bool {
        self.is(Kind::Decode)
    }

    /// Whether the service took the request and refused its content, at once or when it worked it off.
    pub fn is_rejected(&self) -> bool {
        matches!(self.0.kind, Kind::Rejected | Kind::Refused)
    }

    /// Whether the request was put together wrongly; nothing was sent.
    pub fn is_request(&self) -> bool {
        self.is(Kind::Request)
    }

    /// Whether the file that was asked for does not exist yet (202).
    pub fn is_not_ready(&self) -> bool {
        self.is(Kind::NotReady)
    }

    /// Whether the service may have got the request. If not, sending it again cannot do anything twice.
    pub fn may_have_been_sent(&self) -> bool {
        self.0.sent
    }

    /// The id of the operation.
    pub fn operation(&self) -> Option<&'static str> {
        self.0.operation.map(|operation| operation.id)
    }

    /// The HTTP method of the operation.
    pub fn method(&self) -> Option<&'static str> {
        self.0.operation.map(|operation| operation.method.as_str())
    }

    /// The path of the operation, with `{Name}` for each parameter.
    pub fn path(&self) -> Option<&'static str> {
        self.0.operation.map(|operation| operation.path)
    }

    /// The HTTP status of the answer, if there was one.
    pub fn status(&self) -> Option<StatusCode> {
        self.0.status
    }

    /// The headers of the answer.
    pub fn headers(&self) -> &HeaderMap {
        &self.0.headers
    }

    /// What the headers say about the quota.
    pub fn rate_limit(&self) -> &RateLimit {
        &self.0.rate_limit
    }

    /// What the service, or this client, says about it.
    pub fn message(&self) -> Option<&str> {
        self.0.message.as_deref()
    }

    /// The single complaints of the service.
    pub fn fields(&self) -> &[Problem] {
        &self.0.fields
    }

    /// What the service remarks beyond its complaints.
    pub fn warnings(&self) -> &[Problem] {
        &self.0.warnings
    }

    /// The codes of a rejection: the words of its complaints where these are codes, else their texts.
    pub fn codes(&self) -> impl Iterator<Item = &str> {
        self.0.fields.iter().filter_map(|problem| problem.message.as_deref()).flat_map(codes)
    }

    /// The start of the answer's body. It is not part of `Display`: it may hold anything.
    pub fn body_excerpt(&self) -> Option<&str> {
        self.0.excerpt.as_deref()
    }

    /// Where in the body the reader stumbled, such as `$.Items[3].Date`.
    pub fn json_path(&self) -> Option<&str> {
        self.0.json_path.as_deref()
    }

    /// How often the request was sent.
    pub fn attempts(&self) -> u32 {
        self.0.attempts
    }

    /// Where in a paged list it happened; `resume` goes on from there.
    pub fn position(&self) -> Option<&Position> {
        self.0.position.as_ref()
    }
}

/// `A_CODE ANOTHER` are two codes, `Not a number` is one sentence.
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

impl Kind {
    fn phrase(self) -> &'static str {
        match self {
            Kind::Request => "bad request",
            Kind::Connect => "no connection",
            Kind::Timeout => "timed out",
            Kind::Broken => "connection broken",
            Kind::Status => "failed",
            Kind::Refused => "refused by the service",
            Kind::Decode => "unreadable answer",
            Kind::Rejected => "rejected",
            Kind::NotReady => "not ready",
            Kind::Paging => "paging stopped",
            Kind::Local => "failed here",
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = &*self.0;
        if let Some(operation) = inner.operation {
            write!(f, "{}: ", operation.id)?;
        }
        match (inner.kind, inner.status) {
            (Kind::Status, Some(status)) => write!(f, "{status}")?,
            (kind, Some(status)) => write!(f, "{} ({})", kind.phrase(), status.as_u16())?,
            (kind, None) => f.write_str(kind.phrase())?,
        }
        if let Some(message) = &inner.message {
            let longest = if inner.kind == Kind::Request { LONGEST_OWN } else { LONGEST };
            write!(f, ": {}", Line(message, longest))?;
        }
        if let Some(path) = &inner.json_path {
            write!(f, " at {}", Line(path, LONGEST))?;
        }
        if let Some(operation) = inner.operation {
            write!(f, " ({} {})", operation.method.as_str(), operation.path)?;
        }
        Ok(())
    }
}

/// A text of others, as part of one line: bounded, and without line breaks and control characters.
struct Line<'a>(&'a str, usize);

/// The longest text of others in a line.
const LONGEST: usize = 300;

/// What is wrong with a request is told in our own words, all of which are of use.
const LONGEST_OWN: usize = 2_000;

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

/// Like `Display`, plus the facts for a test's output; no body and no headers.
impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("Error");
        debug.field("kind", &self.0.kind).field("text", &format_args!("{self}"));
        if !self.0.fields.is_empty() {
            debug.field("fields", &self.0.fields);
        }
        if let Some(position) = &self.0.position {
            debug.field("position", position);
        }
        // what was found where something else was expected is a piece of the body
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
