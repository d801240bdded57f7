//! Jobs: started by one call, polled by others, downloaded by the last one.

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

use serde_core::de::DeserializeOwned;

use super::fresh::{job_id, replay_request};
use super::pending::{PendingOperation, StatusType};
use super::poll::PollPolicy;
use super::transfer::Transfer;
use super::wait::Wait;
use crate::runtime::api::JobSpec;
#[cfg(feature = "blocking")]
use crate::runtime::call::complete;
use crate::runtime::call::{Call, CallFuture};
use crate::runtime::codec::{DecodeStruct, EncodeStruct};
use crate::runtime::config::Core;
use crate::runtime::download::{Download, FileItems, Record, Restarts, save};
use crate::runtime::error::Error;
use crate::runtime::mode::Async;
#[cfg(feature = "blocking")]
use crate::runtime::mode::Blocking;
use crate::runtime::request::Request;

/// A job of the service.
///
/// The [`id`](JobHandle::id) can be stored to continue with the job later, in this process or another: `export_job(id)`
/// of `client.jobs()` returns the handle of a job by its id.
pub struct JobHandle<S, M = Async> {
    pub(super) operation: PendingOperation,
    pub(super) spec: &'static JobSpec,
    pub(super) status: StatusType<S>,
    download: fn(Request) -> CallFuture<Download<M>>,
}

impl<M: Send + 'static> Request<M> {
    /// Sends the request and returns the job that it starts.
    pub fn start<S: EncodeStruct + DecodeStruct + Send + 'static>(
        self,
        spec: &'static JobSpec,
    ) -> CallFuture<JobHandle<S, M>> {
        let core = self.parts.core.clone();
        self.into_mode::<Async>()
            .send_mapped(move |response| Ok(JobHandle::new(&core, spec, job_id(spec, &response)?)))
    }
}

impl<S: EncodeStruct + DecodeStruct + Send + 'static, M: Send + 'static> JobHandle<S, M> {
    /// Returns the job with this id.
    pub(crate) fn new(core: &Arc<Core>, spec: &'static JobSpec, id: String) -> Self {
        let operation = PendingOperation { core: core.clone(), spec: &spec.poll, id };
        let download: fn(Request) -> CallFuture<Download<M>> =
            |request| request.send_file(|| Box::new(S::empty()));
        Self { operation, spec, status: StatusType::new(), download }
    }
}

impl<S: Send + 'static, M: Send + 'static> JobHandle<S, M> {
    /// Returns the id of the job.
    pub fn id(&self) -> &str {
        &self.operation.id
    }

    /// Returns the current status. A failed job is not an error here.
    pub fn status(&self) -> Call<S, M> {
        Call(self.operation.status_request().into_mode(), self.status.send)
    }

    /// Waits until the job completes. A failed job is an error for which
    /// [`Error::is_rejected`] returns `true`.
    pub fn wait(&self) -> Wait<FinishedJob<S, M>, M> {
        let handle = self.clone();
        Wait::new(Ok(self.operation.clone()), self.status.empty, move |response, policy| {
            Ok(FinishedJob { status: (handle.status.decode)(response)?, handle, policy })
        })
    }

    /// Runs the job again, under the same id.
    pub fn replay(&self) -> Call<(), M> {
        Call(replay_request(&self.operation, self.spec).into_mode(), |request| request.send())
    }

    /// Downloads the file of the job. While the job is not complete, this is an error for which
    /// [`Error::is_not_ready`] returns `true`.
    pub fn download(&self) -> Call<Download<M>, M> {
        Call(self.operation.request(self.spec.download).into_mode(), self.download)
    }

    /// Downloads the file of the job and reads its items while it arrives, deserialized by serde as
    /// [`Record::deserialize`] describes. While the job is not complete, this is an error for which
    /// [`Error::is_not_ready`] returns `true`.
    ///
    /// After a lost connection, the download continues as the retry policy of the client permits: with the rest of the
    /// file if that can be requested, and from the start otherwise. A repeated start is compared with what was read
    /// before, and a file that was changed is an error. No item is returned twice.
    pub fn items<T: DeserializeOwned>(&self) -> FileItems<T, M> {
        FileItems::typed(Transfer::new(self, Restarts::compared()).into_events())
    }

    /// Downloads the file of the job and reads its items while it arrives, as records of any names; see
    /// [`items`](Self::items).
    pub fn records(&self) -> FileItems<Record, M> {
        FileItems::records(Transfer::new(self, Restarts::compared()).into_events())
    }
}

impl<S: Send + 'static> JobHandle<S> {
    /// Downloads the file of the job, saves it, and returns its length in bytes. While the job is not complete, this is
    /// an error for which [`Error::is_not_ready`] returns `true`.
    ///
    /// The file is written atomically: it replaces an existing file when it is complete, and nothing is left behind on
    /// an error. After a lost connection, the download continues as the retry policy of the client permits: with the
    /// rest of the file if the service identifies the file by a strong `ETag` and returns parts of it, and from the
    /// start otherwise. The parts of two versions of the file are never mixed. If the job was run again in the
    /// meantime, its completion is waited for.
    pub async fn save(&self, path: impl Into<PathBuf>) -> Result<u64, Error> {
        let transfer = Transfer::new(self, Restarts::rewritable());
        save(transfer.into_events(), path.into()).await
    }
}

impl<S, M> Clone for JobHandle<S, M> {
    fn clone(&self) -> Self {
        let Self { operation, spec, status, download } = self;
        Self { operation: operation.clone(), spec, status: *status, download: *download }
    }
}

impl<S, M> fmt::Debug for JobHandle<S, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("JobHandle").field("id", &self.operation.id).finish_non_exhaustive()
    }
}

/// A job that is complete; see [`JobHandle::wait`].
#[derive(Clone, Debug)]
pub struct FinishedJob<S, M = Async> {
    status: S,
    handle: JobHandle<S, M>,
    /// The policy that it was waited for with.
    policy: PollPolicy,
}

impl<S: Send + 'static, M: Send + 'static> FinishedJob<S, M> {
    /// Returns the status of the job.
    pub fn status(&self) -> &S {
        &self.status
    }

    /// Returns the status of the job, without the handle.
    pub fn into_status(self) -> S {
        self.status
    }

    /// Returns the id of the job.
    pub fn id(&self) -> &str {
        self.handle.id()
    }

    /// Returns the handle of the job.
    pub fn handle(&self) -> &JobHandle<S, M> {
        &self.handle
    }

    /// Downloads the file of the job.
    pub fn download(&self) -> Call<Download<M>, M> {
        self.handle.download()
    }

    /// Downloads the file of the job and reads its items while it arrives, deserialized by serde as
    /// [`Record::deserialize`] describes. The download is continued as [`JobHandle::items`] describes, and waits for the
    /// job as [`save`](Self::save) does.
    pub fn items<T: DeserializeOwned>(&self) -> FileItems<T, M> {
        FileItems::typed(self.transfer(Restarts::compared()).into_events())
    }

    /// Downloads the file of the job and reads its items while it arrives, as records of any names; see
    /// [`items`](Self::items).
    pub fn records(&self) -> FileItems<Record, M> {
        FileItems::records(self.transfer(Restarts::compared()).into_events())
    }

    fn transfer(&self, restarts: Restarts) -> Transfer {
        Transfer::new(&self.handle, restarts).finished(self.policy)
    }
}

impl<S: Send + 'static> FinishedJob<S> {
    /// Downloads the file of the job, saves it, and returns its length in bytes.
    ///
    /// It is written and continued as [`JobHandle::save`] describes. If the file does not exist although the job was
    /// complete, the job is waited for again, with the intervals and the deadline of the [`Wait`] before, counted anew.
    pub async fn save(&self, path: impl Into<PathBuf>) -> Result<u64, Error> {
        let transfer = self.transfer(Restarts::rewritable());
        save(transfer.into_events(), path.into()).await
    }
}

#[cfg(feature = "blocking")]
impl<S: Send + 'static> JobHandle<S, Blocking> {
    /// Downloads the file of the job, saves it, and returns its length in bytes. Blocks the thread. It is written and
    /// continued as the method of the asynchronous handle describes.
    pub fn save(&self, path: impl Into<PathBuf>) -> Result<u64, Error> {
        let transfer = Transfer::new(self, Restarts::rewritable());
        complete(save(transfer.into_events(), path.into()))
    }
}

#[cfg(feature = "blocking")]
impl<S: Send + 'static> FinishedJob<S, Blocking> {
    /// Downloads the file of the job, saves it, and returns its length in bytes. Blocks the thread. If the file does not
    /// exist although the job was complete, the job is waited for again.
    pub fn save(&self, path: impl Into<PathBuf>) -> Result<u64, Error> {
        let transfer = self.transfer(Restarts::rewritable());
        complete(save(transfer.into_events(), path.into()))
    }
}
