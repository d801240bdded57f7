//! A bulk write as a stream of outcomes.

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
use super::element::{Elements, Prepared};
use super::outcome::{Outcome, OutcomeState, RawOutcome};
use super::settlements::Settlements;
use super::spec::BulkSpec;
#[cfg(feature = "blocking")]
use crate::runtime::call::complete;
use crate::runtime::codec::{DecodeStruct, Encode, EncodeStruct};
use crate::runtime::config::Core;
use crate::runtime::error::Error;
use crate::runtime::jobs::{Queued, Receipt};
use crate::runtime::mode::Async;
#[cfg(feature = "blocking")]
use crate::runtime::mode::Blocking;
use crate::runtime::request::{BodyValue, Request};
use crate::runtime::retry::RetryPolicy;

/// Writes many elements, and returns one [`Outcome`] for each, in the order of the input.
///
/// It is a [`Stream`], and has its own [`next`](Self::next). Nothing is sent before it is polled, and dropping it cancels
/// the requests in flight. At most [`concurrency`](Self::concurrency) requests are in flight, and at most four times as
/// many are taken from the input whose outcomes are not returned yet. That of a blocking client is an iterator, which
/// sends one request after the other.
///
/// No element is sent twice: a call is repeated only as the retry safety of the operation permits, and the second of two
/// elements with the same key is refused by the client. An element that the service may have received is reported as
/// [unknown](OutcomeState::Unknown) and not sent again. The keys of all elements are kept in memory for this.
///
/// With a [`ledger`](Self::ledger), another run continues where this one ended. [`settle`](Self::settle)
/// returns what the service decided about each element, where it decides later.
///
/// An error of the stream is one of the ledger. It ends the stream. If elements without an outcome may have been sent,
/// [`may_have_been_sent`](Error::may_have_been_sent) is `true`, and another run with the ledger returns their outcomes.
#[must_use = "streams do nothing unless polled"]
pub struct BulkWrite<'a, T, M = Async> {
    core: BulkCore<'a>,
    accept: fn(&Arc<Core>, &'static BulkSpec, Receipt) -> T,
    mode: PhantomData<M>,
}

/// What a bulk write returns for an element that the service accepted.
pub trait Accepted: Sized {
    /// Creates it from the response.
    fn from_receipt(core: &Arc<Core>, spec: &'static BulkSpec, receipt: Receipt) -> Self;
}

/// The write is queued.
impl<S, M> Accepted for Queued<S, M>
where
    S: EncodeStruct + DecodeStruct + Send + 'static,
    M: Send + 'static,
{
    fn from_receipt(core: &Arc<Core>, spec: &'static BulkSpec, receipt: Receipt) -> Self {
        Queued::from_receipt(core, spec.poll, receipt)
    }
}

/// The write was processed when the service responded.
impl Accepted for () {
    fn from_receipt(_: &Arc<Core>, _: &'static BulkSpec, _: Receipt) -> Self {}
}

impl<M> Request<M> {
    /// Writes many elements, each by a request that a function creates from the common one.
    pub fn bulk<'a, E: 'a, T: Accepted>(
        self,
        spec: &'static BulkSpec,
        elements: impl Elements<'a, E>,
        set: fn(&Request, E) -> Request,
    ) -> BulkWrite<'a, T, M> {
        let base = self.clone().into_mode();
        let prepare = move |element| Prepared::Request(set(&base, element).parts);
        BulkWrite::new(self, spec, Box::pin(Mapped(elements.into_elements(), prepare)))
    }

    /// Writes many elements by requests whose bodies are lists.
    pub fn bulk_list<'a, E: Encode + 'a, T: Accepted>(
        self,
        spec: &'static BulkSpec,
        elements: impl Elements<'a, E>,
    ) -> BulkWrite<'a, T, M> {
        let prepare = |element: E| Prepared::Part(BodyValue::new(element.as_value()));
        BulkWrite::new(self, spec, Box::pin(Mapped(elements.into_elements(), prepare)))
    }
}

/// A stream whose elements are mapped by a function.
struct Mapped<'a, E, F>(Pin<Box<dyn Stream<Item = E> + Send + 'a>>, F);

impl<E, F> Unpin for Mapped<'_, E, F> {}

impl<E, F: FnMut(E) -> Prepared> Stream for Mapped<'_, E, F> {
    type Item = Prepared;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Prepared>> {
        let element = ready!(self.0.as_mut().poll_next(context));
        Poll::Ready(element.map(|element| (self.1)(element)))
    }
}

impl<'a, T: Accepted, M> BulkWrite<'a, T, M> {
    fn new(
        base: Request<M>,
        spec: &'static BulkSpec,
        elements: Pin<Box<dyn Stream<Item = Prepared> + Send + 'a>>,
    ) -> Self {
        let core = BulkCore::new(base.parts, spec, elements);
        Self { core, accept: T::from_receipt, mode: PhantomData }
    }
}

impl<'a, T, M> BulkWrite<'a, T, M> {
    /// Keeps the ledger in a file, which is created if it does not exist.
    ///
    /// Before an element is sent, its key is on disk, and before its outcome is returned, the outcome is. A run with the
    /// file of an earlier one, and with the same input or a longer one, does not send again what was accepted or refused,
    /// and returns the recorded outcomes. An element that was sent without an outcome is
    /// [unknown](OutcomeState::Unknown).
    ///
    /// The file is used by one process at a time. It contains keys, ids, status codes and error codes, and neither other
    /// data of the elements nor credentials.
    ///
    /// # Errors
    ///
    /// The first item of the stream is an error if the file cannot be used: it is not a ledger, it belongs to another
    /// operation, account or object, or another process uses it. A file that cannot be written ends the stream.
    pub fn ledger(mut self, path: impl Into<PathBuf>) -> Self {
        self.core.path = Some(path.into());
        self
    }

    /// Sends the elements again that are [not found](super::SettlementState::NotFound) by their last settlement in the
    /// ledger. Without it, they are [unknown](OutcomeState::Unknown).
    ///
    /// An element that the service lists later than that is sent twice.
    pub fn resend_not_found(mut self) -> Self {
        self.core.engine.resends_missing = true;
        self
    }

    /// Sets the timeout of an attempt, instead of the one of the client.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.core.base.options.timeout = Some(timeout);
        self
    }

    /// Sets the timeout of a call as a whole. By default it has none: calls wait until the quota permits them.
    pub fn operation_timeout(mut self, timeout: Duration) -> Self {
        self.core.base.options.operation_timeout = Some(timeout);
        self
    }

    /// Sets when failed attempts are repeated, instead of the policy of the client.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.core.base.options.retry = Some(policy);
        self
    }

    /// Sends elements even if they lack a required member or violate a constraint.
    pub fn skip_validation(mut self) -> Self {
        self.core.base.options.skip_validation = true;
        self
    }
}

impl<T> BulkWrite<'_, T> {
    /// Sets the maximum number of requests in flight. The default is 8; 0 counts as 1.
    pub fn concurrency(mut self, requests: usize) -> Self {
        self.core.engine.set_concurrency(requests);
        self
    }

    /// Returns the next outcome, or `None` at the end of the input.
    pub async fn next(&mut self) -> Option<Result<Outcome<T>, Error>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }
}

impl<T, M> Unpin for BulkWrite<'_, T, M> {}

impl<T, M> BulkWrite<'_, T, M> {
    fn poll_outcome(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Outcome<T>, Error>>> {
        let outcome = match ready!(self.core.poll(context)) {
            Some(Ok(outcome)) => outcome,
            Some(Err(error)) => return Poll::Ready(Some(Err(error))),
            None => return Poll::Ready(None),
        };
        let RawOutcome { index, key, state } = outcome;
        let core = &self.core;
        let accept = |receipt| (self.accept)(&core.base.core, core.spec(), receipt);
        let state = match state {
            OutcomeState::Accepted(receipt) => OutcomeState::Accepted(accept(receipt)),
            OutcomeState::Refused(error) => OutcomeState::Refused(error),
            OutcomeState::Unsent(error) => OutcomeState::Unsent(error),
            OutcomeState::Unknown(error) => OutcomeState::Unknown(error),
        };
        let (key, key_members) = key.map(|key| (key.value(), key.members())).unwrap_or_default();
        Poll::Ready(Some(Ok(Outcome { index, key, key_members, state })))
    }
}

impl<T> Stream for BulkWrite<'_, T> {
    type Item = Result<Outcome<T>, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_outcome(context)
    }
}

/// Sends one request after the other, and blocks the thread.
#[cfg(feature = "blocking")]
impl<T> Iterator for BulkWrite<'_, T, Blocking> {
    type Item = Result<Outcome<T>, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        complete(poll_fn(|context| self.poll_outcome(context)))
    }
}

impl<'a, S: Send + 'static, M: Send + 'static> BulkWrite<'a, Queued<S, M>, M> {
    /// Returns what the service decided about each element.
    ///
    /// The elements whose outcomes were not returned yet are sent first.
    pub fn settle(self) -> Settlements<'a, S, M> {
        let queued = (self.accept)(self.core.client(), self.core.spec(), Receipt::with_id(None));
        Settlements::of_write(self.core, queued.status_type())
    }
}

impl<T, M> fmt::Debug for BulkWrite<'_, T, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BulkWrite")
            .field("operation", &self.core.spec().operation.id)
            .finish_non_exhaustive()
    }
}
