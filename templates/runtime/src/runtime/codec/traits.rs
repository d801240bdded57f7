//! The traits of values that are encoded and decoded.
//!
//! Encoding and decoding are separate traits, so that a type that is only sent, or only returned, is compiled for
//! that alone.

use super::decode_struct::decode_struct;
use super::report::Context;
use super::structs::{DecodeStruct, EncodeStruct};
use super::value::ValueRef;
use crate::runtime::json::{DecodeError, Raw, Reader};

/// A value that can be sent.
pub trait Encode {
    /// Returns a reference to the value, independent of its type.
    fn as_value(&self) -> ValueRef<'_>;

    /// Returns `true` if an empty list or map is sent as a member of a struct, and not left out, because another value could
    /// be in its place.
    fn is_sent_empty(&self) -> bool {
        false
    }
}

/// A field of a struct: `Option<T>`, `Vec<T>`, [`Map<T>`](crate::runtime::wire::Map) or
/// [`Numbered<T>`](crate::runtime::wire::Numbered), where `T` is [`Decode`].
pub trait DecodeField {
    /// Replaces the value by the next value of a document, which is not `null`; with a number, that of one of the fields
    /// whose names differ by a number, if the field [is numbered](Self::is_numbered). Returns `false` if the value is
    /// absent. Then, and after an error, the field must be [cleared](Self::clear_field).
    fn decode_field(
        &mut self,
        n: Option<u32>,
        reader: &mut Reader<'_>,
        cx: &mut Context,
    ) -> Result<bool, DecodeError>;

    /// Removes the value; with a number, that of one of the fields.
    fn clear_field(&mut self, n: Option<u32>);

    /// Returns `true` for the values of all members whose names differ by a number.
    fn is_numbered(&self) -> bool {
        false
    }

    /// Returns `true` if the field cannot represent the absence of a value.
    fn is_required(&self) -> bool {
        false
    }

    /// Returns `true` if the field is required and no value was decoded.
    fn is_missing(&self) -> bool {
        false
    }
}

/// A value that can be in an `Option`, a list, a map, or a collection of numbered fields.
pub trait Decode {
    /// Creates a placeholder to decode into. A large struct that is filled in place is not moved.
    fn empty() -> Self
    where
        Self: Sized;

    /// Decodes the next value of a document; returns `false` if the value is absent, in any form that the wire has for
    /// that. The reader is after the value, or anywhere after an error.
    fn decode_from(
        &mut self,
        reader: &mut Reader<'_>,
        cx: &mut Context,
    ) -> Result<bool, DecodeError>;

    /// Decodes a value that has been read already.
    fn decode_into(&mut self, raw: Raw<'_>, cx: &mut Context) -> Result<bool, DecodeError>
    where
        Self: Sized,
    {
        self.decode_from(&mut Reader::over(raw.text()), cx)
    }

    /// Returns what a document must contain, for errors about one that is absent in another form.
    fn expected(&self) -> &'static str {
        "a value that is not empty"
    }

    /// Returns whether an object declares this member; `None` if it may have any member.
    fn declares(&self, _name: &str) -> Option<bool> {
        Some(false)
    }

    /// Returns `true` for a list or a map, which can be empty without being absent.
    fn is_collection(&self) -> bool {
        false
    }

    /// Returns `true` for a text, which can be empty if it is the whole document.
    fn is_text(&self) -> bool {
        false
    }
}

/// A collection of values. It lets one function decode all types of elements.
pub trait Container {
    /// Appends a placeholder. Returns its position and the placeholder.
    fn push(&mut self) -> Option<(usize, &mut dyn Decode)>;

    /// Removes the elements from this position on.
    fn truncate(&mut self, len: usize);
}

impl<T: Encode> Encode for Option<T> {
    fn as_value(&self) -> ValueRef<'_> {
        match self {
            Some(value) => value.as_value(),
            None => ValueRef::None,
        }
    }

    fn is_sent_empty(&self) -> bool {
        self.as_ref().is_some_and(Encode::is_sent_empty)
    }
}

impl<T: Decode> DecodeField for Option<T> {
    fn decode_field(
        &mut self,
        _: Option<u32>,
        reader: &mut Reader<'_>,
        cx: &mut Context,
    ) -> Result<bool, DecodeError> {
        // less code than `insert`, which would be compiled for each type
        *self = Some(T::empty());
        match self {
            Some(value) => value.decode_from(reader, cx),
            None => Ok(false),
        }
    }

    fn clear_field(&mut self, _: Option<u32>) {
        *self = None;
    }
}

/// Decodes an element into its container; returns `false` if the element is absent.
// not inlined: it would be compiled once more for each type of element
#[inline(never)]
pub(crate) fn decode_element(
    container: &mut dyn Container,
    reader: &mut Reader<'_>,
    cx: &mut Context,
) -> Result<bool, DecodeError> {
    let Some((at, element)) = container.push() else { return Ok(false) };
    let decoded = element.decode_from(reader, cx);
    if !matches!(decoded, Ok(true)) {
        container.truncate(at);
    }
    decoded
}

/// A required field of a struct that is only sent: the value itself instead of an `Option`.
pub struct Required<'a, T> {
    value: &'a mut T,
    is_decoded: bool,
}

impl<'a, T: Decode> Required<'a, T> {
    /// Creates a field to decode into.
    pub fn new(value: &'a mut T) -> Self {
        Self { value, is_decoded: false }
    }
}

impl<T: Decode> DecodeField for Required<'_, T> {
    fn decode_field(
        &mut self,
        _: Option<u32>,
        reader: &mut Reader<'_>,
        cx: &mut Context,
    ) -> Result<bool, DecodeError> {
        self.is_decoded = self.value.decode_from(reader, cx)?;
        Ok(self.is_decoded)
    }

    fn clear_field(&mut self, _: Option<u32>) {
        *self.value = T::empty();
        self.is_decoded = false;
    }

    fn is_required(&self) -> bool {
        true
    }

    fn is_missing(&self) -> bool {
        !self.is_decoded && !self.value.is_collection()
    }
}

impl<T: EncodeStruct> Encode for T {
    // not inlined: the vtable of the struct would be created once more for each caller
    #[inline(never)]
    fn as_value(&self) -> ValueRef<'_> {
        ValueRef::Struct(self)
    }
}

impl<T: DecodeStruct> Decode for T {
    fn empty() -> Self {
        DecodeStruct::empty()
    }

    fn decode_from(
        &mut self,
        reader: &mut Reader<'_>,
        cx: &mut Context,
    ) -> Result<bool, DecodeError> {
        decode_struct(reader, self, cx)
    }

    fn expected(&self) -> &'static str {
        "an object"
    }

    fn declares(&self, name: &str) -> Option<bool> {
        Some(self.meta().declares(name))
    }
}
