//! The counts of a page, also those that are not written as whole numbers.

use super::page::{Page, is_unreadable_link, text, whole_number};
use crate::runtime::api::{Paging, PagingMembers};
use crate::runtime::error::is_absent;
use crate::runtime::wire::Extra;

/// The counts of a page, as far as they determine the next one.
#[derive(Default)]
pub(super) struct Counts {
    pub(super) pages: Option<u64>,
    pub(super) total: Option<u64>,
    /// The number of pages or of items, or the link to the next page, is present, but cannot be read.
    pub(super) has_unreadable: bool,
    /// There is a link to the next page, which cannot be read.
    pub(super) has_unreadable_link: bool,
    /// The number of elements of the page: items, and those that cannot be read as items.
    pub(super) elements: usize,
}

impl Counts {
    /// Returns the counts of a page of a list whose items are in the first of the members `names` that is present.
    pub(super) fn of<T>(page: &Page<T>, paging: &Paging, names: &[&str]) -> Self {
        let known = (page.page_count, page.total_items);
        let unreadable = unreadable_elements(&page.extra, names);
        Self::new(known, &page.extra, &paging.members, page.len().saturating_add(unreadable))
    }

    // not generic: it is compiled once for all types of items
    fn new(
        (pages, total): (Option<u64>, Option<u64>),
        extra: &Extra,
        names: &PagingMembers,
        elements: usize,
    ) -> Self {
        let written = [(pages, names.pages), (total, names.total)]
            .map(|(count, names)| if count.is_none() { written_count(extra, names) } else { None });
        let [pages_text, total_text] = &written;
        let pages = pages.or_else(|| grouped_number(pages_text.as_deref()?));
        let total = total.or_else(|| grouped_number(total_text.as_deref()?));
        let mut links = names.next.iter().filter_map(|name| extra.get(name));
        let has_unreadable_link = links.any(is_unreadable_link);
        let has_unreadable = pages_text.is_some() && pages.is_none()
            || total_text.is_some() && total.is_none()
            || has_unreadable_link;
        Self { pages, total, has_unreadable, has_unreadable_link, elements }
    }
}

/// Returns the number of elements of a list that are not items. The page keeps them under the name of the list.
fn unreadable_elements(extra: &Extra, names: &[&str]) -> usize {
    let lists = names.iter().filter_map(|name| extra.get(name)?.elements());
    lists.map(|elements| elements.len()).next().unwrap_or_default()
}

/// Returns the text of a count that is not a whole number, which a page keeps.
fn written_count(extra: &Extra, names: &[&str]) -> Option<String> {
    names.iter().find_map(|name| text(extra.get(name)?).filter(|text| !is_absent(text)))
}

/// Parses a number whose thousands are separated: `1,234`.
fn grouped_number(text: &str) -> Option<u64> {
    let mut groups = text.split(',');
    let is_grouped = groups.next().is_some_and(|first| (1..=3).contains(&first.len()))
        && groups.all(|group| group.len() == 3);
    let digits = text.replace(',', "");
    (is_grouped && digits.bytes().all(|byte| byte.is_ascii_digit())).then_some(())?;
    whole_number(&digits)
}
