//! Deserializing JSON text from serde's data model.

use std::fmt;
use std::iter;

use serde_core::de::value::{MapDeserializer, SeqAccessDeserializer};
use serde_core::de::{Error, MapAccess, SeqAccess, Visitor};
use serde_core::{Deserialize, Deserializer, forward_to_deserialize_any};
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use super::raw::Raw;

/// The number of significant digits that every `f64` keeps.
const F64_DIGITS: usize = 15;

/// Deserializes a string; numbers and booleans are accepted as their text.
#[cfg(feature = "serde")]
pub fn deserialize_string<'de, D: Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    match Value::deserialize(from)? {
        Value::String(text) => Ok(text),
        Value::Number(number) => Ok(number.to_string()),
        Value::Bool(value) => Ok(value.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => {
            Err(D::Error::custom("expected a string"))
        }
    }
}

/// Deserializes any value as JSON text of a limited depth.
pub(crate) fn deserialize_json<'de, D: Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    let text = deserialize_text(from)?;
    Raw::checked(&text).map_err(D::Error::custom)?;
    Ok(text)
}

/// Deserializes any value as JSON text of any depth, without whitespace around it.
///
/// The text of a JSON document is copied. A `serde_json::Value` is written as text, with its numbers as they are. The
/// value of any other source is converted, and a number that an `f64` may not represent exactly is an error.
pub(crate) fn deserialize_text<'de, D: Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    let raw = Box::<RawValue>::deserialize(WithFallback(from))?;
    Ok(raw.get().trim().to_owned())
}

/// A deserializer that converts the value if its JSON text is not available.
struct WithFallback<D>(D);

impl<'de, D: Deserializer<'de>> Deserializer<'de> for WithFallback<D> {
    type Error = D::Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.0.deserialize_any(visitor)
    }

    /// `RawValue` deserializes itself as a newtype struct of a name that serde_json recognizes.
    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        self.0.deserialize_newtype_struct(name, Fallback { name, visitor })
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit
        unit_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

/// A visitor for the value of any format, which `visitor` receives as JSON text.
struct Fallback<V> {
    /// The name by which serde_json passes JSON text.
    name: &'static str,
    visitor: V,
}

impl<'de, V: Visitor<'de>> Fallback<V> {
    fn visit_text<E: Error>(self, text: String) -> Result<V::Value, E> {
        self.visitor.visit_map(MapDeserializer::new(iter::once((self.name, text))))
    }

    fn visit_value<E: Error>(self, value: Value) -> Result<V::Value, E> {
        check_numbers(&value)?;
        self.visit_text(value.to_string())
    }
}

impl<'de, V: Visitor<'de>> Visitor<'de> for Fallback<V> {
    type Value = V::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.visitor.expecting(f)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<V::Value, E> {
        self.visit_value(value.into())
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<V::Value, E> {
        self.visit_value(value.into())
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<V::Value, E> {
        self.visit_value(value.into())
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<V::Value, E> {
        self.visit_value(value.into())
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<V::Value, E> {
        self.visit_value(text.into())
    }

    fn visit_unit<E: Error>(self) -> Result<V::Value, E> {
        self.visit_value(Value::Null)
    }

    fn visit_none<E: Error>(self) -> Result<V::Value, E> {
        self.visit_value(Value::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, from: D) -> Result<V::Value, D::Error> {
        self.visit_value(Value::deserialize(from)?)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, from: D) -> Result<V::Value, D::Error> {
        self.visit_value(Value::deserialize(from)?)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<V::Value, A::Error> {
        self.visit_value(Value::deserialize(SeqAccessDeserializer::new(list))?)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<V::Value, A::Error> {
        let mut members = Map::new();
        while let Some(name) = map.next_key::<String>()? {
            if members.is_empty() && name == self.name {
                let text = map.next_value()?;
                return self.visit_text(text);
            }
            members.insert(name, map.next_value()?);
        }
        self.visit_value(members.into())
    }
}

/// Fails for a number that may have lost digits as an `f64`.
fn check_numbers<E: Error>(value: &Value) -> Result<(), E> {
    match value {
        Value::Number(number) if number.is_f64() => {
            let text = number.to_string();
            let mantissa = text.split(['e', 'E']).next().unwrap_or_default();
            let digits = mantissa.bytes().filter(u8::is_ascii_digit).skip_while(|b| *b == b'0');
            if digits.count() > F64_DIGITS {
                let message = "expected a string for a number with more than 15 digits";
                return Err(E::custom(message));
            }
            Ok(())
        }
        Value::Array(list) => list.iter().try_for_each(check_numbers),
        Value::Object(members) => members.values().try_for_each(check_numbers),
        _ => Ok(()),
    }
}
