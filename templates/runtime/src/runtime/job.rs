//! A job: started by one call, awaited by others, its file fetched by a last one.

use std::fmt;
use std::future::IntoFuture;
use std::marker::PhantomData;
use std::path::PathBuf;

use crate::runtime::answer::Answer;
use crate::runtime::call::Call;
use crate::runtime::client::Client;
use crate::runtime::description::JobPlan;
use crate::runtime::download::Download;
use crate::runtime::error::Error;
use crate::runtime::follow::{OnProgress, Ticket, blank};
use crate::runtime::pending::{Finish, Pending};
use crate::runtime::poll::{Pace, pacing};
use crate::runtime::request::Request;
use crate::runtime::tree::Trouble;
use crate::runtime::verdict::Progress;
use crate::runtime::wire::{Readable, Record};

/// A job of the service.
///
/// The [`id`](JobHandle::id) can be kept and be given to [`JobHandle::resume`] later, also in another
/// process.
pub struct JobHandle<S> {
    ticket: Ticket,
    plan: &'static JobPlan,
    state: PhantomData<fn() -> S>,
}

impl<S: Record + Readable + Default + Send + 'static> JobHandle<S> {
    pub(crate) fn call(request: Request, plan: &'static JobPlan) -> Call<Self> {
        let client = request.draft.client.clone();
        Call::with(request, move |reply| {
            let (ticket, _) = Ticket::read(&client, &plan.polling, &reply)?;
            Ok(Self { ticket, plan, state: PhantomData })
        })
    }

    /// The job with this id.
    pub fn resume(client: &Client, plan: &'static JobPlan, id: impl Into<String>) -> Self {
        let ticket = Ticket { client: client.clone(), polling: &plan.polling, id: id.into() };
        Self { ticket, plan, state: PhantomData }
    }

    /// Its id.
    pub fn id(&self) -> &str {
        &self.ticket.id
    }

    /// Looks once how it stands. A failure is part of what this shows, not an error.
    pub fn poll(&self) -> Call<S> {
        self.ticket.look().call()
    }

    /// Waits until it is done; an error that [is a rejection](Error::is_rejected) when it has failed for
    /// good.
    pub fn wait(&self) -> Wait<S> {
        Wait { handle: self.clone(), pace: Pace::default(), on_progress: None }
    }

    /// Runs it again. The handle stays the same.
    pub fn replay(&self) -> Call<Self> {
        let handle = self.clone();
        let request = match self.plan.replay {
            Some(operation) => self.ticket.about(operation),
            None => {
                let mut request = self.ticket.look();
                request.fail(Trouble::new("replay", "this kind of job cannot be run again"));
                request
            }
        };
        Call::with(request, move |_| Ok(handle.clone()))
    }

    /// Fetches its file; an error that says [not ready](Error::is_not_ready) as long as it is not done.
    pub fn download(&self) -> Call<Download> {
        self.ticket.about(self.plan.download).call()
    }

    /// Fetches its file and saves it here; gives its length. Nothing is left half written.
    pub async fn download_to(&self, path: impl Into<PathBuf>) -> Result<u64, Error> {
        let path = path.into();
        self.download().await?.save(path).await
    }
}

impl<S> Clone for JobHandle<S> {
    fn clone(&self) -> Self {
        Self { ticket: self.ticket.clone(), plan: self.plan, state: PhantomData }
    }
}

impl<S> fmt::Debug for JobHandle<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("JobHandle").field("id", &self.ticket.id).finish_non_exhaustive()
    }
}

/// Waits for a job once it is awaited; see [`JobHandle::wait`].
#[must_use = "nothing is asked until it is awaited"]
pub struct Wait<S> {
    handle: JobHandle<S>,
    pace: Pace,
    on_progress: Option<OnProgress>,
}

impl<S> Wait<S> {
    pacing!();

    /// Calls this after each look.
    pub fn on_progress(mut self, tell: impl FnMut(&Progress) + Send + 'static) -> Self {
        self.on_progress = Some(Box::new(tell));
        self
    }
}

impl<S: Record + Readable + Default + Send + 'static> IntoFuture for Wait<S> {
    type Output = Result<FinishedJob<S>, Error>;
    type IntoFuture = Pending<FinishedJob<S>>;

    fn into_future(self) -> Pending<FinishedJob<S>> {
        let Self { handle, pace, on_progress } = self;
        let reply = Box::pin(handle.ticket.clone().wait(pace, on_progress, blank::<S>));
        let read = move |reply| Ok(FinishedJob { job: S::answer(reply)?, handle: handle.clone() });
        Pending { reply, finish: Finish::With(Box::new(read)) }
    }
}

impl<S> fmt::Debug for Wait<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Wait").field("job", &self.handle).field("pace", &self.pace).finish()
    }
}

/// A job that is done; see [`JobHandle::wait`].
#[derive(Clone, Debug)]
pub struct FinishedJob<S> {
    job: S,
    handle: JobHandle<S>,
}

impl<S: Record + Readable + Default + Send + 'static> FinishedJob<S> {
    /// What the service says about it.
    pub fn job(&self) -> &S {
        &self.job
    }

    /// What the service says about it, without the rest.
    pub fn into_job(self) -> S {
        self.job
    }

    /// Its id.
    pub fn id(&self) -> &str {
        self.handle.id()
    }

    /// Its handle.
    pub fn handle(&self) -> &JobHandle<S> {
        &self.handle
    }

    /// Fetches its file.
    pub fn download(&self) -> Call<Download> {
        self.handle.download()
    }

    /// Fetches its file and saves it here; gives its length. Nothing is left half written.
    pub async fn download_to(&self, path: impl Into<PathBuf>) -> Result<u64, Error> {
        self.handle.download_to(path).await
    }
}
