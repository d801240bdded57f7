//! A list as a stream of pages.

use std::fmt;
use std::future::poll_fn;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;

use super::erased::{ErasedPage, decode_page, page_of};
use super::loader::{NextPage, PageLoader};
use super::page::Page;
#[cfg(feature = "blocking")]
use crate::runtime::call::complete;
use crate::runtime::codec::Decode;
use crate::runtime::error::{Error, ErrorKind};
use crate::runtime::mode::Async;
#[cfg(feature = "blocking")]
use crate::runtime::mode::Blocking;
use crate::runtime::position::Position;
use crate::runtime::request::Request;

/// The pages of a list, requested one after the other when they are polled.
///
/// It is a [`Stream`], and has its own [`next`](Pages::next); for a blocking client it is an iterator. It ends after an error, which has the
/// [`position`](Error::position) to resume from.
///
/// # End of the list
///
/// The next page is the one of the link in the response. Its path is that of the list, and it has no other value of a
/// parameter of the list; any other link is an error. Without a link, pages are requested by number as long as the service
/// reports further pages, or a total that is larger than the number of items so far. A count of zero is ignored, and a count
/// that cannot be read is taken as one of further pages until a page has no items.
///
/// A page that was returned before is an error. So are 100 pages in a row without items, and 10 if only the total reports
/// further items.
///
/// # Ranges of dates
///
/// A range of dates that is longer than the service permits is split into parts, which are requested in ascending order.
/// Within a part, the pages are in the order of the service. A part with more pages than the service permits is split in
/// halves. A range without an end ends at the time of the first request, if the service requires an end or the range has
/// to be split.
///
/// Adjacent parts share a time, so that no item is lost. An item that both return is in the first page of it only,
/// unless it has changed in between, or the list was resumed in the later part.
#[must_use = "streams do nothing unless polled"]
pub struct Pages<T, M = Async> {
    loader: PageLoader,
    page_of: fn(ErasedPage, &[usize]) -> Option<Page<T>>,
    mode: PhantomData<M>,
}

/// A page, its position, and the positions of the items that were removed from it.
pub(super) type PlacedPage<T> = (Page<T>, Position, Vec<usize>);

impl<M> Request<M> {
    /// Returns the pages of a list.
    pub fn pages<T: Decode + Send + 'static>(self) -> Pages<T, M> {
        let loader = PageLoader::new(self.into_mode(), decode_page::<T>);
        Pages { loader, page_of: page_of::<T>, mode: PhantomData }
    }
}

impl<T, M> Pages<T, M> {
    /// Continues from a position, at the start of its page. A position in another list is an error when the next page
    /// is requested.
    pub fn resume(mut self, position: Position) -> Self {
        self.loader.resume(position);
        self
    }

    /// Returns the position of the next page.
    pub fn position(&self) -> Position {
        self.loader.position().clone()
    }

    pub(super) fn loader(&self) -> &PageLoader {
        &self.loader
    }

    pub(super) fn loader_mut(&mut self) -> &mut PageLoader {
        &mut self.loader
    }

    /// Returns the next page with its position.
    pub(super) fn poll_page(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<PlacedPage<T>, Error>>> {
        let next = match ready!(self.loader.poll_next(context)) {
            None => return Poll::Ready(None),
            Some(Err(error)) => return Poll::Ready(Some(Err(error))),
            Some(Ok(next)) => next,
        };
        let NextPage { page, dropped, position } = next;
        Poll::Ready(Some(match (self.page_of)(page, &dropped) {
            Some(page) => Ok((page, position, dropped)),
            // every page is decoded as one of this type
            None => Err(self.loader.stop(Error::new(ErrorKind::Decode))),
        }))
    }
}

impl<T> Pages<T> {
    /// Loads pages ahead of their return: at most `pages` are in flight or not returned yet.
    ///
    /// The order of the pages does not change. Several pages are in flight at a time if the range of dates of the list
    /// is split; otherwise the next page is only known when the previous one is received. Requests are sent while the
    /// stream is polled, and canceled when it is dropped. Each counts against the quota.
    pub fn prefetch(mut self, pages: usize) -> Self {
        self.loader.set_prefetch(pages);
        self
    }

    /// Returns the next page, or `None` at the end of the list.
    pub async fn next(&mut self) -> Option<Result<Page<T>, Error>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }
}

impl<T, M> Unpin for Pages<T, M> {}

impl<T> Stream for Pages<T> {
    type Item = Result<Page<T>, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_page(context).map_ok(|(page, _, _)| page)
    }
}

#[cfg(feature = "blocking")]
impl<T> Iterator for Pages<T, Blocking> {
    type Item = Result<Page<T>, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        let page = complete(poll_fn(|context| self.poll_page(context)));
        page.map(|page| page.map(|(page, _, _)| page))
    }
}

impl<T, M> fmt::Debug for Pages<T, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.loader.fmt(f)
    }
}
