//! Sans-I/O state machine of a single call.
//!
//! It performs no I/O, and takes the time and random numbers from the client's sources. The drivers execute its actions,
//! so all of them behave identically.

use std::fmt;
use std::time::{Duration, Instant};

use bytes::Bytes;
use http::header::{CONTENT_TYPE, USER_AGENT};
use http::{HeaderMap, HeaderValue, StatusCode, Uri, response};

use super::classify::{self, unconfirmed};
use super::classify_file::classify_file;
use super::file_start::FileStart;
use super::redirect::is_redirect;
use super::response::RawResponse;
use crate::runtime::api::{Api, Operation, PollSpec, RetrySafety};
use crate::runtime::codec::Model;
use crate::runtime::error::{Error, ErrorKind, Secrets};
use crate::runtime::http::{Body, Cause, RateLimit, TransportError, Version, decode};
use crate::runtime::quota::Count;
use crate::runtime::request::Request;

/// The maximum size of the body of an error response that is read.
const MAX_ERROR_BODY: u64 = 1024 * 1024;

/// The next action of a driver.
pub enum Action {
    /// Send the request, then report [`CallMachine::head`] or [`CallMachine::failure`].
    Send(Box<http::Request<Body>>),
    /// Read the body of the response, then report [`CallMachine::body`] or [`CallMachine::broken_body`].
    Read {
        /// The maximum number of bytes.
        limit: u64,
    },
    /// Pass the body of the response on as it arrives, with `CallMachine::stream`.
    Stream,
    /// Wait for this duration, then report [`CallMachine::waited`].
    Wait(Duration),
    /// The call has completed.
    Done(Result<Box<RawResponse>, Error>),
}

/// The configuration of a call.
#[derive(Clone, Copy)]
pub(crate) struct CallConfig {
    pub(crate) api: &'static Api,
    pub(crate) operation: &'static Operation,
    /// The body of the response is passed on instead of being read into memory.
    pub(crate) streamed: bool,
    pub(crate) max_body: u64,
    pub(crate) allow_plain_http: bool,
    pub(crate) poll: Option<&'static PollSpec>,
    pub(crate) model: Option<Model>,
    pub(crate) queue: Option<&'static PollSpec>,
    pub(crate) strict_decoding: bool,
}

/// The state of one call.
pub struct CallMachine {
    pub(crate) config: CallConfig,
    pub(crate) request: Request,
    /// The encoded request while a quota does not permit it yet.
    pub(crate) encoded: Option<Box<http::Request<Body>>>,
    /// The error of the last attempt, while waiting for the next one.
    pub(crate) last_error: Option<Error>,
    /// When the call ends.
    pub(crate) deadline: Option<Instant>,
    /// The version of the body of the first attempt, if it has files.
    body_version: Option<Version>,
    /// The content type and the body of the first attempt.
    pub(crate) body: Option<(HeaderValue, Body)>,
    /// When the quota counted the attempt.
    pub(crate) count: Option<Count>,
    /// When the attempt was sent.
    pub(crate) sent_at: Option<Instant>,
    /// The service may have received the request of an earlier attempt.
    pub(crate) may_have_been_received: bool,
    /// The URL of the last request.
    pub(crate) current: Uri,
    pub(crate) user_agent: Option<HeaderValue>,
    pub(crate) redirects: u32,
    pub(crate) attempts: u32,
    pub(crate) head: ResponseHead,
}

/// The head of a response.
#[derive(Clone, Default)]
pub(crate) struct ResponseHead {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) rate_limit: RateLimit,
    pub(crate) attempts: u32,
    /// The credentials, which are removed from errors.
    pub(crate) secrets: Secrets,
}

impl ResponseHead {
    /// Returns the content type, if it is text.
    pub(super) fn content_type(&self) -> Option<&str> {
        self.headers.get(CONTENT_TYPE)?.to_str().ok()
    }
}

/// Leaves the request out: its URL contains the account, ids and filters.
impl fmt::Debug for Action {
    // inlined: compiled only where it is used
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Action::Send(request) => write!(f, "Send({})", request.method()),
            Action::Read { limit } => write!(f, "Read({limit})"),
            Action::Stream => f.write_str("Stream"),
            Action::Wait(duration) => write!(f, "Wait({duration:?})"),
            Action::Done(Ok(response)) => f.debug_tuple("Done").field(response).finish(),
            Action::Done(Err(error)) => f.debug_tuple("Done").field(error).finish(),
        }
    }
}

/// Leaves the request out: its URL contains the account, ids and filters.
impl fmt::Debug for CallMachine {
    // inlined: compiled only where it is used
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CallMachine")
            .field("operation", &self.config.operation.id)
            .field("attempts", &self.attempts)
            .field("redirects", &self.redirects)
            .finish_non_exhaustive()
    }
}

impl Request {
    /// Returns the state machine of the call. Nothing is sent by this.
    pub fn into_machine(self, streamed: bool) -> CallMachine {
        let parts = &*self.parts;
        let config = CallConfig {
            api: parts.core.api,
            operation: parts.operation,
            streamed,
            max_body: parts.options.max_body.unwrap_or(parts.core.max_body),
            allow_plain_http: parts.core.allow_plain_http,
            poll: parts.poll,
            model: parts.model,
            queue: parts.queue,
            strict_decoding: parts.options.strict_decoding.unwrap_or(parts.core.strict_decoding),
        };
        CallMachine::new(config, self)
    }
}

impl CallMachine {
    fn new(config: CallConfig, request: Request) -> Self {
        Self {
            config,
            request,
            encoded: None,
            last_error: None,
            deadline: None,
            body_version: None,
            body: None,
            count: None,
            sent_at: None,
            may_have_been_received: false,
            current: Uri::default(),
            user_agent: None,
            redirects: 0,
            attempts: 0,
            head: ResponseHead::default(),
        }
    }

    /// Returns the retry safety of the request.
    pub fn retry_safety(&self) -> RetrySafety {
        self.request.parts.retry_safety()
    }

    /// Returns the number of attempts, not counting redirects.
    pub fn attempts(&self) -> u32 {
        self.attempts
    }

    /// Returns the first action.
    pub fn start(&mut self) -> Action {
        if self.attempts > 0 {
            return self
                .end(Error::with_message(ErrorKind::Request, "the call was started before"));
        }
        let now = self.request.parts.core.clock.now();
        self.deadline = now.checked_add(self.request.operation_timeout());
        self.encode()
    }

    /// Encodes the request, for the first attempt or for another one.
    pub(crate) fn encode(&mut self) -> Action {
        match self.request.build() {
            Ok(mut request) => {
                self.repeat_body(&mut request);
                self.redirects = 0;
                self.current = request.uri().clone();
                self.user_agent = request.headers().get(USER_AGENT).cloned();
                self.acquire(Box::new(request))
            }
            Err(error) => self.end(error),
        }
    }

    /// Handles the version of a body with files, which must not change between attempts.
    pub(crate) fn body_version(&mut self, version: Version) -> Result<(), Action> {
        if *self.body_version.get_or_insert(version) == version {
            return Ok(());
        }
        let message = "the file was changed between two attempts";
        Err(self.abandon(Error::with_message(ErrorKind::Request, message)))
    }

    /// Handles the head of a response.
    pub fn head(&mut self, head: response::Parts) -> Action {
        let period = Duration::from_secs(self.config.operation.quota.seconds.into());
        let rate_limit = RateLimit::parse(&head.headers, &self.config.api.rate_limits, period);
        let (status, headers) = (head.status, head.headers);
        let (attempts, secrets) = (self.attempts, self.request.parts.core.secrets.clone());
        self.head = ResponseHead { status, headers, rate_limit, attempts, secrets };
        self.responded();
        if self.config.operation.redirects && is_redirect(status) {
            return self.redirect();
        }
        if status.is_success() {
            // 202: the file does not exist yet, and the body is the status of its job
            if self.config.streamed && status != StatusCode::ACCEPTED {
                return Action::Stream;
            }
            return Action::Read { limit: self.config.max_body };
        }
        Action::Read { limit: MAX_ERROR_BODY }
    }

    /// Handles the body of a response, which is longer than the limit if it was cut off there.
    pub fn body(&mut self, body: Bytes) -> Action {
        let head = std::mem::take(&mut self.head);
        if head.status.is_success() && body.len() as u64 > self.config.max_body {
            let message = format!("the response is longer than {} bytes", self.config.max_body);
            let error = Error::with_message(ErrorKind::Decode, message).with_response(&head);
            return self.fail_after_success(error);
        }
        let body = match decode(&head.headers, body.clone(), self.config.max_body) {
            Ok(body) => body,
            Err(error) if head.status.is_success() => {
                return self.fail_after_success(transport_error(error).with_response(&head));
            }
            // the status is an error whatever the body is
            Err(_) => body,
        };
        match classify::classify(&self.config, head, body) {
            Ok(response) => self.succeed(response),
            Err(error) => self.fail(error),
        }
    }

    /// Handles a body that ended early.
    pub fn broken_body(&mut self, received: Bytes, error: TransportError) -> Action {
        let head = std::mem::take(&mut self.head);
        if head.status.is_success() {
            let mut error = transport_error(error).with_response(&head);
            // there was a response, so the request was received
            error.0.sent = true;
            return self.fail_after_success(error);
        }
        // the status is an error whatever the rest of the body is
        match classify::classify(&self.config, head, received) {
            Ok(_) => self.fail(transport_error(error)),
            Err(status) => self.fail(status.with_source(error)),
        }
    }

    /// Ends the attempt with an error about the body of a response with a success status.
    fn fail_after_success(&mut self, mut error: Error) -> Action {
        let message = error.0.message.get_or_insert_default();
        let note = unconfirmed(self.config.operation.retry_safety);
        let separator = if message.is_empty() || note.is_empty() { "" } else { "; " };
        *message = format!("{message}{separator}{note}");
        error.0.message = error.0.message.filter(|message| !message.is_empty());
        self.fail(error)
    }

    /// Returns the response whose body is passed on as it arrives, unless its start is not that of a file.
    pub(crate) fn stream(
        &mut self,
        start: Result<FileStart, TransportError>,
    ) -> Result<RawResponse, Action> {
        let head = std::mem::take(&mut self.head);
        let status = head.status;
        let classified = match start {
            Ok(start) => classify_file(&self.config, &self.request, head, start),
            Err(error) => Err(transport_error(error).with_response(&head)),
        };
        match classified {
            Ok(response) => {
                self.succeeded(status);
                Ok(response)
            }
            Err(error) => Err(self.fail(error)),
        }
    }

    /// Handles a request that got no response.
    pub fn failure(&mut self, error: TransportError) -> Action {
        let mut error = transport_error(error);
        // the first request had a response, which was a redirect
        error.0.sent |= self.redirects > 0;
        self.fail(error)
    }

    /// Handles a file of the body that cannot be read; nothing was sent.
    pub(crate) fn file_error(&mut self, error: std::io::Error) -> Action {
        let message = match error.kind() {
            std::io::ErrorKind::FileTooLarge => "the file is too long",
            _ => "cannot read the file",
        };
        self.abandon(Error::with_message(ErrorKind::Request, message).with_source(error))
    }
}

/// Converts an error of the transport.
pub(crate) fn transport_error(error: TransportError) -> Error {
    let kind = match error.cause {
        Cause::Connect => ErrorKind::Connect,
        Cause::Timeout => ErrorKind::Timeout,
        Cause::Encoding => ErrorKind::Decode,
        Cause::Refused => ErrorKind::Request,
        Cause::Runtime => ErrorKind::NoRuntime,
        Cause::Other => ErrorKind::ConnectionClosed,
    };
    let mut converted = Error::new(kind);
    converted.0.sent = error.sent;
    if matches!(error.cause, Cause::Encoding | Cause::Refused | Cause::Runtime) {
        converted.0.message = error.source.as_ref().map(|reason| reason.to_string());
    }
    match error.source {
        Some(source) => converted.with_source(source),
        None => converted,
    }
}

impl Error {
    /// Adds the head of the response.
    pub(crate) fn with_response(mut self, head: &ResponseHead) -> Self {
        self.0.status = Some(head.status);
        self.0.headers = head.headers.clone();
        self.0.rate_limit = head.rate_limit;
        self.0.attempts = head.attempts;
        self.0.sent = true;
        self.redact(&head.secrets);
        self
    }
}
