//! The state of an iteration over the pages of a list: which page is next, and when the list ends.

use bytes::Bytes;

use super::repeated::has_same_items;
use crate::runtime::api::{PageLimits, Paging};
use crate::runtime::error::{Error, ErrorKind};
use crate::runtime::http::url;
use crate::runtime::position::Target;
use crate::runtime::request::Request;
use crate::runtime::wire::NameIndex;

/// The maximum number of consecutive pages without items.
const MAX_EMPTY_PAGES: u32 = 100;

/// The state of an iteration over pages.
pub(super) struct PageCursor {
    paging: Option<&'static Paging>,
    /// The names of the member with the items.
    names: &'static [&'static str],
    limits: PageLimits,
    /// The page to request next.
    target: Target,
    /// The links that were followed.
    seen: NameIndex,
    /// The number of the last page that was requested, if it is known.
    number: Option<u64>,
    /// The number of items since the start of the list, if the iteration began there.
    items: Option<u64>,
    /// The number of pages as it was last reported. A count of zero is ignored.
    page_count: Option<u64>,
    /// The number of pages without items since the last one with items.
    empty_pages: u32,
    /// The body and the reported number of the last page with items.
    last: Option<(Bytes, Option<u64>)>,
    /// The service returned all items that it returns of a list, and the list may have more.
    is_cut_off: bool,
}

/// A page, as far as it determines the next one.
pub(super) struct PageInfo {
    pub(super) number: Option<u64>,
    pub(super) page_count: Option<u64>,
    pub(super) page_size: Option<u64>,
    pub(super) total_items: Option<u64>,
    /// The position of the last item in the list.
    pub(super) end: Option<u64>,
    pub(super) this: Option<String>,
    pub(super) next: Option<String>,
    pub(super) items: usize,
    pub(super) body: Bytes,
}

impl PageInfo {
    /// Returns the number of pages of the list, if it is reported or follows from the number of items.
    pub(super) fn pages(&self) -> Option<u64> {
        let size = self.page_size.filter(|size| *size > 0);
        let counted = self.total_items.zip(size).map(|(total, size)| total.div_ceil(size));
        self.page_count.max(counted)
    }
}

impl PageCursor {
    /// Creates an iteration that begins with this page.
    pub(super) fn new(request: &Request, target: Target) -> Self {
        let operation = request.operation();
        let paging = operation.paging;
        Self {
            paging: paging.map(|(paging, _)| paging),
            names: paging.map(|(_, names)| names).unwrap_or_default(),
            limits: operation.page_limits,
            items: (target == Target::Start).then_some(0),
            target,
            seen: NameIndex::default(),
            number: None,
            page_count: None,
            empty_pages: 0,
            last: None,
            is_cut_off: false,
        }
    }

    /// Returns the page to request next.
    pub(super) fn target(&self) -> &Target {
        &self.target
    }

    /// Returns the request for the next page, or `None` at the end.
    pub(super) fn next_request(&mut self, base: &Request) -> Option<Result<Request, Error>> {
        if self.is_cut_off {
            return Some(Err(stopped(&self.cut_off_message())));
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
    pub(super) fn advance(&mut self, page: PageInfo, base: &Request) -> Result<(), Error> {
        let Some(paging) = self.paging else {
            self.target = Target::End;
            return Ok(());
        };
        if self.is_repeated(&page) {
            return Err(received(REPEATED));
        }
        if let Some(path) = page.this.as_deref().and_then(|link| base.resolve(link).ok()) {
            self.seen.insert(&path, 0);
        }
        self.items = self.items.map(|items| items.saturating_add(page.items as u64));
        self.page_count = page.page_count.filter(|count| *count > 0).or(self.page_count);
        self.empty_pages = if page.items == 0 { self.empty_pages + 1 } else { 0 };
        self.is_cut_off = self.reaches_limit(paging, &page);
        let next = match self.next_target(paging, &page) {
            // the list does not end here, also when it is resumed
            Target::End if self.is_cut_off => {
                Target::Number(self.number.unwrap_or(paging.first).saturating_add(1))
            }
            next => next,
        };
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

    /// Returns `true` if a page has the last item that the service returns of the list, and the list may have more.
    fn reaches_limit(&self, paging: &Paging, page: &PageInfo) -> bool {
        let Some(limit) = self.limits.items.filter(|_| page.items > 0) else { return false };
        let counted = self.number.zip(page.page_size).map(|(number, size)| {
            let before = number.saturating_sub(paging.first).saturating_mul(size);
            before.saturating_add(page.items as u64)
        });
        let reported = page.end.map(|end| end.saturating_add(1));
        let reached = self.items.or(reported).or(counted);
        let total = page.total_items.filter(|total| *total > 0);
        reached >= Some(limit) && total.is_none_or(|total| Some(total) > reached)
    }

    fn cut_off_message(&self) -> String {
        let limit = self.limits.items.unwrap_or_default();
        format!(
            "the service returns at most {limit} items of this list, which were returned, and it may have more: \
             narrow it by filters"
        )
    }

    /// Returns `true` if a page has the items of the one before it, although another one was requested.
    ///
    /// Some services report the same number for every page. A new link is therefore only a repetition if the items are
    /// the same too.
    fn is_repeated(&self, page: &PageInfo) -> bool {
        let Some((last, number)) = self.last.as_ref().filter(|_| page.items > 0) else {
            return false;
        };
        let is_link = matches!(self.target, Target::Link(_));
        let has_same_number = page.number.is_some() && page.number == *number;
        (!is_link || has_same_number) && has_same_items(last, &page.body, self.names)
    }

    /// Returns the next page: that of the link, or the next number if the metadata reports further pages.
    fn next_target(&self, paging: &Paging, page: &PageInfo) -> Target {
        if let Some(link) = page.next.as_ref().filter(|_| paging.follow_links) {
            return Target::Link(link.clone());
        }
        let Some(number) = self.number.or(page.number) else { return Target::End };
        let next = number.saturating_add(1);
        // a page without a count does not end the list before the pages that an earlier one has reported
        let continues = match self.page_count {
            Some(count) => next.saturating_sub(paging.first) < count,
            None if page.items == 0 => false,
            None => !paging.follow_links || self.has_further_items(page),
        };
        if continues { Target::Number(next) } else { Target::End }
    }

    /// Returns `true` if the total is larger than the position of the last item.
    fn has_further_items(&self, page: &PageInfo) -> bool {
        let reached = page.end.map(|end| end.saturating_add(1)).or(self.items);
        matches!((page.total_items, reached), (Some(total), Some(reached)) if reached < total)
    }
}

/// Returns the page number that the request itself sets.
pub(super) fn page_number(request: &Request, paging: &Paging) -> Option<u64> {
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
