//! A transport that is ready at once, for both clients: what it returns depends on the seed and the requests only.

use std::fmt::Write;
use std::io::{self, Read};
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;
use http::{Request, Response};
use impact_brand::blocking::BlockingTransport;
use impact_brand::testing::TestClock;
use impact_brand::transport::{Body, BoxFuture, Incoming, Transport, TransportError};
use tests::random::Random;

use crate::network::{Service, json};

/// The time that a client waits for a part of a body.
pub const READ_TIMEOUT: Duration = Duration::from_secs(30);

/// What happens to a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fault {
    None,
    Connect,
    ResetBefore,
    ResetAfter,
    /// There is no response.
    Hang,
    /// The rest of the body does not arrive.
    HangInBody,
    /// The body ends with an error.
    Truncated,
    /// Another response.
    Replaced(u16, &'static str, &'static str),
}

const FAULTS: [Fault; 12] = [
    Fault::Connect,
    Fault::ResetBefore,
    Fault::ResetAfter,
    Fault::Hang,
    Fault::HangInBody,
    Fault::Truncated,
    Fault::Replaced(429, r#"{"Status":"ERROR","Message":"Too many requests"}"#, "5"),
    Fault::Replaced(503, "", "900"),
    Fault::Replaced(500, "<html></html>", ""),
    Fault::Replaced(408, "", ""),
    Fault::Replaced(401, r#"{"Status":"ERROR","Message":"Authentication failed"}"#, ""),
    Fault::Replaced(200, "<html><body>Please log in</body></html>", ""),
];

/// The transport in front of a service.
#[derive(Debug)]
pub struct Wire<S>(Arc<Mutex<State<S>>>);

impl<S> Clone for Wire<S> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

#[derive(Debug)]
struct State<S> {
    service: S,
    clock: TestClock,
    random: Random,
    faults: usize,
    /// The requests, each with its time, and what happened to it.
    log: Vec<String>,
}

/// What a transport does with a request.
enum Exchange {
    Done(Result<Response<Incoming>, TransportError>),
    Hang,
    /// The start of a body whose rest does not arrive.
    HangInBody(Response<Bytes>),
}

impl<S: Service> Wire<S> {
    pub fn new(service: S, clock: TestClock, seed: u64, faults: usize) -> Self {
        let (random, log) = (Random::new(seed), Vec::new());
        Self(Arc::new(Mutex::new(State { service, clock, random, faults, log })))
    }

    /// Calls a function with the service.
    pub fn service<T>(&self, call: impl FnOnce(&mut S) -> T) -> T {
        call(&mut self.0.lock().unwrap().service)
    }

    /// Adds a line to the log.
    pub fn log(&self, line: String) {
        self.0.lock().unwrap().log.push(line);
    }

    /// Returns the log.
    pub fn into_log(self) -> Vec<String> {
        std::mem::take(&mut self.0.lock().unwrap().log)
    }

    fn clock(&self) -> TestClock {
        self.0.lock().unwrap().clock.clone()
    }

    fn exchange(&self, request: Request<Body>) -> Exchange {
        let mut state = self.0.lock().unwrap();
        let state = &mut *state;
        let (parts, body) = request.into_parts();
        let body = body.to_bytes().expect("a body in memory");
        let text = std::str::from_utf8(&body).expect("a form or JSON").to_owned();
        let fault = match state.random.chance(state.faults) {
            true => state.random.pick(&FAULTS),
            false => Fault::None,
        };
        let mut line = format!("{:?} {} {}", state.clock.elapsed(), parts.method, parts.uri);
        for (name, value) in &parts.headers {
            write!(line, " {name}: {value:?}").expect("a string");
        }
        write!(line, " {text} -> {fault:?}").expect("a string");
        state.log.push(line);
        if matches!(fault, Fault::Connect | Fault::ResetBefore) {
            return Exchange::Done(Err(match fault {
                Fault::Connect => TransportError::connect("no route to host"),
                _ => TransportError::other("reset"),
            }));
        }
        if let Fault::Replaced(status, text, delay) = fault {
            let mut response = json(status, text);
            if !delay.is_empty() {
                response.headers_mut().insert("Retry-After", delay.parse().expect("a header"));
            }
            return Exchange::Done(Ok(response.map(Incoming::bytes)));
        }
        state.service.send(&parts);
        let response = state.service.handle(&parts, &text);
        let length = state.random.below(response.body().len().max(1));
        let cut = |body: Bytes| body.slice(..length);
        match fault {
            Fault::Hang => Exchange::Hang,
            Fault::HangInBody => Exchange::HangInBody(response.map(cut)),
            Fault::ResetAfter => Exchange::Done(Err(TransportError::other("reset"))),
            Fault::Truncated => Exchange::Done(Ok(response.map(|body| {
                Incoming::stream(Chunks { start: Some(cut(body)), is_pending: false })
            }))),
            _ => Exchange::Done(Ok(response.map(Incoming::bytes))),
        }
    }
}

impl<S: Service> Transport for Wire<S> {
    fn send(
        &self,
        request: Request<Body>,
    ) -> BoxFuture<Result<Response<Incoming>, TransportError>> {
        match self.exchange(request) {
            Exchange::Done(result) => Box::pin(std::future::ready(result)),
            Exchange::Hang => Box::pin(std::future::pending()),
            Exchange::HangInBody(response) => {
                let body =
                    |start| Incoming::stream(Chunks { start: Some(start), is_pending: true });
                Box::pin(std::future::ready(Ok(response.map(body))))
            }
        }
    }
}

impl<S: Service> BlockingTransport for Wire<S> {
    fn send(
        &self,
        request: Request<Body>,
        timeout: Duration,
    ) -> Result<Response<Incoming>, TransportError> {
        match self.exchange(request) {
            Exchange::Done(result) => result,
            Exchange::Hang => {
                self.clock().advance(timeout);
                Err(TransportError::timeout())
            }
            Exchange::HangInBody(response) => {
                let (clock, timeout) = (self.clock(), READ_TIMEOUT.min(timeout));
                let body = |start| Incoming::reader(Blocked { start, clock, timeout });
                Ok(response.map(body))
            }
        }
    }
}

/// The start of a body, after which nothing arrives or the connection is closed.
struct Chunks {
    start: Option<Bytes>,
    is_pending: bool,
}

impl Stream for Chunks {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        match self.start.take().filter(|start| !start.is_empty()) {
            Some(start) => Poll::Ready(Some(Ok(start))),
            None if self.is_pending => Poll::Pending,
            None => Poll::Ready(Some(Err(TransportError::other("reset")))),
        }
    }
}

/// The start of a body, after which a read blocks until the timeout.
struct Blocked {
    start: Bytes,
    clock: TestClock,
    timeout: Duration,
}

impl Read for Blocked {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.start.is_empty() {
            self.clock.advance(self.timeout);
            return Err(io::Error::other(TransportError::timeout()));
        }
        let part = self.start.split_to(self.start.len().min(buffer.len()));
        buffer[..part.len()].copy_from_slice(&part);
        Ok(part.len())
    }
}
