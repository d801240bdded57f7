//! An operation that the service has accepted and not completed, and waiting for its outcome.

use std::sync::Arc;

use super::poll::PollPolicy;
use super::status::{Progress, Status};
use super::watcher::{WatchAction, Watcher};
use crate::runtime::api::{Operation, PollSpec};
use crate::runtime::call::{CallFuture, FromResponse, RawResponse, Response, drive};
use crate::runtime::codec::{DecodeStruct, EncodeStruct};
use crate::runtime::config::Core;
use crate::runtime::download::Download;
use crate::runtime::error::Error;
use crate::runtime::paging::Page;
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

/// How a status of type `S` is created and decoded.
pub(crate) struct StatusType<S> {
    pub(crate) empty: fn() -> Box<dyn Status>,
    pub(crate) decode: fn(RawResponse) -> Result<S, Error>,
    pub(crate) send: fn(Request) -> CallFuture<S>,
    pub(crate) download: fn(Request) -> CallFuture<Download>,
    /// Reads a page of a list of statuses.
    pub(crate) page: fn(Request) -> CallFuture<Response<Page<S>>>,
    pub(crate) members: fn(&S) -> &dyn EncodeStruct,
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
            download: |request| request.send_file(|| Box::new(S::empty())),
            page: |request| request.send::<Page<S>>().with_response(),
            members: |status| status,
        }
    }
}

impl PendingOperation {
    /// Returns the request for the status.
    pub(crate) fn status_request(&self) -> Request {
        let mut request = self.request(self.spec.operation);
        request.parts.poll = Some(self.spec);
        request
    }

    /// Returns a request of another operation with the same id.
    pub(crate) fn request(&self, operation: &'static Operation) -> Request {
        Request::new(&self.core, operation).path::<&str>(self.spec.parameter, self.id.as_str())
    }
}

/// Waiting for an operation, driven asynchronously.
pub(crate) struct Watch {
    operation: PendingOperation,
    policy: PollPolicy,
    on_progress: Option<OnProgress>,
    empty: fn() -> Box<dyn Status>,
    /// `None` until the first poll, from which the deadline is counted.
    watcher: Option<Watcher>,
}

/// What happened while an operation was waited for.
pub(crate) enum WatchEvent {
    /// The status was polled.
    Polled(Progress),
    /// Waiting has ended.
    Done(Result<Box<RawResponse>, Error>),
}

impl Watch {
    pub(crate) fn new(
        operation: PendingOperation,
        policy: PollPolicy,
        on_progress: Option<OnProgress>,
        empty: fn() -> Box<dyn Status>,
    ) -> Self {
        Self { operation, policy, on_progress, empty, watcher: None }
    }

    /// Waits until the status was polled, or until waiting has ended.
    pub(crate) async fn next_event(&mut self) -> WatchEvent {
        let clock = self.operation.core.clock.clone();
        let (spec, empty, policy) = (self.operation.spec, self.empty, self.policy);
        let secrets = &self.operation.core.secrets;
        let watcher = self
            .watcher
            .get_or_insert_with(|| Watcher::new(spec, empty, secrets.clone(), policy, clock.now()));
        loop {
            match watcher.next_action(clock.now()) {
                WatchAction::Poll => {
                    let polled = drive(self.operation.status_request(), false).await;
                    let seen = watcher.polled(polled, clock.system_time());
                    if let Some(on_progress) = &mut self.on_progress {
                        on_progress(seen);
                    }
                    return WatchEvent::Polled(seen.clone());
                }
                WatchAction::Sleep(duration) => clock.sleep(duration).await,
                WatchAction::Done(result) => return WatchEvent::Done(result),
            }
        }
    }

    /// Polls until the operation completes; returns the last response.
    pub(crate) async fn outcome(&mut self) -> Result<RawResponse, Error> {
        loop {
            if let WatchEvent::Done(result) = self.next_event().await {
                return result.map(|response| *response);
            }
        }
    }
}
