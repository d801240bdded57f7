//! The boundary of blocking transports.

use std::fmt;
use std::io::Read;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use futures_core::Stream;

use super::body::Body;
use super::transport::{Incoming, Transport, TransportError};
use crate::runtime::clock::BoxFuture;

/// The number of bytes that are read at once. It doubles with each buffer that is full: most responses are short, and a
/// buffer is filled with zeros before it is read.
const FIRST_BUFFER: usize = 8 * 1024;
const MAX_BUFFER: usize = 64 * 1024;

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

/// A blocking transport as a [`Transport`], whose futures are complete when they are created.
#[derive(Clone, Debug)]
pub(crate) struct Immediate(pub(crate) Arc<dyn BlockingTransport>);

impl Transport for Immediate {
    fn send(
        &self,
        mut request: http::Request<Body>,
    ) -> BoxFuture<Result<http::Response<Incoming>, TransportError>> {
        let timeout = request.extensions_mut().remove::<AttemptTimeout>();
        let timeout = timeout.map_or(Duration::MAX, |timeout| timeout.0);
        Box::pin(std::future::ready(self.0.send(request, timeout)))
    }
}

impl Incoming {
    /// Creates a body from a reader. The error of a read becomes one of the transport, unless it is one already.
    pub fn reader(reader: impl Read + Send + 'static) -> Self {
        let reader = Some(Box::new(reader) as Box<dyn Read + Send>);
        Self::stream(ReaderStream { reader, buffer: BytesMut::new(), size: FIRST_BUFFER })
    }
}

/// A reader as a stream of chunks, whose reads block the thread.
struct ReaderStream {
    reader: Option<Box<dyn Read + Send>>,
    /// What is left of the buffer that chunks are read into.
    buffer: BytesMut,
    /// The size of the next buffer.
    size: usize,
}

impl Stream for ReaderStream {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        let Some(reader) = &mut this.reader else { return Poll::Ready(None) };
        if this.buffer.is_empty() {
            this.buffer = BytesMut::zeroed(this.size);
            this.size = MAX_BUFFER.min(2 * this.size);
        }
        loop {
            match reader.read(&mut this.buffer) {
                Ok(0) => {
                    this.reader = None;
                    return Poll::Ready(None);
                }
                Ok(length) => {
                    let length = length.min(this.buffer.len());
                    return Poll::Ready(Some(Ok(this.buffer.split_to(length).freeze())));
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
