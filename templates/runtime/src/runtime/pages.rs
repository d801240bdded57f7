//! A list, page by page.

use std::fmt;
use std::future::{Future, IntoFuture, poll_fn};
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;

use crate::runtime::answer::Answer;
use crate::runtime::call::Call;
use crate::runtime::error::Error;
use crate::runtime::options::overrides;
use crate::runtime::page::Page;
use crate::runtime::pending::Pending;
use crate::runtime::position::{Position, Target};
use crate::runtime::request::Request;
use crate::runtime::walk::{Signpost, Walk};

/// The pages of a list, asked for one after the other as they are wanted.
///
/// It is a [`Stream`], and has a [`next`](Pages::next) of its own. After an error it ends; the error
/// knows the [`position`](Error::position) to resume from.
#[must_use = "nothing is asked for until the first page is"]
pub struct Pages<T> {
    pub(crate) request: Request,
    walk: Walk,
    pending: Option<Pending<Page<T>>>,
}

impl<T> Pages<T>
where
    Page<T>: Answer,
{
    pub(crate) fn new(request: Request) -> Self {
        Self { walk: Walk::new(&request), request, pending: None }
    }

    /// Goes on from a position; at the start of its page.
    pub fn resume(mut self, position: Position) -> Self {
        self.walk.target = position.page;
        self
    }

    /// The page to come.
    pub fn position(&self) -> Position {
        self.walk.position()
    }

    /// The next page.
    pub async fn next(&mut self) -> Option<Result<Page<T>, Error>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    overrides!(request);

    pub(crate) fn target(&self) -> &Target {
        &self.walk.target
    }

    fn stop(&mut self, error: Error) -> Error {
        self.walk.stopped = true;
        error.of(self.request.operation()).at(self.position())
    }

    fn arrived(&mut self, result: Result<Page<T>, Error>) -> Result<Page<T>, Error> {
        let page = result.map_err(|error| self.stop(error))?;
        let signpost = Signpost {
            number: page.number,
            pages: page.pages,
            this: page.links.this.as_deref(),
            next: page.links.next.as_deref(),
            is_empty: page.is_empty(),
        };
        match self.walk.arrived(&signpost, &self.request) {
            Ok(()) => Ok(page),
            Err(error) => Err(self.stop(error)),
        }
    }
}

impl<T> Unpin for Pages<T> {}

impl<T> Stream for Pages<T>
where
    Page<T>: Answer,
{
    type Item = Result<Page<T>, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        let pending = match &mut this.pending {
            Some(pending) => pending,
            None => match this.walk.request(&this.request) {
                None => return Poll::Ready(None),
                Some(Err(error)) => return Poll::Ready(Some(Err(this.stop(error)))),
                Some(Ok(request)) => this.pending.insert(Call::new(request).into_future()),
            },
        };
        let result = ready!(Pin::new(pending).poll(context));
        this.pending = None;
        Poll::Ready(Some(this.arrived(result)))
    }
}

impl<T> fmt::Debug for Pages<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("Pages");
        debug.field("request", &self.request).field("position", &self.walk.position()).finish()
    }
}
