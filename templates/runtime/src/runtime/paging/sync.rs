//! The items of a list since the last run.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::str::FromStr;
use std::task::{Context, Poll, ready};

use futures_core::Stream;
use serde_core::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::items::Items;
#[cfg(feature = "blocking")]
use crate::runtime::call::complete;
use crate::runtime::clock::unix_seconds;
use crate::runtime::codec::Decode;
use crate::runtime::error::Error;
use crate::runtime::mode::Async;
#[cfg(feature = "blocking")]
use crate::runtime::mode::Blocking;
use crate::runtime::position::{Position, hash, parse_hash};
use crate::runtime::request::Request;
use crate::runtime::wire::DateTime;

/// A run begins this number of seconds before the end of the one before it: clocks differ, and an update may be visible
/// later than its time.
const OVERLAP: i64 = 10 * 60;

/// How far an incremental synchronization has got: a time, and the position of a run that has not ended.
///
/// The first run begins with a time: `SyncState::from(time)`. Later ones begin with the [state](SyncItems::state) of the
/// run before, which can be stored as a string (`to_string` and `parse`, or serde). The string contains a hash: if it was
/// cut off or changed, it is not parsed. The string of a time is parsed, too.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct SyncState {
    /// The start of the range.
    since: DateTime,
    /// The end of the run that has not ended, and its position.
    run: Option<(DateTime, Position)>,
}

impl SyncState {
    /// Returns the time that the next run begins with.
    pub fn since(&self) -> DateTime {
        self.since
    }

    /// Returns `true` if a run was interrupted. The next one continues it.
    pub fn is_interrupted(&self) -> bool {
        self.run.is_some()
    }
}

impl<T: Into<DateTime>> From<T> for SyncState {
    fn from(since: T) -> Self {
        Self { since: since.into(), run: None }
    }
}

impl fmt::Display for SyncState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = match &self.run {
            Some((until, position)) => format!("{}/{until}/{position}", self.since),
            None => self.since.to_string(),
        };
        write!(f, "{:016x}/{text}", hash(&[&text]))
    }
}

/// Leaves out what the position leaves out.
impl fmt::Debug for SyncState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("SyncState");
        debug.field("since", &self.since);
        if let Some((until, position)) = &self.run {
            debug.field("until", until).field("position", position);
        }
        debug.finish()
    }
}

/// The error for a string that is not a [`SyncState`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvalidSyncState;

impl fmt::Display for InvalidSyncState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("expected the state of a synchronization that was not changed or cut off, such as `2026-01-15T00:00:00Z`")
    }
}

impl std::error::Error for InvalidSyncState {}

impl FromStr for SyncState {
    type Err = InvalidSyncState;

    fn from_str(text: &str) -> Result<Self, InvalidSyncState> {
        let time = |text: &str| text.parse::<DateTime>().map_err(|_| InvalidSyncState);
        let Some((known_hash, text)) = text.split_once('/') else {
            return Ok(Self { since: time(text)?, run: None });
        };
        if parse_hash(known_hash) != Some(hash(&[text])) {
            return Err(InvalidSyncState);
        }
        let Some((since, rest)) = text.split_once('/') else {
            return Ok(Self { since: time(text)?, run: None });
        };
        let (until, position) = rest.split_once('/').ok_or(InvalidSyncState)?;
        let position = position.parse().map_err(|_| InvalidSyncState)?;
        Ok(Self { since: time(since)?, run: Some((time(until)?, position)) })
    }
}

impl Serialize for SyncState {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for SyncState {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
    }
}

/// The items of a list since the last run, up to the time of the call.
///
/// It is a [`Stream`], and has its own [`next`](SyncItems::next); for a blocking client it is an iterator. It ends after an error; the next run continues from its
/// [`state`](SyncItems::state). A run that continues an interrupted one returns the rest of that, and then what follows
/// up to the time of the call.
#[must_use = "streams do nothing unless polled"]
pub struct SyncItems<T, M = Async> {
    request: Request<M>,
    stream: fn(Request<M>) -> Items<T, M>,
    /// The parameters with the start and the end.
    parameters: (&'static str, &'static str),
    items: Items<T, M>,
    since: DateTime,
    /// The end of the range of `items`.
    until: DateTime,
    /// The time of the call.
    now: DateTime,
    prefetch: usize,
    is_complete: bool,
    is_stopped: bool,
}

impl<M> Request<M> {
    /// Returns the items since the last run, whose times are sent in two parameters.
    pub fn sync<T: Decode + Send + 'static>(
        self,
        start: &'static str,
        end: &'static str,
        state: SyncState,
    ) -> SyncItems<T, M> {
        let since = state.since;
        let now = unix_seconds(self.parts.core.clock.system_time());
        let now = DateTime::from_unix_timestamp(now);
        // a clock that was set back does not move the state back
        let now = now.map_or(since, |now| now.max(since));
        let (until, position) = state.run.unwrap_or((now, Position::start()));
        let parameters = (start, end);
        SyncItems {
            items: range(&self, parameters, since, until).items().resume(position),
            request: self,
            stream: Request::<M>::items::<T>,
            parameters,
            since,
            until,
            now,
            prefetch: 0,
            is_complete: false,
            is_stopped: false,
        }
    }
}

/// Returns the request for the items between two times.
fn range<M>(
    request: &Request<M>,
    (start, end): (&'static str, &'static str),
    since: DateTime,
    until: DateTime,
) -> Request<M> {
    request.clone().query::<DateTime>(start, since).query::<DateTime>(end, until)
}

impl<T, M> SyncItems<T, M> {
    /// Returns the state to begin the next run with.
    ///
    /// A program that saves it after it has processed an item does not lose any. At the end, it is ten minutes before the
    /// time of the call: the clock of the service may be another one, and an update may be visible later than its time.
    /// Items of these minutes, and items at the time that two parts of a range share, may be returned twice: store them
    /// by their id.
    pub fn state(&self) -> SyncState {
        match self.is_complete {
            true => SyncState { since: self.next_start(), run: None },
            false => {
                SyncState { since: self.since, run: Some((self.until, self.items.position())) }
            }
        }
    }

    /// Returns the start of the range that follows.
    fn next_start(&self) -> DateTime {
        let start = self.until.unix_timestamp().saturating_sub(OVERLAP);
        DateTime::from_unix_timestamp(start).map_or(self.until, |start| start.max(self.since))
    }

    /// Returns the next item.
    fn poll_item(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<T, Error>>> {
        while !self.is_complete && !self.is_stopped {
            if let Some(result) = ready!(self.items.poll_item(context)) {
                self.is_stopped = result.is_err();
                return Poll::Ready(Some(result));
            }
            self.is_complete = self.until >= self.now;
            if !self.is_complete {
                // the interrupted run has ended
                (self.since, self.until) = (self.next_start(), self.now);
                let request = range(&self.request, self.parameters, self.since, self.until);
                self.items = (self.stream)(request);
                self.items.set_prefetch(self.prefetch);
            }
        }
        Poll::Ready(None)
    }
}

impl<T> SyncItems<T> {
    /// Loads pages ahead of their return: at most `pages` are in flight or not returned yet. See
    /// [`Pages::prefetch`](super::Pages::prefetch).
    pub fn prefetch(mut self, pages: usize) -> Self {
        self.prefetch = pages;
        self.items.set_prefetch(pages);
        self
    }

    /// Returns the next item, or `None` after the last one.
    pub async fn next(&mut self) -> Option<Result<T, Error>> {
        poll_fn(|context| self.poll_item(context)).await
    }
}

impl<T, M> Unpin for SyncItems<T, M> {}

impl<T> Stream for SyncItems<T> {
    type Item = Result<T, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_item(context)
    }
}

#[cfg(feature = "blocking")]
impl<T> Iterator for SyncItems<T, Blocking> {
    type Item = Result<T, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        complete(poll_fn(|context| self.poll_item(context)))
    }
}

impl<T, M> fmt::Debug for SyncItems<T, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("SyncItems");
        debug.field("items", &self.items).field("state", &self.state()).finish()
    }
}
