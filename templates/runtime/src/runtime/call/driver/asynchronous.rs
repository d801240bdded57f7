//! The asynchronous driver.

use std::any::Any;
use std::future::{Future, poll_fn};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use http::HeaderValue;
use http::header::CONTENT_LENGTH;

use super::spans::Spans;
use crate::runtime::call::file_start::FileStart;
use crate::runtime::call::machine::{Action, CallMachine};
use crate::runtime::call::response::RawResponse;
use crate::runtime::call::timeout::{IdleTimeout, TimeoutStream};
use crate::runtime::clock::{BoxFuture, has_timers, is_in_tokio};
use crate::runtime::config::Core;
use crate::runtime::error::{Error, ErrorKind};
#[cfg(feature = "blocking")]
use crate::runtime::http::AttemptTimeout;
use crate::runtime::http::{Body, Incoming, Progress, SendState};
use crate::runtime::request::Request;

/// Executes a call. Not generic, so that it is compiled once for all types of results.
pub(crate) fn drive(request: Request, streamed: bool) -> BoxFuture<Result<RawResponse, Error>> {
    Box::pin(async move {
        let (core, operation) = (request.parts.core.clone(), request.operation());
        let requires_tokio = core.transport.requires_tokio() || core.clock.requires_tokio();
        if requires_tokio && !has_timers() {
            let missing = if is_in_tokio() { "; this one has no timers" } else { "" };
            return Err(no_runtime(missing, false).with_operation(operation));
        }
        let spans = Spans::new(operation);
        let scope = spans.call();
        let mut machine = request.into_machine(streamed);
        let mut driver = Driver { core, spans, timeout: None, incoming: None };
        // by reference: a future is larger by each argument that it owns, and is moved with all of them
        let call = pin!(scope.run(driver.run(&mut machine)));
        let result = if requires_tokio { in_tokio(call).await } else { call.await };
        result.map_err(|error| error.with_operation(operation))
    })
}

/// Polls a call in a tokio runtime only. A runtime that lacks something is an error instead of a panic.
async fn in_tokio(
    mut call: Pin<&mut impl Future<Output = Result<RawResponse, Error>>>,
) -> Result<RawResponse, Error> {
    let mut was_polled = false;
    poll_fn(|context| {
        if !is_in_tokio() {
            return Poll::Ready(Err(no_runtime("", was_polled)));
        }
        // nothing of the call is used after a panic
        let polled = catch_unwind(AssertUnwindSafe(|| call.as_mut().poll(context)));
        let polled = polled.unwrap_or_else(|panic| match is_about_tokio(&*panic) {
            true => Poll::Ready(Err(no_runtime("; this one has no I/O", was_polled))),
            false => resume_unwind(panic),
        });
        was_polled = true;
        polled
    })
    .await
}

/// Returns `true` for a panic of tokio about a runtime that is missing, or that was built without time or I/O.
fn is_about_tokio(panic: &(dyn Any + Send)) -> bool {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    let text = text.or_else(|| panic.downcast_ref::<&str>().copied());
    text.is_some_and(|text| text.contains("Tokio 1.x"))
}

fn no_runtime(missing: &str, sent: bool) -> Error {
    let message =
        format!("calls are awaited in a tokio runtime with time and I/O enabled{missing}");
    let mut error = Error::with_message(ErrorKind::NoRuntime, message);
    error.0.sent = sent;
    error
}

struct Driver {
    core: Arc<Core>,
    spans: Spans,
    /// The timeout of the current attempt.
    timeout: Option<IdleTimeout>,
    incoming: Option<Incoming>,
}

impl Driver {
    async fn run(&mut self, machine: &mut CallMachine) -> Result<RawResponse, Error> {
        let mut action = machine.start();
        loop {
            self.spans.next_action(&action, machine);
            let attempt = self.spans.attempt();
            action = match action {
                Action::Send(request) => attempt.run(self.send(machine, request)).await,
                Action::Read { limit } => attempt.run(self.read(machine, limit)).await,
                Action::Wait(duration) => {
                    if !duration.is_zero() {
                        self.core.clock.sleep(duration).await;
                    }
                    machine.waited()
                }
                Action::Stream => {
                    let body = self.incoming.take().unwrap_or_else(|| Incoming::bytes(""));
                    let stream = TimeoutStream::new(body, self.read_timeout(Duration::MAX));
                    let body = Incoming::stream(stream);
                    let clock = self.core.clock.clone();
                    let timeout = IdleTimeout::started(clock, machine.remaining_time());
                    let start = FileStart::read(&machine.config, &machine.head, body, timeout);
                    // in a box, like the version of a body: only downloads and uploads need it
                    let start = Box::pin(start).await;
                    match machine.stream(start) {
                        Ok(response) => return Ok(response),
                        Err(action) => action,
                    }
                }
                Action::Done(result) => return result.map(|response| *response),
            }
        }
    }

    /// Returns the timeout between two parts of a body, which is not longer than the one of the attempt.
    fn read_timeout(&self, attempt: Duration) -> IdleTimeout {
        let duration = self.core.read_timeout.min(attempt);
        IdleTimeout::new(self.core.clock.clone(), duration, Progress::default())
    }

    async fn send(
        &mut self,
        machine: &mut CallMachine,
        mut request: Box<http::Request<Body>>,
    ) -> Action {
        if request.body().has_version() {
            // the length is sent beforehand: not every service accepts a chunked body
            let version = match Box::pin(request.body().version()).await {
                Ok(version) => version,
                Err(error) => return machine.file_error(error),
            };
            if let Err(end) = machine.body_version(version) {
                return end;
            }
            if let Some(length) = version.length {
                request.headers_mut().insert(CONTENT_LENGTH, HeaderValue::from(length));
            }
        }
        #[cfg(feature = "trace-context")]
        if let (Some(provider), 0) = (&self.core.trace_context, machine.redirects) {
            provider.set_header(request.headers_mut());
        }
        let state = (!request.body().is_empty()).then(SendState::default);
        if let Some(state) = &state {
            request.extensions_mut().insert(state.clone());
        }
        let (clock, progress) = (self.core.clock.clone(), request.body().progress());
        let duration = machine.attempt_timeout();
        #[cfg(feature = "blocking")]
        if self.core.is_blocking {
            request.extensions_mut().insert(AttemptTimeout(duration));
        }
        let mut timeout = IdleTimeout::new(clock, duration, progress);
        #[cfg(feature = "blocking")]
        let start = self.core.is_blocking.then(|| self.core.clock.now());
        let sent = timeout.limit(self.core.transport.send(*request)).await;
        #[cfg(feature = "blocking")]
        if let Some(start) = start {
            timeout.limit_blocking(start);
        }
        self.timeout = Some(timeout);
        match sent {
            Ok(response) => {
                let (head, body) = response.into_parts();
                self.incoming = Some(body);
                machine.head(head)
            }
            Err(error) => {
                machine.failure(match state {
                    // the service cannot act on a request without its body
                    Some(state) if state.cancel() => error.not_sent(),
                    Some(state) if state.has_begun() => error.begun(),
                    _ => error,
                })
            }
        }
    }

    /// Reads a body up to the limit, and at most one chunk more.
    async fn read(&mut self, machine: &mut CallMachine, limit: u64) -> Action {
        let body = self.incoming.take().unwrap_or_else(|| Incoming::bytes(""));
        let attempt = self.timeout.take();
        let mut attempt = attempt.unwrap_or_else(|| self.read_timeout(machine.attempt_timeout()));
        let mut body = TimeoutStream::new(body, self.read_timeout(attempt.duration()));
        let mut first = Bytes::new();
        let mut all = BytesMut::new();
        loop {
            match attempt.next(&mut body).await {
                None => break,
                Some(Ok(chunk)) if first.is_empty() && all.is_empty() => first = chunk,
                Some(Ok(chunk)) => {
                    all.extend_from_slice(&std::mem::take(&mut first));
                    all.extend_from_slice(&chunk);
                }
                Some(Err(error)) => return machine.broken_body(join(first, all), error),
            }
            if first.len().max(all.len()) as u64 > limit {
                break;
            }
        }
        machine.body(join(first, all))
    }
}

/// Returns the body. A body of one chunk is not copied.
fn join(first: Bytes, all: BytesMut) -> Bytes {
    if all.is_empty() { first } else { all.freeze() }
}
