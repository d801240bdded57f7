//! An operation that the service has accepted and not completed, and polling for its outcome.

use std::sync::Arc;

use super::poll::{PollAction, PollPolicy, Poller};
use super::status::{PollOutcome, Progress, classify_status, progress};
use crate::runtime::api::{Operation, PollSpec};
use crate::runtime::call::{CallFuture, FromResponse, RawResponse, decode_struct_response, drive};
use crate::runtime::codec::{DecodeStruct, EncodeStruct, ValueRef, decode_envelope};
use crate::runtime::config::Core;
use crate::runtime::error::{Error, ErrorKind, body_excerpt};
use crate::runtime::http::url;
use crate::runtime::request::Request;
use crate::runtime::wire::{Json, Map};

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
        }
    }
}

impl PendingOperation {
    /// Extracts the id from the initial response and returns it with the members of the response.
    pub(crate) fn from_response(
        core: Arc<Core>,
        spec: &'static PollSpec,
        response: &RawResponse,
    ) -> Result<(Self, Map<Json>), Error> {
        let mut items: Vec<Json> = Vec::new();
        let context = &mut response.decode_context();
        let members = decode_envelope(response.body(), &[], &mut items, context)
            .map_err(|error| response.decode_error(error))?
            .members;
        let id = spec
            .id
            .iter()
            .find_map(|name| url::last_segment(&ValueRef::Json(members.get(name)?).scalar()?));
        match id {
            Some(id) => Ok((Self { core, spec, id }, members)),
            None => Err(response.error(ErrorKind::Decode, "the response contains no id to poll")),
        }
    }

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
    pub(crate) async fn wait(
        self,
        policy: PollPolicy,
        mut on_progress: Option<OnProgress>,
        empty: fn() -> Box<dyn Status>,
    ) -> Result<RawResponse, Error> {
        let clock = self.core.clock.clone();
        let mut poller = Poller::new(policy, clock.now());
        let mut seen = Progress::default();
        loop {
            match poller.next_action(clock.now()) {
                PollAction::Poll => {
                    let response = drive(self.status_request(), false).await?;
                    let outcome = self.outcome(&response, empty, &mut seen)?;
                    if let Some(on_progress) = &mut on_progress {
                        on_progress(&seen);
                    }
                    match outcome {
                        PollOutcome::Done => return Ok(response),
                        PollOutcome::Failed(error) => return Err(self.failed(error, &response)),
                        PollOutcome::Pending => {}
                    }
                }
                PollAction::Sleep(duration) => clock.sleep(duration).await,
                PollAction::Expire => return Err(self.deadline_exceeded(&seen)),
            }
        }
    }

    fn outcome(
        &self,
        response: &RawResponse,
        empty: fn() -> Box<dyn Status>,
        seen: &mut Progress,
    ) -> Result<PollOutcome, Error> {
        let mut status = empty();
        decode_struct_response(response, &mut *status)?;
        *seen = progress(&*status, self.spec, seen.attempts + 1);
        Ok(classify_status(&*status, self.spec))
    }

    fn failed(&self, error: Error, response: &RawResponse) -> Error {
        let error = error.with_response(&response.head);
        let mut error = error.with_operation(self.spec.operation);
        error.0.excerpt = body_excerpt(response.body());
        error
    }

    fn deadline_exceeded(&self, seen: &Progress) -> Error {
        let state = seen.state.as_deref().unwrap_or("unknown");
        let message = format!("deadline exceeded; the last state is {state}");
        let error = Error::with_message(ErrorKind::Timeout, message);
        let mut error = error.with_operation(self.spec.operation);
        error.0.attempts = seen.attempts;
        error
    }
}
