//! The operation timeout of a call that returns a file.

use std::future::poll_fn;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::{Context, Poll};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use bytes::Bytes;
use futures_core::Stream;
use runtime::transport::{Body, BoxFuture, Clock, Incoming, Transport, TransportError};

use crate::api::builder;
use crate::notes::Notes;

/// A clock that a body advances. Clones share the time.
#[derive(Clone, Debug)]
struct BodyClock {
    start: Instant,
    seconds: Arc<AtomicU64>,
}

impl Clock for BodyClock {
    fn now(&self) -> Instant {
        self.start + Duration::from_secs(self.seconds.load(Ordering::SeqCst))
    }

    fn system_time(&self) -> SystemTime {
        UNIX_EPOCH + self.now().duration_since(self.start)
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<()> {
        let (clock, end) = (self.clone(), self.now().checked_add(duration));
        // the body wakes the task
        Box::pin(poll_fn(move |_| match end.is_some_and(|end| clock.now() >= end) {
            true => Poll::Ready(()),
            false => Poll::Pending,
        }))
    }
}

/// A body whose parts arrive every 20 seconds. It begins like a document, and does not end.
struct Drip {
    clock: BodyClock,
    is_ready: bool,
}

impl Stream for Drip {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.is_ready = !self.is_ready;
        if self.is_ready {
            return Poll::Ready(Some(Ok(Bytes::from_static(b"{"))));
        }
        self.clock.seconds.fetch_add(20, Ordering::SeqCst);
        context.waker().wake_by_ref();
        Poll::Pending
    }
}

/// A service that responds with such a body.
#[derive(Debug)]
struct Dripping(BodyClock);

impl Transport for Dripping {
    fn send(
        &self,
        _: http::Request<Body>,
    ) -> BoxFuture<Result<http::Response<Incoming>, TransportError>> {
        let body = Drip { clock: self.0.clone(), is_ready: false };
        Box::pin(async { Ok(http::Response::new(Incoming::stream(body))) })
    }
}

#[tokio::test]
async fn the_start_of_a_file_arrives_within_the_operation_timeout() {
    for (seconds, expected) in [(90, 100), (300, 300)] {
        let clock = BodyClock { start: Instant::now(), seconds: Arc::default() };
        let client = builder().transport(Dripping(clock.clone())).clock(clock.clone());
        let client = client.operation_timeout(Duration::from_secs(seconds)).build().unwrap();
        let notes = Notes { client };
        let error = notes.download("7").await.map(drop).unwrap_err();
        assert!(error.is_timeout() && error.status().unwrap() == 200, "{error:?}");
        assert_eq!(clock.seconds.load(Ordering::SeqCst), expected);
    }
}
