//! What carries requests to a service: one trait, without a particular HTTP library in it.

use std::error::Error as StdError;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use bytes::Bytes;
use futures_core::Stream;

use crate::runtime::body::Body;

/// A future in a box, as object-safe traits need it.
pub type BoxFuture<T> = Pin<Box<dyn Future<Output = T> + Send + 'static>>;

/// Carries requests and lets time pass.
///
/// An implementation sends one request once: no redirects, no retries, no decompression, no cookies.
/// How long it may take is watched over by the caller.
pub trait Transport: fmt::Debug + Send + Sync + 'static {
    /// Sends a request and waits for the head of the answer.
    fn send(
        &self,
        request: http::Request<Body>,
    ) -> BoxFuture<Result<http::Response<Incoming>, TransportError>>;

    /// Ends after this span.
    fn sleep(&self, span: Duration) -> BoxFuture<()>;

    /// The time, for deadlines.
    fn now(&self) -> Instant {
        Instant::now()
    }
}

/// Why a request did not get an answer, or only a part of one.
#[derive(Debug)]
pub struct TransportError {
    pub(crate) cause: Cause,
    pub(crate) sent: bool,
    pub(crate) source: Option<Box<dyn StdError + Send + Sync>>,
}

/// What kind of failure it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cause {
    Connect,
    Timeout,
    Other,
}

impl TransportError {
    /// No connection came about; nothing was sent.
    pub fn connect(source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self { cause: Cause::Connect, sent: false, source: Some(source.into()) }
    }

    /// It took too long; the request may have been sent.
    pub fn timeout() -> Self {
        Self { cause: Cause::Timeout, sent: true, source: None }
    }

    /// Anything else; the request may have been sent.
    pub fn other(source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self { cause: Cause::Other, sent: true, source: Some(source.into()) }
    }

    /// Surely nothing was sent.
    pub fn not_sent(mut self) -> Self {
        self.sent = false;
        self
    }

    /// Whether the service may have got the request.
    pub fn may_have_been_sent(&self) -> bool {
        self.sent
    }

    /// Whether no connection came about.
    pub fn is_connect(&self) -> bool {
        self.cause == Cause::Connect
    }

    /// Whether it took too long.
    pub fn is_timeout(&self) -> bool {
        self.cause == Cause::Timeout
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.cause {
            Cause::Connect => "no connection",
            Cause::Timeout => "timed out",
            Cause::Other => "the connection broke",
        })
    }
}

impl StdError for TransportError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.source.as_deref().map(|source| source as &(dyn StdError + 'static))
    }
}

/// The body of an answer as it comes in.
pub struct Incoming(Pin<Box<dyn Stream<Item = Result<Bytes, TransportError>> + Send>>);

impl Incoming {
    /// A body that comes in pieces.
    pub fn stream(
        stream: impl Stream<Item = Result<Bytes, TransportError>> + Send + 'static,
    ) -> Self {
        Self(Box::pin(stream))
    }

    /// A body that is there already.
    pub fn bytes(bytes: impl Into<Bytes>) -> Self {
        Self(Box::pin(Once(Some(bytes.into()))))
    }
}

impl fmt::Debug for Incoming {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Incoming")
    }
}

impl Stream for Incoming {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0.as_mut().poll_next(context)
    }
}

/// A stream of one piece.
struct Once(Option<Bytes>);

impl Stream for Once {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(self.0.take().map(Ok))
    }
}
