//! Decoding of strings, and of ids and enums, which are strings on the wire.

use std::borrow::Cow;

use super::report::Context;
use super::scalars::store;
use crate::runtime::json::{DecodeError, JsonKind, Raw, Reader};
use crate::runtime::wire::UnknownValue;

/// Decodes a string. Numbers and booleans are kept as they are written; `""` is absent.
pub(crate) fn decode<'a>(
    raw: Raw<'a>,
    cx: &mut Context,
) -> Result<Option<Cow<'a, str>>, DecodeError> {
    match raw.kind() {
        JsonKind::Null => Ok(None),
        JsonKind::String => raw.string().map(|text| Some(text).filter(|text| !text.is_empty())),
        JsonKind::Number | JsonKind::Bool => {
            cx.coerced("kept as a string");
            Ok(Some(Cow::Borrowed(raw.text())))
        }
        JsonKind::List | JsonKind::Object if raw.is_empty_container() => {
            cx.coerced("read as absent");
            Ok(None)
        }
        JsonKind::List | JsonKind::Object => Err(DecodeError::new("a string", raw)),
    }
}

/// Decodes a string into its target; returns `false` if it is absent.
// not inlined: it would be compiled once more for each id or enum
#[inline(never)]
pub(crate) fn decode_text(
    target: &mut Box<str>,
    reader: &mut Reader<'_>,
    cx: &mut Context,
) -> Result<bool, DecodeError> {
    match reader.plain_string() {
        Some("") => return Ok(false),
        Some(text) => *target = text.into(),
        None => return Ok(store(target, decode(reader.value()?, cx)?.map(Into::into))),
    }
    Ok(true)
}

/// An enum that is decoded from a string. Implemented by `open_enum!`.
pub trait OpenEnum {
    /// Sets the value for a string; returns `false` if it is not a listed one.
    fn set(&mut self, text: &str) -> bool;
}

/// Decodes an enum; returns `false` if it is absent.
// not inlined: it would be compiled once more for each id or enum
#[inline(never)]
pub fn decode_enum(
    target: &mut dyn OpenEnum,
    reader: &mut Reader<'_>,
    cx: &mut Context,
) -> Result<bool, DecodeError> {
    let text = match reader.plain_string() {
        Some(text) => Some(Cow::Borrowed(text)).filter(|text| !text.is_empty()),
        None => decode(reader.value()?, cx)?,
    };
    let Some(text) = text else { return Ok(false) };
    if !target.set(&text) {
        cx.unknown_value();
    }
    Ok(true)
}

/// Creates the value of an enum for a string that it does not list.
// not inlined: it would be compiled once more for each enum
#[inline(never)]
pub fn unknown(text: &str) -> UnknownValue {
    UnknownValue::new(text)
}

/// Returns the position of a listed value; past the end if it is not listed.
// not inlined: it would be compiled once more for each id or enum
#[inline(never)]
pub fn position(text: &str, values: &[&str]) -> usize {
    values.iter().position(|value| *value == text).unwrap_or(values.len())
}
