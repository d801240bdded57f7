//! Sans-I/O state machine of a single call.
//!
//! It performs no I/O and has no clock. The drivers execute its actions, so all of them behave identically.

use std::fmt;

use bytes::Bytes;
use http::header::{ACCEPT, LOCATION, USER_AGENT};
use http::{HeaderMap, HeaderValue, StatusCode, Uri, response};

use super::classify;
use super::file_start::FileStart;
use super::response::RawResponse;
use crate::runtime::api::{Api, Operation, RetrySafety};
use crate::runtime::error::{Error, ErrorKind, Secrets};
use crate::runtime::http::url::redirect_target;
use crate::runtime::http::{Body, Cause, RateLimit, TransportError, decode};
use crate::runtime::request::Request;

/// The maximum number of redirects that are followed.
const MAX_REDIRECTS: u32 = 5;

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
    /// Pass the body of the response on as it arrives: [`CallMachine::stream`].
    Stream,
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
    pub(crate) returns_state: bool,
    pub(crate) strict_decoding: bool,
}

/// The state of one call.
pub struct CallMachine {
    config: CallConfig,
    start: Option<Result<http::Request<Body>, Error>>,
    /// The URL of the last request.
    current: Uri,
    user_agent: Option<HeaderValue>,
    redirects: u32,
    attempts: u32,
    head: ResponseHead,
    secrets: Secrets,
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

/// Leaves the request out: its URL contains the account, ids and filters.
impl fmt::Debug for Action {
    // inlined: compiled only where it is used
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Action::Send(request) => write!(f, "Send({})", request.method()),
            Action::Read { limit } => write!(f, "Read({limit})"),
            Action::Stream => f.write_str("Stream"),
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
    pub fn machine(&self, streamed: bool) -> CallMachine {
        let parts = &*self.parts;
        let config = CallConfig {
            api: parts.core.api,
            operation: parts.operation,
            streamed,
            max_body: parts.options.max_body.unwrap_or(parts.core.max_body),
            allow_plain_http: parts.core.allow_plain_http,
            returns_state: parts.returns_state,
            strict_decoding: parts.options.strict_decoding.unwrap_or(parts.core.strict_decoding),
        };
        CallMachine::new(config, self.build(), parts.core.secrets.clone())
    }
}

impl CallMachine {
    fn new(
        config: CallConfig,
        start: Result<http::Request<Body>, Error>,
        secrets: Secrets,
    ) -> Self {
        Self {
            config,
            start: Some(start),
            current: Uri::default(),
            user_agent: None,
            redirects: 0,
            attempts: 0,
            head: ResponseHead::default(),
            secrets,
        }
    }

    /// Returns the retry safety of the operation.
    pub fn retry_safety(&self) -> RetrySafety {
        self.config.operation.retry_safety
    }

    /// Returns the number of attempts, not counting redirects.
    pub fn attempts(&self) -> u32 {
        self.attempts
    }

    /// Returns the first action.
    pub fn start(&mut self) -> Action {
        match self.start.take() {
            Some(Ok(request)) => {
                self.attempts += 1;
                self.current = request.uri().clone();
                self.user_agent = request.headers().get(USER_AGENT).cloned();
                Action::Send(Box::new(request))
            }
            Some(Err(error)) => Action::Done(Err(error)),
            None => {
                self.fail(Error::with_message(ErrorKind::Request, "the call was started before"))
            }
        }
    }

    /// Handles the head of a response.
    pub fn head(&mut self, head: response::Parts) -> Action {
        let rate_limit = RateLimit::parse(&head.headers, &self.config.api.rate_limits);
        let (status, headers) = (head.status, head.headers);
        let (attempts, secrets) = (self.attempts, self.secrets.clone());
        self.head = ResponseHead { status, headers, rate_limit, attempts, secrets };
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

    /// Follows the redirect without credentials or client headers.
    fn redirect(&mut self) -> Action {
        self.redirects += 1;
        if self.redirects > MAX_REDIRECTS {
            return self.redirect_error("too many redirects");
        }
        let Some(location) = self.head.headers.get(LOCATION).and_then(|text| text.to_str().ok())
        else {
            return self.redirect_error("redirect without a `Location`");
        };
        match redirect_target(&self.current, location, self.config.allow_plain_http) {
            Ok(target) => {
                self.current = target.clone();
                let mut request = http::Request::new(Body::empty());
                *request.uri_mut() = target;
                let headers = request.headers_mut();
                headers.insert(ACCEPT, HeaderValue::from_static("*/*"));
                if let Some(agent) = &self.user_agent {
                    headers.insert(USER_AGENT, agent.clone());
                }
                Action::Send(Box::new(request))
            }
            Err(reason) => self.redirect_error(reason),
        }
    }

    fn redirect_error(&mut self, reason: &str) -> Action {
        let error = Error::with_message(ErrorKind::Status, reason);
        self.fail(error.with_response(&self.head))
    }

    /// Handles the body of a response, which is longer than the limit if it was cut off there.
    pub fn body(&mut self, body: Bytes) -> Action {
        let head = std::mem::take(&mut self.head);
        if head.status.is_success() && body.len() as u64 > self.config.max_body {
            let message = format!("the response is longer than {} bytes", self.config.max_body);
            let error = Error::with_message(ErrorKind::Decode, message).with_response(&head);
            return self.fail(error);
        }
        let body = match decode(&head.headers, body.clone(), self.config.max_body) {
            Ok(body) => body,
            Err(error) if head.status.is_success() => {
                return self.fail(transport_error(error).with_response(&head));
            }
            // the status is an error whatever the body is
            Err(_) => body,
        };
        match classify::classify(&self.config, head, body) {
            Ok(response) => Action::Done(Ok(Box::new(response))),
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
            return self.fail(error);
        }
        // the status is an error whatever the rest of the body is
        match classify::classify(&self.config, head, received) {
            Ok(_) => self.fail(transport_error(error)),
            Err(status) => self.fail(status.with_source(error)),
        }
    }

    /// Returns the headers of the response.
    pub(crate) fn headers(&self) -> &HeaderMap {
        &self.head.headers
    }

    /// Returns the response whose body is passed on as it arrives, unless its start is not that of a file.
    pub(crate) fn stream(
        &mut self,
        start: Result<FileStart, TransportError>,
    ) -> Result<RawResponse, Error> {
        let head = std::mem::take(&mut self.head);
        match start {
            Ok(start) => classify::classify_file(&self.config, head, start),
            Err(error) => {
                let error = transport_error(error).with_response(&head);
                Err(error.with_operation(self.config.operation))
            }
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
        self.attempts = 0;
        self.fail(
            Error::with_message(ErrorKind::Request, "cannot read the file").with_source(error),
        )
    }

    fn fail(&self, mut error: Error) -> Action {
        error.0.attempts = self.attempts;
        Action::Done(Err(error.with_operation(self.config.operation)))
    }
}

fn is_redirect(status: StatusCode) -> bool {
    matches!(status.as_u16(), 301 | 302 | 303 | 307 | 308)
}

/// Converts an error of the transport.
pub(crate) fn transport_error(error: TransportError) -> Error {
    let kind = match error.cause {
        Cause::Connect => ErrorKind::Connect,
        Cause::Timeout => ErrorKind::Timeout,
        Cause::Encoding => ErrorKind::Decode,
        Cause::Other => ErrorKind::ConnectionClosed,
    };
    let mut converted = Error::new(kind);
    converted.0.sent = error.sent;
    if error.cause == Cause::Encoding {
        converted.0.message = error.source.as_ref().map(|source| source.to_string());
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
