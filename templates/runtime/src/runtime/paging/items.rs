//! A list as a stream of items.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;

use super::page::Page;
use super::pages::Pages;
use crate::runtime::api::Operation;
#[cfg(feature = "blocking")]
use crate::runtime::call::complete;
use crate::runtime::codec::Decode;
use crate::runtime::error::{Error, ErrorKind};
use crate::runtime::mode::Async;
#[cfg(feature = "blocking")]
use crate::runtime::mode::Blocking;
use crate::runtime::position::Position;
use crate::runtime::request::Request;
use crate::runtime::wire::Extra;

/// The items of a list, whose pages are requested one after the other when they are polled.
///
/// It is a [`Stream`], and has its own [`next`](Items::next); for a blocking client it is an iterator. It ends after an error, which has the
/// [`position`](Error::position) to resume from.
///
/// An element of the list that cannot be read as an item is an [error](Error::is_decode) after the other items of its
/// page. The position of the error is then the start of the next page. The JSON of such elements is in the `extra` of
/// their [`Page`], which [`Pages`] returns. With `strict_decoding` the whole page is an error.
///
/// A range of dates that is longer than the service permits is split, as [`Pages`] describes.
#[must_use = "streams do nothing unless polled"]
pub struct Items<T, M = Async> {
    pages: Pages<T, M>,
    items: std::vec::IntoIter<T>,
    /// The error to return after the items.
    unreadable: Option<Error>,
    /// The position of the page of the items.
    page: Position,
    /// The positions of items that were removed from the page.
    dropped: Vec<usize>,
    /// The number of items of the page that were returned.
    returned: usize,
    /// The position to continue from. The items before it are skipped if the next page is its page.
    resumed: Position,
}

/// The number of items after which requests in flight are polled, if pages are loaded ahead.
pub(super) const ITEMS_PER_POLL: usize = 32;

impl<M> Request<M> {
    /// Returns the items of all pages of a list.
    pub fn items<T: Decode + Send + 'static>(self) -> Items<T, M> {
        Items {
            pages: self.pages(),
            items: Vec::new().into_iter(),
            unreadable: None,
            page: Position::start(),
            dropped: Vec::new(),
            returned: 0,
            resumed: Position::start(),
        }
    }
}

impl<T, M> Items<T, M> {
    /// Continues from a position. A position in another list is an error when the next item is requested.
    pub fn resume(mut self, position: Position) -> Self {
        self.resume_at(position);
        self
    }

    pub(super) fn resume_at(&mut self, position: Position) {
        self.resumed = position.clone();
        self.items = Vec::new().into_iter();
        self.unreadable = None;
        self.pages.loader_mut().resume(position);
    }

    /// Returns the position of the next item.
    ///
    /// A program that saves it after it has processed an item neither loses nor repeats items when it resumes. If the
    /// range of dates is split, items at the time that two parts share may be repeated.
    pub fn position(&self) -> Position {
        if self.items.len() > 0 {
            return Position { offset: offset(self.returned, &self.dropped), ..self.page.clone() };
        }
        let next = self.pages.position();
        Position { offset: self.resumed.offset_in(&next), ..next }
    }

    pub(super) fn set_prefetch(&mut self, pages: usize) {
        self.pages.loader_mut().set_prefetch(pages);
    }

    pub(super) fn pages(&self) -> &Pages<T, M> {
        &self.pages
    }

    pub(super) fn pages_mut(&mut self) -> &mut Pages<T, M> {
        &mut self.pages
    }

    /// Starts the items of a page.
    fn start_page(&mut self, page: Page<T>, position: Position, dropped: Vec<usize>) {
        let resumed = std::mem::replace(&mut self.resumed, Position::start());
        let skip = resumed.offset_in(&position);
        self.page = position;
        self.unreadable = unreadable_error(&page.extra, self.pages.loader().request().operation());
        let skip = skip.saturating_sub(dropped.partition_point(|index| *index < skip));
        self.dropped = dropped;
        self.returned = skip.min(page.items.len());
        self.items = page.items.into_iter();
        if self.returned > 0 {
            self.items.nth(self.returned - 1);
        }
    }
}

/// Returns the number of items of a page before the next one to return, of which some were removed from the page.
fn offset(returned: usize, dropped: &[usize]) -> usize {
    dropped.iter().fold(returned, |offset, index| offset + usize::from(*index <= offset))
}

/// Returns the error for the elements of a list that are not items, which are among the other members of the page.
fn unreadable_error(extra: &Extra, operation: &Operation) -> Option<Error> {
    let (_, names) = operation.paging?;
    let (name, count) = names.iter().find_map(|name| {
        let elements = extra.get(name)?.elements()?;
        (!elements.is_empty()).then_some((name, elements.len()))
    })?;
    let message = match count {
        1 => "expected items, found an element that is none".to_owned(),
        count => format!("expected items, found {count} elements that are none"),
    };
    let mut error = Error::with_message(ErrorKind::Decode, message);
    error.0.json_path = Some(format!("$.{name}"));
    Some(error)
}

impl<T> Items<T> {
    /// Loads pages ahead of their return: at most `pages` are in flight or not returned yet. See [`Pages::prefetch`].
    pub fn prefetch(mut self, pages: usize) -> Self {
        self.set_prefetch(pages);
        self
    }

    /// Returns the next item, or `None` at the end of the list.
    pub async fn next(&mut self) -> Option<Result<T, Error>> {
        poll_fn(|context| self.poll_item(context)).await
    }
}

impl<T, M> Items<T, M> {
    /// Returns the next item.
    pub(super) fn poll_item(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<T, Error>>> {
        loop {
            if let Some(item) = self.items.next() {
                if self.returned.is_multiple_of(ITEMS_PER_POLL)
                    && self.pages.loader().prefetch() > 0
                {
                    self.pages.loader_mut().load(context);
                }
                self.returned += 1;
                return Poll::Ready(Some(Ok(item)));
            }
            if let Some(error) = self.unreadable.take() {
                return Poll::Ready(Some(Err(self.pages.loader_mut().stop(error))));
            }
            match ready!(self.pages.poll_page(context)) {
                None => return Poll::Ready(None),
                Some(Ok((page, position, dropped))) => self.start_page(page, position, dropped),
                Some(Err(error)) => {
                    let position = self.position();
                    return Poll::Ready(Some(Err(error.with_position(position))));
                }
            }
        }
    }
}

impl<T, M> Unpin for Items<T, M> {}

impl<T> Stream for Items<T> {
    type Item = Result<T, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_item(context)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.items.len(), None)
    }
}

#[cfg(feature = "blocking")]
impl<T> Iterator for Items<T, Blocking> {
    type Item = Result<T, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        complete(poll_fn(|context| self.poll_item(context)))
    }
}

impl<T, M> fmt::Debug for Items<T, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Items").field(&self.pages).finish()
    }
}
