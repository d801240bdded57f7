//! One call as a machine of steps: what to send, what to read, what came of it. It does neither of them
//! itself and knows no time, so that every way of sending behaves alike.

use std::fmt;

use bytes::Bytes;
use http::header::{ACCEPT, LOCATION, USER_AGENT};
use http::{HeaderMap, HeaderValue, StatusCode, Uri, response};

use crate::runtime::address::redirect_target;
use crate::runtime::body::Body;
use crate::runtime::classify;
use crate::runtime::description::{Api, Effect, Operation};
use crate::runtime::error::{Error, Kind};
use crate::runtime::rate_limit::RateLimit;
use crate::runtime::reply::Reply;
use crate::runtime::transport::{Cause, Incoming, TransportError};

/// How often one call is sent elsewhere.
const REDIRECTS: u32 = 5;

/// How much of a body is read when it only explains a failure.
const EXPLANATION: u64 = 1024 * 1024;

/// What to do next.
pub enum Step {
    /// Send this, and tell by [`Exchange::head`] or [`Exchange::failure`] what came of it.
    Send(Box<http::Request<Body>>),
    /// Read the body of the answer, of no more than so many bytes, and tell by [`Exchange::body`] or
    /// [`Exchange::broken_body`].
    Read {
        /// The most bytes that are wanted.
        limit: u64,
    },
    /// Hand the body of the answer on as it comes in: [`Exchange::stream`].
    Stream,
    /// That was it.
    Done(Result<Box<Reply>, Error>),
}

/// What a call goes by.
#[derive(Clone, Copy)]
pub(crate) struct Rules {
    pub(crate) api: &'static Api,
    pub(crate) operation: &'static Operation,
    pub(crate) streamed: bool,
    pub(crate) max_body: u64,
    pub(crate) allow_plain_http: bool,
    pub(crate) answers_state: bool,
}

/// One call on its way.
pub struct Exchange {
    rules: Rules,
    start: Option<Result<http::Request<Body>, Error>>,
    /// Where the last request went.
    current: Uri,
    agent: Option<HeaderValue>,
    redirects: u32,
    attempts: u32,
    head: Head,
}

/// The head of the answer at hand.
#[derive(Clone, Default)]
pub(crate) struct Head {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) rate_limit: RateLimit,
    pub(crate) attempts: u32,
}

/// Without what is sent: its address holds the account, ids, and whatever is filtered by.
impl fmt::Debug for Step {
    // in line: compiled where it is used, if it is
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Step::Send(request) => write!(f, "Send({})", request.method()),
            Step::Read { limit } => write!(f, "Read({limit})"),
            Step::Stream => f.write_str("Stream"),
            Step::Done(Ok(reply)) => f.debug_tuple("Done").field(reply).finish(),
            Step::Done(Err(error)) => f.debug_tuple("Done").field(error).finish(),
        }
    }
}

/// Without what is sent: its address holds the account, ids, and whatever is filtered by.
impl fmt::Debug for Exchange {
    // in line: compiled where it is used, if it is
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Exchange")
            .field("operation", &self.rules.operation.id)
            .field("attempts", &self.attempts)
            .field("redirects", &self.redirects)
            .finish_non_exhaustive()
    }
}

impl Exchange {
    pub(crate) fn new(rules: Rules, start: Result<http::Request<Body>, Error>) -> Self {
        Self {
            rules,
            start: Some(start),
            current: Uri::default(),
            agent: None,
            redirects: 0,
            attempts: 0,
            head: Head::default(),
        }
    }

    /// What a repetition of this call does.
    pub fn effect(&self) -> Effect {
        self.rules.operation.effect
    }

    /// How often it has been sent, redirects not counted.
    pub fn attempts(&self) -> u32 {
        self.attempts
    }

    /// The first step.
    pub fn start(&mut self) -> Step {
        match self.start.take() {
            Some(Ok(request)) => {
                self.attempts += 1;
                self.current = request.uri().clone();
                self.agent = request.headers().get(USER_AGENT).cloned();
                Step::Send(Box::new(request))
            }
            Some(Err(error)) => Step::Done(Err(error)),
            None => self.fail(Error::message_of(Kind::Request, "the call was made already")),
        }
    }

    /// The head of an answer has come in.
    pub fn head(&mut self, head: response::Parts) -> Step {
        let rate_limit = RateLimit::read(&head.headers, &self.rules.api.rate_limits);
        let (status, headers) = (head.status, head.headers);
        self.head = Head { status, headers, rate_limit, attempts: self.attempts };
        if self.rules.operation.redirects && is_redirect(status) {
            return self.redirect();
        }
        if status.is_success() {
            // 202: what there is to download does not exist yet, and the body says how it stands
            if self.rules.streamed && status != StatusCode::ACCEPTED {
                return Step::Stream;
            }
            return Step::Read { limit: self.rules.max_body };
        }
        Step::Read { limit: EXPLANATION }
    }

    /// Goes where the answer points, as a stranger: without credentials, and without our headers.
    fn redirect(&mut self) -> Step {
        self.redirects += 1;
        if self.redirects > REDIRECTS {
            return self.misdirected("redirected too often");
        }
        let Some(location) = self.head.headers.get(LOCATION).and_then(|text| text.to_str().ok())
        else {
            return self.misdirected("redirected to nowhere");
        };
        match redirect_target(&self.current, location, self.rules.allow_plain_http) {
            Ok(target) => {
                self.current = target.clone();
                let mut request = http::Request::new(Body::empty());
                *request.uri_mut() = target;
                let headers = request.headers_mut();
                headers.insert(ACCEPT, HeaderValue::from_static("*/*"));
                if let Some(agent) = &self.agent {
                    headers.insert(USER_AGENT, agent.clone());
                }
                Step::Send(Box::new(request))
            }
            Err(problem) => self.misdirected(problem),
        }
    }

    fn misdirected(&mut self, problem: &str) -> Step {
        let error = Error::message_of(Kind::Status, problem);
        self.fail(error.answered(&self.head))
    }

    /// The body of the answer has come in; more than the limit when it is cut off there.
    pub fn body(&mut self, body: Bytes) -> Step {
        let head = std::mem::take(&mut self.head);
        if head.status.is_success() && body.len() as u64 > self.rules.max_body {
            let message = format!("the answer is longer than {} bytes", self.rules.max_body);
            let error = Error::message_of(Kind::Decode, message).answered(&head);
            return self.fail(error);
        }
        match classify::classify(&self.rules, head, body) {
            Ok(reply) => Step::Done(Ok(Box::new(reply))),
            Err(error) => self.fail(error),
        }
    }

    /// The body of the answer broke off after this much of it.
    pub fn broken_body(&mut self, begun: Bytes, problem: TransportError) -> Step {
        let head = std::mem::take(&mut self.head);
        if head.status.is_success() {
            let mut error = failure(problem).answered(&head);
            // the answer had begun, so the request was there
            error.0.sent = true;
            return self.fail(error);
        }
        // what the status says stands, whatever becomes of the explanation
        match classify::classify(&self.rules, head, begun) {
            Ok(_) => self.fail(failure(problem)),
            Err(error) => self.fail(error.because(problem)),
        }
    }

    /// The reply whose body is handed on as it comes in.
    pub fn stream(&mut self, body: Incoming) -> Reply {
        let head = std::mem::take(&mut self.head);
        Reply::streamed(&self.rules, head, body)
    }

    /// No answer has come in.
    pub fn failure(&mut self, problem: TransportError) -> Step {
        let mut error = failure(problem);
        // the first request has been answered, if only by a pointer elsewhere
        error.0.sent |= self.redirects > 0;
        self.fail(error)
    }

    /// The files of the body cannot be read; nothing was sent.
    pub(crate) fn unreadable(&mut self, problem: std::io::Error) -> Step {
        self.attempts = 0;
        self.fail(Error::message_of(Kind::Request, "a file cannot be read").because(problem))
    }

    fn fail(&self, mut error: Error) -> Step {
        error.0.attempts = self.attempts;
        Step::Done(Err(error.of(self.rules.operation)))
    }
}

fn is_redirect(status: StatusCode) -> bool {
    matches!(status.as_u16(), 301 | 302 | 303 | 307 | 308)
}

pub(crate) fn failure(problem: TransportError) -> Error {
    let kind = match problem.cause {
        Cause::Connect => Kind::Connect,
        Cause::Timeout => Kind::Timeout,
        Cause::Other => Kind::Broken,
    };
    let mut error = Error::new(kind);
    error.0.sent = problem.sent;
    match problem.source {
        Some(source) => error.because(source),
        None => error,
    }
}

impl Error {
    /// With what is known from the head of an answer.
    pub(crate) fn answered(mut self, head: &Head) -> Self {
        self.0.status = Some(head.status);
        self.0.headers = head.headers.clone();
        self.0.rate_limit = head.rate_limit;
        self.0.attempts = head.attempts;
        self.0.sent = true;
        self
    }
}
