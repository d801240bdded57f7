//! One round of reading a list of statuses: what it has read, and whether a status that it has not read is absent.

use std::collections::HashSet;

/// The state of a round.
#[derive(Default)]
pub(super) struct Round {
    /// When the first page was requested, in seconds since 1970.
    pub(super) started_at: Option<u64>,
    /// Records with an id that were not seen yet.
    pub(super) unseen: HashSet<usize>,
    /// Records without an id of which a status was read that may be theirs or that of another.
    pub(super) doubtful: HashSet<usize>,
    /// The latest time of a status that does not state the first member of a key, by the name of the member.
    pub(super) unidentified: Vec<(String, i64)>,
    /// The page that is being read.
    page: u64,
    /// The page at the end of the list where the round began, if it reads the list from its end.
    end: Option<EndPage>,
    /// The page at the end of the list is read again.
    pub(super) is_checking: bool,
}

/// The page at the end of a list.
struct EndPage {
    page: u64,
    /// The ids of its statuses.
    ids: Vec<Option<String>>,
}

impl Round {
    /// Starts a round that looks for records with an id.
    pub(super) fn new(unseen: HashSet<usize>) -> Self {
        Self { unseen, ..Self::default() }
    }

    /// Declares that a page is requested at this time, in seconds since 1970.
    pub(super) fn request(&mut self, page: u64, now: u64) {
        self.started_at.get_or_insert(now);
        if page > self.page && !self.is_checking {
            self.end = None;
        }
        self.page = page;
    }

    /// Remembers the ids of a page of a list that is read from its end.
    pub(super) fn read_backwards(&mut self, ids: &[Option<String>]) {
        if self.end.is_none() && !ids.is_empty() {
            self.end = Some(EndPage { page: self.page, ids: ids.to_vec() });
        }
    }

    /// Returns the page to read again before a status counts as absent.
    ///
    /// A status that the service adds before the end of the list moves the others to later pages, which were read before.
    /// It also moves those of the page at the end.
    pub(super) fn check(&mut self) -> Option<u64> {
        let page = self.end.as_ref().map(|end| end.page).filter(|page| *page != self.page);
        self.is_checking = page.is_some();
        page
    }

    /// Returns `true` if the page at the end begins with the same statuses as before.
    pub(super) fn is_unchanged(&self, ids: &[Option<String>]) -> bool {
        let end = self.end.as_ref().map(|end| end.ids.as_slice()).unwrap_or_default();
        ids.starts_with(end) && end.iter().all(Option::is_some)
    }
}
