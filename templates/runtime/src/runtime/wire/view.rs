//! A value as a writer sees it, whatever its Rust type.

use std::borrow::Cow;

use rust_decimal::Decimal;

use super::json::Json;
use super::raw::{Kind, Raw};
use super::record::Record;
use super::slot::Put;
use super::union::Variant;
use super::upload::Upload;

/// What a value says.
pub enum View<'a> {
    /// Nothing: it is left out.
    None,
    /// Text, also of ids, enums and dates.
    Text(Cow<'a, str>),
    /// A whole number.
    Integer(i64),
    /// A decimal, with the digits it came with.
    Decimal(Decimal),
    /// A truth value.
    Bool(bool),
    /// Raw JSON.
    Json(&'a Json),
    /// Values one after the other.
    List(&'a dyn List),
    /// Values by name.
    Map(&'a dyn Entries),
    /// Values by number, each a member of its own: `Text1`, `Text7`.
    Numbered(&'a dyn NumberedEntries),
    /// A record.
    Record(&'a dyn Record),
    /// A record out of several.
    Variant(Variant<'a>),
    /// A file.
    File(&'a Upload),
    /// A value that is not to be shown, only to be sent.
    Sensitive(&'a dyn Put),
}

impl<'a> View<'a> {
    /// The value itself, also of what is not to be shown.
    pub fn revealed(self) -> View<'a> {
        match self {
            View::Sensitive(value) => value.view().revealed(),
            view => view,
        }
    }

    /// The wire text of a scalar: exact for numbers, unescaped for text; `None` for all else.
    pub fn scalar(&self) -> Option<Cow<'a, str>> {
        match self {
            View::Text(text) => Some(text.clone()),
            View::Integer(value) => Some(value.to_string().into()),
            View::Decimal(value) => Some(value.to_string().into()),
            View::Bool(value) => Some(if *value { "true" } else { "false" }.into()),
            View::Sensitive(value) => value.view().scalar(),
            View::Json(json) => {
                let raw = Raw::trusted(json.text());
                match raw.kind() {
                    Kind::Text => raw.string().ok(),
                    Kind::Number | Kind::Bool => Some(raw.text().into()),
                    Kind::Null | Kind::List | Kind::Object => None,
                }
            }
            _ => None,
        }
    }

    /// Whether there is nothing to write in a record: nothing at all, or no element.
    pub fn is_empty(&self) -> bool {
        match self {
            View::None => true,
            View::List(list) => list.at(0).is_none(),
            View::Map(entries) => entries.entry(0).is_none(),
            View::Numbered(entries) => entries.from(0).is_none(),
            View::Sensitive(value) => value.view().is_empty(),
            _ => false,
        }
    }
}

/// Values one after the other.
pub trait List {
    /// The value at a position, from 0.
    fn at(&self, index: usize) -> Option<View<'_>>;
}

impl dyn List + '_ {
    /// All values.
    pub fn views(&self) -> impl Iterator<Item = View<'_>> {
        (0..).map_while(|index| self.at(index))
    }
}

/// Values by name.
pub trait Entries {
    /// The entry at a position, from 0.
    fn entry(&self, index: usize) -> Option<(&str, View<'_>)>;
}

impl dyn Entries + '_ {
    /// All entries.
    pub fn views(&self) -> impl Iterator<Item = (&str, View<'_>)> {
        (0..).map_while(|index| self.entry(index))
    }
}

/// Values by number.
pub trait NumberedEntries {
    /// The first entry with this number or a higher one.
    fn from(&self, n: u32) -> Option<(u32, View<'_>)>;
}

impl dyn NumberedEntries + '_ {
    /// All entries, by rising number.
    pub fn views(&self) -> impl Iterator<Item = (u32, View<'_>)> {
        let next = |n: u32| self.from(n);
        std::iter::successors(next(0), move |(n, _)| n.checked_add(1).and_then(next))
    }
}
