//! A transport without a network, and a clock that advances only by sleeping.

use std::collections::VecDeque;
use std::future::pending;
use std::pin::Pin;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use bytes::Bytes;
use futures_core::Stream;
use runtime::transport::{Body, BodyStream, BoxFuture, Clock, Incoming, Transport, TransportError};

/// The outcome of a request.
pub enum Outcome {
    /// A response with this status and body.
    Response(u16, String),
    /// A response with this status and the header `Retry-After`.
    RetryAfter(u16, u64),
    /// A response with this status, whose body never arrives.
    Stuck(u16),
    /// A response whose body stops after this start.
    StuckAfter(&'static str),
    /// A response whose body is shorter than its length, without an error.
    Short,
    /// No response.
    Hang,
    /// A response after the body has been read, slowly.
    SlowUpload,
    /// An error.
    Error(TransportError),
}

impl std::fmt::Debug for Outcome {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Outcome")
    }
}

/// A transport whose outcomes are given in advance. Clones share them.
#[derive(Clone, Debug)]
pub struct Fake {
    script: Arc<Mutex<VecDeque<Outcome>>>,
    requests: Arc<Mutex<Vec<String>>>,
    pub clock: FakeClock,
}

impl Fake {
    pub fn new(script: impl IntoIterator<Item = Outcome>) -> Self {
        Self {
            script: Arc::new(Mutex::new(script.into_iter().collect())),
            requests: Arc::default(),
            clock: FakeClock::new(),
        }
    }

    /// Creates a transport that returns these bodies with status 200.
    pub fn bodies(texts: &[&str]) -> Self {
        Self::new(texts.iter().map(|text| Outcome::Response(200, (*text).to_owned())))
    }

    /// Returns the method and URL of each request.
    pub fn requests(&self) -> Vec<String> {
        self.requests.lock().unwrap().clone()
    }

    /// Returns the number of requests.
    pub fn count(&self) -> usize {
        self.requests().len()
    }

    /// Returns the durations of all sleeps in seconds, rounded.
    pub fn sleeps(&self) -> Vec<u64> {
        let sleeps = self.clock.sleeps.lock().unwrap();
        sleeps.iter().map(|duration| duration.as_secs_f64().round() as u64).collect()
    }
}

impl Transport for Fake {
    fn send(
        &self,
        request: http::Request<Body>,
    ) -> BoxFuture<Result<http::Response<Incoming>, TransportError>> {
        let line = format!("{} {}", request.method(), request.uri());
        self.requests.lock().unwrap().push(line);
        let outcome = self.script.lock().unwrap().pop_front();
        Box::pin(async move {
            let respond = |status: u16, body| {
                let mut response = http::Response::new(body);
                *response.status_mut() = http::StatusCode::from_u16(status).unwrap();
                Ok(response)
            };
            match outcome.unwrap_or(Outcome::Response(599, "unexpected request".to_owned())) {
                Outcome::Response(status, text) => respond(status, Incoming::bytes(text)),
                Outcome::RetryAfter(status, seconds) => {
                    let mut response = respond(status, Incoming::bytes(""))?;
                    response.headers_mut().insert("retry-after", seconds.into());
                    Ok(response)
                }
                Outcome::Stuck(status) => respond(status, Incoming::stream(Never(None))),
                Outcome::StuckAfter(start) => respond(200, Incoming::stream(Never(Some(start)))),
                Outcome::Short => {
                    let mut response = http::Response::new(Incoming::bytes("half"));
                    response.headers_mut().insert("content-length", 100.into());
                    Ok(response)
                }
                Outcome::Hang => pending().await,
                Outcome::SlowUpload => {
                    SlowReader(request.into_body().into_stream()).await;
                    respond(200, Incoming::bytes("{}"))
                }
                Outcome::Error(error) => Err(error),
            }
        })
    }
}

/// A clock that advances only by sleeping. Clones share the time.
#[derive(Clone, Debug)]
pub struct FakeClock {
    sleeps: Arc<Mutex<Vec<Duration>>>,
    elapsed: Arc<AtomicU64>,
    start: Instant,
}

impl FakeClock {
    fn new() -> Self {
        Self { sleeps: Arc::default(), elapsed: Arc::default(), start: Instant::now() }
    }
}

impl Clock for FakeClock {
    fn now(&self) -> Instant {
        self.start + Duration::from_millis(self.elapsed.load(Ordering::SeqCst))
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<()> {
        let (sleeps, elapsed) = (self.sleeps.clone(), self.elapsed.clone());
        Box::pin(async move {
            // other futures are polled first, as they are while time passes
            tokio::task::yield_now().await;
            sleeps.lock().unwrap().push(duration);
            elapsed.fetch_add(duration.as_millis() as u64, Ordering::SeqCst);
        })
    }
}

/// A body that never arrives, or of which only the start arrives.
struct Never(Option<&'static str>);

impl Stream for Never {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        match self.0.take() {
            Some(start) => Poll::Ready(Some(Ok(Bytes::from_static(start.as_bytes())))),
            None => Poll::Pending,
        }
    }
}

/// Reads a body, and pauses after each chunk.
struct SlowReader(BodyStream);

impl Future for SlowReader {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        match Pin::new(&mut self.0).poll_next(context) {
            Poll::Ready(None) => Poll::Ready(()),
            Poll::Ready(Some(chunk)) => {
                chunk.unwrap();
                context.waker().wake_by_ref();
                Poll::Pending
            }
            Poll::Pending => Poll::Pending,
        }
    }
}
