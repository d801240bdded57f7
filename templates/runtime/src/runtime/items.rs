//! A list, row by row.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;

use crate::runtime::answer::Answer;
use crate::runtime::error::Error;
use crate::runtime::options::overrides;
use crate::runtime::page::Page;
use crate::runtime::pages::Pages;
use crate::runtime::position::{Position, Target};

/// The rows of a list, page after page as they are wanted.
///
/// It is a [`Stream`], and has a [`next`](Items::next) of its own. After an error it ends; the error
/// knows the [`position`](Error::position) to resume from.
#[must_use = "nothing is asked for until the first row is"]
pub struct Items<T> {
    pages: Pages<T>,
    rows: std::vec::IntoIter<T>,
    /// The page that the rows are from.
    page: Target,
    /// How many rows of it are done.
    done: usize,
    /// How many rows of the page to come are done already.
    skip: usize,
}

impl<T> Items<T>
where
    Page<T>: Answer,
{
    pub(crate) fn new(pages: Pages<T>) -> Self {
        Self { pages, rows: Vec::new().into_iter(), page: Target::Start, done: 0, skip: 0 }
    }

    /// Goes on from a position.
    pub fn resume(mut self, position: Position) -> Self {
        self.skip = position.offset;
        self.rows = Vec::new().into_iter();
        self.pages = self.pages.resume(position);
        self
    }

    /// The row to come. Rows that have been handed out are behind it, so a program that keeps it after
    /// it is done with a row neither loses nor repeats any.
    pub fn position(&self) -> Position {
        if self.rows.len() > 0 {
            return Position { page: self.page.clone(), offset: self.done };
        }
        Position { page: self.pages.target().clone(), offset: self.skip }
    }

    /// The next row.
    pub async fn next(&mut self) -> Option<Result<T, Error>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    overrides!(pages.request);

    /// Takes over the rows of a page.
    fn arrived(&mut self, page: Page<T>, target: Target) {
        self.page = target;
        self.done = std::mem::take(&mut self.skip).min(page.items.len());
        self.rows = page.items.into_iter();
        if self.done > 0 {
            self.rows.nth(self.done - 1);
        }
    }
}

impl<T> Unpin for Items<T> {}

impl<T> Stream for Items<T>
where
    Page<T>: Answer,
{
    type Item = Result<T, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            if let Some(row) = self.rows.next() {
                self.done += 1;
                return Poll::Ready(Some(Ok(row)));
            }
            let target = self.pages.target().clone();
            match ready!(Pin::new(&mut self.pages).poll_next(context)) {
                None => return Poll::Ready(None),
                Some(Ok(page)) => self.arrived(page, target),
                Some(Err(error)) => {
                    let position = self.position();
                    return Poll::Ready(Some(Err(error.at(position))));
                }
            }
        }
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.rows.len(), None)
    }
}

impl<T> fmt::Debug for Items<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Items").field(&self.pages).finish()
    }
}
