//! A write that the service has queued: its verdict is read elsewhere.

use std::fmt;
use std::future::IntoFuture;
use std::marker::PhantomData;

use crate::runtime::answer::Answer;
use crate::runtime::call::Call;
use crate::runtime::client::Client;
use crate::runtime::description::Polling;
use crate::runtime::follow::{Ticket, blank};
use crate::runtime::pending::{Finish, Pending};
use crate::runtime::poll::{Pace, pacing};
use crate::runtime::request::Request;
use crate::runtime::wire::{Json, Map, Readable, Record};

/// A write that the service has taken, but not worked off yet.
///
/// The [`id`](Queued::id) can be kept and be given to [`Queued::resume`] later, also in another process.
pub struct Queued<S> {
    ticket: Ticket,
    members: Map<Json>,
    verdict: PhantomData<fn() -> S>,
}

impl<S: Record + Readable + Default + Send + 'static> Queued<S> {
    pub(crate) fn call(request: Request, polling: &'static Polling) -> Call<Self> {
        let client = request.draft.client.clone();
        Call::with(request, move |reply| {
            let (ticket, members) = Ticket::read(&client, polling, &reply)?;
            Ok(Self { ticket, members, verdict: PhantomData })
        })
    }

    /// The write that was queued under this id.
    pub fn resume(client: &Client, polling: &'static Polling, id: impl Into<String>) -> Self {
        let ticket = Ticket { client: client.clone(), polling, id: id.into() };
        Self { ticket, members: Map::new(), verdict: PhantomData }
    }

    /// The id under which to ask for the verdict.
    pub fn id(&self) -> &str {
        &self.ticket.id
    }

    /// The members of the answer that took the write; none after [`resume`](Queued::resume).
    pub fn members(&self) -> &Map<Json> {
        &self.members
    }

    /// Looks once how it stands. A failure is part of what this shows, not an error.
    pub fn poll(&self) -> Call<S> {
        self.ticket.look().call()
    }

    /// Waits for the verdict: what the service made of it, or an error that
    /// [is a rejection](crate::runtime::Error::is_rejected) and has its codes.
    pub fn follow(&self) -> Follow<S> {
        let (ticket, pace) = (self.ticket.clone(), Pace::default());
        Follow { ticket, pace, verdict: PhantomData }
    }
}

impl<S> Clone for Queued<S> {
    fn clone(&self) -> Self {
        let (ticket, members) = (self.ticket.clone(), self.members.clone());
        Self { ticket, members, verdict: PhantomData }
    }
}

impl<S> fmt::Debug for Queued<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Queued").field("id", &self.ticket.id).finish_non_exhaustive()
    }
}

/// Waits for a verdict once it is awaited; see [`Queued::follow`].
#[must_use = "nothing is asked until it is awaited"]
pub struct Follow<S> {
    ticket: Ticket,
    pace: Pace,
    verdict: PhantomData<fn() -> S>,
}

impl<S> Follow<S> {
    pacing!();
}

impl<S: Record + Readable + Default + Send + 'static> IntoFuture for Follow<S> {
    type Output = Result<S, crate::runtime::Error>;
    type IntoFuture = Pending<S>;

    fn into_future(self) -> Pending<S> {
        let reply = Box::pin(self.ticket.wait(self.pace, None, blank::<S>));
        Pending { reply, finish: Finish::Plain(S::answer) }
    }
}

impl<S> fmt::Debug for Follow<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Follow").field("id", &self.ticket.id).field("pace", &self.pace).finish()
    }
}
