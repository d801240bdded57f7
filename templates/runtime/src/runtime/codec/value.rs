//! References to values, independent of their types.

use std::borrow::Cow;

use rust_decimal::Decimal;

use super::structs::EncodeStruct;
use super::traits::Encode;
use super::union::VariantRef;
use crate::runtime::json::{JsonKind, Raw};
use crate::runtime::wire::{DateTime, Json, Upload};

/// A reference to a value, independent of its type.
pub enum ValueRef<'a> {
    /// An absent value, which is left out.
    None,
    /// A string, also of ids and enums.
    Text(Cow<'a, str>),
    /// A date and time, which is a string as well.
    DateTime(DateTime),
    /// An integer.
    Integer(i64),
    /// A decimal, with its scale.
    Decimal(Decimal),
    /// A boolean.
    Bool(bool),
    /// JSON of any kind.
    Json(&'a Json),
    /// A list.
    List(&'a dyn List),
    /// A map.
    Map(&'a dyn Entries),
    /// Values by number, each a member of its own: `Text1`, `Text7`.
    Numbered(&'a dyn NumberedEntries),
    /// A struct.
    Struct(&'a dyn EncodeStruct),
    /// A variant of a union.
    Variant(VariantRef<'a>),
    /// A file.
    File(&'a Upload),
    /// A value that is sent but not shown.
    Sensitive(&'a dyn Encode),
}

impl<'a> ValueRef<'a> {
    /// Returns the value inside of a sensitive one, or the value itself.
    pub fn revealed(self) -> ValueRef<'a> {
        match self {
            ValueRef::Sensitive(value) => value.as_value().revealed(),
            value => value,
        }
    }

    /// Returns the wire text of a scalar: exact for numbers, without escapes for strings.
    pub fn scalar(&self) -> Option<Cow<'a, str>> {
        match self {
            ValueRef::Text(text) => Some(text.clone()),
            ValueRef::DateTime(value) => Some(value.to_text().into()),
            ValueRef::Integer(value) => Some(value.to_string().into()),
            ValueRef::Decimal(value) => Some(value.to_string().into()),
            ValueRef::Bool(value) => Some(if *value { "true" } else { "false" }.into()),
            ValueRef::Sensitive(value) => value.as_value().scalar(),
            ValueRef::Json(json) => {
                let raw = Raw::trusted(json.as_json());
                match raw.kind() {
                    JsonKind::String => raw.string().ok(),
                    JsonKind::Number | JsonKind::Bool => Some(raw.text().into()),
                    JsonKind::Null | JsonKind::List | JsonKind::Object => None,
                }
            }
            _ => None,
        }
    }

    /// Returns the wire text of a scalar in a request, where each time has an offset.
    pub(crate) fn request_scalar(&self) -> Option<Cow<'a, str>> {
        match self {
            ValueRef::DateTime(value) => Some(value.for_request().to_text().into()),
            ValueRef::Sensitive(value) => value.as_value().request_scalar(),
            value => value.scalar(),
        }
    }

    /// Returns `true` for an absent value and for an empty collection.
    pub fn is_empty(&self) -> bool {
        match self {
            ValueRef::None => true,
            ValueRef::List(list) => list.at(0).is_none(),
            ValueRef::Map(entries) => entries.entry(0).is_none(),
            ValueRef::Numbered(entries) => entries.first_from(0).is_none(),
            ValueRef::Sensitive(value) => value.as_value().is_empty(),
            _ => false,
        }
    }
}

/// A list of values.
pub trait List {
    /// Returns the value at a position, counted from 0.
    fn at(&self, index: usize) -> Option<ValueRef<'_>>;
}

impl dyn List + '_ {
    /// Iterates over the values.
    pub fn values(&self) -> impl Iterator<Item = ValueRef<'_>> {
        (0..).map_while(|index| self.at(index))
    }
}

/// A map of values.
pub trait Entries {
    /// Returns the entry at a position, counted from 0.
    fn entry(&self, index: usize) -> Option<(&str, ValueRef<'_>)>;
}

impl dyn Entries + '_ {
    /// Iterates over the entries.
    pub fn values(&self) -> impl Iterator<Item = (&str, ValueRef<'_>)> {
        (0..).map_while(|index| self.entry(index))
    }
}

/// Values by number.
pub trait NumberedEntries {
    /// Returns the first entry with this number or a higher one.
    fn first_from(&self, n: u32) -> Option<(u32, ValueRef<'_>)>;
}

impl dyn NumberedEntries + '_ {
    /// Iterates over the entries in ascending order of their numbers.
    pub fn values(&self) -> impl Iterator<Item = (u32, ValueRef<'_>)> {
        let next = |n: u32| self.first_from(n);
        std::iter::successors(next(0), move |(n, _)| n.checked_add(1).and_then(next))
    }
}
