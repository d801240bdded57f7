//! Which pages of a list of statuses are read in one round, until all statuses that are looked for have been seen.
//!
//! The order of the list is recognized by the dates of its first page: a list that begins with the oldest status is read
//! from its end.

/// The next page of a round.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NextPage {
    /// The page with this number.
    Page(u64),
    /// The round is complete: all statuses since the given time have been seen.
    Complete,
}

/// What a page shows about the list.
#[derive(Clone, Copy, Debug)]
pub struct PageFacts {
    /// The number of pages, if the response has it.
    pub page_count: Option<u64>,
    /// The response has a link to the next page.
    pub has_next: bool,
    /// The number of items.
    pub len: usize,
    /// The dates of the items, if they have any.
    pub dates: Option<Dates>,
}

/// The dates of the items of a page, in seconds since 1970.
#[derive(Clone, Copy, Debug)]
pub struct Dates {
    /// The date of the first item.
    pub first: i64,
    /// The date of the last item.
    pub last: i64,
    /// The latest date.
    pub newest: i64,
}

impl Dates {
    /// Returns the dates of items in this order.
    pub fn of(mut dates: impl Iterator<Item = i64>) -> Option<Self> {
        let first = dates.next()?;
        let start = Self { first, last: first, newest: first };
        Some(dates.fold(start, |known, date| Self {
            last: date,
            newest: known.newest.max(date),
            ..known
        }))
    }
}

/// The direction in which the pages of a list are read, and the current one.
#[derive(Clone, Debug)]
pub struct Sweep {
    first: u64,
    /// The number of the last page, if the list begins with the oldest status.
    last: Option<u64>,
    page: u64,
    pages: u64,
}

impl Sweep {
    /// Starts with the first page of a list, which has this number.
    pub fn new(first: u64) -> Self {
        Self { first, last: None, page: first, pages: 0 }
    }

    /// Starts a round, and returns its first page.
    pub fn start(&mut self) -> u64 {
        self.page = self.last.unwrap_or(self.first);
        self.pages = 0;
        self.page
    }

    /// Returns the number of pages of the round so far.
    pub fn pages(&self) -> u64 {
        self.pages
    }

    /// Advances past a page, looking for statuses since this time.
    pub fn advance(&mut self, facts: PageFacts, since: i64) -> NextPage {
        self.pages += 1;
        let count = facts.page_count.filter(|count| *count > 1);
        let last = count.map(|count| self.first + count - 1);
        if let Some(end) = self.last {
            return self.advance_backwards(facts, since, last.unwrap_or(end));
        }
        if let (Some(dates), Some(end)) = (facts.dates, last)
            && self.page == self.first
            && dates.first < dates.last
        {
            self.last = Some(end);
            return self.go(end);
        }
        let is_past = facts.dates.is_some_and(|dates| dates.newest < since);
        let has_next = facts.has_next || last.is_some_and(|last| self.page < last);
        match is_past || facts.len == 0 || !has_next {
            true => NextPage::Complete,
            false => self.go(self.page + 1),
        }
    }

    fn advance_backwards(&mut self, facts: PageFacts, since: i64, end: u64) -> NextPage {
        // pages that were added during the round are read by the next one
        self.last = Some(end);
        let is_past = facts.dates.is_some_and(|dates| dates.newest < since);
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
