//! Decoding of whole documents.

use std::borrow::Cow;

use super::decode_struct::decode_struct;
use super::list::each_list_element;
use super::report::{Context, DecodeReport};
use super::structs::DecodeStruct;
use super::traits::{Container, Decode, DecodeField, decode_element};
use crate::runtime::json::{DecodeError, JsonKind, Raw, Reader};
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
/// object for a list. A value of a field that cannot be read is kept in `extra`, and the field is `None`. A list has no
/// `extra`: an element that cannot be read is an error, while a page of the client keeps it in the `extra` of the page.
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

/// Decodes a document into an empty value, which cannot be absent. A list, a map or a text may be empty.
pub(crate) fn decode_into(
    document: &[u8],
    value: &mut dyn Decode,
    cx: &mut Context,
) -> Result<(), DecodeError> {
    read_document(document, &mut |reader| {
        let kind = reader.kind()?;
        let start = reader.mark();
        if value.decode_from(reader, cx)? {
            return Ok(());
        }
        match (value.is_collection(), kind) {
            (true, JsonKind::List | JsonKind::Object) => Ok(()),
            (true, _) => Err(DecodeError::new("a list or an object", reader.since(start))),
            (false, JsonKind::String) if value.is_text() => Ok(()),
            (false, _) => Err(DecodeError::new(value.expected(), reader.since(start))),
        }
    })
}

/// Decodes a document into a struct, which cannot be absent.
pub(crate) fn decode_struct_into(
    document: &[u8],
    value: &mut dyn DecodeStruct,
    cx: &mut Context,
) -> Result<(), DecodeError> {
    read_document(document, &mut |reader| {
        let start = reader.mark();
        match decode_struct(reader, value, cx)? {
            true => Ok(()),
            false => Err(DecodeError::new("an object", reader.since(start))),
        }
    })
}

/// Decodes a document into a field.
pub(crate) fn decode_field_into(
    document: &[u8],
    field: &mut dyn DecodeField,
    cx: &mut Context,
) -> Result<(), DecodeError> {
    read_document(document, &mut |reader| field.decode_field(None, reader, cx).map(drop))
}

/// A function that decodes the value of a document.
type ReadValue<'f> = dyn FnMut(&mut Reader<'_>) -> Result<(), DecodeError> + 'f;

/// Passes the value of a document to a function.
///
/// An invalid document is an error about the document, also if a value before the invalid byte cannot be read.
fn read_document(document: &[u8], read: &mut ReadValue<'_>) -> Result<(), DecodeError> {
    let mut reader = Reader::document(document)?;
    let start = reader.mark();
    let result = read(&mut reader);
    match &result {
        Ok(()) => {}
        Err(error) if error.is_of_document() => return result,
        Err(_) => {
            reader.rewind(start);
            reader.value()?;
        }
    }
    reader.end().and(result)
}

/// The response of a list, without its items.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Envelope {
    /// The other members, those that are attributes of the list, and the items that cannot be read under its name.
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
    let mut envelope = Envelope::default();
    read_document(document, &mut |reader| {
        envelope = match reader.kind()? {
            JsonKind::List => {
                let name = names.first().copied().unwrap_or_default();
                let mut members = Map::new();
                decode_items(name, reader, items, cx)?.add_to(&mut members, name);
                Envelope { members, found: true }
            }
            JsonKind::Object => decode_envelope_members(reader, names, items, cx)?,
            _ => return Err(reader.mismatch("an object or a list")),
        };
        Ok(())
    })?;
    Ok(envelope)
}

/// Decodes the items in the first of the members `names` that is present. It usually occurs once, and is decoded when
/// it is read.
fn decode_envelope_members(
    reader: &mut Reader<'_>,
    names: &[&'static str],
    items: &mut dyn Container,
    cx: &mut Context,
) -> Result<Envelope, DecodeError> {
    // the text of the items is by far the largest, and is not copied
    let mut all: Vec<(Cow<'_, str>, Raw<'_>)> = Vec::new();
    let mut decoded = None;
    let mark = cx.mark();
    let mut has_next = reader.open()?;
    while has_next {
        let name = reader.name()?;
        let start = reader.mark();
        match names.iter().find(|known| ***known == *name) {
            Some(known) if decoded.is_none() => {
                let rest = decode_member_items(known, reader, items, cx);
                if rest.is_err() {
                    reader.rewind(start);
                    reader.value()?;
                }
                decoded = Some((all.len(), rest));
            }
            _ => drop(reader.value()?),
        }
        all.push((name, reader.since(start)));
        has_next = reader.next_member()?;
    }
    if cx.is_strict() {
        reject_repeated(&all, cx)?;
    }
    // the last of several members of one name is used
    let position = |name: &&'static str| {
        all.iter().rposition(|(known, _)| *known == **name).map(|at| (*name, at))
    };
    let Some((name, at)) = names.iter().find_map(position) else {
        return Ok(Envelope { members: other_members(&all, None), found: false });
    };
    let rest = match (decoded, all.get(at)) {
        (Some((decoded, rest)), _) if decoded == at => rest?,
        (_, Some((_, raw))) => {
            items.truncate(0);
            cx.clear_items();
            cx.rollback(mark);
            decode_member_items(name, &mut Reader::over(raw.text()), items, cx)?
        }
        _ => ListRest::default(),
    };
    let mut members = other_members(&all, Some(name));
    rest.add_to(&mut members, name);
    Ok(Envelope { members, found: true })
}

/// Fails if a name occurs twice.
fn reject_repeated(all: &[(Cow<'_, str>, Raw<'_>)], cx: &Context) -> Result<(), DecodeError> {
    let mut seen = cx.seen().unwrap_or_default();
    match all.iter().find(|(name, _)| !seen.insert(name, 0)) {
        Some((name, _)) => Err(DecodeError::of("one member", "a repeated one").under(name)),
        None => Ok(()),
    }
}

/// Returns the members except those of one name.
fn other_members(all: &[(Cow<'_, str>, Raw<'_>)], except: Option<&str>) -> Map<Json> {
    let mut members = Map::new();
    for (name, raw) in all {
        if except != Some(&**name) {
            members.insert(&**name, Json::trusted(*raw));
        }
    }
    members
}

/// Decodes the items of a list in a member of the response.
fn decode_member_items(
    name: &'static str,
    reader: &mut Reader<'_>,
    items: &mut dyn Container,
    cx: &mut Context,
) -> Result<ListRest, DecodeError> {
    cx.enter_name(name);
    let rest = decode_items(name, reader, items, cx).map_err(|error| error.under(name))?;
    cx.leave();
    Ok(rest)
}

/// What a list contains besides its items.
#[derive(Default)]
struct ListRest {
    /// The attributes of the XML element that the list was converted from.
    attributes: Map<Json>,
    /// The JSON of the items that cannot be read.
    unreadable: Vec<String>,
}

impl ListRest {
    /// Adds the attributes and the items that cannot be read to the members of the response. Its own members take
    /// precedence.
    fn add_to(self, members: &mut Map<Json>, name: &str) {
        for (name, value) in self.attributes {
            if members.get(&name).is_none() {
                members.insert(&*name, value);
            }
        }
        if !self.unreadable.is_empty() {
            let list = format!("[{}]", self.unreadable.join(","));
            members.insert(name, Json::from_trusted(list));
        }
    }
}

/// Decodes the items of a list, and returns what else it contains.
fn decode_items(
    name: &'static str,
    reader: &mut Reader<'_>,
    items: &mut dyn Container,
    cx: &mut Context,
) -> Result<ListRest, DecodeError> {
    if !matches!(reader.kind()?, JsonKind::List | JsonKind::Object) {
        let raw = reader.peek_value()?;
        if !raw.is_null() && !raw.is_whitespace() {
            return Err(DecodeError::new("a list or an object", raw));
        }
    }
    let ListRest { mut attributes, mut unreadable } = ListRest::default();
    cx.set_field(name);
    each_list_element(items, reader, cx, Some(&mut attributes), &mut |items, reader, cx| {
        let (start, mark) = (reader.mark(), cx.mark());
        let decoded = if reader.null()? { Ok(false) } else { decode_element(items, reader, cx) };
        match decoded {
            Ok(true) => cx.add_item(reader.since(start).text()),
            Ok(false) => cx.coerced("skipped an absent element"),
            Err(error) if cx.is_strict() || error.is_of_document() => return Err(error),
            Err(error) => {
                reader.rewind(start);
                let raw = reader.value()?;
                cx.rollback(mark);
                cx.add_unreadable("item", name, &error);
                unreadable.push(raw.text().to_owned());
            }
        }
        Ok(())
    })?;
    Ok(ListRest { attributes, unreadable })
}
