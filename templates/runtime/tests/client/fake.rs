//! A transport without a network, and a clock that advances only by sleeping.

use std::collections::VecDeque;
use std::future::pending;
use std::pin::Pin;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use bytes::Bytes;
use futures_core::Stream;
use runtime::transport::{
    Body, BodyStream, BoxFuture, Clock, Incoming, Rng, Transport, TransportError,
};

/// The outcome of a request.
pub enum Outcome {
    /// A response with this status and body.
    Response(u16, String),
    /// A response with this status, these headers and an empty object as its body.
    Headers(u16, Vec<(&'static str, String)>),
    /// A response with this status, whose body ends with an error after this part.
    Cut(u16, &'static str),
    /// A response with this status, these headers and this body, which ends with an error if the last value is `true`.
    File(u16, Vec<(&'static str, String)>, String, bool),
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

/// A request as it was sent.
#[derive(Clone, Debug)]
pub struct Sent {
    pub line: String,
    pub headers: http::HeaderMap,
    /// The body, if it is in memory.
    pub body: Option<Bytes>,
}

/// A transport whose outcomes are given in advance. Clones share them.
#[derive(Clone, Debug)]
pub struct Fake {
    script: Arc<Mutex<VecDeque<Outcome>>>,
    sent: Arc<Mutex<Vec<Sent>>>,
    pub clock: FakeClock,
}

impl Fake {
    pub fn new(script: impl IntoIterator<Item = Outcome>) -> Self {
        Self {
            script: Arc::new(Mutex::new(script.into_iter().collect())),
            sent: Arc::default(),
            clock: FakeClock::new(),
        }
    }

    /// Creates a transport that returns these bodies with status 200.
    pub fn bodies(texts: &[&str]) -> Self {
        Self::new(texts.iter().map(|text| Outcome::Response(200, (*text).to_owned())))
    }

    /// Adds outcomes.
    pub fn then(&self, script: impl IntoIterator<Item = Outcome>) {
        self.script.lock().unwrap().extend(script);
    }

    /// Returns the requests.
    pub fn sent(&self) -> Vec<Sent> {
        self.sent.lock().unwrap().clone()
    }

    /// Returns the method and URL of each request.
    pub fn requests(&self) -> Vec<String> {
        self.sent().into_iter().map(|sent| sent.line).collect()
    }

    /// Returns the number of requests.
    pub fn count(&self) -> usize {
        self.sent.lock().unwrap().len()
    }

    /// Returns the durations of all sleeps in seconds, rounded.
    pub fn sleeps(&self) -> Vec<u64> {
        let sleeps = self.millis();
        sleeps.into_iter().map(|millis| (millis as f64 / 1000.0).round() as u64).collect()
    }

    /// Returns the durations of all sleeps in milliseconds.
    pub fn millis(&self) -> Vec<u64> {
        let sleeps = self.clock.sleeps.lock().unwrap();
        sleeps.iter().map(|duration| duration.as_millis() as u64).collect()
    }
}

impl Transport for Fake {
    fn send(
        &self,
        request: http::Request<Body>,
    ) -> BoxFuture<Result<http::Response<Incoming>, TransportError>> {
        let sent = Sent {
            line: format!("{} {}", request.method(), request.uri()),
            headers: request.headers().clone(),
            body: request.body().to_bytes(),
        };
        self.sent.lock().unwrap().push(sent);
        let outcome = self.script.lock().unwrap().pop_front();
        Box::pin(async move {
            let respond = |status: u16, body| {
                let mut response = http::Response::new(body);
                *response.status_mut() = http::StatusCode::from_u16(status).unwrap();
                Ok(response)
            };
            match outcome.unwrap_or(Outcome::Response(599, "unexpected request".to_owned())) {
                Outcome::Response(status, text) => respond(status, Incoming::bytes(text)),
                Outcome::Headers(status, headers) => {
                    let mut response = respond(status, Incoming::bytes("{}"))?;
                    for (name, value) in headers {
                        let name: http::HeaderName = name.parse().unwrap();
                        response.headers_mut().insert(name, value.parse().unwrap());
                    }
                    Ok(response)
                }
                Outcome::File(status, headers, body, is_cut) => {
                    let mut chunks: VecDeque<_> = [Ok(Bytes::from(body))].into();
                    if is_cut {
                        chunks.push_back(Err(TransportError::other("reset")));
                    }
                    let mut response = respond(status, Incoming::stream(Chunks(chunks)))?;
                    for (name, value) in headers {
                        response.headers_mut().insert(name, value.parse().unwrap());
                    }
                    Ok(response)
                }
                Outcome::Cut(status, start) => respond(status, Incoming::stream(Cut(Some(start)))),
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

/// The time of the day when a [`FakeClock`] is created, in seconds: 2027-01-15 08:00:00 UTC.
pub const START: u64 = 1_800_000_000;

/// A clock that advances only by sleeping. Clones share the time.
#[derive(Clone, Debug)]
pub struct FakeClock {
    sleeps: Arc<Mutex<Vec<Duration>>>,
    /// Nanoseconds since the start.
    elapsed: Arc<AtomicU64>,
    /// Seconds that the time of the day was set back by.
    set_back: Arc<AtomicU64>,
    start: Instant,
}

impl FakeClock {
    fn new() -> Self {
        Self {
            sleeps: Arc::default(),
            elapsed: Arc::default(),
            set_back: Arc::default(),
            start: Instant::now(),
        }
    }

    fn elapsed(&self) -> Duration {
        Duration::from_nanos(self.elapsed.load(Ordering::SeqCst))
    }

    /// Advances the clock by a number of seconds.
    pub fn advance(&self, seconds: u64) {
        self.elapsed.fetch_add(seconds * 1_000_000_000, Ordering::SeqCst);
    }

    /// Sets the time of the day back by a number of seconds.
    pub fn set_back(&self, seconds: u64) {
        self.set_back.fetch_add(seconds, Ordering::SeqCst);
    }
}

impl Clock for FakeClock {
    fn now(&self) -> Instant {
        self.start + self.elapsed()
    }

    fn system_time(&self) -> SystemTime {
        let seconds = START - self.set_back.load(Ordering::SeqCst);
        UNIX_EPOCH + Duration::from_secs(seconds) + self.elapsed()
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<()> {
        let (sleeps, elapsed) = (self.sleeps.clone(), self.elapsed.clone());
        Box::pin(async move {
            // other futures are polled first, as they are while time passes
            tokio::task::yield_now().await;
            sleeps.lock().unwrap().push(duration);
            elapsed.fetch_add(duration.as_nanos() as u64, Ordering::SeqCst);
        })
    }
}

/// Random numbers that are given in advance. The last one is repeated.
#[derive(Debug)]
pub struct FakeRng(Mutex<VecDeque<u64>>);

impl FakeRng {
    pub fn new(numbers: impl IntoIterator<Item = u64>) -> Self {
        Self(Mutex::new(numbers.into_iter().collect()))
    }
}

impl Rng for FakeRng {
    fn next(&self) -> u64 {
        let mut numbers = self.0.lock().unwrap();
        if numbers.len() > 1 { numbers.pop_front().unwrap() } else { numbers[0] }
    }
}

/// A body of these chunks.
struct Chunks(VecDeque<Result<Bytes, TransportError>>);

impl Stream for Chunks {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(self.0.pop_front())
    }
}

/// A body that ends with an error after its start.
struct Cut(Option<&'static str>);

impl Stream for Cut {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(Some(match self.0.take() {
            Some(start) => Ok(Bytes::from_static(start.as_bytes())),
            None => Err(TransportError::other("reset")),
        }))
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
