//! The state machine of waiting for an operation. It has no I/O and no clock: a driver executes its actions.

use std::time::{Duration, Instant, SystemTime};

use http::StatusCode;

use super::poll::{PollAction, PollPolicy, Poller};
use super::status::{Progress, Status, classify_status, progress, texts};
use crate::runtime::api::PollSpec;
use crate::runtime::call::{PollOutcome, RawResponse, decode_struct_response, failures};
use crate::runtime::error::{Error, ErrorKind, FieldError, Secrets, body_excerpt};

/// The next action of a driver.
pub(crate) enum WatchAction {
    /// Request the status, then report the response with [`Watcher::polled`].
    Poll,
    /// Wait, then ask for the next action.
    Sleep(Duration),
    /// Waiting has ended, with the last response or an error.
    Done(Result<Box<RawResponse>, Error>),
}

/// The state of waiting for an operation.
///
/// A poll without a response, or with a temporary error, does not end it.
pub(crate) struct Watcher {
    spec: &'static PollSpec,
    empty: fn() -> Box<dyn Status>,
    /// The credentials, which are removed from the state in an error.
    secrets: Secrets,
    poller: Poller,
    seen: Progress,
    /// The reasons of a failure that the last status names.
    reasons: Vec<FieldError>,
    /// The temporary error of the last poll.
    failure: Option<Error>,
    outcome: Option<Result<Box<RawResponse>, Error>>,
}

impl Watcher {
    /// Starts waiting at this time.
    pub(crate) fn new(
        spec: &'static PollSpec,
        empty: fn() -> Box<dyn Status>,
        secrets: Secrets,
        policy: PollPolicy,
        now: Instant,
    ) -> Self {
        let poller = Poller::new(policy, now);
        let seen = Progress::default();
        let (reasons, failure, outcome) = (Vec::new(), None, None);
        Self { spec, empty, secrets, poller, seen, reasons, failure, outcome }
    }

    /// Returns the next action. After the end of waiting, it continues with the next interval.
    pub(crate) fn next_action(&mut self, now: Instant) -> WatchAction {
        if let Some(outcome) = self.outcome.take() {
            return WatchAction::Done(outcome);
        }
        match self.poller.next_action(now) {
            PollAction::Poll => WatchAction::Poll,
            PollAction::Sleep(duration) => WatchAction::Sleep(duration),
            PollAction::Expire => WatchAction::Done(Err(self.deadline_exceeded())),
        }
    }

    /// Handles the response of a poll, and returns the progress that it reports.
    pub(crate) fn polled(
        &mut self,
        polled: Result<RawResponse, Error>,
        now: SystemTime,
    ) -> &Progress {
        self.seen.polls += 1;
        let classified = match polled {
            Ok(response) => self.classify(response),
            Err(error) => Err(error),
        };
        match classified {
            Ok(None) => self.failure = None,
            Ok(Some(response)) => self.outcome = Some(Ok(Box::new(response))),
            Err(error) if is_temporary(&error) => {
                self.poller.delay(error.requested_delay(now).unwrap_or_default());
                self.failure = Some(error);
            }
            Err(mut error) => {
                // the poll was refused, and not the operation
                if error.0.kind == ErrorKind::RejectedBody {
                    error.0.kind = ErrorKind::OutcomeUnknown;
                }
                self.outcome = Some(Err(error.with_polls(self.seen.polls)));
            }
        }
        &self.seen
    }

    /// Returns the response if the operation is complete.
    fn classify(&mut self, response: RawResponse) -> Result<Option<RawResponse>, Error> {
        let mut status = (self.empty)();
        decode_struct_response(&response, &mut *status)?;
        self.seen = progress(&*status, self.spec, self.seen.polls);
        self.reasons = failures(self.spec, &|name| texts(&*status, name));
        match classify_status(&*status, self.spec) {
            PollOutcome::Done => Ok(Some(response)),
            PollOutcome::Failed(error) => Err(self.failed(error, &response)),
            PollOutcome::Pending => Ok(None),
        }
    }

    fn failed(&self, error: Error, response: &RawResponse) -> Error {
        let error = error.with_response(&response.head);
        let mut error = error.with_operation(self.spec.operation);
        error.0.excerpt = body_excerpt(response.body(), &response.head.secrets);
        error
    }

    fn deadline_exceeded(&mut self) -> Error {
        let failure = self.failure.take();
        let state = self.seen.state.as_deref().unwrap_or("unknown");
        let reasons = self.seen.message.iter();
        let reasons =
            reasons.chain(self.reasons.iter().filter_map(|reason| reason.message.as_ref()));
        let reasons: String = reasons.map(|reason| format!(": {reason}")).collect();
        let mut message = format!("deadline exceeded; the last state is {state}{reasons}");
        if let Some(failure) = &failure {
            message.push_str(&format!("; the last poll failed: {}", failure.summary()));
        }
        let error = Error::with_message(ErrorKind::Timeout, message).with_polls(self.seen.polls);
        let mut error = error.with_operation(self.spec.operation);
        error.0.field_errors = std::mem::take(&mut self.reasons);
        error.redact(&self.secrets);
        match failure {
            Some(failure) => error.with_source(failure),
            None => error,
        }
    }
}

/// Returns `true` for a poll that failed although the next one may succeed. The object with the status may be created
/// later than the response that names it.
fn is_temporary(error: &Error) -> bool {
    error.is_temporary() || error.status() == Some(StatusCode::NOT_FOUND)
}
