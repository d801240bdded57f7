//! The execution of a bulk write: the engine, and the futures of calls and of writes to the ledger.

use std::path::PathBuf;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use futures_core::Stream;

use super::element::Prepared;
use super::engine::{Body, Engine, Started};
use super::in_flight::InFlight;
use super::ledger::Subject;
use super::ledger_file::{self, LedgerFile, Opened};
use super::outcome::RawOutcome;
use super::spec::BulkSpec;
use crate::runtime::call::drive;
use crate::runtime::clock::BoxFuture;
use crate::runtime::config::Core;
use crate::runtime::error::Error;
use crate::runtime::jobs::Receipt;
use crate::runtime::request::{Request, RequestParts};

/// The maximum number of requests in flight, unless another is set.
const CONCURRENCY: usize = 8;

/// What is the same for all types of results.
pub(crate) struct BulkCore<'a> {
    /// What all requests have in common.
    pub(super) base: Box<RequestParts>,
    spec: &'static BulkSpec,
    pub(crate) engine: Engine,
    elements: Pin<Box<dyn Stream<Item = Prepared> + Send + 'a>>,
    /// The file of the ledger.
    pub(super) path: Option<PathBuf>,
    phase: Phase,
    pub(crate) file: Option<LedgerFile>,
    write: Option<BoxFuture<Result<(), Error>>>,
    calls: InFlight<(Started, Result<Receipt, Error>)>,
}

enum Phase {
    New,
    Opening(BoxFuture<Result<Opened, Error>>),
    Running,
    Ended,
}

impl<'a> BulkCore<'a> {
    pub(super) fn new(
        base: Box<RequestParts>,
        spec: &'static BulkSpec,
        elements: Pin<Box<dyn Stream<Item = Prepared> + Send + 'a>>,
    ) -> Self {
        let concurrency = if base.core.is_blocking { 1 } else { CONCURRENCY };
        Self {
            base,
            spec,
            engine: Engine::new(spec, concurrency),
            elements,
            path: None,
            phase: Phase::New,
            file: None,
            write: None,
            calls: InFlight::new(),
        }
    }

    pub(crate) fn client(&self) -> &Arc<Core> {
        &self.base.core
    }

    pub(crate) fn spec(&self) -> &'static BulkSpec {
        self.spec
    }

    /// Returns the next outcome before it has a type.
    pub(crate) fn poll(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<RawOutcome, Error>>> {
        loop {
            match &mut self.phase {
                Phase::New => {
                    self.phase = match self.path.take() {
                        Some(path) => {
                            let subject = Subject::of(&self.base, self.spec);
                            Phase::Opening(ledger_file::open(path, Some(subject)))
                        }
                        None => Phase::Running,
                    };
                    continue;
                }
                Phase::Opening(opening) => {
                    let opened = ready!(opening.as_mut().poll(context));
                    match opened {
                        Ok((file, _, ledger)) => {
                            self.engine.resume(ledger);
                            self.file = Some(file);
                            self.phase = Phase::Running;
                        }
                        Err(error) => return Poll::Ready(Some(Err(self.stop(error)))),
                    }
                }
                Phase::Running => {}
                Phase::Ended => return Poll::Ready(None),
            }
            let mut has_progressed = self.poll_calls(context);
            match self.poll_write(context) {
                Ok(progressed) => has_progressed |= progressed,
                Err(error) => return Poll::Ready(Some(Err(self.stop(error)))),
            }
            has_progressed |= self.start_calls();
            has_progressed |= self.poll_input(context);
            if let Some(outcome) = self.engine.next_outcome() {
                return Poll::Ready(Some(Ok(outcome)));
            }
            if self.engine.is_done() {
                self.phase = Phase::Ended;
                return Poll::Ready(None);
            }
            if !has_progressed {
                return Poll::Pending;
            }
        }
    }

    /// Ends the write with an error, and cancels the requests in flight.
    fn stop(&mut self, mut error: Error) -> Error {
        error.0.sent |= self.engine.has_open_requests();
        self.phase = Phase::Ended;
        self.calls = InFlight::new();
        self.close();
        error.with_operation(self.spec.operation)
    }

    fn close(&mut self) {
        if let Some(file) = self.file.take() {
            file.close();
        }
    }

    fn poll_calls(&mut self, context: &Context<'_>) -> bool {
        let mut has_progressed = false;
        while let Poll::Ready((job, result)) = self.calls.poll(context) {
            self.engine.finish(&job, result, self.base.core.seconds());
            has_progressed = true;
        }
        has_progressed
    }

    fn poll_write(&mut self, context: &mut Context<'_>) -> Result<bool, Error> {
        let mut has_progressed = false;
        loop {
            if let Some(write) = &mut self.write {
                match write.as_mut().poll(context) {
                    Poll::Pending => return Ok(has_progressed),
                    Poll::Ready(written) => {
                        self.write = None;
                        written?;
                        self.engine.written();
                        has_progressed = true;
                    }
                }
            }
            let Some(lines) = self.engine.next_write() else { return Ok(has_progressed) };
            match &self.file {
                Some(file) => self.write = Some(ledger_file::append(file, lines)),
                None => {
                    self.engine.written();
                    has_progressed = true;
                }
            }
        }
    }

    fn start_calls(&mut self) -> bool {
        let mut has_started = false;
        while let Some((job, body)) = self.engine.next_job() {
            let mut request = Request::from_parts(self.parts(body));
            let poll = self.spec.poll;
            request.parts.queue = Some(poll);
            let response = drive(request, false);
            self.calls.push(Box::pin(async move {
                let response = response.await;
                (job, response.and_then(|response| Receipt::from_response(poll, &response)))
            }));
            has_started = true;
        }
        has_started
    }

    /// Returns the parts of a request.
    fn parts(&self, body: Body) -> Box<RequestParts> {
        match body {
            Body::Request(parts) => parts,
            Body::List(list) => {
                let mut parts = self.with_options(self.base.clone());
                parts.list = Some(list);
                parts
            }
        }
    }

    /// Sets the options of the write where a request has none of its own.
    fn with_options(&self, mut parts: Box<RequestParts>) -> Box<RequestParts> {
        let (options, common) = (&mut parts.options, &self.base.options);
        options.timeout = options.timeout.or(common.timeout);
        let timeout = common.operation_timeout.unwrap_or(Duration::MAX);
        options.operation_timeout.get_or_insert(timeout);
        options.retry = options.retry.or(common.retry);
        options.skip_validation |= common.skip_validation;
        parts.core = self.base.core.clone();
        parts
    }

    fn poll_input(&mut self, context: &mut Context<'_>) -> bool {
        let now = self.base.core.seconds();
        let mut has_progressed = false;
        while self.engine.wants_element() {
            match self.elements.as_mut().poll_next(context) {
                Poll::Ready(Some(element)) => {
                    let element = match element {
                        Prepared::Request(parts) => Prepared::Request(self.with_options(parts)),
                        part => part,
                    };
                    self.engine.push(element, now);
                }
                Poll::Ready(None) => self.engine.end_input(now),
                Poll::Pending => {
                    let was_idle = self.engine.input_pauses(now);
                    return has_progressed || was_idle;
                }
            }
            has_progressed = true;
        }
        has_progressed
    }
}

impl Drop for BulkCore<'_> {
    fn drop(&mut self) {
        self.close();
    }
}
