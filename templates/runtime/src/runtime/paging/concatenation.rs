//! Several lists as one stream of items.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;

use super::items::{ITEMS_PER_POLL, Items};
use super::loader::PageLoader;
#[cfg(feature = "blocking")]
use crate::runtime::call::complete;
use crate::runtime::error::{Error, ErrorKind};
use crate::runtime::mode::Async;
#[cfg(feature = "blocking")]
use crate::runtime::mode::Blocking;
use crate::runtime::position::{ListId, ListMember, Position};

/// The items of several lists, one list after the other. Returned by [`concat()`].
///
/// It is a [`Stream`], and has its own [`next`](Concat::next); for a blocking client it is an iterator. It ends after an error, which has the
/// [`position`](Error::position) to resume from.
#[must_use = "streams do nothing unless polled"]
pub struct Concat<T, M = Async> {
    lists: Vec<Items<T, M>>,
    /// The current list.
    index: usize,
    /// A hash of the ids of the lists.
    id: u64,
    prefetch: usize,
    /// The number of items that were returned.
    returned: usize,
    /// A position of other lists, which was passed to `resume`.
    mismatch: Option<Position>,
    is_stopped: bool,
}

/// Streams the items of several lists, such as those of several programs, one list after the other.
///
/// Its [position](Concat::position) includes the list. It can be resumed with the same lists in the same order only.
/// [`prefetch`](Concat::prefetch) loads pages of the current list and of those after it; set it here instead of on the
/// lists.
pub fn concat<T, M>(lists: impl IntoIterator<Item = Items<T, M>>) -> Concat<T, M> {
    let lists: Vec<Items<T, M>> = lists.into_iter().collect();
    let id = ListId::hash_all(lists.iter().map(|list| list.pages().loader().list()));
    Concat { lists, index: 0, id, prefetch: 0, returned: 0, mismatch: None, is_stopped: false }
}

impl<T, M> Concat<T, M> {
    /// Continues from a position. A position in other lists is an error when the next item is requested.
    pub fn resume(mut self, position: Position) -> Self {
        self.is_stopped = false;
        self.mismatch = None;
        let index = match position.member {
            Some(member) if member.lists == self.id && member.index < self.lists.len().max(1) => {
                member.index
            }
            None if position.list.is_none() => 0,
            _ => {
                self.mismatch = Some(position);
                return self;
            }
        };
        self.index = index;
        self.reset_from(index);
        if let Some(list) = self.lists.get_mut(index) {
            list.resume_at(Position { member: None, ..position });
        }
        self
    }

    /// Returns the position of the next item.
    pub fn position(&self) -> Position {
        if let Some(position) = &self.mismatch {
            return position.clone();
        }
        // at the end, the position is the end of the last list
        let index = self.index.min(self.lists.len().saturating_sub(1));
        let position = self.lists.get(index).map_or_else(Position::start, Items::position);
        Position { member: Some(ListMember { index, lists: self.id }), ..position }
    }

    /// Returns the lists from this one on to their start.
    fn reset_from(&mut self, index: usize) {
        for list in self.lists.iter_mut().skip(index) {
            list.resume_at(Position::start());
        }
    }

    /// Ends the iteration with an error. Requests in flight are canceled.
    fn stop(&mut self, error: Error) -> Error {
        self.is_stopped = true;
        let error = error.with_position(self.position());
        self.reset_from(self.index.saturating_add(1));
        error
    }

    /// Polls the current list, and loads pages of the lists after it.
    fn poll_list(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<T, Error>>> {
        let later = self.lists.get(self.index.saturating_add(1)..).unwrap_or_default();
        let held: usize = later.iter().map(|list| list.pages().loader().held()).sum();
        let Some(list) = self.lists.get_mut(self.index) else { return Poll::Ready(None) };
        if self.prefetch > 0 {
            list.pages_mut().loader_mut().set_prefetch(self.prefetch.saturating_sub(held).max(1));
        }
        let polled = list.poll_item(context);
        let is_loading = match &polled {
            Poll::Pending => true,
            Poll::Ready(Some(Ok(_))) => self.returned.is_multiple_of(ITEMS_PER_POLL),
            Poll::Ready(_) => false,
        };
        if self.prefetch > 0 && is_loading {
            let lists = self.lists.iter_mut().skip(self.index);
            let mut loaders = lists.map(|list| list.pages_mut().loader_mut());
            load_ahead(&mut loaders, self.prefetch.saturating_sub(held), context);
        }
        polled
    }
}

/// Loads pages of the lists after the first one, in order. The first list takes its part of the number of free places.
fn load_ahead(
    loaders: &mut dyn Iterator<Item = &mut PageLoader>,
    free: usize,
    context: &mut Context<'_>,
) {
    let Some(first) = loaders.next() else { return };
    let mut free = free.saturating_sub(first.held());
    for loader in loaders {
        let held = loader.held();
        // the requests in flight are polled in any case
        if held > 0 || free > 0 {
            loader.set_prefetch(held.saturating_add(free));
            loader.load(context);
            free = free.saturating_sub(loader.held().saturating_sub(held));
        }
        // nothing is returned after an error
        if loader.has_failed() {
            free = 0;
        }
    }
}

impl<T, M> Concat<T, M> {
    /// Returns the next item.
    fn poll_item(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<T, Error>>> {
        if self.is_stopped {
            return Poll::Ready(None);
        }
        if let Some(position) = &self.mismatch {
            let message = match position.member {
                Some(_) => "the position belongs to other lists, or to the lists in another order",
                None => "the position belongs to a single list and cannot be resumed in several",
            };
            let error = Error::with_message(ErrorKind::Request, message);
            return Poll::Ready(Some(Err(self.stop(error))));
        }
        loop {
            match ready!(self.poll_list(context)) {
                None if self.index.saturating_add(1) < self.lists.len() => self.index += 1,
                None => return Poll::Ready(None),
                Some(Ok(item)) => {
                    self.returned = self.returned.wrapping_add(1);
                    return Poll::Ready(Some(Ok(item)));
                }
                Some(Err(error)) => return Poll::Ready(Some(Err(self.stop(error)))),
            }
        }
    }
}

impl<T> Concat<T> {
    /// Loads pages ahead of their return: at most `pages` are in flight or not returned yet, in all lists together.
    ///
    /// The order of the items does not change. Up to `pages` requests are in flight at a time: one for each list or
    /// part of a split range. Requests are sent while the stream is polled, and canceled when it is dropped. Each
    /// counts against the quota.
    pub fn prefetch(mut self, pages: usize) -> Self {
        self.prefetch = pages;
        self
    }

    /// Returns the next item, or `None` at the end of the last list.
    pub async fn next(&mut self) -> Option<Result<T, Error>> {
        poll_fn(|context| self.poll_item(context)).await
    }
}

impl<T, M> Unpin for Concat<T, M> {}

impl<T> Stream for Concat<T> {
    type Item = Result<T, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_item(context)
    }
}

#[cfg(feature = "blocking")]
impl<T> Iterator for Concat<T, Blocking> {
    type Item = Result<T, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        complete(poll_fn(|context| self.poll_item(context)))
    }
}

impl<T, M> fmt::Debug for Concat<T, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Concat").field(&self.lists).finish()
    }
}
