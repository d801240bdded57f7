//! Serializing JSON text into serde's data model.

use serde_core::ser::Error as _;
use serde_core::{Serialize, Serializer};
use serde_json::Number;
use serde_json::value::RawValue;

use super::error::DecodeError;
use super::raw::{JsonKind, Raw};

/// Serializes a JSON value.
///
/// serde_json writes the value as it is, except for whitespace and escapes. A number whose text is not that of an
/// integer or of an `f64` is serialized as a [`RawValue`], which other formats do not recognize as a number.
pub(crate) fn serialize_json<S: Serializer>(raw: Raw<'_>, to: S) -> Result<S::Ok, S::Error> {
    match raw.kind() {
        JsonKind::Null => to.serialize_unit(),
        JsonKind::Bool => to.serialize_bool(raw.text() == "true"),
        JsonKind::Number => serialize_number(raw.text(), to),
        JsonKind::String => match raw.string() {
            Ok(text) => to.serialize_str(&text),
            Err(_) => serialize_raw(raw.text(), to),
        },
        JsonKind::List => match elements(raw) {
            Ok(elements) => to.collect_seq(elements.into_iter().map(SerializeRaw)),
            Err(_) => serialize_raw(raw.text(), to),
        },
        JsonKind::Object => match members(raw) {
            Ok(members) => {
                to.collect_map(members.into_iter().map(|(name, value)| (name, SerializeRaw(value))))
            }
            Err(_) => serialize_raw(raw.text(), to),
        },
    }
}

/// A value inside of another one.
struct SerializeRaw<'a>(Raw<'a>);

impl Serialize for SerializeRaw<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        serialize_json(self.0, to)
    }
}

fn serialize_number<S: Serializer>(text: &str, to: S) -> Result<S::Ok, S::Error> {
    // parsed as serde_json parses it, and kept only if it is written as the same text
    match text.parse::<Number>() {
        Ok(number) if number.to_string() == text => number.serialize(to),
        _ => serialize_raw(text, to),
    }
}

/// Serializes text that serde_json copies to its output.
fn serialize_raw<S: Serializer>(text: &str, to: S) -> Result<S::Ok, S::Error> {
    let raw: &RawValue = serde_json::from_str(text).map_err(S::Error::custom)?;
    raw.serialize(to)
}

fn elements(raw: Raw<'_>) -> Result<Vec<Raw<'_>>, DecodeError> {
    let mut elements = Vec::new();
    raw.each_element(&mut |_, element| {
        elements.push(element);
        Ok(())
    })?;
    Ok(elements)
}

fn members(raw: Raw<'_>) -> Result<Vec<(String, Raw<'_>)>, DecodeError> {
    let mut members = Vec::new();
    raw.each_member(&mut |name, value| {
        members.push((name.to_owned(), value));
        Ok(())
    })?;
    Ok(members)
}
