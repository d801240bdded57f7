//! The boundary of blocking transports.

use std::fmt;
use std::io::Read;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;

use super::body::Body;
use super::transport::{Incoming, Transport, TransportError};
use crate::runtime::clock::BoxFuture;

/// The number of bytes that are read at once. It doubles with each chunk that is full: most responses are short, and a
/// buffer is filled with zeros before it is read.
const FIRST_CHUNK: usize = 8 * 1024;
const MAX_CHUNK: usize = 64 * 1024;

/// Sends HTTP requests and blocks the thread.
///
/// An implementation sends each request once: it does not follow redirects, retry, decompress or handle cookies.
///
/// The extensions of a request contain the [`Attempt`](crate::call::Attempt) that it belongs to, with the
/// id of the operation.
pub trait BlockingTransport: fmt::Debug + Send + Sync + 'static {
    /// Sends a request and returns the response, whose body is read later.
    ///
    /// The response must arrive within the timeout. Each part of its body must arrive within the timeout too.
    fn send(
        &self,
        request: http::Request<Body>,
        timeout: Duration,
    ) -> Result<http::Response<Incoming>, TransportError>;
}

/// The timeout of an attempt, in the extensions of its request.
#[derive(Clone, Copy)]
pub(crate) struct AttemptTimeout(pub(crate) Duration);

/// A blocking transport as a [`Transport`], whose futures are complete when they are first polled.
#[derive(Clone, Debug)]
pub(crate) struct Immediate(pub(crate) Arc<dyn BlockingTransport>);

impl Transport for Immediate {
    fn send(
        &self,
        mut request: http::Request<Body>,
    ) -> BoxFuture<Result<http::Response<Incoming>, TransportError>> {
        let transport = self.0.clone();
        Box::pin(async move {
            let timeout = request.extensions_mut().remove::<AttemptTimeout>();
            transport.send(request, timeout.map_or(Duration::MAX, |timeout| timeout.0))
        })
    }
}

impl Incoming {
    /// Creates a body from a reader. The error of a read becomes one of the transport, unless it is one already.
    pub fn reader(reader: impl Read + Send + 'static) -> Self {
        Self::stream(ReaderStream { reader: Some(Box::new(reader)), chunk: FIRST_CHUNK })
    }
}

/// A reader as a stream of chunks, whose reads block the thread.
struct ReaderStream {
    reader: Option<Box<dyn Read + Send>>,
    /// The size of the next chunk.
    chunk: usize,
}

impl Stream for ReaderStream {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        let Some(reader) = &mut this.reader else { return Poll::Ready(None) };
        let mut chunk = vec![0; this.chunk];
        loop {
            match reader.read(&mut chunk) {
                Ok(0) => {
                    this.reader = None;
                    return Poll::Ready(None);
                }
                Ok(length) => {
                    if length == chunk.len() {
                        this.chunk = MAX_CHUNK.min(2 * length);
                    }
                    chunk.truncate(length);
                    return Poll::Ready(Some(Ok(chunk.into())));
                }
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
                Err(error) => {
                    this.reader = None;
                    let error = error.downcast::<TransportError>();
                    return Poll::Ready(Some(Err(error.unwrap_or_else(TransportError::other))));
                }
            }
        }
    }
}
