//! Spans of calls and attempts, with the feature `tracing`.
//!
//! A call has a span `call`, and each request that it sends a span `attempt` in it. Their fields have the names that
//! OpenTelemetry defines for HTTP clients. Waits are events. Neither contains ids, bodies or headers.

use std::future::Future;

use http::Request;
use tracing::Span;
use tracing::field::Empty;
use tracing::instrument::{Instrument, Instrumented};

use crate::runtime::api::Operation;
use crate::runtime::call::machine::{Action, CallMachine};
use crate::runtime::error::{Error, ErrorKind};
use crate::runtime::http::Body;

/// The spans of one call.
pub(crate) struct Spans {
    call: Span,
    attempt: Span,
    /// The number of requests that were sent, including those of redirects.
    sent: u64,
}

/// A span that futures run in.
pub(crate) struct Scope(Span);

impl Scope {
    /// Runs a future in the span.
    pub(crate) fn run<F: Future>(self, future: F) -> Instrumented<F> {
        future.instrument(self.0)
    }
}

impl Spans {
    /// Creates the span of a call, in the current span.
    pub(crate) fn new(operation: &'static Operation) -> Self {
        let call = tracing::info_span!(
            "call",
            "otel.name" = operation.id,
            "otel.kind" = "internal",
            "otel.status_code" = Empty,
            "http.request.method" = operation.method.as_str(),
            "url.template" = operation.path,
            "http.response.status_code" = Empty,
            "error.type" = Empty,
        );
        Self { call, attempt: Span::none(), sent: 0 }
    }

    /// Returns the span of the call.
    pub(crate) fn call(&self) -> Scope {
        Scope(self.call.clone())
    }

    /// Returns the span of the current attempt.
    pub(crate) fn attempt(&self) -> Scope {
        Scope(self.attempt.clone())
    }

    /// Starts and ends attempts by the next action of the call.
    pub(crate) fn next_action(&mut self, action: &Action, machine: &CallMachine) {
        match action {
            Action::Send(request) => {
                // a redirect ends the attempt without another action
                record_status(&self.attempt, machine);
                self.attempt = self.start_attempt(request, machine);
            }
            Action::Read { .. } | Action::Stream => record_status(&self.attempt, machine),
            Action::Wait(duration) => {
                let reason = if machine.encoded.is_some() { "quota" } else { "retry" };
                if let Some(error) = &machine.last_error {
                    record_error(&self.attempt, error);
                }
                self.attempt = Span::none();
                tracing::info!(reason, seconds = duration.as_secs_f64(), "waiting");
            }
            Action::Done(Ok(response)) => {
                self.call.record("http.response.status_code", response.status().as_u16());
            }
            Action::Done(Err(error)) => {
                record_error(&self.attempt, error);
                record_error(&self.call, error);
                if let Some(status) = error.status() {
                    self.call.record("http.response.status_code", status.as_u16());
                }
            }
        }
    }

    fn start_attempt(&mut self, request: &Request<Body>, machine: &CallMachine) -> Span {
        let operation = machine.config.operation;
        let (method, uri) = (request.method().as_str(), request.uri());
        // the target of a redirect has a path of its own
        let template = (machine.redirects == 0).then_some(operation.path);
        let name = || {
            template.map_or_else(|| method.to_owned(), |template| format!("{method} {template}"))
        };
        let resent = (self.sent > 0).then_some(self.sent);
        self.sent += 1;
        tracing::info_span!(
            "attempt",
            // not formatted if the span is disabled
            "otel.name" = name(),
            "otel.kind" = "client",
            "otel.status_code" = Empty,
            "http.request.method" = method,
            "http.request.resend_count" = resent,
            "url.template" = template,
            "server.address" = uri.host(),
            "server.port" = uri.port_u16(),
            "http.response.status_code" = Empty,
            "error.type" = Empty,
        )
    }
}

fn record_status(attempt: &Span, machine: &CallMachine) {
    attempt.record("http.response.status_code", machine.head.status.as_u16());
}

/// Records the type of an error: its status, or a name for its kind.
fn record_error(span: &Span, error: &Error) {
    span.record("otel.status_code", "ERROR");
    match (error.0.kind, error.0.status) {
        (ErrorKind::Status, Some(status)) => span.record("error.type", status.as_str()),
        (kind, _) => span.record("error.type", error_type(kind)),
    };
}

fn error_type(kind: ErrorKind) -> &'static str {
    match kind {
        ErrorKind::Request => "request",
        ErrorKind::Connect => "connect",
        ErrorKind::Timeout => "timeout",
        ErrorKind::ConnectionClosed => "connection_closed",
        ErrorKind::Quota => "quota",
        ErrorKind::RejectedBody | ErrorKind::Rejected => "rejected",
        ErrorKind::Decode => "decode",
        ErrorKind::NotReady => "not_ready",
        ErrorKind::Paging => "paging",
        ErrorKind::Io => "io",
        // the name that OpenTelemetry defines for all others
        _ => "_OTHER",
    }
}
