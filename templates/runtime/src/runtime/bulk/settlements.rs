//! The decisions of the service about the elements of a bulk write, as a stream.

use std::collections::VecDeque;
use std::fmt;
use std::future::poll_fn;
use std::marker::PhantomData;
use std::path::PathBuf;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use futures_core::Stream;

use super::core::BulkCore;
use super::ledger::{Ledger, Subject};
use super::ledger_file::{self, LedgerFile, Opened};
use super::outcome::{OutcomeState, RawOutcome};
use super::record::{RecordedDecision, RecordedReceipt, State};
use super::schedule::ReadPolicy;
use super::settlement::{Settlement, SettlementState};
use super::settler::Settler;
use super::settling::Settling;
use super::spec::SettleSpec;
#[cfg(feature = "blocking")]
use crate::runtime::call::complete;
use crate::runtime::clock::BoxFuture;
use crate::runtime::codec::{DecodeStruct, EncodeStruct};
use crate::runtime::config::Core;
use crate::runtime::error::{Error, ErrorKind};
use crate::runtime::jobs::{Acceptance, StatusType};
use crate::runtime::mode::Async;
#[cfg(feature = "blocking")]
use crate::runtime::mode::Blocking;

/// What the service decided about the elements of a bulk write, one [`Settlement`] for each, in the order in which the
/// decisions become known.
///
/// It is a [`Stream`], and has its own [`next`](Self::next). The decisions are read from the list of statuses, whose pages
/// have many of them. The list is read at once, and then after delays that grow from 10 seconds to 10 minutes. For
/// _n_ elements at most _n_ / 20 pages are read, and 20 if there are few. After the [`deadline`](Self::deadline), the
/// elements without a decision are [pending](SettlementState::Pending).
///
/// An element that the service [may have received](super::OutcomeState::Unknown) is looked up in the list by its key. It
/// is [not found](SettlementState::NotFound) if the list does not contain it ten minutes after its call ended, and was read
/// completely or from its newest status in the order of the dates. If a process ended before the call, the ten minutes
/// begin when the decisions are read. It is pending if the list has a status that may be the one of this element or that
/// of another.
///
/// Settlements are written to the ledger, and another run returns them from there.
#[must_use = "streams do nothing unless polled"]
pub struct Settlements<'a, S, M = Async> {
    client: Arc<Core>,
    phase: Phase<'a, S>,
    ready: VecDeque<Settlement<S>>,
    policy: ReadPolicy,
    page_size: Option<u32>,
    status: StatusType<S>,
    mode: PhantomData<M>,
}

enum Phase<'a, S> {
    /// The elements are sent.
    Sending(Box<BulkCore<'a>>),
    /// The ledger is opened when it is polled.
    Closed(&'static SettleSpec, PathBuf),
    Opening(&'static SettleSpec, BoxFuture<Result<Opened, Error>>),
    Settling(Box<Settling<S>>),
    Ended,
}

impl<S: EncodeStruct + DecodeStruct + Send + 'static, M> Settlements<'_, S, M> {
    /// Returns the settlements about the elements in the file of a ledger.
    pub(crate) fn of_ledger(core: &Arc<Core>, spec: &'static SettleSpec, path: PathBuf) -> Self {
        Self::new(core.clone(), Phase::Closed(spec, path), StatusType::new())
    }
}

impl<'a, S, M> Settlements<'a, S, M> {
    /// Returns the settlements about the elements of a write.
    pub(crate) fn of_write(core: BulkCore<'a>, status: StatusType<S>) -> Self {
        Self::new(core.client().clone(), Phase::Sending(Box::new(core)), status)
    }

    fn new(client: Arc<Core>, phase: Phase<'a, S>, status: StatusType<S>) -> Self {
        let (ready, policy) = (VecDeque::new(), ReadPolicy::default());
        Self { client, phase, ready, policy, page_size: None, status, mode: PhantomData }
    }

    /// Sets the time after which elements without a decision are pending. It begins when all elements are sent. The
    /// default is two hours.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.policy.deadline = deadline;
        self
    }

    /// Sets the time between the first two times that the list is read. The default is 10 seconds.
    pub fn poll_interval(mut self, interval: Duration) -> Self {
        self.policy.interval = interval;
        self
    }

    /// Sets the maximum time between two times that the list is read. The default is 10 minutes.
    pub fn max_interval(mut self, interval: Duration) -> Self {
        self.policy.max_interval = interval;
        self
    }

    /// Sets the number of statuses per page of the list.
    pub fn page_size(mut self, statuses: u32) -> Self {
        self.page_size = Some(statuses);
        self
    }
}

impl<S: Send + 'static> Settlements<'_, S> {
    /// Returns the next settlement, or `None` after the last one.
    pub async fn next(&mut self) -> Option<Result<Settlement<S>, Error>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }
}

impl<S: Send + 'static, M> Settlements<'_, S, M> {
    /// Starts to settle records of a ledger.
    fn settle(
        &mut self,
        spec: &'static SettleSpec,
        operation: &str,
        ledger: Ledger,
        file: Option<LedgerFile>,
        is_followed: fn(Option<u64>, &State) -> bool,
    ) {
        let mut unsettled = Vec::new();
        for (at, record) in ledger.records().iter().enumerate() {
            if !is_followed(record.index, &record.state) {
                continue;
            }
            let state = match (&record.decision, &record.state) {
                (Some(RecordedDecision::Processed(objects)), _) => processed(objects.clone(), None),
                (Some(RecordedDecision::Rejected(reasons)), _) => {
                    let error = reasons.to_error(ErrorKind::Rejected);
                    SettlementState::Rejected(error.with_operation(spec.list))
                }
                (None, State::Refused(reasons)) => {
                    SettlementState::Rejected(reasons.to_error(ErrorKind::Rejected))
                }
                (None, State::Accepted(RecordedReceipt { acceptance, objects, .. }))
                    if *acceptance == Acceptance::Immediate =>
                {
                    processed(objects.clone(), None)
                }
                (None, _) => {
                    unsettled.push(at);
                    continue;
                }
            };
            self.ready.push_back(Settlement::new(record.index, Some(&record.key), state));
        }
        let (now, started_at) = (self.client.clock.now(), self.client.seconds());
        let settler =
            Settler::new(spec, operation, &ledger, &unsettled, self.policy, now, started_at);
        self.phase =
            Phase::Settling(Box::new(Settling::new(spec, ledger, file, settler, self.status)));
    }

    /// Advances to the next phase; returns a settlement about an element that was not accepted.
    fn poll_phase(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Error>> {
        match &mut self.phase {
            Phase::Sending(core) => match ready!(core.poll(context)) {
                Some(Ok(outcome)) => self.ready.extend(settlement_of(outcome)),
                Some(Err(error)) => return Poll::Ready(Err(error)),
                None => {
                    let (ledger, file) =
                        (std::mem::take(&mut core.engine.ledger), core.file.take());
                    let spec = core.spec();
                    match spec.settle {
                        Some(settlements) => {
                            let operation = spec.operation.id;
                            self.settle(settlements, operation, ledger, file, is_followed_of_input);
                        }
                        None => self.phase = Phase::Ended,
                    }
                }
            },
            Phase::Closed(spec, path) => {
                let opening = ledger_file::open(std::mem::take(path), None);
                self.phase = Phase::Opening(spec, opening);
            }
            Phase::Opening(spec, opening) => {
                let spec = *spec;
                let (file, subject, ledger) = ready!(opening.as_mut().poll(context))?;
                check_subject(spec, &subject, &self.client)?;
                self.settle(spec, &subject.operation, ledger, Some(file), is_followed_of_ledger);
            }
            Phase::Settling(settling) => {
                let size = self.page_size;
                match ready!(settling.poll(context, &self.client, size)) {
                    Ok(Some(settlements)) => self.ready.extend(settlements),
                    Ok(None) => {
                        let left = settling.left();
                        self.ready.extend(left);
                        self.phase = Phase::Ended;
                    }
                    Err(error) => return Poll::Ready(Err(error)),
                }
            }
            Phase::Ended => {}
        }
        Poll::Ready(Ok(()))
    }
}

/// Returns `true` for an element of this run whose outcome is no settlement.
fn is_followed_of_input(index: Option<u64>, state: &State) -> bool {
    index.is_some() && matches!(state, State::Accepted(_) | State::Unknown)
}

/// Returns `true` for an element that was sent.
fn is_followed_of_ledger(_: Option<u64>, state: &State) -> bool {
    *state != State::Unsent
}

fn check_subject(spec: &SettleSpec, subject: &Subject, client: &Core) -> Result<(), Error> {
    let operation = &subject.operation;
    let known = spec.kinds.iter().any(|(known, _)| known == operation);
    let message = match (known, subject.is_of_account(&client.account)) {
        (true, true) => return Ok(()),
        (false, _) => {
            let known: Vec<&str> = spec.kinds.iter().map(|(known, _)| *known).collect();
            let known = known.join("` or `");
            format!("expected a ledger of `{known}`, found one of `{operation}`")
        }
        (true, false) => {
            format!("expected a ledger of this account, found one of `{operation}` of another")
        }
    };
    Err(Error::with_message(ErrorKind::Request, message).with_operation(spec.list))
}

/// Returns the settlement about an element that was not accepted; the others are followed.
fn settlement_of<S>(outcome: RawOutcome) -> Option<Settlement<S>> {
    let RawOutcome { index, key, state } = outcome;
    let state = match state {
        OutcomeState::Refused(error) => SettlementState::Rejected(error),
        OutcomeState::Unsent(error) => SettlementState::Unsent(error),
        OutcomeState::Accepted(_) | OutcomeState::Unknown(_) => return None,
    };
    Some(Settlement::new(Some(index), key.as_ref(), state))
}

fn processed<S>(objects: Vec<String>, status: Option<S>) -> SettlementState<S> {
    SettlementState::Processed { objects, status: status.map(Box::new) }
}

impl<S, M> Unpin for Settlements<'_, S, M> {}

impl<S: Send + 'static, M> Settlements<'_, S, M> {
    fn poll_settlement(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Settlement<S>, Error>>> {
        loop {
            if let Some(settlement) = self.ready.pop_front() {
                return Poll::Ready(Some(Ok(settlement)));
            }
            if matches!(self.phase, Phase::Ended) {
                return Poll::Ready(None);
            }
            if let Err(error) = ready!(self.poll_phase(context)) {
                self.phase = Phase::Ended;
                return Poll::Ready(Some(Err(error)));
            }
        }
    }
}

impl<S: Send + 'static> Stream for Settlements<'_, S> {
    type Item = Result<Settlement<S>, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_settlement(context)
    }
}

/// Blocks the thread.
#[cfg(feature = "blocking")]
impl<S: Send + 'static> Iterator for Settlements<'_, S, Blocking> {
    type Item = Result<Settlement<S>, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        complete(poll_fn(|context| self.poll_settlement(context)))
    }
}

impl<S, M> fmt::Debug for Settlements<'_, S, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Settlements")
    }
}
