//! The file of a job, which is downloaded with several requests if necessary.

use super::handle::JobHandle;
use super::pending::{PendingOperation, Watch};
use super::poll::PollPolicy;
use super::status::Status;
use crate::runtime::api::JobSpec;
use crate::runtime::call::CallFuture;
use crate::runtime::download::{Download, FileEvent, FileEvents, Opened, Restarts, Steps};
use crate::runtime::error::Error;
use crate::runtime::request::Request;
use http::StatusCode;
use http::header::{IF_RANGE, RANGE};

/// The download of the file of a job.
///
/// A lost connection is followed by another request, and a job that is no longer complete is waited for.
pub(super) struct Transfer {
    operation: PendingOperation,
    spec: &'static JobSpec,
    empty: fn() -> Box<dyn Status>,
    download: fn(Request) -> CallFuture<Download>,
    /// The policy of waiting for a job whose file does not exist although the job was complete.
    policy: PollPolicy,
    /// The job is known to be complete, so that a missing file is waited for from the start.
    is_finished: bool,
    watch: Option<Watch>,
    restarts: Restarts,
    current: Option<Download>,
}

impl Transfer {
    /// Starts the download of a job. Nothing is sent before the first event is requested.
    pub(super) fn new<S, M: 'static>(job: &JobHandle<S, M>, restarts: Restarts) -> Self {
        Self {
            operation: job.operation.clone(),
            spec: job.spec,
            empty: job.status.empty,
            download: job.status.download,
            policy: PollPolicy::default(),
            is_finished: false,
            watch: None,
            restarts,
            current: None,
        }
    }

    /// Marks the job as complete, and sets how it is waited for if it is not complete any more.
    pub(super) fn finished(self, policy: PollPolicy) -> Self {
        Self { policy, is_finished: true, ..self }
    }

    /// Returns the events of the file.
    pub(super) fn into_events(self) -> Box<dyn FileEvents> {
        Box::new(Steps::new(self, |mut transfer| {
            Box::pin(async move {
                let event = transfer.next_event().await.transpose();
                (transfer, event)
            })
        }))
    }

    async fn next_event(&mut self) -> Result<Option<FileEvent>, Error> {
        loop {
            let Some(download) = &mut self.current else {
                match self.open().await? {
                    Some(event) => return Ok(Some(event)),
                    None => continue,
                }
            };
            let next = match download.next().await {
                None => self.restarts.incomplete().map(|it| Err(download.context().error(it))),
                next => next,
            };
            match next {
                Some(Ok(chunk)) => {
                    let chunk = self.restarts.received(chunk);
                    let chunk = chunk.map_err(|error| download.context().error(error))?;
                    if !chunk.is_empty() {
                        return Ok(Some(FileEvent::Chunk(chunk)));
                    }
                }
                Some(Err(mut error)) => {
                    error.0.attempts = self.restarts.attempts();
                    self.current = None;
                    let core = &self.operation.core;
                    match self.restarts.delay(&error, core) {
                        Some(delay) => core.clock.sleep(delay).await,
                        None => return Err(error),
                    }
                }
                None => {
                    let ended = self.restarts.ended();
                    return ended.map(|()| None).map_err(|error| download.context().error(error));
                }
            }
        }
    }

    /// Requests the file, or its rest. Returns `None` if no event is the result.
    async fn open(&mut self) -> Result<Option<FileEvent>, Error> {
        let mut request = self.operation.request(self.spec.download);
        let range = self.restarts.range();
        let is_partial = range.is_some();
        if let Some((range, validator)) = range {
            request = request
                .with_header(RANGE.as_str(), &range)
                .with_header(IF_RANGE.as_str(), validator);
        }
        let download = match (self.download)(request).await {
            Ok(download) => download,
            Err(error) if self.waits_after(&error) => {
                self.wait().await?;
                return Ok(None);
            }
            Err(error) if is_partial && is_range_error(&error) => {
                self.restarts.forget_range();
                return Ok(None);
            }
            Err(mut error) => {
                error.0.attempts += self.restarts.attempts();
                return Err(error);
            }
        };
        let context = download.context().clone();
        let opened = self.restarts.opened(&context.head);
        if opened != Opened::Other {
            self.current = Some(download);
        }
        Ok(match opened {
            Opened::First => Some(FileEvent::Start(context)),
            Opened::Again => Some(FileEvent::Restart),
            Opened::Rest | Opened::Other => None,
        })
    }

    /// Returns `true` if the file does not exist, although the job was complete before.
    fn waits_after(&self, error: &Error) -> bool {
        error.is_not_ready() && (self.is_finished || self.restarts.has_started())
    }

    /// Waits until the job is complete. All waits of a download have one deadline.
    async fn wait(&mut self) -> Result<(), Error> {
        let (operation, policy, empty) = (&self.operation, self.policy, self.empty);
        let watch =
            self.watch.get_or_insert_with(|| Watch::new(operation.clone(), policy, None, empty));
        watch.outcome().await.map(drop)
    }
}

/// Returns `true` if the service does not return the requested part.
fn is_range_error(error: &Error) -> bool {
    let status = error.status();
    status == Some(StatusCode::RANGE_NOT_SATISFIABLE)
        || status == Some(StatusCode::PRECONDITION_FAILED)
}
