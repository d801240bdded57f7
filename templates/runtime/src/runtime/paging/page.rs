//! One page of a list.

use std::fmt;

use crate::runtime::api::{Paging, PagingMembers};
use crate::runtime::call::{FromResponse, RawResponse};
use crate::runtime::codec::{Container, Decode, ValueRef, decode_envelope};
use crate::runtime::error::{Error, ErrorKind, is_absent, is_error_name, is_one_of};
use crate::runtime::http::RateLimit;
use crate::runtime::json::JsonKind;
use crate::runtime::wire::{Extra, Json, Map, parse_integer};

/// One page of a list: its items, and the metadata of the response.
///
/// The counts are those that the service reports, which are not always right.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Page<T> {
    /// The items.
    pub items: Vec<T>,
    /// The number of the page.
    pub number: Option<u64>,
    /// The number of pages.
    pub page_count: Option<u64>,
    /// The maximum number of items of a page.
    pub page_size: Option<u64>,
    /// The number of items of all pages.
    pub total_items: Option<u64>,
    /// The position of the first item in the whole list.
    pub start: Option<u64>,
    /// The position of the last item in the whole list.
    pub end: Option<u64>,
    /// The links to other pages.
    pub links: PageLinks,
    /// The quota as the headers of the response report it.
    pub rate_limit: RateLimit,
    /// The other members of the response, and items that could not be read.
    pub extra: Extra,
}

/// Links to pages, as the service returned them.
#[derive(Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct PageLinks {
    /// The link to this page.
    pub this: Option<String>,
    /// The link to the first page.
    pub first: Option<String>,
    /// The link to the next page; absent on the last page.
    pub next: Option<String>,
    /// The link to the previous page.
    pub previous: Option<String>,
    /// The link to the last page.
    pub last: Option<String>,
}

/// Shows only which links are present: they contain the account and filters.
impl fmt::Debug for PageLinks {
    // inlined: compiled only where it is used
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let links = [
            ("this", &self.this),
            ("first", &self.first),
            ("next", &self.next),
            ("previous", &self.previous),
            ("last", &self.last),
        ];
        let present = links.iter().filter(|(_, link)| link.is_some());
        f.debug_set().entries(present.map(|(name, _)| name)).finish()
    }
}

/// The metadata of a page.
#[derive(Default)]
struct PageMeta {
    number: Option<u64>,
    page_count: Option<u64>,
    page_size: Option<u64>,
    total_items: Option<u64>,
    start: Option<u64>,
    end: Option<u64>,
    links: PageLinks,
    rate_limit: RateLimit,
    extra: Extra,
}

impl<T> Page<T> {
    /// Returns the number of items of this page.
    pub fn len(&self) -> usize {
        self.items.len()
    }

    /// Returns `true` if the page has no items.
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

impl<'a, T> IntoIterator for &'a Page<T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.items.iter()
    }
}

impl<T: Decode + Send + 'static> FromResponse for Page<T> {
    fn from_response(response: RawResponse) -> Result<Self, Error> {
        Page::decode(&response, None)
    }
}

impl<T: Decode> Page<T> {
    /// Decodes a page, and stores the hashes of its items in `hashes`.
    pub(super) fn decode(
        response: &RawResponse,
        hashes: Option<&mut Vec<u64>>,
    ) -> Result<Self, Error> {
        let mut items: Vec<T> = Vec::new();
        let meta = decode_page(response, &mut items, hashes)?;
        // nothing is called after this, so that no cleanup is compiled for each type
        let PageMeta {
            number,
            page_count,
            page_size,
            total_items,
            start,
            end,
            links,
            rate_limit,
            extra,
        } = meta;
        Ok(Page {
            items,
            number,
            page_count,
            page_size,
            total_items,
            start,
            end,
            links,
            rate_limit,
            extra,
        })
    }
}

/// Decodes the items into `items` and returns the metadata.
fn decode_page(
    response: &RawResponse,
    items: &mut dyn Container,
    hashes: Option<&mut Vec<u64>>,
) -> Result<PageMeta, Error> {
    let Some((paging, names)) = response.operation.paging else {
        return Err(response.error(ErrorKind::Decode, "the operation does not return pages"));
    };
    let rate_limit = *response.rate_limit();
    if response.has_no_content() {
        return Ok(PageMeta { rate_limit, ..PageMeta::default() });
    }
    let mut cx = response.decode_context().keep_item_hashes(hashes.is_some());
    let envelope = decode_envelope(response.body(), names, items, &mut cx)
        .map_err(|error| response.decode_error(error))?;
    if let Some(hashes) = hashes {
        *hashes = cx.into_item_hashes();
    }
    if !envelope.found && (response.is_strict() || has_items(response, paging, &envelope.members)) {
        let name = names.first().copied().unwrap_or_default();
        let message = format!("expected the list `{name}`");
        let mut error = response.error(ErrorKind::Decode, message);
        error.0.json_path = Some("$".to_owned());
        return Err(error);
    }
    Ok(PageMeta { rate_limit, ..page_meta(&paging.members, envelope.members) })
}

/// Returns `true` if a response without the list seems to have items, or is none of a list: its total is not zero, another
/// member is a list or an object, or there are other members only.
fn has_items(response: &RawResponse, paging: &Paging, members: &Map<Json>) -> bool {
    let total = find(members, paging.members.total);
    if total.is_some_and(|total| whole_number(&total) != Some(0)) {
        return true;
    }
    let errors = &response.api.errors;
    let is_known = |name: &str| {
        let warnings = [errors.warnings, errors.list, errors.failure];
        paging.members.contains(name)
            || warnings
                .iter()
                .any(|names| names.iter().any(|known| known.eq_ignore_ascii_case(name)))
    };
    // a status was checked for an error before
    let is_of_page = |name: &str| paging.members.contains(name) || is_one_of(errors.status, name);
    let has_metadata = members.iter().any(|(name, _)| is_of_page(name));
    members.iter().any(|(name, json)| {
        let is_container = matches!(json.kind(), JsonKind::List | JsonKind::Object);
        let is_item = || is_container && !is_known(name) && json.as_json().len() > 2;
        let is_other = || !has_metadata && text(json).is_some() && !is_error_name(name, errors);
        is_item() || is_other()
    })
}

fn page_meta(names: &PagingMembers, members: Map<Json>) -> PageMeta {
    let number = |names: &[&str]| whole_number(&find(&members, names)?);
    let link = |names: &[&str]| names.iter().find_map(|name| link_text(members.get(name)?));
    let links = PageLinks {
        this: link(names.this),
        first: link(names.first),
        next: link(names.next),
        previous: link(names.previous),
        last: link(names.last),
    };
    let meta = PageMeta {
        number: number(names.page),
        page_count: number(names.pages),
        page_size: number(names.size),
        total_items: number(names.total),
        start: number(names.start),
        end: number(names.end),
        links,
        ..PageMeta::default()
    };
    PageMeta { extra: other_members(names, members), ..meta }
}

/// Returns the text of the first of these members that is not empty.
fn find(members: &Map<Json>, names: &[&str]) -> Option<String> {
    names.iter().find_map(|name| text(members.get(name)?))
}

/// Returns the text of a value that is not empty.
pub(super) fn text(value: &Json) -> Option<String> {
    let text = ValueRef::Json(value).scalar()?;
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// Parses a count or a position: `"250"` or `"250.0"`.
pub(super) fn whole_number(text: &str) -> Option<u64> {
    parse_integer(text)?.try_into().ok()
}

/// Returns the text of a link, which may be the only element of a list.
fn link_text(value: &Json) -> Option<String> {
    let only = value.elements().filter(|elements| elements.len() == 1);
    let only = only.as_deref().and_then(<[Json]>::first);
    text(only.unwrap_or(value)).filter(|link| !is_absent(link))
}

/// Returns `true` for a link that is an object or a list, and cannot be read.
pub(super) fn is_unreadable_link(value: &Json) -> bool {
    let is_container = matches!(value.kind(), JsonKind::List | JsonKind::Object);
    is_container && value.as_json().len() > "[]".len() && link_text(value).is_none()
}

/// Returns the members that are not metadata, and the numbers and links that cannot be read.
fn other_members(names: &PagingMembers, members: Map<Json>) -> Extra {
    let others = members.into_iter().filter(|(name, value)| {
        let is_unreadable = || match names.is_number(name) {
            true => {
                let text = ValueRef::Json(value).scalar().unwrap_or_default();
                !text.trim().is_empty() && whole_number(text.trim()).is_none()
            }
            false => is_unreadable_link(value),
        };
        !names.contains(name) || is_unreadable()
    });
    others.collect::<Map<Json>>().into()
}
