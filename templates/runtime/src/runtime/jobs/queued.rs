//! Writes that the service queues.

use std::fmt;
use std::sync::Arc;

use super::pending::{PendingOperation, StatusType};
use super::wait::Wait;
use crate::runtime::api::PollSpec;
use crate::runtime::call::{Call, CallFuture};
use crate::runtime::codec::{DecodeStruct, EncodeStruct};
use crate::runtime::config::Core;
use crate::runtime::request::Request;
use crate::runtime::wire::{Json, Map};

/// A write that the service has accepted and not processed yet.
///
/// The [`id`](Queued::id) can be stored to continue with the write later, in this process or another.
pub struct Queued<S> {
    operation: PendingOperation,
    members: Map<Json>,
    status: StatusType<S>,
}

impl Request {
    /// Sends a write that the service queues.
    pub fn send_queued<S: EncodeStruct + DecodeStruct + Send + 'static>(
        self,
        spec: &'static PollSpec,
    ) -> CallFuture<Queued<S>> {
        let core = self.parts.core.clone();
        self.send_mapped(move |response| {
            let (operation, members) = PendingOperation::from_response(core, spec, &response)?;
            Ok(Queued { operation, members, status: StatusType::new() })
        })
    }
}

impl<S: EncodeStruct + DecodeStruct + Send + 'static> Queued<S> {
    /// Returns the write that was queued under this id.
    pub(crate) fn new(core: &Arc<Core>, spec: &'static PollSpec, id: String) -> Self {
        let operation = PendingOperation { core: core.clone(), spec, id };
        Self { operation, members: Map::new(), status: StatusType::new() }
    }
}

impl<S: Send + 'static> Queued<S> {
    /// Returns the id of the queued write.
    pub fn id(&self) -> &str {
        &self.operation.id
    }

    /// Returns the members of the response that accepted the write. The map is empty for a write that was looked
    /// up by its id.
    pub fn members(&self) -> &Map<Json> {
        &self.members
    }

    /// Returns the current status. A rejected write is not an error here.
    pub fn status(&self) -> Call<S> {
        Call(self.operation.status_request(), self.status.send)
    }

    /// Waits until the write is processed. A rejected write is an error for which
    /// [`Error::is_rejected`](crate::runtime::error::Error::is_rejected) returns `true`, with the codes of the
    /// service.
    pub fn wait(&self) -> Wait<S> {
        let decode = self.status.decode;
        Wait::new(self.operation.clone(), self.status.empty, decode)
    }
}

impl<S> Clone for Queued<S> {
    fn clone(&self) -> Self {
        let (operation, members) = (self.operation.clone(), self.members.clone());
        Self { operation, members, status: self.status }
    }
}

impl<S> fmt::Debug for Queued<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Queued").field("id", &self.operation.id).finish_non_exhaustive()
    }
}
