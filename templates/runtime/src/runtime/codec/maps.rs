//! Encoding and decoding of [`Map`] and [`Numbered`].

use crate::runtime::json::{DecodeError, JsonKind, Reader};
use crate::runtime::wire::{Map, Numbered};

use super::report::Context;
use super::structs::plain_number;
use super::traits::{Decode, DecodeField, Encode};
use super::value::{Entries, NumberedEntries, ValueRef};

impl<T: Encode> Entries for Map<T> {
    fn entry(&self, index: usize) -> Option<(&str, ValueRef<'_>)> {
        self.entries().get(index).map(|(name, value)| (&**name, value.as_value()))
    }
}

impl<T: Encode> Encode for Map<T> {
    fn as_value(&self) -> ValueRef<'_> {
        ValueRef::Map(self)
    }
}

impl<T: Decode> DecodeField for Map<T> {
    fn decode_field(
        &mut self,
        _: Option<u32>,
        reader: &mut Reader<'_>,
        cx: &mut Context,
    ) -> Result<bool, DecodeError> {
        self.decode_from(reader, cx)
    }

    fn clear_field(&mut self, _: Option<u32>) {
        self.clear();
    }
}

impl<T: Decode> Decode for Map<T> {
    fn empty() -> Self {
        Self::default()
    }

    fn decode_from(
        &mut self,
        reader: &mut Reader<'_>,
        cx: &mut Context,
    ) -> Result<bool, DecodeError> {
        self.clear();
        decode_map(reader, cx, &mut |name, reader, cx| {
            let mut value = T::empty();
            if value.decode_from(reader, cx)? && self.insert(name, value).is_some() {
                cx.repeated()?;
            }
            Ok(())
        })?;
        Ok(!self.is_empty())
    }

    fn declares(&self, _name: &str) -> Option<bool> {
        None
    }

    fn is_collection(&self) -> bool {
        true
    }
}

/// A function that takes one entry.
type Take<'f> = dyn FnMut(&str, &mut Reader<'_>, &mut Context) -> Result<(), DecodeError> + 'f;

/// Passes the entries of an object to a function.
fn decode_map(
    reader: &mut Reader<'_>,
    cx: &mut Context,
    take: &mut Take<'_>,
) -> Result<(), DecodeError> {
    if reader.kind()? != JsonKind::Object {
        let raw = reader.value()?;
        if raw.is_whitespace() || raw.is_empty_container() {
            cx.coerced("read as an empty map");
        } else if !raw.is_null() {
            return Err(DecodeError::new("an object", raw));
        }
        return Ok(());
    }
    let mut has_next = reader.open()?;
    while has_next {
        let name = reader.name()?;
        cx.enter_name(&name);
        take(&name, reader, cx).map_err(|error| error.under(&name))?;
        cx.leave();
        has_next = reader.next_member()?;
    }
    Ok(())
}

impl<T: Encode> NumberedEntries for Numbered<T> {
    fn first_from(&self, n: u32) -> Option<(u32, ValueRef<'_>)> {
        Numbered::first_from(self, n).map(|(n, value)| (n, value.as_value()))
    }
}

impl<T: Encode> Encode for Numbered<T> {
    fn as_value(&self) -> ValueRef<'_> {
        ValueRef::Numbered(self)
    }
}

impl<T: Decode> DecodeField for Numbered<T> {
    /// Decodes one number, or an object whose names are the numbers.
    fn decode_field(
        &mut self,
        n: Option<u32>,
        reader: &mut Reader<'_>,
        cx: &mut Context,
    ) -> Result<bool, DecodeError> {
        if let Some(n) = n {
            return decode_number(self, n, reader, cx).map(|()| true);
        }
        self.clear();
        if reader.kind()? != JsonKind::Object {
            let raw = reader.value()?;
            if raw.is_empty_container() {
                return Ok(false);
            }
            return Err(DecodeError::new("an object whose names are numbers", raw));
        }
        let mut has_next = reader.open()?;
        while has_next {
            let name = reader.name()?;
            let decoded = match plain_number(&name) {
                Some(n) => decode_number(self, n, reader, cx),
                None => Err(reader.mismatch("a number as the name")),
            };
            decoded.map_err(|error| error.under(&name))?;
            has_next = reader.next_member()?;
        }
        Ok(true)
    }

    fn is_numbered(&self) -> bool {
        true
    }

    fn clear_field(&mut self, n: Option<u32>) {
        match n {
            Some(n) => drop(self.remove(n)),
            None => self.clear(),
        }
    }
}

/// Decodes the value of one number; removes it if the value is empty.
fn decode_number<T: Decode>(
    values: &mut Numbered<T>,
    n: u32,
    reader: &mut Reader<'_>,
    cx: &mut Context,
) -> Result<(), DecodeError> {
    let mut value = T::empty();
    if !reader.null()? && value.decode_from(reader, cx)? {
        values.set(n, value);
    } else {
        values.remove(n);
    }
    Ok(())
}
