//! The state of an iteration over the pages of a list: which page is next, and when the list ends.

use bytes::Bytes;

use super::repeated::has_same_items;
use crate::runtime::api::Paging;
use crate::runtime::error::{Error, ErrorKind};
use crate::runtime::http::url;
use crate::runtime::position::{ListId, Position, Target};
use crate::runtime::request::Request;
use crate::runtime::wire::NameIndex;

/// The maximum number of consecutive pages without items.
const MAX_EMPTY_PAGES: u32 = 100;

/// The state of an iteration over pages.
pub(crate) struct PageCursor {
    paging: Option<&'static Paging>,
    /// The names of the member with the items.
    names: &'static [&'static str],
    /// The list that is requested.
    list: ListId,
    /// The list of the position to continue from.
    resumed: Option<ListId>,
    /// The page to request next.
    target: Target,
    /// The links that were followed.
    seen: NameIndex,
    /// The number of the last page that was requested, if it is known.
    number: Option<u64>,
    /// The number of items since the start of the list, if the iteration began there.
    items: Option<u64>,
    /// The number of pages without items since the last one with items.
    empty_pages: u32,
    /// The body and the reported number of the last page with items.
    last: Option<(Bytes, Option<u64>)>,
    /// Set after an error: the iteration ends, and can be resumed from its position.
    pub(crate) stopped: bool,
}

/// A page, as far as it determines the next one.
pub(crate) struct PageInfo<'a> {
    pub(crate) number: Option<u64>,
    pub(crate) page_count: Option<u64>,
    pub(crate) total_items: Option<u64>,
    /// The position of the last item in the list.
    pub(crate) end: Option<u64>,
    pub(crate) this: Option<&'a str>,
    pub(crate) next: Option<&'a str>,
    pub(crate) items: usize,
    pub(crate) body: Bytes,
}

impl PageCursor {
    pub(crate) fn new(request: &Request) -> Self {
        let paging = request.operation().paging;
        let list = request.list_id();
        Self {
            paging: paging.map(|(paging, _)| paging),
            names: paging.map(|(_, names)| names).unwrap_or_default(),
            resumed: Some(list.clone()),
            list,
            target: Target::Start,
            seen: NameIndex::default(),
            number: None,
            items: Some(0),
            empty_pages: 0,
            last: None,
            stopped: false,
        }
    }

    /// Continues from a position. That it belongs to the list is checked by the next request.
    pub(crate) fn resume(&mut self, position: Position) {
        let is_link = matches!(position.page, Target::Link(_));
        // a page number is one in any list, a link is not
        self.resumed = position.list.or_else(|| (!is_link).then(|| self.list.clone()));
        self.items = (position.page == Target::Start).then_some(0);
        self.target = position.page;
        self.seen = NameIndex::default();
        (self.number, self.empty_pages, self.last) = (None, 0, None);
    }

    /// Returns the page to request next.
    pub(crate) fn target(&self) -> &Target {
        &self.target
    }

    /// Returns the position of an item of a page.
    pub(crate) fn position(&self, page: Target, offset: usize) -> Position {
        Position { list: self.resumed.clone(), page, offset }
    }

    /// Returns the request for the next page, or `None` at the end.
    pub(crate) fn next_request(&mut self, base: &Request) -> Option<Result<Request, Error>> {
        if self.stopped {
            return None;
        }
        if self.resumed.as_ref() != Some(&self.list) {
            let message = ListId::mismatch(self.resumed.as_ref(), &self.list);
            return Some(Err(Error::with_message(ErrorKind::Request, message)));
        }
        let mut request = base.clone();
        match (&self.target, self.paging) {
            (Target::End, _) => return None,
            (Target::Start, Some(paging)) => {
                let first = page_number(base, paging).unwrap_or(paging.first);
                self.number = Some(first);
                if !paging.follow_links {
                    request.parts.set_query_text(paging.page, first.to_string());
                }
            }
            (Target::Number(number), Some(paging)) => {
                self.number = Some(*number);
                request.parts.set_query_text(paging.page, number.to_string());
            }
            (Target::Start | Target::Number(_), None) => {}
            (Target::Link(link), paging) => {
                let path = match base.resolve_page(link) {
                    Ok(path) => path,
                    Err(reason) => return Some(Err(stopped(reason))),
                };
                if !self.seen.insert(&path, 0) {
                    return Some(Err(stopped(REPEATED)));
                }
                let number = paging.and_then(|paging| url::query_parameter(&path, paging.page));
                let next = self.number.map(|number| number.saturating_add(1));
                self.number = number.and_then(|number| number.parse().ok()).or(next);
                request.parts.target = self.target.clone();
            }
        }
        Some(Ok(request))
    }

    /// Advances past a page. Fails if the page was returned before, or if the list cannot be continued.
    pub(crate) fn advance(&mut self, page: PageInfo<'_>, base: &Request) -> Result<(), Error> {
        let Some(paging) = self.paging else {
            self.target = Target::End;
            return Ok(());
        };
        if self.is_repeated(&page) {
            return Err(received(REPEATED));
        }
        if let Some(path) = page.this.and_then(|link| base.resolve(link).ok()) {
            self.seen.insert(&path, 0);
        }
        self.items = self.items.map(|items| items.saturating_add(page.items as u64));
        self.empty_pages = if page.items == 0 { self.empty_pages + 1 } else { 0 };
        let next = self.next_target(paging, &page);
        if next != Target::End && self.empty_pages >= MAX_EMPTY_PAGES {
            let message = format!("{MAX_EMPTY_PAGES} pages in a row had no items");
            return Err(received(message));
        }
        if page.items > 0 {
            self.last = Some((page.body, page.number));
        }
        self.target = next;
        Ok(())
    }

    /// Returns `true` if a page has the items of the one before it, although another one was requested.
    ///
    /// Some services report the same number for every page. A new link is therefore only a repetition if the items are
    /// the same too.
    fn is_repeated(&self, page: &PageInfo<'_>) -> bool {
        let Some((last, number)) = self.last.as_ref().filter(|_| page.items > 0) else {
            return false;
        };
        let is_link = matches!(self.target, Target::Link(_));
        let has_same_number = page.number.is_some() && page.number == *number;
        (!is_link || has_same_number) && has_same_items(last, &page.body, self.names)
    }

    /// Returns the next page: that of the link, or the next number if the metadata reports further pages.
    fn next_target(&self, paging: &Paging, page: &PageInfo<'_>) -> Target {
        if let Some(link) = page.next.filter(|_| paging.follow_links) {
            return Target::Link(link.to_owned());
        }
        let Some(number) = self.number.or(page.number) else { return Target::End };
        let next = number.saturating_add(1);
        // a count of zero pages is ignored if the page has items
        let continues = match page.page_count.filter(|count| *count > 0) {
            Some(count) => next.saturating_sub(paging.first) < count,
            None if page.items == 0 => false,
            None => !paging.follow_links || self.has_further_items(page),
        };
        if continues { Target::Number(next) } else { Target::End }
    }

    /// Returns `true` if the total is larger than the position of the last item.
    fn has_further_items(&self, page: &PageInfo<'_>) -> bool {
        let reached = page.end.map(|end| end.saturating_add(1)).or(self.items);
        matches!((page.total_items, reached), (Some(total), Some(reached)) if reached < total)
    }
}

/// Returns the page number that the request itself sets.
fn page_number(request: &Request, paging: &Paging) -> Option<u64> {
    request.parts.query_values(paging.page).next()?.parse().ok()
}

const REPEATED: &str = "pagination loop: the page was already returned";

/// Creates an error before a request is sent.
fn stopped(reason: &str) -> Error {
    Error::with_message(ErrorKind::Paging, reason)
}

/// Creates an error about a page that was received.
fn received(reason: impl Into<String>) -> Error {
    let mut error = Error::with_message(ErrorKind::Paging, reason);
    error.0.sent = true;
    error
}
