//! A list as a stream of pages.

use std::fmt;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;

use super::cursor::{PageCursor, PageInfo};
use super::page::Page;
use crate::runtime::api::Operation;
use crate::runtime::call::{CallFuture, FromResponse, RawResponse};
use crate::runtime::error::Error;
use crate::runtime::position::{Position, Target};
use crate::runtime::request::Request;

/// The pages of a list, requested one after the other when they are polled.
///
/// It is a [`Stream`], and has its own [`next`](Pages::next). It ends after an error, which has the
/// [`position`](Error::position) to resume from.
#[must_use = "streams do nothing unless polled"]
pub struct Pages<T> {
    request: Request,
    cursor: PageCursor,
    send: fn(Request) -> CallFuture<Received<T>>,
    pending: Option<CallFuture<Received<T>>>,
}

/// A page and its body.
type Received<T> = (Page<T>, Bytes);

impl Request {
    /// Streams the pages of a list.
    pub fn pages<T>(self) -> Pages<T>
    where
        Page<T>: FromResponse,
    {
        let cursor = PageCursor::new(&self);
        Pages { cursor, request: self, send: |request| request.send_with(receive), pending: None }
    }
}

fn receive<T>(response: RawResponse) -> Result<Received<T>, Error>
where
    Page<T>: FromResponse,
{
    let body = response.body_bytes();
    Page::from_response(response).map(|page| (page, body))
}

impl<T> Pages<T> {
    /// Continues from a position, at the start of its page. A position in another list is an error when the next page
    /// is requested.
    pub fn resume(mut self, position: Position) -> Self {
        self.cursor.resume(position);
        self
    }

    /// Returns the position of the next page.
    pub fn position(&self) -> Position {
        self.position_at(self.target().clone(), 0)
    }

    /// Returns the next page, or `None` at the end of the list.
    pub async fn next(&mut self) -> Option<Result<Page<T>, Error>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    pub(crate) fn target(&self) -> &Target {
        self.cursor.target()
    }

    /// Returns the position of an item of a page.
    pub(crate) fn position_at(&self, page: Target, offset: usize) -> Position {
        self.cursor.position(page, offset)
    }

    /// Returns the operation.
    pub(crate) fn operation(&self) -> &'static Operation {
        self.request.operation()
    }

    /// Ends the iteration with an error.
    pub(crate) fn stop(&mut self, error: Error) -> Error {
        self.cursor.stopped = true;
        error.with_operation(self.request.operation()).with_position(self.position())
    }

    fn advance(&mut self, result: Result<Received<T>, Error>) -> Result<Page<T>, Error> {
        let (page, body) = result.map_err(|error| self.stop(error))?;
        let info = PageInfo {
            number: page.number,
            page_count: page.page_count,
            total_items: page.total_items,
            end: page.end,
            this: page.links.this.as_deref(),
            next: page.links.next.as_deref(),
            items: page.len(),
            body,
        };
        match self.cursor.advance(info, &self.request) {
            Ok(()) => Ok(page),
            Err(error) => Err(self.stop(error)),
        }
    }
}

impl<T> Unpin for Pages<T> {}

impl<T> Stream for Pages<T> {
    type Item = Result<Page<T>, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        let pending = match &mut this.pending {
            Some(pending) => pending,
            None => match this.cursor.next_request(&this.request) {
                None => return Poll::Ready(None),
                Some(Err(error)) => return Poll::Ready(Some(Err(this.stop(error)))),
                Some(Ok(request)) => this.pending.insert((this.send)(request)),
            },
        };
        let result = ready!(Pin::new(pending).poll(context));
        this.pending = None;
        Poll::Ready(Some(this.advance(result)))
    }
}

impl<T> fmt::Debug for Pages<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("Pages");
        debug.field("request", &self.request).field("position", &self.position()).finish()
    }
}
