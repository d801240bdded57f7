//! Waiting for the outcome of a job or a queued write.

use std::fmt;
use std::future::IntoFuture;
use std::marker::PhantomData;
use std::time::Duration;

use super::pending::{OnProgress, PendingOperation, Watch};
use super::poll::PollPolicy;
use super::progress_stream::ProgressStream;
use super::status::{Progress, Status};
#[cfg(feature = "blocking")]
use crate::runtime::call::complete;
use crate::runtime::call::{CallFuture, RawResponse, ResponseMapper};
use crate::runtime::error::Error;
use crate::runtime::mode::Async;
#[cfg(feature = "blocking")]
use crate::runtime::mode::Blocking;

/// Waits for the outcome of a job or a queued write when it is awaited.
///
/// The status is polled every 2 seconds at first. The interval grows by a factor of 1.5 up to 30 seconds. Waiting
/// ends with an error after two hours.
///
/// A poll that fails with 404, 429 or a status of the server, a timeout or a closed connection does not end waiting. The
/// next poll is not sent before the time that the service asks to wait. The last poll, at the deadline, may be earlier.
///
/// The status may be in JSON or XML, and in other objects. The letter case of its names and of the state is ignored. A
/// state that is not described is not final.
///
/// Dropping the future ends waiting on this side only. The service continues: it has no operation that cancels a job or
/// a queued write.
#[must_use = "nothing is polled until it is awaited"]
pub struct Wait<T, M = Async> {
    /// The operation, or the reason why it cannot be polled.
    operation: Result<PendingOperation, Error>,
    policy: PollPolicy,
    on_progress: Option<OnProgress>,
    empty: fn() -> Box<dyn Status>,
    mapper: OutcomeMapper<T>,
    mode: PhantomData<M>,
}

/// Maps the last response to the result of waiting, with the policy that was used.
pub(crate) type OutcomeMapper<T> =
    Box<dyn FnOnce(RawResponse, PollPolicy) -> Result<T, Error> + Send>;

impl<T, M> Wait<T, M> {
    pub(crate) fn new(
        operation: Result<PendingOperation, Error>,
        empty: fn() -> Box<dyn Status>,
        mapper: impl FnOnce(RawResponse, PollPolicy) -> Result<T, Error> + Send + 'static,
    ) -> Self {
        let policy = PollPolicy::default();
        Self {
            operation,
            policy,
            on_progress: None,
            empty,
            mapper: Box::new(mapper),
            mode: PhantomData,
        }
    }

    /// Sets the time between the first two polls. The default is 2 seconds.
    pub fn poll_interval(mut self, interval: Duration) -> Self {
        self.policy.poll_interval = interval;
        self
    }

    /// Sets the maximum time between two polls. The default is 30 seconds.
    pub fn max_interval(mut self, interval: Duration) -> Self {
        self.policy.max_interval = interval;
        self
    }

    /// Sets the factor by which the interval grows. The default is 1.5. A factor below 1, or one that is not a number,
    /// counts as 1.
    pub fn multiplier(mut self, factor: f64) -> Self {
        self.policy.multiplier = factor;
        self
    }

    /// Sets the time after which waiting ends with a [timeout](Error::is_timeout). The default is two hours.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.policy.deadline = deadline;
        self
    }

    /// Sets a function that is called after each poll.
    pub fn on_progress(mut self, function: impl FnMut(&Progress) + Send + 'static) -> Self {
        self.on_progress = Some(Box::new(function));
        self
    }
}

impl<T: 'static> Wait<T> {
    /// Returns the progress after each poll as a stream, which has the same intervals and the same deadline.
    pub fn progress(self) -> ProgressStream<T> {
        let Self { operation, policy, on_progress, empty, mapper, .. } = self;
        let watch = operation.map(|operation| Watch::new(operation, policy, on_progress, empty));
        ProgressStream::new(watch, Box::new(move |response| mapper(response, policy)))
    }
}

impl<T: Send + 'static> IntoFuture for Wait<T> {
    type Output = Result<T, Error>;
    type IntoFuture = CallFuture<T>;

    fn into_future(self) -> CallFuture<T> {
        let Self { operation, policy, on_progress, empty, mapper, .. } = self;
        match operation {
            Ok(operation) => {
                let mut watch = Watch::new(operation, policy, on_progress, empty);
                let response = Box::pin(async move { watch.outcome().await });
                let mapper = move |response| mapper(response, policy);
                CallFuture::new(response, ResponseMapper::Closure(Box::new(mapper)))
            }
            Err(error) => CallFuture::failed(error),
        }
    }
}

#[cfg(feature = "blocking")]
impl<T: Send + 'static> Wait<T, Blocking> {
    /// Waits and returns the outcome. Blocks the thread.
    pub fn send(self) -> Result<T, Error> {
        let Self { operation, policy, on_progress, empty, mapper, mode: _ } = self;
        let wait: Wait<T> =
            Wait { operation, policy, on_progress, empty, mapper, mode: PhantomData };
        complete(wait.into_future())
    }
}

impl<T, M> fmt::Debug for Wait<T, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Wait")
            .field("id", &self.operation.as_ref().ok().map(|operation| &operation.id))
            .field("policy", &self.policy)
            .finish_non_exhaustive()
    }
}
