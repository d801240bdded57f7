//! The state of an iteration over the pages of a list: which page is next, and when the list ends.

use bytes::Bytes;

use super::counts::Counts;
use super::extent::{Extent, Remainder};
use super::link::{changed_parameter, page_key};
use super::repeated::{has_same_items, items_hash};
use crate::runtime::api::{PageLimits, Paging};
use crate::runtime::error::{Error, ErrorKind};
use crate::runtime::http::url;
use crate::runtime::position::Target;
use crate::runtime::request::Request;
use crate::runtime::wire::NameIndex;

/// The maximum number of consecutive pages without items.
const MAX_EMPTY_PAGES: u32 = 100;

/// The maximum number of consecutive pages without items that are requested only because of the number of items. It may
/// count items that the service leaves out.
const MAX_EMPTY_PAGES_OF_TOTAL: u32 = 10;

/// The state of an iteration over pages.
pub(super) struct PageCursor {
    paging: Option<&'static Paging>,
    /// The names of the member with the items.
    names: &'static [&'static str],
    limits: PageLimits,
    /// The page to request next.
    target: Target,
    /// The keys of the pages that were requested.
    seen: NameIndex,
    /// The number of the last page that was requested, if it is known.
    number: Option<u64>,
    /// The last page was requested by its number, or by a link with its number.
    is_numbered: bool,
    extent: Extent,
    /// The number of pages without items since the last one with items.
    empty_pages: u32,
    /// The hash of the items of the first page with items.
    first: Option<u64>,
    /// The body and the reported number of the last page with items.
    last: Option<(Bytes, Option<u64>)>,
    /// The reason why the list cannot be continued although it has not ended.
    stop: Option<String>,
}

/// A page, as far as it determines the next one.
pub(super) struct PageInfo {
    pub(super) number: Option<u64>,
    pub(super) page_size: Option<u64>,
    /// The position of the first item in the list.
    pub(super) start: Option<u64>,
    /// The position of the last item in the list.
    pub(super) end: Option<u64>,
    pub(super) this: Option<String>,
    pub(super) next: Option<String>,
    pub(super) counts: Counts,
    pub(super) body: Bytes,
}

impl PageInfo {
    /// Returns the number of pages of the list, if it is reported or follows from the number of items.
    pub(super) fn pages(&self) -> Option<u64> {
        let size = self.page_size.filter(|size| *size > 0);
        let counted = self.counts.total.zip(size).map(|(total, size)| total.div_ceil(size));
        self.counts.pages.max(counted)
    }
}

impl PageCursor {
    /// Creates an iteration that begins with this page.
    pub(super) fn new(request: &Request, target: Target) -> Self {
        let operation = request.operation();
        let paging = operation.paging.map(|(paging, _)| paging);
        let begins_at_start = target == Target::Start
            && paging.is_some_and(|paging| {
                page_number(request, paging).is_none_or(|number| number == paging.first)
            });
        Self {
            paging,
            names: operation.paging.map(|(_, names)| names).unwrap_or_default(),
            limits: operation.page_limits,
            target,
            seen: NameIndex::default(),
            number: None,
            is_numbered: true,
            extent: Extent::new(begins_at_start),
            empty_pages: 0,
            first: None,
            last: None,
            stop: None,
        }
    }

    /// Returns the page to request next.
    pub(super) fn target(&self) -> &Target {
        &self.target
    }

    /// Returns the request for the next page, or `None` at the end.
    pub(super) fn next_request(&mut self, base: &Request) -> Option<Result<Request, Error>> {
        if let Some(reason) = &self.stop {
            return Some(Err(stopped(reason.as_str())));
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
                self.is_numbered = true;
                self.seen.insert(&number_key(*number, base, paging), 0);
                request.parts.set_query_text(paging.page, number.to_string());
            }
            (Target::Start | Target::Number(_), None) => {}
            (Target::Link(link), paging) => {
                let path = match base.resolve_page(link) {
                    Ok(path) => path,
                    Err(reason) => return Some(Err(stopped(reason))),
                };
                if let Some(name) = changed_parameter(&path, base, paging) {
                    let message = format!("the link has another value of `{name}` than the list");
                    return Some(Err(stopped(message)));
                }
                let key = paging.map(|paging| page_key(&path, base, paging));
                if !key.is_none_or(|key| self.seen.insert(&key, 0)) {
                    return Some(Err(stopped(REPEATED)));
                }
                let number = paging.and_then(|paging| url::query_parameter(&path, paging.page));
                let number = number.and_then(|number| number.parse().ok());
                self.is_numbered = number.is_some();
                self.number = number.or(self.number.map(|number| number.saturating_add(1)));
                request.parts.target = self.target.clone();
            }
        }
        Some(Ok(request))
    }

    /// Advances past a page. Fails if the page was returned before, or if the list cannot be continued.
    pub(super) fn advance(&mut self, page: PageInfo, base: &Request) -> Result<(), Error> {
        let Some(paging) = self.paging else {
            self.target = Target::End;
            return Ok(());
        };
        if self.is_repeated(&page) {
            return Err(received(REPEATED));
        }
        let this = page.this.as_deref().and_then(|link| base.resolve_page(link).ok());
        // the number of the first page, if the request leaves it out, is the one of its own link
        if let Some(path) = this.or_else(|| (self.target == Target::Start).then(String::new)) {
            self.seen.insert(&page_key(&path, base, paging), 0);
        }
        self.extent.add(&page);
        self.empty_pages = if page.counts.elements == 0 { self.empty_pages + 1 } else { 0 };
        let next = self.next_target(paging, &page)?;
        self.stop = next.is_none().then(|| NO_NUMBER.to_owned());
        // the list does not end where it is stopped, also when it is resumed
        let next = next.unwrap_or_else(|| self.target.clone());
        let next = match self.reached_limit(paging, &page) {
            Some(limit) => {
                self.stop = Some(cut_off_message(limit));
                let number = self.number.unwrap_or(paging.first).saturating_add(1);
                if next == Target::End { Target::Number(number) } else { next }
            }
            None => next,
        };
        if page.counts.elements > 0 {
            if self.first.is_none() && next != Target::End {
                self.first = items_hash(&page.body, self.names);
            }
            self.last = Some((page.body, page.number));
        }
        self.target = next;
        Ok(())
    }

    /// Returns the maximum number of items that the service returns of the list if a page has the last of them, and the
    /// list may have more.
    fn reached_limit(&self, paging: &Paging, page: &PageInfo) -> Option<u64> {
        let limit = self.limits.items.filter(|_| page.counts.elements > 0)?;
        let reached = self.extent.reached(paging, self.number, page);
        let total = page.counts.total.filter(|total| *total > 0);
        let may_have_more = total.is_none_or(|total| Some(total) > reached);
        (reached >= Some(limit) && may_have_more).then_some(limit)
    }

    /// Returns `true` if a page has the items of the one before it, although another one was requested.
    ///
    /// Some services report the same number for every page, or none. A new link is therefore only a repetition if the
    /// items are the same too. Others return the first page for a number that is too large.
    fn is_repeated(&self, page: &PageInfo) -> bool {
        let Some((last, number)) = self.last.as_ref().filter(|_| page.counts.elements > 0) else {
            return false;
        };
        let is_link = matches!(self.target, Target::Link(_));
        if !is_link && self.first.is_some() && self.first == items_hash(&page.body, self.names) {
            return true;
        }
        (!is_link || page.number == *number) && has_same_items(last, &page.body, self.names)
    }

    /// Returns the next page: that of the link, or the next number if the metadata reports further pages. It is `None` if
    /// the number of the page is not known. Fails after too many pages without items.
    fn next_target(&self, paging: &Paging, page: &PageInfo) -> Result<Option<Target>, Error> {
        let link = page.next.as_ref().filter(|_| paging.follow_links);
        let number = self.number.or(page.number);
        let (remainder, next) = match link {
            Some(link) => (Remainder::Pages, Some(Target::Link(link.clone()))),
            None => {
                let next = number.filter(|_| self.is_numbered);
                let next = next.map(|number| Target::Number(number.saturating_add(1)));
                (self.extent.remainder(paging, number, page), next)
            }
        };
        let empty = self.empty_pages;
        match remainder {
            Remainder::None => Ok(Some(Target::End)),
            Remainder::Items { total, reached } if empty >= MAX_EMPTY_PAGES_OF_TOTAL => {
                Err(received(format!(
                    "expected {total} items, found {reached}: {empty} pages in a row had no items"
                )))
            }
            _ if empty >= MAX_EMPTY_PAGES => {
                Err(received(format!("{MAX_EMPTY_PAGES} pages in a row had no items")))
            }
            Remainder::Unknown if page.counts.has_unreadable_link => Ok(next),
            // without a number, the end is the page without a link
            Remainder::Unknown => Ok(next.or(Some(Target::End))),
            Remainder::Pages | Remainder::Items { .. } => Ok(next),
        }
    }
}

/// Returns the page number that the request itself sets.
pub(super) fn page_number(request: &Request, paging: &Paging) -> Option<u64> {
    request.parts.query_values(paging.page).next()?.parse().ok()
}

/// Returns the key of the page of a number.
fn number_key(number: u64, list: &Request, paging: &Paging) -> String {
    page_key(&format!("?{}={number}", url::encode(paging.page)), list, paging)
}

fn cut_off_message(limit: u64) -> String {
    format!(
        "the service returns at most {limit} items of this list, which were returned, and it may have more: \
         narrow it by filters"
    )
}

const NO_NUMBER: &str = "the list has further items, but the page has no link and no number";

const REPEATED: &str = "pagination loop: the page was already returned";

/// Creates an error before a request is sent.
fn stopped(reason: impl Into<String>) -> Error {
    Error::with_message(ErrorKind::Paging, reason)
}

/// Creates an error about a page that was received.
fn received(reason: impl Into<String>) -> Error {
    let mut error = Error::with_message(ErrorKind::Paging, reason);
    error.0.sent = true;
    error
}
