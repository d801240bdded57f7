//! The loading of the pages of a list: part by part, in order, and ahead of their return if that is requested.

use std::collections::VecDeque;
use std::fmt;
use std::task::{Context, Poll};

use super::duplicates::Duplicates;
use super::erased::{DecodePage, ErasedPage};
use super::part_pages::{LoadedPage, PartPages};
use super::windows::{Range, Span};
use crate::runtime::error::{Error, ErrorKind};
use crate::runtime::position::{ListId, Position, RangePart, Target};
use crate::runtime::request::Request;

/// Loads the pages of a list.
///
/// The range of dates of the request is split into parts that the service permits. A part with too many pages is split
/// in halves before any of its pages is returned.
pub(super) struct PageLoader {
    request: Request,
    decode: DecodePage,
    list: ListId,
    /// The position of the next page.
    position: Position,
    /// The range of dates, from the first poll on.
    range: Option<Range>,
    /// What is left of the range after the parts.
    rest: Option<Span>,
    /// The parts that were begun, the current one first.
    parts: VecDeque<PartPages>,
    duplicates: Duplicates,
    /// The number of pages to hold.
    prefetch: usize,
    /// The position is one of an earlier iteration.
    is_stored: bool,
    is_started: bool,
    is_stopped: bool,
}

/// A page in its turn.
pub(super) struct NextPage {
    pub(super) page: ErasedPage,
    /// The positions of items that the previous part of the range has too.
    pub(super) dropped: Vec<usize>,
    /// The position of the page.
    pub(super) position: Position,
}

impl PageLoader {
    pub(super) fn new(request: Request, decode: DecodePage) -> Self {
        let list = request.list_id();
        Self {
            request,
            decode,
            position: Position { list: Some(list.clone()), ..Position::start() },
            list,
            range: None,
            rest: None,
            parts: VecDeque::new(),
            duplicates: Duplicates::default(),
            prefetch: 0,
            is_stored: false,
            is_started: false,
            is_stopped: false,
        }
    }

    pub(super) fn request(&self) -> &Request {
        &self.request
    }

    pub(super) fn list(&self) -> &ListId {
        &self.list
    }

    /// Returns the position of the next page.
    pub(super) fn position(&self) -> &Position {
        &self.position
    }

    /// Continues from the start of the page of a position. That it belongs to the list is checked by the next request.
    pub(super) fn resume(&mut self, mut position: Position) {
        self.is_stored = position.list.is_some();
        let is_link = matches!(position.page, Target::Link(_));
        // a page number is one in any list, a link is not
        position.list = position.list.or_else(|| (!is_link).then(|| self.list.clone()));
        position.offset = 0;
        self.position = position;
        (self.is_started, self.is_stopped) = (false, false);
        (self.range, self.rest, self.duplicates) = (None, None, Duplicates::default());
        self.parts.clear();
    }

    /// Sets the number of pages to hold. One page is loaded at a time if it is 0.
    pub(super) fn set_prefetch(&mut self, pages: usize) {
        self.prefetch = pages;
    }

    pub(super) fn prefetch(&self) -> usize {
        self.prefetch
    }

    /// Returns the number of pages that are in flight or were not returned.
    pub(super) fn held(&self) -> usize {
        self.parts.iter().map(PartPages::held).sum()
    }

    /// Returns `true` if an error was received, after which no page is returned.
    pub(super) fn has_failed(&self) -> bool {
        self.is_stopped || self.parts.iter().any(PartPages::has_failed)
    }

    /// Ends the iteration with an error. Requests in flight are canceled.
    pub(super) fn stop(&mut self, error: Error) -> Error {
        self.is_stopped = true;
        self.parts.clear();
        error.with_operation(self.request.operation()).with_position(self.position.clone())
    }

    /// Polls the requests in flight and sends further ones, as far as that many pages may be held.
    pub(super) fn load(&mut self, context: &mut Context<'_>) {
        if self.is_stopped || self.start().is_err() {
            return;
        }
        let mut index = 0;
        while index < self.parts.len() {
            self.poll_part(index, context);
            index += 1;
        }
        while let Some(index) = self.start_next() {
            self.poll_part(index, context);
        }
    }

    /// Returns the next page.
    pub(super) fn poll_next(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<NextPage, Error>>> {
        if self.is_stopped {
            return Poll::Ready(None);
        }
        if let Err(error) = self.start() {
            return Poll::Ready(Some(Err(self.stop(error))));
        }
        self.load(context);
        while self.parts.front().is_some_and(PartPages::is_empty) {
            self.end_part();
            self.load(context);
        }
        let Some(part) = self.parts.front_mut() else { return Poll::Ready(None) };
        match part.pop() {
            None => Poll::Pending,
            Some(Err(error)) => {
                self.enter_part();
                let error = self.restart_in_halves().unwrap_or(error);
                Poll::Ready(Some(Err(self.stop(error))))
            }
            Some(Ok(page)) => {
                let next = self.advance(page);
                if self.prefetch > 0 {
                    self.load(context);
                }
                Poll::Ready(Some(Ok(next)))
            }
        }
    }

    /// Begins the first part, once.
    fn start(&mut self) -> Result<(), Error> {
        if self.is_started {
            return Ok(());
        }
        let position = &self.position;
        let message = if position.member.is_some() {
            "the position belongs to several lists and cannot be resumed in one".to_owned()
        } else if position.list.as_ref() != Some(&self.list) {
            ListId::mismatch(position.list.as_ref(), &self.list)
        } else if !self.start_part() {
            "the position is outside of the range of its list".to_owned()
        } else {
            return Ok(());
        };
        Err(Error::with_message(ErrorKind::Request, message))
    }

    /// Begins the part of the position. Returns `false` if it is not in the range.
    fn start_part(&mut self) -> bool {
        let part = self.position.part;
        let now = self.request.parts.core.clock.system_time();
        self.range = Range::of(&self.request.parts, now, part);
        let is_in = |part: RangePart| {
            self.range.as_ref().is_some_and(|range| range.span.contains(part.start, part.end))
        };
        if !part.is_none_or(is_in) {
            return false;
        }
        self.is_started = true;
        let span = self.range.as_ref().map(|range| {
            part.map_or_else(
                || range.first_part(range.span),
                |part| Span { start: part.start, end: part.end },
            )
        });
        self.rest = self.range.as_ref().zip(span).and_then(|(range, span)| range.span.after(span));
        match self.position.page {
            // nothing follows the end, also if the range is longer by now
            Target::End => self.rest = None,
            Target::Start => {}
            // the position was stored while the range was not split: its page is not one of a part
            _ if self.is_stored && part.is_none() && self.is_divided(span) => {
                self.position.page = Target::Start;
            }
            _ => {}
        }
        let first = self.part(span, self.position.page.clone());
        self.parts.push_back(first);
        self.enter_part();
        true
    }

    /// Returns `true` if a part is not requested as the list itself.
    fn is_divided(&self, part: Option<Span>) -> bool {
        self.range.as_ref().zip(part).is_some_and(|(range, part)| !range.is_unchanged(part))
    }

    /// Creates the pages of a part.
    fn part(&self, span: Option<Span>, first: Target) -> PartPages {
        let mut request = self.request.clone();
        if let Some((range, span)) = self.range.as_ref().zip(span)
            && !range.is_unchanged(span)
        {
            let (start, end) = range.texts(span);
            request.parts.set_query_text(range.window.start, start);
            request.parts.set_query_text(range.window.end, end);
            if let Some((paging, _)) = request.operation().paging
                && span.start != range.span.start
            {
                // the page that the request selects is one of the first part
                request.parts.remove_query(paging.page);
            }
        }
        PartPages::new(span, request, first)
    }

    /// Sets the position to the current part, which may have been split since it was entered.
    fn enter_part(&mut self) {
        let span = self.parts.front().and_then(|part| part.span);
        let range = self.range.as_ref();
        self.position.part = range.zip(span).and_then(|(range, span)| range.position(span));
    }

    /// Begins the next part that was not begun. Returns `false` at the end of the range.
    fn begin_part(&mut self) -> bool {
        let Some((range, rest)) = self.range.as_ref().zip(self.rest) else { return false };
        let span = range.first_part(rest);
        self.rest = rest.after(span);
        let part = self.part(Some(span), Target::Start);
        self.parts.push_back(part);
        true
    }

    /// Goes on to the next part.
    fn end_part(&mut self) {
        self.parts.pop_front();
        self.duplicates.next_part();
        if !self.parts.is_empty() || self.begin_part() {
            self.position.page = Target::Start;
            self.enter_part();
        }
    }

    /// Returns a page of the current part and goes on to the next one.
    fn advance(&mut self, page: LoadedPage) -> NextPage {
        let LoadedPage { page, hashes, target, next } = page;
        self.enter_part();
        let position = Position { page: target, ..self.position.clone() };
        let dropped = self.duplicates.add(&hashes);
        self.position.page = next;
        if self.parts.front().is_some_and(PartPages::is_empty) {
            self.end_part();
        }
        NextPage { page, dropped, position }
    }

    /// Polls a part, and splits it if it has too many pages.
    fn poll_part(&mut self, index: usize, context: &mut Context<'_>) {
        let Some(part) = self.parts.get_mut(index) else { return };
        let Some(error) = part.poll(context) else { return };
        let halves = self.range.as_ref().zip(part.span);
        match halves.and_then(|(range, span)| span.halves(range.unit)) {
            None => part.fail(error),
            Some([first, second]) => {
                let first = self.part(Some(first), Target::Start);
                let second = self.part(Some(second), Target::Start);
                if let Some(part) = self.parts.get_mut(index) {
                    *part = first;
                }
                self.parts.insert(index + 1, second);
            }
        }
    }

    /// Sets the position to the first half of the current part, if the part got too many pages while it was read: its
    /// next page is refused, however often it is requested. Returns the error that describes this.
    fn restart_in_halves(&mut self) -> Option<Error> {
        let part = self.parts.front().filter(|part| part.has_outgrown())?;
        let range = self.range.as_ref()?;
        let [first, _] = part.span?.halves(range.unit)?;
        self.position.part = range.position(first);
        self.position.page = Target::Start;
        let message = "a part of the range got more pages while it was read than the service \
                       permits: resuming reads the part again in halves, and repeats its items";
        let mut error = Error::with_message(ErrorKind::Paging, message);
        error.0.sent = true;
        Some(error)
    }

    /// Requests the next page of the first part that can be continued, as far as that many pages may be held. Returns
    /// the index of the part.
    ///
    /// A page that was returned makes room for one of the current part, which is therefore never held up by the others.
    fn start_next(&mut self) -> Option<usize> {
        let limit = self.prefetch.max(1);
        if self.held() >= limit {
            return None;
        }
        let keeps_hashes = self.is_split();
        for (index, part) in self.parts.iter_mut().enumerate() {
            // nothing is returned after an error
            if part.has_failed() {
                return None;
            }
            if part.start(self.decode, keeps_hashes) {
                return Some(index);
            }
        }
        if limit == 1 || !self.begin_part() {
            return None;
        }
        let index = self.parts.len() - 1;
        let is_started = self.parts.get_mut(index)?.start(self.decode, keeps_hashes);
        is_started.then_some(index)
    }

    /// Returns `true` if the range has more than one part.
    fn is_split(&self) -> bool {
        let span = self.parts.front().and_then(|part| part.span);
        self.range.as_ref().zip(span).is_some_and(|(range, span)| span != range.span)
    }
}

impl fmt::Debug for PageLoader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("Pages");
        debug.field("request", &self.request).field("position", &self.position).finish()
    }
}
