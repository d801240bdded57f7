//! Structs as tables of member names and fields.

use std::borrow::Cow;

use super::report::Context;
use super::traits::{DecodeField, Encode};
use super::value::ValueRef;
use crate::runtime::json::{DecodeError, JsonKind, Raw};
use crate::runtime::wire::{Extra, Json};

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

/// The names of a struct and of its members.
#[derive(Debug, PartialEq, Eq)]
pub struct StructMeta {
    /// The Rust name of the struct.
    pub name: &'static str,
    /// The wire names of the members, in the order of the fields. `{n}` in a name stands for a number.
    pub members: &'static [&'static str],
    /// The wire names of the members that a request requires.
    pub required: &'static [&'static str],
    /// The wire names of the members that a request requires, but that may be `null`.
    pub nullable: &'static [&'static str],
}

impl StructMeta {
    /// Returns `true` if the struct has a field for a member.
    pub(crate) fn declares(&self, name: &str) -> bool {
        find(self.members, name, 0) != FieldMatch::Unknown
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
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum FieldMatch {
    Plain(usize),
    Numbered(usize, u32),
    Unknown,
}

/// Finds the field of a member.
///
/// Services write members in one order, so the field at `hint` is tried first. A name out of order costs a
/// comparison of lengths for most of the others.
fn find(names: &[&str], name: &str, hint: usize) -> FieldMatch {
    let known = match names.get(hint) {
        Some(next) if *next == name => Some(hint),
        _ => names.iter().position(|known| *known == name),
    };
    match known {
        Some(at) if !name.contains('{') => FieldMatch::Plain(at),
        None if name.bytes().any(|byte| byte.is_ascii_digit()) => find_numbered(names, name),
        _ => FieldMatch::Unknown,
    }
}

/// Finds the field whose pattern matches a name with a number.
fn find_numbered(names: &[&str], name: &str) -> FieldMatch {
    let mut patterns = names.iter().enumerate();
    let found = patterns
        .find_map(|(at, pattern)| Some(FieldMatch::Numbered(at, number_in(pattern, name)?)));
    found.unwrap_or(FieldMatch::Unknown)
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

/// Returns the value of the field for a member, if it is not empty.
fn field_value<'a>(names: &[&str], list: &[&'a dyn Encode], name: &str) -> Option<ValueRef<'a>> {
    let (FieldMatch::Plain(at) | FieldMatch::Numbered(at, _)) = find(names, name, usize::MAX)
    else {
        return None;
    };
    let value = list.get(at)?.as_value().revealed();
    if value.is_empty() { None } else { Some(value) }
}

/// Returns the members that a struct is encoded as: its fields, then `extra`. A field that is not empty takes
/// precedence over an extra member of the same name. Names may contain placeholders.
pub(crate) fn members(value: &dyn EncodeStruct) -> Vec<(&str, ValueRef<'_>)> {
    let Fields { list, extra } = value.fields();
    let names = value.meta().members;
    let mut members = Vec::with_capacity(list.len());
    for (name, field) in names.iter().zip(&list) {
        let value = field.as_value().revealed();
        if !value.is_empty() {
            members.push((*name, value));
        }
    }
    for (name, json) in extra.entries() {
        if !hides(names, &list, name) {
            members.push((name, ValueRef::Json(json)));
        }
    }
    members
}

/// Returns `true` if a field has a value for this extra member.
fn hides(names: &[&str], list: &[&dyn Encode], name: &str) -> bool {
    match find(names, name, usize::MAX) {
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

/// Decodes an object, or a list of one object; returns `false` if the value is absent.
pub(crate) fn decode_struct(
    raw: Raw<'_>,
    value: &mut dyn DecodeStruct,
    cx: &mut Context,
) -> Result<bool, DecodeError> {
    match raw.kind() {
        JsonKind::Object => decode_members(raw, value, cx).map(|()| true),
        JsonKind::Null => Ok(false),
        _ if raw.is_whitespace() || raw.is_empty_container() => {
            cx.coerced("read as absent");
            Ok(false)
        }
        JsonKind::List => decode_only_element(raw, value, cx),
        _ => Err(DecodeError::new("an object", raw)),
    }
}

fn decode_only_element(
    raw: Raw<'_>,
    value: &mut dyn DecodeStruct,
    cx: &mut Context,
) -> Result<bool, DecodeError> {
    let Some((index, element)) = only_element(raw)? else {
        cx.coerced("read as absent");
        return Ok(false);
    };
    cx.coerced("read the only element of a list");
    cx.enter_index(index);
    decode_members(element, value, cx).map_err(|error| error.at(index))?;
    cx.leave();
    Ok(true)
}

/// Returns the only object in a list, with its position; `None` if the list has no elements except `null`.
pub(crate) fn only_element(raw: Raw<'_>) -> Result<Option<(usize, Raw<'_>)>, DecodeError> {
    let mut only = None;
    let mut count = 0;
    raw.each_element(&mut |index, element| {
        if !element.is_null() {
            count += 1;
            only = Some((index, element));
        }
        Ok(())
    })?;
    match only {
        Some((_, element)) if count > 1 || element.kind() != JsonKind::Object => {
            Err(DecodeError::new("an object", raw))
        }
        only => Ok(only),
    }
}

fn decode_members(
    raw: Raw<'_>,
    value: &mut dyn DecodeStruct,
    cx: &mut Context,
) -> Result<(), DecodeError> {
    value.visit_fields(&mut |meta, fields, extra| {
        let mut hint = 0;
        let mut seen = cx.seen();
        raw.each_member(&mut |name, raw| {
            cx.enter_name(name);
            if seen.as_mut().is_some_and(|seen| !seen.insert(name, 0)) {
                cx.coerced("used the last of several members of this name");
            }
            let field = find(meta.members, name, hint);
            if let FieldMatch::Plain(at) | FieldMatch::Numbered(at, _) = field {
                hint = at + 1;
            }
            if !decode_member(meta, field, name, raw, fields, cx)? {
                extra.insert(Cow::Borrowed(name), Json::trusted(raw));
            }
            cx.leave();
            Ok(())
        })?;
        check_required(meta, fields)
    })
}

/// Fails if a required field has no value, because a placeholder such as 0 would be sent.
fn check_required(
    meta: &'static StructMeta,
    fields: &[&mut dyn DecodeField],
) -> Result<(), DecodeError> {
    if meta.required.is_empty() {
        return Ok(());
    }
    let mut fields = meta.members.iter().zip(fields);
    match fields.find(|(_, field)| field.is_missing()) {
        Some((name, _)) => Err(DecodeError::of("a value", "none").under(name)),
        None => Ok(()),
    }
}

/// Decodes a member into its field; returns `false` if it belongs in `extra`.
///
/// A value that cannot be read as the type of its field is an error in strict mode, and in a required field. Otherwise
/// the field is empty.
fn decode_member(
    meta: &'static StructMeta,
    field: FieldMatch,
    name: &str,
    raw: Raw<'_>,
    fields: &mut [&mut dyn DecodeField],
    cx: &mut Context,
) -> Result<bool, DecodeError> {
    let (at, n) = match field {
        FieldMatch::Plain(at) => (at, None),
        FieldMatch::Numbered(at, n) => (at, Some(n)),
        FieldMatch::Unknown => {
            cx.unknown_member();
            return Ok(false);
        }
    };
    let Some(field) = fields.get_mut(at) else { return Ok(false) };
    let mark = cx.mark();
    cx.set_field(meta.members.get(at).copied().unwrap_or_default());
    let Err(error) = field.decode_field(n, raw, cx) else { return Ok(true) };
    if cx.is_strict() || field.is_required() {
        return Err(error.under(name));
    }
    cx.rollback(mark);
    cx.add_unreadable(meta.name, name, &error);
    field.decode_field(n, Raw::NULL, cx)?;
    Ok(false)
}
