//! Encoding and decoding of lists.

use super::report::Context;
use super::traits::{Container, Decode, DecodeField, Encode, decode_element};
use super::value::{List, ValueRef};
use crate::runtime::json::{DecodeError, JsonKind, Raw, Reader};
use crate::runtime::wire::{Json, Map};

impl<T: Encode> List for Vec<T> {
    fn at(&self, index: usize) -> Option<ValueRef<'_>> {
        self.get(index).map(Encode::as_value)
    }
}

impl<T: Encode> Encode for Vec<T> {
    fn as_value(&self) -> ValueRef<'_> {
        ValueRef::List(self)
    }
}

impl<T: Decode> Container for Vec<T> {
    fn push(&mut self) -> Option<(usize, &mut dyn Decode)> {
        let at = self.len();
        Vec::push(self, T::empty());
        let element = self.last_mut()?;
        Some((at, element))
    }

    // not inlined: it is called as a field as well
    #[inline(never)]
    fn truncate(&mut self, len: usize) {
        Vec::truncate(self, len);
    }
}

impl<T: Decode> DecodeField for Vec<T> {
    fn decode_field(
        &mut self,
        _: Option<u32>,
        reader: &mut Reader<'_>,
        cx: &mut Context,
    ) -> Result<bool, DecodeError> {
        self.decode_from(reader, cx)
    }

    fn clear_field(&mut self, _: Option<u32>) {
        Container::truncate(self, 0);
    }
}

impl<T: Decode> Decode for Vec<T> {
    fn empty() -> Self {
        Vec::new()
    }

    fn decode_from(
        &mut self,
        reader: &mut Reader<'_>,
        cx: &mut Context,
    ) -> Result<bool, DecodeError> {
        decode_list(self, reader, cx)?;
        Ok(!self.is_empty())
    }

    fn is_collection(&self) -> bool {
        true
    }
}

/// Decodes the elements of a list, in any form that the wire has for a list.
// not inlined: it would be compiled once more for each type of element
#[inline(never)]
fn decode_list(
    list: &mut dyn Container,
    reader: &mut Reader<'_>,
    cx: &mut Context,
) -> Result<(), DecodeError> {
    list.truncate(0);
    each_list_element(list, reader, cx, None, &mut |list, reader, cx| {
        if reader.null()? || !decode_element(list, reader, cx)? {
            cx.coerced("skipped an absent element");
        }
        Ok(())
    })
}

/// A function that decodes an element of a list.
pub(crate) type ElementVisitor<'f> =
    dyn FnMut(&mut dyn Container, &mut Reader<'_>, &mut Context) -> Result<(), DecodeError> + 'f;

/// Passes the elements of a list to a function.
///
/// The list may be an array, one element without an array, an object of one member with the elements (as in
/// `{"Items": {"Item": […]}}`), or one of the forms of an absent value.
///
/// The attributes of an object with the elements are added to `attributes`. An object of nothing but attributes is then a
/// list without elements. They are skipped without `attributes`.
pub(crate) fn each_list_element(
    list: &mut dyn Container,
    reader: &mut Reader<'_>,
    cx: &mut Context,
    attributes: Option<&mut Map<Json>>,
    visitor: &mut ElementVisitor<'_>,
) -> Result<(), DecodeError> {
    let kind = reader.kind()?;
    if kind == JsonKind::List {
        return each_array_element(list, reader, cx, visitor);
    }
    let raw = reader.peek_value()?;
    if raw.is_null() || raw.is_whitespace() || raw.is_empty_container() {
        if !raw.is_null() {
            cx.coerced("read as an empty list");
        }
        return reader.value().map(drop);
    }
    let object = match kind {
        JsonKind::Object => classify(list, raw, cx, attributes.is_some())?,
        _ => ListObject::Element,
    };
    match object {
        ListObject::Element => {
            cx.coerced("read as a list of one element");
            visitor(list, reader, cx)
        }
        ListObject::Wrapper(name) => {
            cx.coerced("read the list in an object of one member");
            each_wrapped_element(list, Some(&name), reader, cx, attributes, visitor)
        }
        ListObject::Attributes => {
            cx.coerced("read as an empty list");
            each_wrapped_element(list, None, reader, cx, attributes, visitor)
        }
    }
}

/// Passes the elements in this member of an object to a function. The other members are attributes.
fn each_wrapped_element(
    list: &mut dyn Container,
    wrapper: Option<&str>,
    reader: &mut Reader<'_>,
    cx: &mut Context,
    mut attributes: Option<&mut Map<Json>>,
    visitor: &mut ElementVisitor<'_>,
) -> Result<(), DecodeError> {
    let mut has_next = reader.open()?;
    while has_next {
        let name = reader.name()?;
        cx.enter_name(&name);
        if wrapper == Some(&*name) {
            let visited = match reader.kind()? {
                JsonKind::List => each_array_element(list, reader, cx, visitor),
                _ => visitor(list, reader, cx),
            };
            visited.map_err(|error| error.under(&name))?;
        } else if let Some(attributes) = &mut attributes {
            attributes.insert(name, Json::trusted(reader.value()?));
        } else {
            cx.unknown_member();
            reader.value()?;
        }
        cx.leave();
        has_next = reader.next_member()?;
    }
    Ok(())
}

/// Passes the elements of an array to a function.
fn each_array_element(
    list: &mut dyn Container,
    reader: &mut Reader<'_>,
    cx: &mut Context,
    visitor: &mut ElementVisitor<'_>,
) -> Result<(), DecodeError> {
    let mut has_next = reader.open()?;
    let mut index = 0;
    while has_next {
        cx.enter_index(index);
        visitor(list, reader, cx).map_err(|error| error.at(index))?;
        cx.leave();
        has_next = reader.next_element()?;
        index += 1;
    }
    Ok(())
}

/// An object in place of a list.
enum ListObject {
    /// An element.
    Element,
    /// The member of this name has the elements, as converted from XML: `{"Labels": {"Label": ["a"]}}`.
    Wrapper(String),
    /// The attributes of an XML element without elements of the list.
    Attributes,
}

/// Determines what an object in place of a list is.
///
/// It is an element if the type of the elements declares one of its members. The member with the elements must be named
/// like an element of the list, or be an array where the type of the elements declares all of its members.
/// Attributes of the XML element are members that begin with `@`. They do not count.
///
/// An object of attributes, or with `null` in place of the elements, is an element unless the list `keeps_attributes`.
fn classify(
    list: &mut dyn Container,
    raw: Raw<'_>,
    cx: &Context,
    keeps_attributes: bool,
) -> Result<ListObject, DecodeError> {
    let mut only: Option<(String, Raw<'_>)> = None;
    let (mut count, mut attributes) = (0, Vec::new());
    raw.each_member(&mut |name, value| {
        if name.starts_with('@') {
            attributes.push(name.to_owned());
        } else {
            count += 1;
            only = Some((name.to_owned(), value));
        }
        Ok(())
    })?;
    let is_list = match &only {
        None => keeps_attributes,
        Some((_, value)) => count == 1 && (keeps_attributes || !value.is_null()),
    };
    if !is_list {
        return Ok(ListObject::Element);
    }
    let Some((at, element)) = list.push() else { return Ok(ListObject::Element) };
    let declares = |name: &str| element.declares(name);
    let declares_attribute = attributes.iter().any(|name| declares(name) == Some(true));
    let declared = only.as_ref().map(|(name, _)| declares(name));
    list.truncate(at);
    Ok(match (only, declared.flatten()) {
        _ if declares_attribute => ListObject::Element,
        (None, _) => ListObject::Attributes,
        (Some(_), Some(true)) => ListObject::Element,
        (Some((name, value)), Some(false)) if value.kind() == JsonKind::List => {
            ListObject::Wrapper(name)
        }
        (Some((name, _)), _) if is_element_name(cx.field(), &name) => ListObject::Wrapper(name),
        (Some(_), _) => ListObject::Element,
    })
}

/// Returns `true` if a name is the singular of the name of a list.
fn is_element_name(list: &str, name: &str) -> bool {
    let is = |stem: &str, ending: &str| {
        list.len() == stem.len() + ending.len()
            && list.get(..stem.len()).is_some_and(|start| start.eq_ignore_ascii_case(stem))
            && list.get(stem.len()..).is_some_and(|end| end.eq_ignore_ascii_case(ending))
    };
    is(name, "s")
        || is(name, "es")
        || name.strip_suffix('y').is_some_and(|stem| is(stem, "ies"))
        || is(name, "list")
}
