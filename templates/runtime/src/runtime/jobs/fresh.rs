//! Jobs whose rows are new: an export that is repeated with equal parameters returns the job of the first time.

use std::sync::Arc;
use std::time::Duration;

use http::HeaderMap;
use http::header::DATE;

use super::accepted::Accepted;
use super::handle::JobHandle;
use super::pending::PendingOperation;
use super::status::{Status, classify_status, texts};
use crate::runtime::api::JobSpec;
#[cfg(feature = "blocking")]
use crate::runtime::call::complete;
use crate::runtime::call::{
    CallFuture, PollOutcome, RawResponse, ResponseMapper, confirm, decode_struct_response, drive,
};
use crate::runtime::codec::{DecodeStruct, EncodeStruct};
use crate::runtime::config::Core;
use crate::runtime::error::{Error, ErrorKind};
#[cfg(feature = "blocking")]
use crate::runtime::mode::Blocking;
use crate::runtime::request::{InvalidParameter, Request};
use crate::runtime::wire::{DateTime, parse_http_date};

/// The maximum age of a complete job that a call is assumed to have created.
const MAX_AGE: Duration = Duration::from_secs(60);

/// The resolution of the header `Date` in seconds.
const RESOLUTION: i64 = 1;

impl<M: Send + 'static> Request<M> {
    /// Sends the request and returns the job that it starts. A job that was complete before is run again.
    pub fn start_fresh<S: EncodeStruct + DecodeStruct + Send + 'static>(
        self,
        spec: &'static JobSpec,
    ) -> CallFuture<JobHandle<S, M>> {
        let core = self.parts.core.clone();
        let started = Box::pin(start(self.into_mode(), spec, || Box::new(S::empty())));
        let mapper =
            move |response: RawResponse| Ok(JobHandle::new(&core, spec, job_id(spec, &response)?));
        CallFuture::new(started, ResponseMapper::Closure(Box::new(mapper)))
    }
}

impl<S: Send + 'static, M: Send + 'static> JobHandle<S, M> {
    fn refresh(&self) -> CallFuture<Self> {
        let (handle, empty) = (self.clone(), self.status.empty);
        let (operation, spec) = (self.operation.clone(), self.spec);
        let refreshed = Box::pin(async move {
            let response = drive(operation.status_request(), false).await?;
            if decode(&response, empty, |status| is_final(status, spec))? {
                replay(&operation, spec).await?;
            }
            Ok(response)
        });
        CallFuture::new(refreshed, ResponseMapper::Closure(Box::new(|_| Ok(handle))))
    }
}

impl<S: Send + 'static> JobHandle<S> {
    /// Runs the job again under the same id if it is complete, failed or canceled, and returns its handle. A job in
    /// progress is not changed.
    ///
    /// A job that cannot be run again is an error for which [`Error::is_forbidden`] returns `true`.
    pub fn fresh(&self) -> CallFuture<Self> {
        self.refresh()
    }
}

#[cfg(feature = "blocking")]
impl<S: Send + 'static> JobHandle<S, Blocking> {
    /// Runs the job again under the same id if it is complete, failed or canceled, and returns its handle. A job in
    /// progress is not changed.
    ///
    /// A job that cannot be run again is an error for which [`Error::is_forbidden`] returns `true`. Blocks the thread.
    pub fn fresh(&self) -> Result<Self, Error> {
        complete(self.refresh())
    }
}

/// Returns the id of the job that a request has started.
pub(super) fn job_id(spec: &JobSpec, response: &RawResponse) -> Result<String, Error> {
    let message = "the response contains no id of the job, which may have been started";
    let id = Accepted::from_response(&spec.poll, response)?.id;
    id.ok_or_else(|| response.error(ErrorKind::Decode, message))
}

/// Returns the request that runs a job again.
pub(super) fn replay_request(operation: &PendingOperation, spec: &JobSpec) -> Request {
    match spec.replay {
        Some(replay) => operation.request(replay),
        None => {
            let mut request = operation.status_request();
            request.fail(InvalidParameter::new("replay", "this job cannot be run again"));
            request
        }
    }
}

/// Runs a job again.
async fn replay(operation: &PendingOperation, spec: &JobSpec) -> Result<(), Error> {
    confirm(&drive(replay_request(operation, spec), false).await?)
}

/// Starts a job, and runs it again if it is an old one. Returns the response to the start.
// not generic, so that it is compiled once
async fn start(
    request: Request,
    spec: &'static JobSpec,
    empty: fn() -> Box<dyn Status>,
) -> Result<RawResponse, Error> {
    let core: Arc<Core> = request.parts.core.clone();
    let sent_at = core.clock.now();
    let started = drive(request, false).await?;
    let elapsed = core.clock.now().saturating_duration_since(sent_at);
    let id = job_id(spec, &started)?;
    let operation = PendingOperation { core, spec: &spec.poll, id };
    match drive(operation.status_request(), false).await {
        Ok(response) => {
            let is_old = decode(&response, empty, |status| {
                is_final(status, spec) && !is_new(status, spec, started.headers(), elapsed)
            });
            if is_old? {
                replay(&operation, spec).await?;
            }
        }
        // a new job may exist later than the response that names it
        Err(error) if error.is_not_found() => {}
        Err(error) => return Err(error),
    }
    Ok(started)
}

/// Decodes a status, and passes it to a function.
fn decode(
    response: &RawResponse,
    empty: fn() -> Box<dyn Status>,
    test: impl FnOnce(&dyn Status) -> bool,
) -> Result<bool, Error> {
    let mut status = empty();
    decode_struct_response(response, &mut *status)?;
    Ok(test(&*status))
}

/// Returns `true` for a job that is neither in progress nor going to be.
fn is_final(status: &dyn Status, spec: &JobSpec) -> bool {
    !matches!(classify_status(status, &spec.poll), PollOutcome::Pending)
}

/// Returns `true` if the job was created by the call whose response has these headers, and that took this time. Both
/// times are those of the service, so that the clock of this machine does not matter.
fn is_new(status: &dyn Status, spec: &JobSpec, headers: &HeaderMap, elapsed: Duration) -> bool {
    let Some(created) = spec.created.and_then(|name| texts(status, name).into_iter().next()) else {
        return false;
    };
    let responded = headers.get(DATE).and_then(|date| parse_http_date(date.to_str().ok()?));
    let (Ok(created), Some(responded)) = (created.parse::<DateTime>(), responded) else {
        return false;
    };
    // without an offset, the time zone is not known: the time of an old job may look like the current time
    if created.offset_minutes().is_none() {
        return false;
    }
    let age = responded.unix_timestamp().saturating_sub(created.unix_timestamp());
    // a time in the future is one whose offset is wrong
    let oldest = elapsed.min(MAX_AGE).as_secs() as i64 + RESOLUTION;
    (-RESOLUTION..=oldest).contains(&age)
}
