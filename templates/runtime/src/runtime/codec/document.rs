//! Decoding of whole documents.

use super::list::each_list_element;
use super::report::{Context, DecodeReport};
use super::traits::{Container, Decode, decode_element};
use crate::runtime::json::{DecodeError, JsonKind, Raw};
use crate::runtime::wire::{Json, Map};

/// A type that JSON of the service can be decoded into: the models and enums, [`Json`], lists and maps of them.
///
/// This trait is sealed.
pub trait FromJson: sealed::FromJson {}

impl<T: sealed::FromJson> FromJson for T {}

/// A type that can be encoded as JSON: the models and enums, [`Json`], lists and maps of them.
///
/// This trait is sealed.
pub trait ToJson: sealed::ToJson {}

impl<T: sealed::ToJson> ToJson for T {}

mod sealed {
    pub trait FromJson: super::Decode {}
    impl<T: super::Decode> FromJson for T {}

    pub trait ToJson: super::super::traits::Encode {}
    impl<T: super::super::traits::Encode> ToJson for T {}
}

/// Decodes a JSON document as the client does.
///
/// # Errors
///
/// Returns an error if the document is not JSON, or not of the kind of `T`: an object for a model, a list or an
/// object for a list. A value of a field that cannot be read is kept in `extra`, and the field is `None`.
pub fn decode<T: FromJson>(document: &[u8]) -> Result<T, DecodeError> {
    decode_value(document, &mut Context::new())
}

/// Decodes a JSON document; a value that cannot be read as the type of its field is an error.
pub fn decode_strict<T: FromJson>(document: &[u8]) -> Result<T, DecodeError> {
    decode_value(document, &mut Context::new().strict(true))
}

/// Decodes a JSON document, and reports what was converted, unknown or unreadable.
pub fn decode_with_report<T: FromJson>(document: &[u8]) -> Result<(T, DecodeReport), DecodeError> {
    let mut cx = Context::with_report();
    let value = decode_value(document, &mut cx)?;
    Ok((value, cx.into_report()))
}

/// Decodes a document; see [`decode_into`].
pub(crate) fn decode_value<T: Decode>(document: &[u8], cx: &mut Context) -> Result<T, DecodeError> {
    let mut value = T::empty();
    decode_into(document, &mut value, cx)?;
    Ok(value)
}

/// Decodes a document into an empty value, which cannot be absent. A list or a map may be empty.
pub(crate) fn decode_into(
    document: &[u8],
    value: &mut dyn Decode,
    cx: &mut Context,
) -> Result<(), DecodeError> {
    let raw = Raw::document(document)?;
    if value.decode_into(raw, cx)? {
        return Ok(());
    }
    match (value.is_collection(), raw.kind()) {
        (true, JsonKind::List | JsonKind::Object) => Ok(()),
        (true, _) => Err(DecodeError::new("a list or an object", raw)),
        (false, _) => Err(DecodeError::new("an object", raw)),
    }
}

/// The response of a list, without its items.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Envelope {
    /// The other members, and the items that cannot be read under the name of the list.
    pub members: Map<Json>,
    /// The list of items is present. A document that is a list consists of its items.
    pub found: bool,
}

/// Decodes the items of a list into `items`, and returns the other members.
///
/// The items are in the first of the members `names` that is present, or are the document itself if it is a list.
pub fn decode_envelope(
    document: &[u8],
    names: &[&'static str],
    items: &mut dyn Container,
    cx: &mut Context,
) -> Result<Envelope, DecodeError> {
    let raw = Raw::document(document)?;
    match raw.kind() {
        JsonKind::List => {
            let name = names.first().copied().unwrap_or_default();
            let mut members = Map::new();
            keep_unreadable(&mut members, name, decode_items(name, raw, items, cx)?);
            return Ok(Envelope { members, found: true });
        }
        JsonKind::Object => {}
        _ => return Err(DecodeError::new("an object or a list", raw)),
    }
    // the text of the items is by far the largest, and is not copied
    let mut all: Vec<(Box<str>, Raw<'_>)> = Vec::new();
    raw.each_member(&mut |name, raw| {
        all.push((name.into(), raw));
        Ok(())
    })?;
    // the last of several members of one name is used
    let find = |name: &&'static str| {
        let found = all.iter().rev().find(|(known, _)| **known == **name);
        found.map(|(_, raw)| (*name, *raw))
    };
    let found = names.iter().find_map(find);
    let mut unreadable = Vec::new();
    if let Some((name, raw)) = found {
        cx.enter_name(name);
        unreadable = decode_items(name, raw, items, cx).map_err(|error| error.under(name))?;
        cx.leave();
    }
    let mut members = Map::new();
    for (name, raw) in &all {
        if found.is_none_or(|(found, _)| *found != **name) {
            members.insert(&**name, Json::trusted(*raw));
        }
    }
    if let Some((name, _)) = found {
        keep_unreadable(&mut members, name, unreadable);
    }
    Ok(Envelope { members, found: found.is_some() })
}

/// Decodes the items of a list, and returns the JSON of those that cannot be read.
fn decode_items(
    name: &'static str,
    raw: Raw<'_>,
    items: &mut dyn Container,
    cx: &mut Context,
) -> Result<Vec<String>, DecodeError> {
    let is_list = matches!(raw.kind(), JsonKind::Null | JsonKind::List | JsonKind::Object);
    if !is_list && !raw.is_whitespace() {
        return Err(DecodeError::new("a list or an object", raw));
    }
    let mut unreadable = Vec::new();
    cx.set_field(name);
    each_list_element(items, raw, cx, &mut |items, raw, cx| {
        let mark = cx.mark();
        let decoded = if raw.is_null() { Ok(false) } else { decode_element(items, raw, cx) };
        match decoded {
            Ok(true) => {}
            Ok(false) => cx.coerced("skipped an absent element"),
            Err(error) if cx.is_strict() => return Err(error),
            Err(error) => {
                cx.rollback(mark);
                cx.add_unreadable("item", name, &error);
                unreadable.push(raw.text().to_owned());
            }
        }
        Ok(())
    })?;
    Ok(unreadable)
}

fn keep_unreadable(members: &mut Map<Json>, name: &str, unreadable: Vec<String>) {
    if !unreadable.is_empty() {
        members.insert(name, Json::from_trusted(format!("[{}]", unreadable.join(","))));
    }
}
