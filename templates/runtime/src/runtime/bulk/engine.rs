//! Which elements of a bulk write are sent next, and which outcomes are returned. It performs no I/O.
//!
//! An element passes through these steps: it is taken from the input, its line `sending` is written to the ledger, it is
//! sent, its outcome is written to the ledger, and its outcome is returned. Lines are written in groups: those that
//! accumulate during a write are the next one.

use std::collections::VecDeque;

use super::element::Prepared;
use super::key::Key;
use super::ledger::Ledger;
use super::line::Event;
use super::outcome::{FailureKind, OutcomeState, RawOutcome, classify};
use super::record::{Reasons, RecordedReceipt, State};
use super::spec::BulkSpec;
use crate::runtime::api::RetrySafety;
use crate::runtime::codec::ValueRef;
use crate::runtime::error::{Error, ErrorKind};
use crate::runtime::jobs::Receipt;
use crate::runtime::request::{BodyValue, RequestParts};

/// The number of elements that are taken from the input and not returned yet, per request in flight.
const WINDOW: usize = 4;

/// A request for one element or several.
pub(crate) struct Job {
    /// The numbers of the elements in the input.
    elements: Vec<u64>,
    /// The numbers of their records.
    records: Vec<usize>,
    body: Body,
}

/// What a job sends.
pub(crate) enum Body {
    Request(Box<RequestParts>),
    List(Vec<BodyValue>),
}

/// The elements and records of a job that was started.
#[derive(Default)]
pub(crate) struct Started {
    elements: Vec<u64>,
    records: Vec<usize>,
}

impl Started {
    /// Returns the number of its first element.
    fn first(&self) -> u64 {
        self.elements.first().copied().unwrap_or_default()
    }
}

/// The state of a bulk write.
pub(crate) struct Engine {
    spec: &'static BulkSpec,
    concurrency: usize,
    pub(crate) ledger: Ledger,
    /// Lines are written to a file.
    is_durable: bool,
    /// Elements that the service does not list are sent again.
    pub(crate) resends_missing: bool,
    /// The outcomes of the elements that are not returned yet, in the order of the input.
    entries: VecDeque<Entry>,
    /// The number of the first of them.
    first: u64,
    input_ended: bool,
    /// Elements that wait for others to fill a request.
    open: Option<Job>,
    /// Lines that are not written yet.
    lines: String,
    /// Jobs and outcomes that wait for these lines.
    waiting: Batch,
    /// Those that wait for the write in progress.
    writing: Option<Batch>,
    /// Jobs whose lines are on disk.
    ready: VecDeque<Job>,
    /// The number of jobs that are not finished.
    unfinished: usize,
}

/// An element whose outcome is not returned yet.
struct Entry {
    key: Option<Key>,
    state: Option<OutcomeState<Receipt>>,
    /// A request for it was started.
    is_started: bool,
}

#[derive(Default)]
struct Batch {
    jobs: Vec<Job>,
    outcomes: Vec<(u64, OutcomeState<Receipt>)>,
}

impl Engine {
    pub(crate) fn new(spec: &'static BulkSpec, concurrency: usize) -> Self {
        Self {
            spec,
            concurrency: concurrency.max(1),
            ledger: Ledger::default(),
            is_durable: false,
            resends_missing: false,
            entries: VecDeque::new(),
            first: 0,
            input_ended: false,
            open: None,
            lines: String::new(),
            waiting: Batch::default(),
            writing: None,
            ready: VecDeque::new(),
            unfinished: 0,
        }
    }

    /// Sets the maximum number of requests in flight.
    pub(crate) fn set_concurrency(&mut self, concurrency: usize) {
        self.concurrency = concurrency.max(1);
    }

    /// Continues with a ledger whose lines are written to a file.
    pub(crate) fn resume(&mut self, ledger: Ledger) {
        self.ledger = ledger;
        self.is_durable = true;
    }

    fn chunk(&self) -> usize {
        self.spec.chunk.map_or(1, |chunk| chunk.max(1) as usize)
    }

    fn is_idempotent(&self) -> bool {
        self.spec.operation.retry_safety == RetrySafety::Idempotent
    }

    /// Returns `true` if another element can be taken from the input.
    pub(crate) fn wants_element(&self) -> bool {
        let window = self.concurrency.saturating_mul(WINDOW).saturating_mul(self.chunk());
        !self.input_ended && self.unfinished < self.concurrency && self.entries.len() < window
    }

    /// Takes an element of the input.
    pub(crate) fn push(&mut self, element: Prepared, now: u64) {
        let index = self.first + self.entries.len() as u64;
        let key = element.key(self.spec);
        self.entries.push_back(Entry { key: key.clone(), state: None, is_started: false });
        let Some(key) = key else {
            return self.refuse(index, self.without_key());
        };
        let at = self.ledger.insert(key);
        let is_idempotent = self.is_idempotent();
        let Some(record) = self.ledger.get_mut(at) else { return };
        if let Some(first) = record.index {
            let error = duplicate(&record.key, first);
            return self.refuse(index, error);
        }
        record.index = Some(index);
        let is_resent = is_idempotent || (self.resends_missing && record.is_missing);
        if let Some(state) = OutcomeState::recorded(record, is_resent) {
            let state = state.with_operation(self.spec.operation);
            return self.settle(index, state);
        }
        if let Prepared::Request(parts) = &element
            && let Err(error) = parts.validate()
        {
            // not even its line `sending` is written: nothing can have been sent
            return self.refuse(index, error);
        }
        let mut job = self.open.take().unwrap_or_else(|| Job {
            elements: Vec::new(),
            records: Vec::new(),
            body: Body::List(Vec::new()),
        });
        job.elements.push(index);
        job.records.push(at);
        match (element, &mut job.body) {
            (Prepared::Request(parts), body) => *body = Body::Request(parts),
            (Prepared::Part(value), Body::List(list)) => list.extend(value),
            (Prepared::Part(_), Body::Request(_)) => {}
        }
        let is_full = job.elements.len() >= self.chunk();
        self.open = Some(job);
        if is_full {
            self.seal(now);
        }
    }

    /// Ends the input.
    pub(crate) fn end_input(&mut self, now: u64) {
        self.input_ended = true;
        self.seal(now);
    }

    /// Sends the elements that wait for others to fill a request, because the input has none at the moment. They go on
    /// waiting while other requests are in flight.
    ///
    /// Returns `true` if a request is sent.
    pub(crate) fn input_pauses(&mut self, now: u64) -> bool {
        let is_idle = self.unfinished == 0 && self.open.is_some();
        if is_idle {
            self.seal(now);
        }
        is_idle
    }

    fn seal(&mut self, now: u64) {
        let Some(job) = self.open.take() else { return };
        for at in &job.records {
            let Some(record) = self.ledger.get(*at) else { continue };
            self.record(Event::Sending { key: record.key.clone(), at: now });
        }
        self.unfinished += 1;
        self.waiting.jobs.push(job);
    }

    /// Applies an event, and adds its line to those that are not written yet.
    pub(crate) fn record(&mut self, event: Event) {
        if self.is_durable {
            event.write(&mut self.lines);
        }
        self.ledger.apply(event);
    }

    /// Returns the lines to write next, unless a write is in progress or there is nothing to write. The lines are empty
    /// if the ledger has no file.
    pub(crate) fn next_write(&mut self) -> Option<String> {
        let is_idle = self.waiting.jobs.is_empty() && self.waiting.outcomes.is_empty();
        if self.writing.is_some() || (is_idle && self.lines.is_empty()) {
            return None;
        }
        self.writing = Some(std::mem::take(&mut self.waiting));
        Some(std::mem::take(&mut self.lines))
    }

    /// Handles the end of the write: its jobs can be started, and its outcomes returned.
    pub(crate) fn written(&mut self) {
        let Some(Batch { jobs, outcomes }) = self.writing.take() else { return };
        self.ready.extend(jobs);
        for (index, state) in outcomes {
            self.settle(index, state);
        }
    }

    /// Returns a request to send.
    pub(crate) fn next_job(&mut self) -> Option<(Started, Body)> {
        let Job { elements, records, body } = self.ready.pop_front()?;
        for index in &elements {
            if let Some(entry) = self.entry(*index) {
                entry.is_started = true;
            }
        }
        Some((Started { elements, records }, body))
    }

    /// Handles the end of a request.
    pub(crate) fn finish(&mut self, job: &Started, result: Result<Receipt, Error>, now: u64) {
        self.unfinished = self.unfinished.saturating_sub(1);
        let recorded = self.recorded(&result);
        let mut rest = Some(OutcomeState::of(result));
        // the last element gets the error itself, and the others copies without its source
        for (index, at) in job.elements.iter().zip(&job.records).rev() {
            let record = self.ledger.get(*at);
            let was_unknown = record.is_some_and(|record| record.was_unknown);
            if let Some(record) = record {
                let is_accepted = matches!(recorded, State::Accepted(_));
                let state = match was_unknown && !is_accepted {
                    true => State::Unknown,
                    false => recorded.clone(),
                };
                let key = record.key.clone();
                self.record(Event::State { key, state, at: now });
            }
            let Some(state) = rest.take() else { break };
            rest = (*index != job.first()).then(|| state.copy());
            let state = if was_unknown { state.after_unknown() } else { state };
            self.waiting.outcomes.push((*index, state));
        }
    }

    /// Returns what the ledger records about the elements of a request that ended like this.
    fn recorded(&self, result: &Result<Receipt, Error>) -> State {
        match result {
            Ok(Receipt { id, acceptance, members }) => {
                let names = self.spec.settle.map(|settlements| settlements.objects);
                let text = |name: &&str| {
                    let json = members.get(name)?;
                    Some(ValueRef::Json(json).scalar()?.into_owned())
                };
                let objects = names.unwrap_or_default().iter().filter_map(text).collect();
                State::Accepted(RecordedReceipt {
                    acceptance: *acceptance,
                    id: id.clone(),
                    objects,
                })
            }
            Err(error) => match classify(error) {
                FailureKind::Refused => State::Refused(Reasons::of(error)),
                FailureKind::Invalid | FailureKind::Unsent => State::Unsent,
                FailureKind::Unknown => State::Unknown,
            },
        }
    }

    /// Returns the outcome of the next element in the order of the input.
    pub(crate) fn next_outcome(&mut self) -> Option<RawOutcome> {
        let front = self.entries.front_mut()?;
        let (state, key) = (front.state.take()?, front.key.take());
        self.entries.pop_front();
        let index = self.first;
        self.first += 1;
        Some(RawOutcome { index, key, state })
    }

    /// Returns `true` if all outcomes were returned.
    pub(crate) fn is_done(&self) -> bool {
        self.input_ended && self.entries.is_empty()
    }

    /// Returns `true` if a request was started for an element whose outcome was not returned.
    pub(crate) fn has_open_requests(&self) -> bool {
        self.entries.iter().any(|entry| entry.is_started)
    }

    fn entry(&mut self, index: u64) -> Option<&mut Entry> {
        let at = usize::try_from(index.wrapping_sub(self.first)).ok()?;
        self.entries.get_mut(at)
    }

    /// Sets the outcome of an element.
    fn settle(&mut self, index: u64, state: OutcomeState<Receipt>) {
        if let Some(entry) = self.entry(index) {
            entry.state = Some(state);
        }
    }

    fn refuse(&mut self, index: u64, error: Error) {
        let error = error.with_operation(self.spec.operation);
        self.settle(index, OutcomeState::Refused(error));
    }

    /// Creates the error for an element without a key.
    fn without_key(&self) -> Error {
        let names = self.spec.key.join("`, `");
        let message = format!("expected a value of `{names}`, by which the element is recognized");
        Error::with_message(ErrorKind::Request, message)
    }
}

/// Creates the error for an element whose key occurred before.
fn duplicate(key: &Key, first: u64) -> Error {
    let message = format!(
        "duplicate key `{}`: element {} has the same, and only that one is sent",
        key.value(),
        first + 1
    );
    Error::with_message(ErrorKind::Request, message)
}
