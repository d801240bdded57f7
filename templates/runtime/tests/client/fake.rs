//! A transport without a network, and with a clock that jumps.

use std::collections::VecDeque;
use std::future::pending;
use std::pin::Pin;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use bytes::Bytes;
use futures_core::Stream;
use runtime::runtime::{Body, BoxFuture, Incoming, Transport, TransportError};

/// What comes of a request.
pub enum Outcome {
    /// This status and body.
    FromResponse(u16, String),
    /// This status, and a body that never comes.
    Stuck(u16),
    /// Less of a body than its length says, and no word about it.
    Short,
    /// Nothing, ever.
    Hang,
    /// An answer after the body has been read, slowly.
    SlowUpload,
    Error(TransportError),
}

#[derive(Debug)]
pub struct Fake {
    script: Mutex<VecDeque<Outcome>>,
    pub asked: Mutex<Vec<String>>,
    pub slept: std::sync::Arc<Mutex<Vec<Duration>>>,
    clock: std::sync::Arc<AtomicU64>,
    began: Instant,
}

impl std::fmt::Debug for Outcome {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Outcome")
    }
}

impl Fake {
    pub fn new(script: impl IntoIterator<Item = Outcome>) -> std::sync::Arc<Self> {
        std::sync::Arc::new(Self {
            script: Mutex::new(script.into_iter().collect()),
            asked: Mutex::default(),
            slept: std::sync::Arc::default(),
            clock: std::sync::Arc::default(),
            began: Instant::now(),
        })
    }

    pub fn answers(texts: &[&str]) -> std::sync::Arc<Self> {
        Self::new(texts.iter().map(|text| Outcome::FromResponse(200, (*text).to_owned())))
    }

    /// The seconds that were slept, rounded.
    pub fn naps(&self) -> Vec<u64> {
        let slept = self.slept.lock().unwrap();
        slept.iter().map(|span| span.as_secs_f64().round() as u64).collect()
    }

    pub fn count(&self) -> usize {
        self.asked.lock().unwrap().len()
    }
}

impl Transport for Fake {
    fn send(
        &self,
        request: http::Request<Body>,
    ) -> BoxFuture<Result<http::Response<Incoming>, TransportError>> {
        let line = format!("{} {}", request.method(), request.uri());
        self.asked.lock().unwrap().push(line);
        let outcome = self.script.lock().unwrap().pop_front();
        Box::pin(async move {
            let respond = |status: u16, body| {
                let mut response = http::Response::new(body);
                *response.status_mut() = http::StatusCode::from_u16(status).unwrap();
                Ok(response)
            };
            match outcome.unwrap_or(Outcome::FromResponse(599, "the script is over".to_owned())) {
                Outcome::FromResponse(status, text) => respond(status, Incoming::bytes(text)),
                Outcome::Stuck(status) => respond(status, Incoming::stream(Never)),
                Outcome::Short => {
                    let mut response = http::Response::new(Incoming::bytes("half"));
                    response.headers_mut().insert("content-length", 100.into());
                    Ok(response)
                }
                Outcome::Hang => pending().await,
                Outcome::SlowUpload => {
                    Slowly(request.into_body().into_stream()).await;
                    respond(200, Incoming::bytes("{}"))
                }
                Outcome::Error(error) => Err(error),
            }
        })
    }

    fn sleep(&self, span: Duration) -> BoxFuture<()> {
        let (slept, clock) = (self.slept.clone(), self.clock.clone());
        Box::pin(async move {
            // other work gets its turn first, as it does when time really passes
            tokio::task::yield_now().await;
            slept.lock().unwrap().push(span);
            clock.fetch_add(span.as_millis() as u64, Ordering::SeqCst);
        })
    }

    fn now(&self) -> Instant {
        self.began + Duration::from_millis(self.clock.load(Ordering::SeqCst))
    }
}

/// A body that never comes.
struct Never;

impl Stream for Never {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Pending
    }
}

/// Reads a body, and pauses after each piece.
struct Slowly(runtime::runtime::BodyStream);

impl Future for Slowly {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        match Pin::new(&mut self.0).poll_next(context) {
            Poll::Ready(None) => Poll::Ready(()),
            Poll::Ready(Some(piece)) => {
                piece.unwrap();
                context.waker().wake_by_ref();
                Poll::Pending
            }
            Poll::Pending => Poll::Pending,
        }
    }
}
