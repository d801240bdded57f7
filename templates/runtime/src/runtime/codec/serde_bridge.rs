//! `Serialize` and `Deserialize` for structs, unions and enums, so that they can be stored and passed on.
//!
//! Decimals are serialized as strings, so every format keeps them exactly. Numbers in JSON text are deserialized from
//! their text, as the client decodes them. In other formats, a number with a fraction is a binary `f64`: one that may
//! have lost digits is an error.

pub use serde_core::{Deserialize, Deserializer, Serialize, Serializer};

use serde_core::de::Error as _;
use serde_core::ser::SerializeMap;

use super::decode_struct::decode_struct;
use super::report::Context;
use super::structs::{DecodeStruct, EncodeStruct, members, numbered_name};
use super::traits::{Decode, Encode};
use super::value::ValueRef;
use crate::runtime::json::{Raw, Reader, deserialize_text};

pub use crate::runtime::json::deserialize_string;

/// Serializes a struct.
pub fn serialize<S: Serializer>(value: &dyn EncodeStruct, to: S) -> Result<S::Ok, S::Error> {
    SerializeValue(ValueRef::Struct(value)).serialize(to)
}

/// Serializes any value.
pub fn serialize_value<S: Serializer>(value: &dyn Encode, to: S) -> Result<S::Ok, S::Error> {
    SerializeValue(value.as_value()).serialize(to)
}

/// Deserializes any value, which cannot be absent.
pub fn deserialize_value<'de, T: Decode, D: Deserializer<'de>>(from: D) -> Result<T, D::Error> {
    let text = deserialize_text(from)?;
    let mut value = T::empty();
    match value.decode_into(Raw::trusted(&text), &mut Context::new()) {
        Ok(true) => Ok(value),
        Ok(false) => Err(D::Error::custom("expected a value, found nothing")),
        Err(error) => Err(D::Error::custom(error)),
    }
}

/// Deserializes a struct.
pub fn deserialize<'de, T: DecodeStruct, D: Deserializer<'de>>(from: D) -> Result<T, D::Error> {
    let mut value = T::empty();
    deserialize_into(from, &mut value)?;
    Ok(value)
}

fn deserialize_into<'de, D: Deserializer<'de>>(
    from: D,
    value: &mut dyn DecodeStruct,
) -> Result<(), D::Error> {
    let text = deserialize_text(from)?;
    match decode_struct(&mut Reader::over(&text), value, &mut Context::new()) {
        Ok(true) => Ok(()),
        Ok(false) => Err(D::Error::custom("expected an object, found nothing")),
        Err(error) => Err(D::Error::custom(error)),
    }
}

struct SerializeValue<'a>(ValueRef<'a>);

impl Serialize for SerializeValue<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match &self.0 {
            ValueRef::None | ValueRef::File(_) => to.serialize_none(),
            ValueRef::Text(text) => to.serialize_str(text),
            ValueRef::DateTime(value) => to.serialize_str(&value.to_text()),
            ValueRef::Integer(value) => to.serialize_i64(*value),
            ValueRef::Decimal(value) => to.collect_str(value),
            ValueRef::Bool(value) => to.serialize_bool(*value),
            ValueRef::Json(json) => json.serialize(to),
            ValueRef::List(list) => to.collect_seq(list.values().map(SerializeValue)),
            ValueRef::Map(entries) => {
                let entries = entries.values();
                to.collect_map(entries.map(|(name, value)| (name, SerializeValue(value))))
            }
            ValueRef::Numbered(entries) => {
                to.collect_map(entries.values().map(|(n, value)| (n, SerializeValue(value))))
            }
            ValueRef::Sensitive(value) => SerializeValue(value.as_value()).serialize(to),
            ValueRef::Struct(value) => serialize_members(None, *value, to),
            ValueRef::Variant(variant) => {
                serialize_members(variant.missing_tag(), variant.value, to)
            }
        }
    }
}

fn serialize_members<S: Serializer>(
    tag: Option<(&str, &str)>,
    value: &dyn EncodeStruct,
    to: S,
) -> Result<S::Ok, S::Error> {
    let mut map = to.serialize_map(None)?;
    if let Some((name, text)) = tag {
        map.serialize_entry(name, text)?;
    }
    for (name, value) in members(value) {
        match value {
            ValueRef::Numbered(entries) => {
                for (n, value) in entries.values() {
                    map.serialize_entry(&numbered_name(name, n), &SerializeValue(value))?;
                }
            }
            ValueRef::File(_) => {}
            value => map.serialize_entry(name, &SerializeValue(value))?,
        }
    }
    map.end()
}
