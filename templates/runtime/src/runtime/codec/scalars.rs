//! Encoding and decoding of strings, numbers and booleans.

use std::borrow::Cow;

use super::report::Context;
use super::strings;
use super::traits::{Decode, Encode};
use super::value::ValueRef;
use crate::runtime::json::{DecodeError, JsonKind, Raw, Reader};
use crate::runtime::wire::{Decimal, parse_decimal, parse_integer};

/// A number or a boolean in quotes.
const FROM_STRING: &str = "read from a string";

/// Returns the text of a scalar, or `None` if it is absent. A number or a boolean in quotes is recorded.
pub(crate) fn literal<'a>(
    raw: Raw<'a>,
    expected: &'static str,
    native: JsonKind,
    cx: &mut Context,
) -> Result<Option<Cow<'a, str>>, DecodeError> {
    let kind = raw.kind();
    if kind == JsonKind::Null {
        return Ok(None);
    }
    if raw.is_whitespace() || raw.is_empty_container() {
        cx.coerced("read as absent");
        return Ok(None);
    }
    if kind == native && kind != JsonKind::String {
        return Ok(Some(Cow::Borrowed(raw.text())));
    }
    if kind != JsonKind::String {
        return Err(DecodeError::new(expected, raw));
    }
    if native != JsonKind::String {
        cx.coerced(FROM_STRING);
    }
    raw.string().map(Some)
}

/// Decodes a scalar by a function, which returns `None` for invalid text.
pub(crate) fn parsed<T>(
    raw: Raw<'_>,
    expected: &'static str,
    native: JsonKind,
    cx: &mut Context,
    parse: fn(&str, &mut Context) -> Option<T>,
) -> Result<Option<T>, DecodeError> {
    let Some(text) = literal(raw, expected, native, cx)? else { return Ok(None) };
    parse(&text, cx).map(Some).ok_or_else(|| DecodeError::new(expected, raw))
}

/// Stores a decoded value; returns `false` if it is absent.
pub(crate) fn store<T>(target: &mut T, value: Option<T>) -> bool {
    value.map(|value| *target = value).is_some()
}

impl Encode for String {
    fn as_value(&self) -> ValueRef<'_> {
        ValueRef::Text(Cow::Borrowed(self))
    }
}

impl Encode for &str {
    fn as_value(&self) -> ValueRef<'_> {
        ValueRef::Text(Cow::Borrowed(self))
    }
}

impl Decode for String {
    fn empty() -> Self {
        String::new()
    }

    fn decode_from(
        &mut self,
        reader: &mut Reader<'_>,
        cx: &mut Context,
    ) -> Result<bool, DecodeError> {
        match reader.plain_string() {
            Some("") => return Ok(false),
            Some(text) => *self = text.to_owned(),
            None => {
                return Ok(store(self, strings::decode(reader.value()?, cx)?.map(Cow::into_owned)));
            }
        }
        Ok(true)
    }

    fn expected(&self) -> &'static str {
        "a string"
    }

    fn is_text(&self) -> bool {
        true
    }
}

impl Encode for bool {
    fn as_value(&self) -> ValueRef<'_> {
        ValueRef::Bool(*self)
    }
}

impl Decode for bool {
    fn empty() -> Self {
        false
    }

    fn decode_from(
        &mut self,
        reader: &mut Reader<'_>,
        cx: &mut Context,
    ) -> Result<bool, DecodeError> {
        let raw = reader.value()?;
        // some booleans are numbers, with or without quotes
        let native = if raw.kind() == JsonKind::Number { JsonKind::Number } else { JsonKind::Bool };
        Ok(store(self, parsed(raw, "true or false", native, cx, parse_bool)?))
    }

    fn expected(&self) -> &'static str {
        "true or false"
    }
}

/// Parses a boolean in any of its spellings.
pub(crate) fn parse_bool(text: &str, cx: &mut Context) -> Option<bool> {
    let is = |word: &str| text.eq_ignore_ascii_case(word);
    if is("true") || is("false") {
        return Some(is("true"));
    }
    let value = is("yes") || text == "1";
    if !value && !is("no") && text != "0" {
        return None;
    }
    cx.coerced("read a boolean from another spelling");
    Some(value)
}

impl Encode for Decimal {
    fn as_value(&self) -> ValueRef<'_> {
        ValueRef::Decimal(*self)
    }
}

impl Decode for Decimal {
    fn empty() -> Self {
        Decimal::ZERO
    }

    fn decode_from(
        &mut self,
        reader: &mut Reader<'_>,
        cx: &mut Context,
    ) -> Result<bool, DecodeError> {
        let start = reader.mark();
        if let Some(value) = reader.number().and_then(parse_decimal) {
            *self = value;
            return Ok(true);
        }
        if let Some(value) = reader.plain_string().and_then(parse_decimal) {
            cx.coerced(FROM_STRING);
            *self = value;
            return Ok(true);
        }
        reader.rewind(start);
        let expected = "a decimal number of at most 28 digits";
        Ok(store(
            self,
            parsed(reader.value()?, expected, JsonKind::Number, cx, |text, _| parse_decimal(text))?,
        ))
    }

    fn expected(&self) -> &'static str {
        "a decimal number of at most 28 digits"
    }
}

/// Decodes an integer. A fraction of zeros is accepted and recorded.
pub(crate) fn integer(raw: Raw<'_>, cx: &mut Context) -> Result<Option<i64>, DecodeError> {
    parsed(raw, "an integer", JsonKind::Number, cx, |text, cx| {
        let value = parse_integer(text)?;
        if !text.bytes().all(|b| b.is_ascii_digit() || b == b'-') {
            cx.coerced("read an integer from a decimal");
        }
        Some(value)
    })
}

impl Encode for i64 {
    fn as_value(&self) -> ValueRef<'_> {
        ValueRef::Integer(*self)
    }
}

impl Decode for i64 {
    fn empty() -> Self {
        0
    }

    fn decode_from(
        &mut self,
        reader: &mut Reader<'_>,
        cx: &mut Context,
    ) -> Result<bool, DecodeError> {
        Ok(store(self, integer(reader.value()?, cx)?))
    }

    fn expected(&self) -> &'static str {
        "an integer"
    }
}

impl Encode for u32 {
    fn as_value(&self) -> ValueRef<'_> {
        ValueRef::Integer(i64::from(*self))
    }
}

impl Encode for i32 {
    fn as_value(&self) -> ValueRef<'_> {
        ValueRef::Integer(i64::from(*self))
    }
}

impl Encode for u64 {
    fn as_value(&self) -> ValueRef<'_> {
        i64::try_from(*self)
            .map_or_else(|_| ValueRef::Decimal(Decimal::from(*self)), ValueRef::Integer)
    }
}
