//! Which pages of a list of statuses are read in one round, until all statuses that are looked for have been seen.
//!
//! The order of the list is recognized by its dates: a list whose first page begins with the oldest status is read from
//! its end. A round ends before the end of the list only if the dates of all pages that it has read are in order.

/// The number of items whose dates show the order of a list. Fewer may be in order by chance.
const MIN_ITEMS: usize = 10;

/// The next page of a round.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NextPage {
    /// The page with this number.
    Page(u64),
    /// The round is complete: all statuses since the given time have been seen.
    Complete,
    /// The round is over: a page was empty, but is not the last one.
    Incomplete,
}

/// What a page shows about the list.
#[derive(Clone, Copy)]
pub struct PageFacts {
    /// The number of pages, if the response has it.
    pub page_count: Option<u64>,
    /// The response has a link to the next page.
    pub has_next: bool,
    /// The number of items.
    pub len: usize,
    /// The dates of the items, if all of them have one.
    pub dates: Option<Dates>,
    /// The number of seconds by which a date can mean a later time than the one that is written.
    pub margin: i64,
}

impl PageFacts {
    /// Returns `true` if all items are older than this time.
    fn is_past(&self, since: i64) -> bool {
        self.dates.is_some_and(|dates| dates.newest.saturating_add(self.margin) < since)
    }
}

/// The dates of the items of a page, in seconds since 1970.
#[derive(Clone, Copy)]
pub struct Dates {
    /// The date of the first item.
    pub first: i64,
    /// The date of the last item.
    pub last: i64,
    /// The latest date.
    pub newest: i64,
    /// No item is newer than the one before it.
    pub is_descending: bool,
    /// No item is older than the one before it.
    pub is_ascending: bool,
}

impl Dates {
    /// Returns the dates of items in this order.
    pub fn of(mut dates: impl Iterator<Item = i64>) -> Option<Self> {
        let first = dates.next()?;
        let (last, newest) = (first, first);
        let start = Self { first, last, newest, is_descending: true, is_ascending: true };
        Some(dates.fold(start, |known, date| Self {
            first,
            last: date,
            newest: known.newest.max(date),
            is_descending: known.is_descending && date <= known.last,
            is_ascending: known.is_ascending && date >= known.last,
        }))
    }
}

/// The direction in which the pages of a list are read, and the current one.
#[derive(Clone)]
pub struct Sweep {
    first: u64,
    /// The number of the last page, if the list begins with the oldest status.
    last: Option<u64>,
    page: u64,
    order: Order,
}

/// What the dates of the pages of a round show about the order of the list.
#[derive(Clone, Copy, Debug)]
enum Order {
    /// No page was read.
    Unseen,
    /// Each date is as old as the one that was read before it, or older.
    NewestFirst {
        /// The date that was read first.
        start: i64,
        /// The date that was read last.
        end: i64,
        /// The number of items.
        items: usize,
    },
    /// The dates are in another order, or some are absent.
    Unknown,
}

impl Order {
    /// Returns the order after another page, whose dates begin and end with these in the order of reading.
    fn after(self, len: usize, dates: Option<(i64, i64)>) -> Self {
        match (self, dates) {
            (Self::Unseen, Some((start, end))) => Self::NewestFirst { start, end, items: len },
            (Self::NewestFirst { start, end: known, items }, Some((first, end)))
                if first <= known =>
            {
                Self::NewestFirst { start, end, items: items.saturating_add(len) }
            }
            _ => Self::Unknown,
        }
    }

    /// Returns `true` if older dates follow. Dates that are all equal do not show it.
    fn is_proven(self) -> bool {
        matches!(self, Self::NewestFirst { start, end, items } if start > end && items >= MIN_ITEMS)
    }
}

impl Sweep {
    /// Starts with the first page of a list, which has this number.
    pub fn new(first: u64) -> Self {
        Self { first, last: None, page: first, order: Order::Unseen }
    }

    /// Starts a round, and returns its first page.
    pub fn start(&mut self) -> u64 {
        self.page = self.last.unwrap_or(self.first);
        self.order = Order::Unseen;
        self.page
    }

    /// Returns `true` if the list is read from its end.
    pub(super) fn is_backwards(&self) -> bool {
        self.last.is_some()
    }

    /// Advances past a page, looking for statuses since this time.
    pub fn advance(&mut self, facts: PageFacts, since: i64) -> NextPage {
        let count = facts.page_count.filter(|count| *count > 1);
        let last = count.map(|count| self.first + count - 1);
        if let Some(end) = self.last {
            return self.advance_backwards(facts, since, last.unwrap_or(end));
        }
        if let (Some(dates), Some(end)) = (facts.dates, last)
            && self.page == self.first
            && dates.is_ascending
            && dates.first < dates.last
        {
            self.last = Some(end);
            return self.go(end);
        }
        let dates = facts.dates.filter(|dates| dates.is_descending);
        self.order = self.order.after(facts.len, dates.map(|dates| (dates.first, dates.last)));
        let has_next = facts.has_next || last.is_some_and(|last| self.page < last);
        let is_past = self.order.is_proven() && facts.is_past(since);
        match (is_past || !has_next, facts.len) {
            (true, _) => NextPage::Complete,
            (false, 0) => NextPage::Incomplete,
            (false, _) => self.go(self.page + 1),
        }
    }

    fn advance_backwards(&mut self, facts: PageFacts, since: i64, end: u64) -> NextPage {
        // pages that were added since the last round are read, and those that are added during this one by the next
        let known = self.last.replace(end).unwrap_or(end);
        if self.page == known && end > known {
            return self.go(end);
        }
        // the last page is empty if items were removed
        if facts.len > 0 {
            let dates = facts.dates.filter(|dates| dates.is_ascending);
            self.order = self.order.after(facts.len, dates.map(|dates| (dates.last, dates.first)));
        }
        let is_past = self.order.is_proven() && facts.is_past(since);
        match is_past || self.page <= self.first {
            true => NextPage::Complete,
            false => self.go(self.page - 1),
        }
    }

    fn go(&mut self, page: u64) -> NextPage {
        self.page = page;
        NextPage::Page(page)
    }
}
