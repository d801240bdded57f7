//! Decoding of structs through their tables.

use std::borrow::Cow;

use super::report::Context;
use super::structs::{DecodeStruct, FieldMatch, StructMeta, find, of_kind};
use super::traits::DecodeField;
use crate::runtime::json::{DecodeError, JsonKind, Raw, Reader};
use crate::runtime::wire::{Extra, Json};

/// Decodes an object, or a list of one object; returns `false` if the value is absent.
pub(crate) fn decode_struct(
    reader: &mut Reader<'_>,
    value: &mut dyn DecodeStruct,
    cx: &mut Context,
) -> Result<bool, DecodeError> {
    if reader.kind()? == JsonKind::Object {
        return decode_members(reader, value, cx).map(|()| true);
    }
    let raw = reader.peek_value()?;
    let only = match raw.kind() {
        JsonKind::Null => return reader.value().map(|_| false),
        _ if raw.is_whitespace() || raw.is_empty_container() => None,
        JsonKind::List => only_element(raw)?,
        _ => return Err(DecodeError::new("an object", raw)),
    };
    match only {
        Some((index, _)) => {
            cx.coerced("read the only element of a list");
            decode_only_element(reader, index, value, cx).map(|()| true)
        }
        None => {
            cx.coerced("read as absent");
            reader.value().map(|_| false)
        }
    }
}

/// Decodes the object at this position in a list, in which all other elements are `null`.
fn decode_only_element(
    reader: &mut Reader<'_>,
    only: usize,
    value: &mut dyn DecodeStruct,
    cx: &mut Context,
) -> Result<(), DecodeError> {
    let mut has_next = reader.open()?;
    let mut index = 0;
    while has_next {
        if index == only {
            cx.enter_index(index);
            decode_members(reader, value, cx).map_err(|error| error.at(index))?;
            cx.leave();
        } else {
            reader.value()?;
        }
        has_next = reader.next_element()?;
        index += 1;
    }
    Ok(())
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
    reader: &mut Reader<'_>,
    value: &mut dyn DecodeStruct,
    cx: &mut Context,
) -> Result<(), DecodeError> {
    value.visit_fields(&mut |meta, fields, extra| {
        let mut seen = cx.seen();
        let (mut next, mut has_unreadable) = (0, false);
        let mut has_next = reader.open()?;
        while has_next {
            let (name, mut field) = read_name(reader, meta, next)?;
            if !meta.is_plain {
                let is_numbered = |at: usize| fields.get(at).is_some_and(|own| own.is_numbered());
                field = of_kind(field, &name, is_numbered);
            }
            if let FieldMatch::Plain(at) | FieldMatch::Numbered(at, _) = field {
                next = at + 1;
            }
            cx.enter_name(&name);
            let is_repeated = seen.as_mut().is_some_and(|seen| !seen.insert(&name, 0));
            if has_unreadable {
                // the value of an earlier member of this name is not used
                extra.remove(&name);
            }
            let known = FieldsMut { fields, extra };
            has_unreadable |= !decode_member(reader, meta, field, &name, known, cx)?;
            if is_repeated {
                cx.repeated().map_err(|error| error.under(&name))?;
            }
            cx.leave();
            has_next = reader.next_member()?;
        }
        check_required(meta, fields)
    })
}

/// Reads the name of a member, and finds its field.
///
/// Services write members in one order, so the name is first compared with that of the field at `next`.
#[inline]
fn read_name<'a>(
    reader: &mut Reader<'a>,
    meta: &'static StructMeta,
    next: usize,
) -> Result<(Cow<'a, str>, FieldMatch), DecodeError> {
    if let Some(expected) = meta.plain_member(next)
        && reader.name_if(expected)
    {
        return Ok((Cow::Borrowed(expected), FieldMatch::Plain(next)));
    }
    let name = reader.name()?;
    let field = find(meta.members, &name, next);
    Ok((name, field))
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

/// The fields of a struct that is decoded, in the order of their names.
struct FieldsMut<'f, 's> {
    fields: &'f mut [&'s mut dyn DecodeField],
    extra: &'f mut Extra,
}

/// Decodes a member into its field, or keeps its JSON in `extra`.
///
/// A value that cannot be read as the type of its field is an error in strict mode, and in a required field. Otherwise
/// the field is empty, and the function returns `false`.
fn decode_member(
    reader: &mut Reader<'_>,
    meta: &'static StructMeta,
    field: FieldMatch,
    name: &str,
    FieldsMut { fields, extra }: FieldsMut<'_, '_>,
    cx: &mut Context,
) -> Result<bool, DecodeError> {
    let (at, n) = match field {
        FieldMatch::Plain(at) => (at, None),
        FieldMatch::Numbered(at, n) => (at, Some(n)),
        FieldMatch::Unknown => (usize::MAX, None),
    };
    let Some(field) = fields.get_mut(at) else {
        cx.unknown_member();
        extra.insert(Cow::Borrowed(name), Json::trusted(reader.value()?));
        return Ok(true);
    };
    let (start, mark) = (reader.mark(), cx.mark());
    cx.set_field(meta.members.get(at).copied().unwrap_or_default());
    if reader.null()? {
        field.clear_field(n);
        return Ok(true);
    }
    let decoded = match n {
        Some(_) if !field.is_numbered() => Err(reader.mismatch("a field without a number")),
        n => field.decode_field(n, reader, cx),
    };
    let error = match decoded {
        Ok(true) => return Ok(true),
        Ok(false) => {
            field.clear_field(n);
            return Ok(true);
        }
        Err(error) => error,
    };
    if error.is_of_document() || cx.is_strict() || field.is_required() {
        return Err(error.under(name));
    }
    reader.rewind(start);
    let raw = reader.value()?;
    cx.rollback(mark);
    cx.add_unreadable(meta.name, name, &error);
    field.clear_field(n);
    extra.insert(Cow::Borrowed(name), Json::trusted(raw));
    Ok(false)
}
