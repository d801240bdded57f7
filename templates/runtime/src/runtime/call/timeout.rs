//! Timeouts of an attempt and of idle transfers.
//!
//! The timer of a timeout is not created before something has to be waited for.

use std::future::poll_fn;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::{Duration, Instant};

use bytes::Bytes;
use futures_core::Stream;

use crate::runtime::clock::{BoxFuture, Clock, has_timers};
use crate::runtime::http::{Incoming, Progress, TransportError};

/// The timeout of an attempt, which restarts while an upload makes progress.
pub(crate) struct IdleTimeout {
    clock: Arc<dyn Clock>,
    duration: Duration,
    sleep: Option<BoxFuture<()>>,
    progress: Progress,
    /// The progress when the timeout was last started.
    seen: u64,
    /// The progress when the timeout was created.
    #[cfg(feature = "blocking")]
    first: u64,
    /// When the timeout elapses at the latest. A transport may block the thread instead of waiting, so that no timer is
    /// polled.
    blocked_until: Option<Instant>,
}

impl IdleTimeout {
    /// Creates the timeout, which starts when something has to be waited for. It restarts while the progress changes.
    pub(crate) fn new(clock: Arc<dyn Clock>, duration: Duration, progress: Progress) -> Self {
        let seen = progress.get();
        Self {
            clock,
            duration,
            sleep: None,
            progress,
            seen,
            #[cfg(feature = "blocking")]
            first: seen,
            blocked_until: None,
        }
    }

    /// Creates the timeout for reading a body, which starts at once.
    pub(crate) fn started(clock: Arc<dyn Clock>, duration: Duration) -> Self {
        let end = clock.now().checked_add(duration);
        Self { blocked_until: end, ..Self::new(clock, duration, Progress::default()) }
    }

    /// Limits the parts of a response that are read by a transport that blocks the thread. The time since `start` counts,
    /// unless an upload has made progress since the timeout was created.
    #[cfg(feature = "blocking")]
    pub(crate) fn limit_blocking(&mut self, start: Instant) {
        let start = if self.progress.get() == self.first { start } else { self.clock.now() };
        self.blocked_until = start.checked_add(self.duration);
    }

    /// Returns the duration that the timeout starts with.
    pub(crate) fn duration(&self) -> Duration {
        self.duration
    }

    fn reset(&mut self) {
        self.sleep = None;
    }

    /// Completes with an error when the timeout has elapsed.
    fn poll(&mut self, context: &mut Context<'_>) -> Poll<TransportError> {
        loop {
            let (clock, duration) = (&self.clock, self.duration);
            if self.sleep.is_none() && clock.requires_tokio() && !has_timers() {
                return Poll::Ready(TransportError::no_timers());
            }
            let sleep = self.sleep.get_or_insert_with(|| clock.sleep(duration));
            ready!(sleep.as_mut().poll(context));
            let progress = self.progress.get();
            if progress == self.seen {
                return Poll::Ready(TransportError::timeout());
            }
            self.seen = progress;
            self.reset();
        }
    }

    /// Waits for a future, or for the timeout.
    pub(crate) async fn limit<T>(
        &mut self,
        mut future: BoxFuture<Result<T, TransportError>>,
    ) -> Result<T, TransportError> {
        poll_fn(|context| match future.as_mut().poll(context) {
            Poll::Ready(result) => Poll::Ready(result),
            Poll::Pending => self.poll(context).map(Err),
        })
        .await
    }

    /// Waits for the next chunk of a body, or for the timeout.
    pub(crate) async fn next(
        &mut self,
        body: &mut (impl Stream<Item = Result<Bytes, TransportError>> + Unpin),
    ) -> Option<Result<Bytes, TransportError>> {
        if self.blocked_until.is_some_and(|end| self.clock.now() >= end) {
            return Some(Err(TransportError::timeout()));
        }
        poll_fn(|context| match Pin::new(&mut *body).poll_next(context) {
            Poll::Ready(chunk) => Poll::Ready(chunk),
            Poll::Pending => self.poll(context).map(|error| Some(Err(error))),
        })
        .await
    }
}

/// A body whose chunks must each arrive within the timeout.
pub(crate) struct TimeoutStream {
    body: Incoming,
    timeout: IdleTimeout,
    done: bool,
}

impl TimeoutStream {
    pub(crate) fn new(body: Incoming, timeout: IdleTimeout) -> Self {
        Self { body, timeout, done: false }
    }
}

impl Stream for TimeoutStream {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if self.done {
            return Poll::Ready(None);
        }
        let chunk = match Pin::new(&mut self.body).poll_next(context) {
            Poll::Ready(chunk) => chunk,
            Poll::Pending => Some(Err(ready!(self.timeout.poll(context)))),
        };
        self.timeout.reset();
        self.done = !matches!(chunk, Some(Ok(_)));
        Poll::Ready(chunk)
    }
}

/// Creates the error for a body that ended early.
pub(crate) fn truncated(missing: u64) -> TransportError {
    TransportError::other(format!("the response ended {missing} bytes early"))
}
