//! The transport trait, which does not depend on an HTTP library.

use std::error::Error as StdError;
use std::fmt;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_core::Stream;

use super::body::Body;
use crate::runtime::clock::BoxFuture;

/// Sends HTTP requests.
///
/// An implementation sends each request once: it does not follow redirects, retry, decompress or handle cookies.
/// The caller applies timeouts.
///
/// The extensions of a request contain the [`Attempt`](crate::call::Attempt) that it belongs to, with the
/// id of the operation.
pub trait Transport: fmt::Debug + Send + Sync + 'static {
    /// Sends a request and returns the response, whose body is read later.
    fn send(
        &self,
        request: http::Request<Body>,
    ) -> BoxFuture<Result<http::Response<Incoming>, TransportError>>;

    /// Returns `true` if `send` has to be called in a tokio runtime. A call outside of one is then an error.
    fn requires_tokio(&self) -> bool {
        false
    }
}

/// Whether the body of a request is being sent, in the extensions of the request.
///
/// A transport that does not set it leaves this unknown. A request whose body has not begun cannot take effect.
#[derive(Clone, Default)]
pub(crate) struct SendState(Arc<AtomicU8>);

const UNKNOWN: u8 = 0;
const WAITING: u8 = 1;
const BEGUN: u8 = 2;
const CANCELLED: u8 = 3;

impl SendState {
    /// Declares that [`begin`](Self::begin) will be called before the first byte of the body is sent.
    pub(super) fn announce(&self) {
        self.0.store(WAITING, Ordering::Release);
    }

    /// Declares that the body is being sent. Fails if the call has ended without it.
    pub(super) fn begin(&self) -> io::Result<()> {
        for state in [WAITING, UNKNOWN] {
            let _ = self.0.compare_exchange(state, BEGUN, Ordering::AcqRel, Ordering::Acquire);
        }
        match self.0.load(Ordering::Acquire) {
            CANCELLED => Err(io::Error::other("the call has ended")),
            _ => Ok(()),
        }
    }

    /// Returns `true` if the body is being sent or was sent.
    pub(crate) fn has_begun(&self) -> bool {
        self.0.load(Ordering::Acquire) == BEGUN
    }

    /// Returns `true` if the transport has surely sent nothing of the body. It cannot be sent any more then: a transport may
    /// still be at work on another thread.
    pub(crate) fn cancel(&self) -> bool {
        self.0.compare_exchange(WAITING, CANCELLED, Ordering::AcqRel, Ordering::Acquire).is_ok()
    }
}

/// An error of a transport: no response, or only a part of one.
#[derive(Debug)]
pub struct TransportError {
    pub(crate) cause: Cause,
    pub(crate) sent: bool,
    pub(crate) source: Option<Box<dyn StdError + Send + Sync>>,
}

/// The kind of a transport error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cause {
    Connect,
    Timeout,
    /// The encoding of the body.
    Encoding,
    Refused,
    /// The tokio runtime is missing or incomplete.
    Runtime,
    Other,
}

impl TransportError {
    /// Creates the error for a connection that was not established. Nothing was sent.
    pub fn connect(source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self { cause: Cause::Connect, sent: false, source: Some(source.into()) }
    }

    /// Creates the error for a timeout. The request may have been sent.
    pub fn timeout() -> Self {
        Self { cause: Cause::Timeout, sent: true, source: None }
    }

    /// Creates the error for a request that the transport does not send, whatever the network does. The call fails with the
    /// message of `reason`, and is not retried.
    pub fn refused(reason: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self { cause: Cause::Refused, sent: false, source: Some(reason.into()) }
    }

    /// Creates any other error. The request may have been sent.
    pub fn other(source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self { cause: Cause::Other, sent: true, source: Some(source.into()) }
    }

    /// Creates the error for a body that cannot be decoded.
    pub(crate) fn encoding(reason: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self { cause: Cause::Encoding, sent: true, source: Some(reason.into()) }
    }

    /// Creates the error for a body whose source cannot be read. A part of the request may have been sent.
    pub(super) fn body_source(reason: String) -> Self {
        Self { cause: Cause::Refused, sent: true, source: Some(reason.into()) }
    }

    /// Creates the error for a timeout that cannot be measured.
    pub(crate) fn no_timers() -> Self {
        let reason = "timeouts need a tokio runtime with time enabled";
        Self { cause: Cause::Runtime, sent: true, source: Some(reason.into()) }
    }

    /// Marks the error as one before anything was sent.
    pub fn not_sent(mut self) -> Self {
        self.sent = false;
        self
    }

    /// Marks the error as one after the request was begun.
    pub(crate) fn begun(mut self) -> Self {
        self.sent = true;
        if self.cause == Cause::Connect {
            self.cause = Cause::Other;
        }
        self
    }

    /// Returns `true` if the service may have received the request.
    pub fn may_have_been_sent(&self) -> bool {
        self.sent
    }

    /// Returns `true` if no connection was established.
    pub fn is_connect(&self) -> bool {
        self.cause == Cause::Connect
    }

    /// Returns `true` for a timeout.
    pub fn is_timeout(&self) -> bool {
        self.cause == Cause::Timeout
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.cause {
            Cause::Connect => "connection failed",
            Cause::Timeout => "timed out",
            Cause::Encoding => "invalid content encoding",
            Cause::Refused => "refused by the transport",
            Cause::Runtime => "not in a tokio runtime",
            Cause::Other => "connection closed",
        })
    }
}

impl StdError for TransportError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.source.as_deref().map(|source| source as &(dyn StdError + 'static))
    }
}

/// The body of a response, as a stream.
pub struct Incoming(Pin<Box<dyn Stream<Item = Result<Bytes, TransportError>> + Send>>);

impl Incoming {
    /// Creates a body from a stream of chunks.
    pub fn stream(
        stream: impl Stream<Item = Result<Bytes, TransportError>> + Send + 'static,
    ) -> Self {
        Self(Box::pin(stream))
    }

    /// Creates a body from bytes in memory.
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

/// A stream of one chunk.
struct Once(Option<Bytes>);

impl Stream for Once {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(self.0.take().map(Ok))
    }
}
