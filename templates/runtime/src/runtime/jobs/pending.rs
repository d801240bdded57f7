//! An operation that the service has accepted and not completed, and polling for its outcome.

use std::sync::Arc;

use http::StatusCode;

use super::poll::{PollAction, PollPolicy, Poller};
use super::status::{PollOutcome, Progress, classify_status, progress};
use crate::runtime::api::{Operation, PollSpec};
use crate::runtime::call::{CallFuture, FromResponse, RawResponse, decode_struct_response, drive};
use crate::runtime::codec::{DecodeStruct, EncodeStruct};
use crate::runtime::config::Core;
use crate::runtime::download::{Download, file_of_job};
use crate::runtime::error::{Error, ErrorKind, body_excerpt};
use crate::runtime::request::Request;

/// An operation that the service has accepted and not completed.
#[derive(Clone)]
pub(crate) struct PendingOperation {
    pub(crate) core: Arc<Core>,
    pub(crate) spec: &'static PollSpec,
    pub(crate) id: String,
}

/// Called after each poll.
pub(crate) type OnProgress = Box<dyn FnMut(&Progress) + Send>;

/// A status that a poll decodes.
pub(crate) trait Status: EncodeStruct + DecodeStruct {}

impl<S: EncodeStruct + DecodeStruct> Status for S {}

/// How a status of type `S` is created and decoded.
pub(crate) struct StatusType<S> {
    pub(crate) empty: fn() -> Box<dyn Status>,
    pub(crate) decode: fn(RawResponse) -> Result<S, Error>,
    pub(crate) send: fn(Request) -> CallFuture<S>,
    pub(crate) download: fn(Request) -> CallFuture<Download>,
}

impl<S> Clone for StatusType<S> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<S> Copy for StatusType<S> {}

impl<S: EncodeStruct + DecodeStruct + Send + 'static> StatusType<S> {
    pub(crate) fn new() -> Self {
        Self {
            empty: || Box::new(S::empty()),
            decode: S::from_response,
            send: |request| request.send(),
            download: |request| request.send_streamed(file_of_job::<S>),
        }
    }
}

/// How polling is done.
pub(crate) struct Polling {
    pub(crate) policy: PollPolicy,
    pub(crate) on_progress: Option<OnProgress>,
    pub(crate) empty: fn() -> Box<dyn Status>,
}

impl PendingOperation {
    /// Returns the request for the status.
    pub(crate) fn status_request(&self) -> Request {
        let mut request = self.request(self.spec.operation);
        request.parts.returns_state = true;
        request
    }

    /// Returns a request of another operation with the same id.
    pub(crate) fn request(&self, operation: &'static Operation) -> Request {
        Request::new(&self.core, operation).path::<&str>(self.spec.parameter, self.id.as_str())
    }

    /// Polls until the operation completes; returns the last response.
    ///
    /// A poll without a response, or with a temporary error, does not end it.
    pub(crate) async fn wait(self, mut polling: Polling) -> Result<RawResponse, Error> {
        let clock = self.core.clock.clone();
        let mut poller = Poller::new(polling.policy, clock.now());
        let mut seen = Progress::default();
        let mut failure = None;
        loop {
            match poller.next_action(clock.now()) {
                PollAction::Poll => {
                    seen.polls += 1;
                    let polled = self.poll(polling.empty, &mut seen).await;
                    if let Some(on_progress) = &mut polling.on_progress {
                        on_progress(&seen);
                    }
                    match polled {
                        Ok(Some(response)) => return Ok(response),
                        Ok(None) => failure = None,
                        Err(error) if is_temporary(&error) => {
                            let delay = error.requested_delay(clock.system_time());
                            poller.delay(delay.unwrap_or_default());
                            failure = Some(error);
                        }
                        Err(error) => return Err(error.with_polls(seen.polls)),
                    }
                }
                PollAction::Sleep(duration) => clock.sleep(duration).await,
                PollAction::Expire => return Err(self.deadline_exceeded(&seen, failure)),
            }
        }
    }

    /// Polls once; returns the response if the operation is complete.
    async fn poll(
        &self,
        empty: fn() -> Box<dyn Status>,
        seen: &mut Progress,
    ) -> Result<Option<RawResponse>, Error> {
        let response = drive(self.status_request(), false).await?;
        let mut status = empty();
        decode_struct_response(&response, &mut *status)?;
        *seen = progress(&*status, self.spec, seen.polls);
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

    fn deadline_exceeded(&self, seen: &Progress, failure: Option<Error>) -> Error {
        let state = seen.state.as_deref().unwrap_or("unknown");
        let mut message = format!("deadline exceeded; the last state is {state}");
        if let Some(failure) = &failure {
            message.push_str(&format!("; the last poll failed: {}", failure.summary()));
        }
        let error = Error::with_message(ErrorKind::Timeout, message).with_polls(seen.polls);
        let mut error = error.with_operation(self.spec.operation);
        error.redact(&self.core.secrets);
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
