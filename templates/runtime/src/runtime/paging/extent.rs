//! How far a list extends, as the metadata of its pages reports it.

use super::cursor::PageInfo;
use crate::runtime::api::Paging;

/// The numbers of pages and of items of a list, as far as they are known.
///
/// A count of zero is ignored: some services report it although there are items. A page without a count does not end the
/// list before the pages and items that an earlier one has reported.
pub(super) struct Extent {
    /// The number of elements since the start of the list, if the iteration began there.
    counted: Option<u64>,
    /// The number of pages as it was last reported.
    pages: Option<u64>,
    /// The number of items as it was last reported.
    total: Option<u64>,
    /// The last page has a count or a link that cannot be read.
    is_unreadable: bool,
}

/// What follows a page without a link to the next one.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Remainder {
    /// Nothing.
    None,
    /// Further pages, by the number of pages.
    Pages,
    /// Further items or nothing, because a count cannot be read or compared, or is not reported.
    Unknown,
    /// Further items, by the number of items only.
    Items { total: u64, reached: u64 },
}

impl Extent {
    /// Creates the extent of a list whose items are counted if the iteration begins with the first page.
    pub(super) fn new(begins_at_start: bool) -> Self {
        Self {
            counted: begins_at_start.then_some(0),
            pages: None,
            total: None,
            is_unreadable: false,
        }
    }

    /// Adds a page.
    pub(super) fn add(&mut self, page: &PageInfo) {
        self.counted =
            self.counted.map(|counted| counted.saturating_add(page.counts.elements as u64));
        self.pages = page.counts.pages.filter(|count| *count > 0).or(self.pages);
        self.total = page.counts.total.filter(|total| *total > 0).or(self.total);
        self.is_unreadable = page.counts.has_unreadable;
    }

    /// Returns the number of items up to the end of the page of a number, which was added last.
    pub(super) fn reached(
        &self,
        paging: &Paging,
        number: Option<u64>,
        page: &PageInfo,
    ) -> Option<u64> {
        let before = number
            .zip(page.page_size)
            .map(|(number, size)| number.saturating_sub(paging.first).saturating_mul(size));
        // positions are counted from 0, unless the first item of the page shows that they are counted from 1
        let is_one_based =
            page.start.zip(before).is_some_and(|(start, before)| start == before.saturating_add(1));
        let reported = page.end.map(|end| end.saturating_add(u64::from(!is_one_based)));
        let filled = before.map(|before| before.saturating_add(page.counts.elements as u64));
        self.counted.or(reported).or(filled)
    }

    /// Returns what follows the page of a number, which was added last and has no link.
    pub(super) fn remainder(
        &self,
        paging: &Paging,
        number: Option<u64>,
        page: &PageInfo,
    ) -> Remainder {
        if let Some(pages) = self.pages {
            let requested = number.map(|number| number.saturating_sub(paging.first));
            let has_further = requested.is_some_and(|before| before.saturating_add(1) < pages);
            return if has_further { Remainder::Pages } else { Remainder::None };
        }
        let reached = self.reached(paging, number, page);
        match (self.total, reached) {
            (Some(total), Some(reached)) if reached < total => Remainder::Items { total, reached },
            _ if page.counts.elements == 0 => Remainder::None,
            (Some(_), None) => Remainder::Unknown,
            _ if self.is_unreadable || !paging.follow_links => Remainder::Unknown,
            _ => Remainder::None,
        }
    }
}
