//! One page of a list.

use std::fmt;

use crate::runtime::answer::Answer;
use crate::runtime::description::PagingMembers;
use crate::runtime::error::{Error, Kind};
use crate::runtime::reply::Reply;
use crate::runtime::wire::{Element, Extra, Json, Map, Slot, View, decode_envelope};

/// One page of a list: its rows, and what the answer says around them.
///
/// Totals are what the service says, which is not always right; go by the rows.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Page<T> {
    /// The rows.
    pub items: Vec<T>,
    /// The number of the page.
    pub number: Option<u64>,
    /// How many pages there are.
    pub pages: Option<u64>,
    /// How many rows a page holds.
    pub size: Option<u64>,
    /// How many rows there are on all pages.
    pub total: Option<u64>,
    /// The position of the first row in the whole list.
    pub start: Option<u64>,
    /// The position of the last row in the whole list.
    pub end: Option<u64>,
    /// Where other pages are.
    pub links: Links,
    /// What else the answer holds.
    pub extra: Extra,
}

/// Links to pages, as the service gave them.
#[derive(Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Links {
    /// To this page.
    pub this: Option<String>,
    /// To the first page.
    pub first: Option<String>,
    /// To the next page; there is none on the last one.
    pub next: Option<String>,
    /// To the previous page.
    pub previous: Option<String>,
    /// To the last page.
    pub last: Option<String>,
}

/// Only which links there are: they name the account, and whatever was filtered by.
impl fmt::Debug for Links {
    // in line: compiled where it is used, if it is
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let links = [
            ("this", &self.this),
            ("first", &self.first),
            ("next", &self.next),
            ("previous", &self.previous),
            ("last", &self.last),
        ];
        f.debug_set().entries(links.iter().filter(|(_, link)| link.is_some()).map(|l| l.0)).finish()
    }
}

/// What is known about a page besides its rows.
#[derive(Default)]
pub(crate) struct Facts {
    number: Option<u64>,
    pages: Option<u64>,
    size: Option<u64>,
    total: Option<u64>,
    start: Option<u64>,
    end: Option<u64>,
    links: Links,
    extra: Extra,
}

impl<T> Page<T> {
    /// How many rows it holds.
    pub fn len(&self) -> usize {
        self.items.len()
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }
}

impl<T> IntoIterator for Page<T> {
    type Item = T;
    type IntoIter = std::vec::IntoIter<T>;

    fn into_iter(self) -> Self::IntoIter {
        self.items.into_iter()
    }
}

impl<T: Element + Send + 'static> Answer for Page<T> {
    fn answer(reply: Reply) -> Result<Self, Error> {
        let mut items: Vec<T> = Vec::new();
        let Facts { number, pages, size, total, start, end, links, extra } =
            facts(&reply, &mut items)?;
        Ok(Page { items, number, pages, size, total, start, end, links, extra })
    }
}

/// Reads the rows into `sink`.
fn facts(reply: &Reply, sink: &mut dyn Slot) -> Result<Facts, Error> {
    let Some((paging, rows)) = reply.operation.paging else {
        return Err(reply.error(Kind::Decode, "the operation answers no pages"));
    };
    if reply.is_without_content() {
        return Ok(Facts::default());
    }
    let envelope =
        decode_envelope(reply.body(), rows, sink).map_err(|fault| reply.unreadable(fault))?;
    Ok(around(&paging.members, envelope.members))
}

fn around(names: &PagingMembers, members: Map<Json>) -> Facts {
    let number = |names: &[&str]| {
        let text = find(&members, names)?;
        text.split('.').next()?.parse().ok()
    };
    let link = |names: &[&str]| find(&members, names);
    let links = Links {
        this: link(names.this),
        first: link(names.first),
        next: link(names.next),
        previous: link(names.previous),
        last: link(names.last),
    };
    let facts = Facts {
        number: number(names.page),
        pages: number(names.pages),
        size: number(names.size),
        total: number(names.total),
        start: number(names.start),
        end: number(names.end),
        links,
        extra: Extra::default(),
    };
    Facts { extra: others(names, members), ..facts }
}

/// The text of the first of these members that says something.
fn find(members: &Map<Json>, names: &[&str]) -> Option<String> {
    names.iter().find_map(|name| {
        let text = View::Json(members.get(name)?).scalar()?;
        let text = text.trim();
        (!text.is_empty()).then(|| text.to_owned())
    })
}

fn others(names: &PagingMembers, members: Map<Json>) -> Extra {
    let others: Map<Json> = members.into_iter().filter(|(name, _)| !names.holds(name)).collect();
    others.into()
}
