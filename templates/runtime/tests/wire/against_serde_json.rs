//! The reader accepts what serde_json accepts, and reads the same values.
//!
//! The fuzz target in `tests/fuzz` calls [`compare`] as well.

use runtime::json::{DecodeError, decode};
use runtime::wire::{Json, JsonKind};
use serde_json::Value;
use serde_json::value::RawValue;

/// Compares the reader with serde_json, and returns `true` if they accept the document.
///
/// # Panics
///
/// Panics if one of them rejects a document that the other one accepts, or if the values differ.
pub fn compare(document: &[u8]) -> bool {
    let read: Result<Json, DecodeError> = decode(document);
    let Some(text) = text(document) else {
        assert!(read.is_err(), "{document:?}");
        return false;
    };
    let expected = serde_json::from_str::<&RawValue>(text);
    assert_eq!(read.is_ok(), expected.is_ok(), "{text:?}: {read:?}, {expected:?}");
    let (Ok(read), Ok(expected)) = (read, expected) else { return false };
    assert_eq!(read.as_json(), expected.get());
    // a `Value` cannot represent large numbers and invalid Unicode
    if let Ok(expected) = serde_json::from_str(text) {
        assert_eq!(value(&read), Some(expected), "{text:?}");
    }
    true
}

/// Returns the text of a document, without a byte order mark. The reader has a limit for the depth, serde_json has none
/// for values that are not parsed.
fn text(document: &[u8]) -> Option<&str> {
    let text = str::from_utf8(document).ok()?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    (depth(text) <= 128).then_some(text)
}

/// Returns the depth of a valid document.
fn depth(text: &str) -> usize {
    let (mut depth, mut deepest, mut quoted, mut escaped) = (0_usize, 0, false, false);
    for byte in text.bytes() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            b'{' | b'[' if !quoted => depth += 1,
            b'}' | b']' if !quoted => depth = depth.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(depth);
    }
    deepest
}

/// Reads a value through the accessors of [`Json`].
fn value(json: &Json) -> Option<Value> {
    Some(match json.kind() {
        JsonKind::Null => Value::Null,
        JsonKind::Bool => Value::Bool(json.as_json() == "true"),
        JsonKind::Number => Value::Number(json.as_json().parse().ok()?),
        JsonKind::String => Value::String(json.to_str()?.into_owned()),
        JsonKind::List => Value::Array(json.elements()?.iter().map(value).collect::<Option<_>>()?),
        JsonKind::Object => {
            let members = json.members()?;
            let members = members.iter().map(|(name, json)| Some((name.to_owned(), value(json)?)));
            Value::Object(members.collect::<Option<_>>()?)
        }
    })
}
