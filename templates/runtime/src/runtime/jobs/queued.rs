//! Writes that the service queues.

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

use super::accepted::Accepted;
use super::pending::{PendingOperation, StatusType};
use super::wait::Wait;
use crate::runtime::api::PollSpec;
use crate::runtime::call::{Call, CallFuture, RawResponse};
use crate::runtime::codec::{DecodeStruct, EncodeStruct};
use crate::runtime::config::Core;
use crate::runtime::error::{Error, ErrorKind};
use crate::runtime::mode::Async;
#[cfg(feature = "blocking")]
use crate::runtime::mode::Blocking;
use crate::runtime::request::Request;
use crate::runtime::wire::{Json, Map};

/// A write that the service has accepted, and usually not processed yet.
///
/// The [`id`](Queued::id) can be stored to continue with the write later, in this process or another:
/// `queued_submission(id)` of `client.submissions()` returns the queued write by its id. A response without an id, such as a bare `OK`, accepts the write too; [`acceptance`](Queued::acceptance) returns which it was.
pub struct Queued<S, M = Async> {
    core: Arc<Core>,
    spec: &'static PollSpec,
    id: Option<String>,
    acceptance: Acceptance,
    members: Map<Json>,
    status: StatusType<S>,
    mode: PhantomData<M>,
}

/// How the service accepted a write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Acceptance {
    /// The write is queued under an id, and its outcome can be polled.
    Queued,
    /// The write was processed at once. The response has the resulting object, but no id to poll.
    Immediate,
    /// The write was accepted. The response has neither an id nor an object.
    Unspecified,
}

impl<M> Request<M> {
    /// Sends a write that the service queues.
    pub fn send_queued<S: EncodeStruct + DecodeStruct + Send + 'static>(
        self,
        spec: &'static PollSpec,
    ) -> CallFuture<Queued<S, M>>
    where
        M: Send + 'static,
    {
        let core = self.parts.core.clone();
        let mut request = self.into_mode::<Async>();
        request.parts.queue = Some(spec);
        request.send_mapped(move |response| {
            Ok(Queued::from_receipt(&core, spec, Receipt::from_response(spec, &response)?))
        })
    }
}

/// What the response that accepts a write contains.
#[derive(Clone)]
pub struct Receipt {
    pub(crate) id: Option<String>,
    pub(crate) acceptance: Acceptance,
    pub(crate) members: Map<Json>,
}

impl Receipt {
    /// Returns the receipt for a write that was queued under an id.
    pub(crate) fn with_id(id: Option<String>) -> Self {
        Self { id, acceptance: Acceptance::Queued, members: Map::new() }
    }

    /// Reads the response that accepts a write.
    pub(crate) fn from_response(spec: &PollSpec, response: &RawResponse) -> Result<Self, Error> {
        let accepted = Accepted::from_response(spec, response)?;
        let acceptance = match &accepted.id {
            Some(_) => Acceptance::Queued,
            None if accepted.has_any(spec.immediate) => Acceptance::Immediate,
            None => Acceptance::Unspecified,
        };
        let Accepted { id, members } = accepted;
        Ok(Self { id, acceptance, members })
    }
}

impl<S: EncodeStruct + DecodeStruct + Send + 'static, M: Send + 'static> Queued<S, M> {
    /// Returns the write that was queued under this id.
    pub(crate) fn new(core: &Arc<Core>, spec: &'static PollSpec, id: String) -> Self {
        Self::from_receipt(core, spec, Receipt::with_id(Some(id)))
    }

    /// Returns the write that was accepted with this response.
    pub(crate) fn from_receipt(
        core: &Arc<Core>,
        spec: &'static PollSpec,
        receipt: Receipt,
    ) -> Self {
        let Receipt { id, acceptance, members } = receipt;
        let status = StatusType::new();
        Self { core: core.clone(), spec, id, acceptance, members, status, mode: PhantomData }
    }
}

impl<S: Send + 'static, M: Send + 'static> Queued<S, M> {
    /// Returns the id of the queued write, or `None` if the response that accepted it contains none.
    pub fn id(&self) -> Option<&str> {
        self.id.as_deref()
    }

    /// Returns how the service accepted the write.
    pub fn acceptance(&self) -> Acceptance {
        self.acceptance
    }

    /// Returns the members of the response that accepted the write. The map is empty for a write that was looked
    /// up by its id.
    pub fn members(&self) -> &Map<Json> {
        &self.members
    }

    /// Returns the current status. A rejected write is not an error here. Without an [`id`](Self::id) the result is an
    /// error for which [`Error::is_outcome_unknown`] returns `true`.
    pub fn status(&self) -> Call<S, M> {
        match self.operation() {
            Some(operation) => Call(operation.status_request().into_mode(), self.status.send),
            None => Call(Request::new(&self.core, self.spec.operation), |request| {
                let error = without_id().with_operation(request.operation());
                CallFuture::failed(error)
            }),
        }
    }

    /// Waits until the write is processed. A rejected write is an error for which
    /// [`Error::is_rejected`] returns `true`, with the codes of the service. Without an [`id`](Self::id) the result is an
    /// error for which [`Error::is_outcome_unknown`] returns `true`: the write was accepted all the same.
    pub fn wait(&self) -> Wait<S, M> {
        let operation = self.operation();
        let operation = operation.ok_or_else(|| without_id().with_operation(self.spec.operation));
        let decode = self.status.decode;
        Wait::new(operation, self.status.empty, move |response, _| decode(response))
    }

    /// Returns how a status is created and decoded.
    pub(crate) fn status_type(&self) -> StatusType<S> {
        self.status
    }

    fn operation(&self) -> Option<PendingOperation> {
        let (core, spec) = (self.core.clone(), self.spec);
        self.id.clone().map(|id| PendingOperation { core, spec, id })
    }
}

#[cfg(feature = "blocking")]
impl<S> From<Queued<S>> for Queued<S, Blocking> {
    fn from(queued: Queued<S>) -> Self {
        let Queued { core, spec, id, acceptance, members, status, mode: _ } = queued;
        Self { core, spec, id, acceptance, members, status, mode: PhantomData }
    }
}

/// Creates the error for a write whose outcome cannot be polled.
fn without_id() -> Error {
    let message = "the write was accepted, but the response contains no id to poll";
    Error::with_message(ErrorKind::OutcomeUnknown, message)
}

impl<S, M> Clone for Queued<S, M> {
    fn clone(&self) -> Self {
        let Self { core, spec, id, acceptance, members, status, mode } = self;
        Self {
            core: core.clone(),
            spec,
            id: id.clone(),
            acceptance: *acceptance,
            members: members.clone(),
            status: *status,
            mode: *mode,
        }
    }
}

impl<S, M> fmt::Debug for Queued<S, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Queued")
            .field("id", &self.id)
            .field("acceptance", &self.acceptance)
            .finish_non_exhaustive()
    }
}
