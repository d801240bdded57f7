//! Work with a limit on its time.

use std::future::poll_fn;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use futures_core::Stream;

use crate::runtime::body::Progress;
use crate::runtime::transport::{BoxFuture, Incoming, Transport, TransportError};

/// Goes off when the time for an attempt is over.
pub(crate) struct Alarm {
    transport: Arc<dyn Transport>,
    span: Duration,
    sleep: BoxFuture<()>,
    progress: Progress,
    seen: u64,
}

impl Alarm {
    /// Set to this span; the upload whose progress is given starts it anew as long as it moves.
    pub(crate) fn new(transport: Arc<dyn Transport>, span: Duration, progress: Progress) -> Self {
        let sleep = transport.sleep(span);
        let seen = progress.read();
        Self { transport, span, sleep, progress, seen }
    }

    fn reset(&mut self) {
        self.sleep = self.transport.sleep(self.span);
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<()> {
        while self.sleep.as_mut().poll(context).is_ready() {
            let now = self.progress.read();
            if now == self.seen {
                return Poll::Ready(());
            }
            self.seen = now;
            self.reset();
        }
        Poll::Pending
    }

    /// The work, unless the alarm goes off before it is done.
    pub(crate) async fn limit<T>(
        &mut self,
        mut work: BoxFuture<Result<T, TransportError>>,
    ) -> Result<T, TransportError> {
        poll_fn(|context| match work.as_mut().poll(context) {
            Poll::Ready(result) => Poll::Ready(result),
            Poll::Pending => self.poll(context).map(|()| Err(TransportError::timeout())),
        })
        .await
    }

    /// The next piece of a body, unless the alarm goes off before it is there.
    pub(crate) async fn next(
        &mut self,
        body: &mut Incoming,
    ) -> Option<Result<bytes::Bytes, TransportError>> {
        poll_fn(|context| match Pin::new(&mut *body).poll_next(context) {
            Poll::Ready(piece) => Poll::Ready(piece),
            Poll::Pending => self.poll(context).map(|()| Some(Err(TransportError::timeout()))),
        })
        .await
    }
}

/// A body whose pieces must not take longer than a span each.
pub(crate) struct Paced {
    pub(crate) body: Incoming,
    pub(crate) alarm: Alarm,
    pub(crate) over: bool,
}

impl Stream for Paced {
    type Item = Result<bytes::Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if self.over {
            return Poll::Ready(None);
        }
        let piece = match Pin::new(&mut self.body).poll_next(context) {
            Poll::Ready(piece) => piece,
            Poll::Pending => match self.alarm.poll(context) {
                Poll::Ready(()) => Some(Err(TransportError::timeout())),
                Poll::Pending => return Poll::Pending,
            },
        };
        self.alarm.reset();
        self.over = !matches!(piece, Some(Ok(_)));
        Poll::Ready(piece)
    }
}
