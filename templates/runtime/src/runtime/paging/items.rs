//! A list as a stream of items.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;

use super::page::Page;
use super::pages::Pages;
use crate::runtime::call::FromResponse;
use crate::runtime::error::Error;
use crate::runtime::position::{Position, Target};
use crate::runtime::request::Request;

/// The items of a list, whose pages are requested one after the other when they are polled.
///
/// It is a [`Stream`], and has its own [`next`](Items::next). It ends after an error, which has the
/// [`position`](Error::position) to resume from.
///
/// An item that cannot be read as an object is skipped, with a warning if the feature `tracing` is enabled. Its JSON is
/// in the `extra` of its [`Page`]. With `strict_decoding` it is an error.
#[must_use = "streams do nothing unless polled"]
pub struct Items<T> {
    pages: Pages<T>,
    items: std::vec::IntoIter<T>,
    /// The page of the items.
    page: Target,
    /// The number of items of the page that were returned.
    returned: usize,
    /// The number of items to skip in the next page.
    skip: usize,
}

impl Request {
    /// Streams the items of all pages of a list.
    pub fn items<T>(self) -> Items<T>
    where
        Page<T>: FromResponse,
    {
        let items = Vec::new().into_iter();
        Items { pages: self.pages(), items, page: Target::Start, returned: 0, skip: 0 }
    }
}

impl<T> Items<T> {
    /// Continues from a position.
    pub fn resume(mut self, position: Position) -> Self {
        self.skip = position.offset;
        self.items = Vec::new().into_iter();
        self.pages = self.pages.resume(position);
        self
    }

    /// Returns the position of the next item.
    ///
    /// A program that saves it after it has processed an item neither loses nor repeats items when it resumes.
    pub fn position(&self) -> Position {
        if self.items.len() > 0 {
            return Position { page: self.page.clone(), offset: self.returned };
        }
        Position { page: self.pages.target().clone(), offset: self.skip }
    }

    /// Returns the next item, or `None` at the end of the list.
    pub async fn next(&mut self) -> Option<Result<T, Error>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    /// Starts the items of a page.
    fn start_page(&mut self, page: Page<T>, target: Target) {
        self.page = target;
        self.returned = std::mem::take(&mut self.skip).min(page.items.len());
        self.items = page.items.into_iter();
        if self.returned > 0 {
            self.items.nth(self.returned - 1);
        }
    }
}

impl<T> Unpin for Items<T> {}

impl<T> Stream for Items<T> {
    type Item = Result<T, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            if let Some(item) = self.items.next() {
                self.returned += 1;
                return Poll::Ready(Some(Ok(item)));
            }
            let target = self.pages.target().clone();
            match ready!(Pin::new(&mut self.pages).poll_next(context)) {
                None => return Poll::Ready(None),
                Some(Ok(page)) => self.start_page(page, target),
                Some(Err(error)) => {
                    let position = self.position();
                    return Poll::Ready(Some(Err(error.with_position(position))));
                }
            }
        }
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.items.len(), None)
    }
}

impl<T> fmt::Debug for Items<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Items").field(&self.pages).finish()
    }
}
