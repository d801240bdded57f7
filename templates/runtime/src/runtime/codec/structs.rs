//! Structs as tables of member names and fields.

use super::traits::{DecodeField, Encode};
use super::value::ValueRef;
use crate::runtime::api::NamedLimit;
use crate::runtime::json::DecodeError;
use crate::runtime::wire::Extra;

/// A struct that can be sent. Implemented by `record!`.
pub trait EncodeStruct {
    /// Returns the names.
    fn meta(&self) -> &'static StructMeta;

    /// Returns the fields.
    fn fields(&self) -> Fields<'_>;
}

/// A struct that can be decoded. Implemented by `record!`.
pub trait DecodeStruct: EncodeStruct {
    /// Creates a struct to decode into.
    fn empty() -> Self
    where
        Self: Sized;

    /// Passes the fields to a function.
    fn visit_fields(&mut self, visitor: &mut FieldVisitor<'_>) -> Result<(), DecodeError>;
}

/// A function that creates a struct to decode into.
pub type Model = fn() -> Box<dyn DecodeStruct>;

/// The names of a struct and of its members.
#[derive(PartialEq, Eq)]
pub struct StructMeta {
    /// The Rust name of the struct.
    pub name: &'static str,
    /// The wire names of the members, in the order of the fields. `{n}` in a name stands for a number.
    pub members: &'static [&'static str],
    /// All names are in a document as they are: without placeholders and without escapes.
    pub is_plain: bool,
    /// The wire names of the members that a request requires.
    pub required: &'static [&'static str],
    /// The wire names of the members that a request requires, but that may be `null`.
    pub nullable: &'static [&'static str],
    /// The patterns of members whose names differ by a number, with the lowest and the highest number.
    pub numbered: &'static [(&'static str, u32, u32)],
    /// The limits of the members.
    pub limits: &'static [NamedLimit],
}

impl StructMeta {
    /// Creates the table of a struct. Evaluated by the compiler.
    pub const fn new(
        name: &'static str,
        members: &'static [&'static str],
        required: &'static [&'static str],
        nullable: &'static [&'static str],
        numbered: &'static [(&'static str, u32, u32)],
        limits: &'static [NamedLimit],
    ) -> Self {
        Self { name, members, is_plain: are_plain(members), required, nullable, numbered, limits }
    }

    /// Returns the name at a position if it is in a document as it is.
    #[inline]
    pub(super) fn plain_member(&self, at: usize) -> Option<&'static str> {
        if self.is_plain { self.members.get(at).copied() } else { None }
    }

    /// Returns `true` if the struct has a field for a member.
    pub(crate) fn declares(&self, name: &str) -> bool {
        find(self.members, name, 0) != FieldMatch::Unknown
    }

    /// Returns the name that the struct declares for a member. The letter case is ignored.
    pub(crate) fn spelling<'n>(&self, name: &'n str) -> Option<&'n str> {
        let mut names = self.members.iter().copied();
        if self.declares(name) {
            Some(name)
        } else {
            names.find(|own| own.eq_ignore_ascii_case(name))
        }
    }
}

/// The fields of a struct, in the order of the names.
pub struct Fields<'a> {
    /// The declared fields.
    pub list: Box<[&'a dyn Encode]>,
    /// The other members.
    pub extra: &'a Extra,
}

/// A function that takes the fields of a struct.
pub type FieldVisitor<'f> = dyn FnMut(&'static StructMeta, &mut [&mut dyn DecodeField], &mut Extra) -> Result<(), DecodeError>
    + 'f;

impl<'a> Fields<'a> {
    /// Creates the list of fields, for `record!`.
    pub fn new<const N: usize>(list: [&'a dyn Encode; N], extra: &'a Extra) -> Self {
        Self { list: Box::new(list), extra }
    }
}

/// A struct is boxed where types would contain themselves.
impl<T: EncodeStruct> EncodeStruct for Box<T> {
    fn meta(&self) -> &'static StructMeta {
        (**self).meta()
    }

    fn fields(&self) -> Fields<'_> {
        (**self).fields()
    }
}

impl<T: DecodeStruct> DecodeStruct for Box<T> {
    fn empty() -> Self {
        Box::new(T::empty())
    }

    fn visit_fields(&mut self, visitor: &mut FieldVisitor<'_>) -> Result<(), DecodeError> {
        (**self).visit_fields(visitor)
    }
}

/// The field that a member belongs to.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum FieldMatch {
    Plain(usize),
    Numbered(usize, u32),
    Unknown,
}

/// Finds the field of a member.
///
/// Services write members in one order, with some of them left out, so the search begins at `start`.
pub(super) fn find(names: &[&str], name: &str, start: usize) -> FieldMatch {
    let (before, after) = names.split_at_checked(start).unwrap_or((names, &[]));
    let known = match position(after, name) {
        Some(at) => Some(before.len() + at),
        None => position(before, name),
    };
    match known {
        Some(at) => FieldMatch::Plain(at),
        None if name.bytes().any(|byte| byte.is_ascii_digit()) => find_numbered(names, name),
        None => FieldMatch::Unknown,
    }
}

/// Returns the field of a member if it is the kind of field that the name is for. `{n}` is a placeholder only in the name of
/// a field with several numbers, which no member has.
pub(super) fn of_kind(
    found: FieldMatch,
    name: &str,
    is_numbered: impl Fn(usize) -> bool,
) -> FieldMatch {
    match found {
        FieldMatch::Plain(at) if name.contains("{n}") && is_numbered(at) => FieldMatch::Unknown,
        FieldMatch::Numbered(at, _) if !is_numbered(at) => FieldMatch::Unknown,
        found => found,
    }
}

/// Returns the position of a name. Few names have the same length and the same last byte.
#[inline]
fn position(names: &[&str], name: &str) -> Option<usize> {
    let last = name.as_bytes().last();
    names.iter().position(|known| {
        known.len() == name.len() && known.as_bytes().last() == last && *known == name
    })
}

/// Finds the field whose pattern matches a name with a number.
fn find_numbered(names: &[&str], name: &str) -> FieldMatch {
    let mut patterns = names.iter().enumerate();
    let found = patterns
        .find_map(|(at, pattern)| Some(FieldMatch::Numbered(at, number_in(pattern, name)?)));
    found.unwrap_or(FieldMatch::Unknown)
}

/// Returns `true` if the names contain no placeholders for numbers, and nothing that is escaped in JSON.
const fn are_plain(names: &[&str]) -> bool {
    let mut name = 0;
    while name < names.len() {
        let (bytes, mut at) = (names[name].as_bytes(), 0);
        while at < bytes.len() {
            if matches!(bytes[at], b'{' | b'"' | b'\\' | 0..b' ') {
                return false;
            }
            at += 1;
        }
        name += 1;
    }
    true
}

/// Returns the number in a name that matches a pattern: 7 for `Text7` and `Text{n}`.
pub(crate) fn number_in(pattern: &str, name: &str) -> Option<u32> {
    let (before, after) = pattern.split_once("{n}")?;
    plain_number(name.strip_prefix(before)?.strip_suffix(after)?)
}

/// Parses a number in a name: `7`, but neither `07` nor `+7`, which would be encoded differently.
pub(crate) fn plain_number(text: &str) -> Option<u32> {
    let plain = text.bytes().all(|b| b.is_ascii_digit()) && (text == "0" || !text.starts_with('0'));
    if plain { text.parse::<u64>().ok()?.try_into().ok() } else { None }
}

/// Replaces the placeholder for a number in a name.
pub(crate) fn numbered_name(name: &str, n: u32) -> String {
    name.replacen("{n}", &n.to_string(), 1)
}

/// Returns the value of a member, of a field or in `extra`.
pub(crate) fn member<'a>(value: &'a dyn EncodeStruct, name: &str) -> ValueRef<'a> {
    let Fields { list, extra } = value.fields();
    match (field_value(value.meta().members, &list, name), extra.get(name)) {
        (Some(value), _) => value,
        (None, Some(json)) => ValueRef::Json(json),
        (None, None) => ValueRef::None,
    }
}

/// Finds the field of a member among the fields of a struct.
fn find_field(names: &[&str], list: &[&dyn Encode], name: &str) -> FieldMatch {
    of_kind(find(names, name, 0), name, |at| {
        let value = list.get(at).map(|field| field.as_value().revealed());
        matches!(value, Some(ValueRef::Numbered(_)))
    })
}

/// Returns the value of the field for a member, if it is not empty.
fn field_value<'a>(names: &[&str], list: &[&'a dyn Encode], name: &str) -> Option<ValueRef<'a>> {
    let (FieldMatch::Plain(at) | FieldMatch::Numbered(at, _)) = find_field(names, list, name)
    else {
        return None;
    };
    let field = list.get(at)?;
    let value = field.as_value().revealed();
    if is_left_out(*field, &value) { None } else { Some(value) }
}

/// Returns `true` for a field that is not sent: an absent value, and an empty collection that is no variant of a union.
#[inline]
fn is_left_out(field: &dyn Encode, value: &ValueRef<'_>) -> bool {
    match value {
        ValueRef::None => true,
        ValueRef::Text(_) | ValueRef::Decimal(_) | ValueRef::DateTime(_) => false,
        value => value.is_empty() && !field.is_sent_empty(),
    }
}

/// Returns the members that a struct is encoded as; see [`each_member`].
pub(crate) fn members(value: &dyn EncodeStruct) -> Vec<(&str, ValueRef<'_>)> {
    let mut members = Vec::new();
    each_member(value, |name, value| {
        let value = std::mem::replace(value, ValueRef::None);
        members.push((name.text, value.revealed()));
    });
    members
}

/// Passes the members that a struct is encoded as to a function: its fields, then `extra`. A field that is not empty
/// takes precedence over an extra member of the same name. Names may contain placeholders, and values may be
/// sensitive.
#[inline]
pub(super) fn each_member<'a>(
    value: &'a dyn EncodeStruct,
    mut take: impl FnMut(Name<'a>, &mut ValueRef<'a>),
) {
    let Fields { list, extra } = value.fields();
    let meta = value.meta();
    for (text, field) in meta.members.iter().zip(&list) {
        let mut value = field.as_value();
        if !is_left_out(*field, &value) {
            // not moved, which is as expensive as writing it
            take(Name { text, is_plain: meta.is_plain }, &mut value);
        }
    }
    for (text, json) in extra.entries() {
        if !hides(meta.members, &list, text) {
            take(Name { text, is_plain: false }, &mut ValueRef::Json(json));
        }
    }
}

/// The name of a member to encode.
#[derive(Clone, Copy)]
pub(super) struct Name<'a> {
    pub(super) text: &'a str,
    /// The name needs no escapes.
    pub(super) is_plain: bool,
}

/// Returns `true` if a field has a value for this extra member.
fn hides(names: &[&str], list: &[&dyn Encode], name: &str) -> bool {
    match find_field(names, list, name) {
        FieldMatch::Unknown => false,
        FieldMatch::Plain(_) => field_value(names, list, name).is_some(),
        FieldMatch::Numbered(at, n) => {
            match list.get(at).map(|field| field.as_value().revealed()) {
                Some(ValueRef::Numbered(entries)) => {
                    entries.first_from(n).is_some_and(|(found, _)| found == n)
                }
                _ => false,
            }
        }
    }
}
