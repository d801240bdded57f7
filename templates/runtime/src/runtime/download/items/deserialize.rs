//! Deserializing of records by serde, with lenient conversions.

use std::borrow::Cow;
use std::fmt;
use std::iter;

use serde_core::de::value::MapDeserializer;
use serde_core::de::{
    DeserializeSeed, Deserializer, Error, Expected, IntoDeserializer, MapAccess, SeqAccess,
    Unexpected, Visitor,
};
use serde_core::forward_to_deserialize_any;

use super::record::{Record, Value};
use crate::runtime::codec::{Context, parse_bool};
use crate::runtime::json::{DecodeError, JsonKind, Raw};
use crate::runtime::wire::parse_integer;

/// The name by which the types of this crate and serde_json ask for JSON text.
const RAW_VALUE: &str = "$serde_json::private::RawValue";

/// An error of deserializing.
#[derive(Debug)]
pub(super) struct DeserializeError(pub(super) DecodeError);

impl fmt::Display for DeserializeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for DeserializeError {}

/// What was expected is kept apart from what was found, which may be private.
impl Error for DeserializeError {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self(DecodeError::of("a value of this type", message.to_string()))
    }

    fn invalid_type(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self(DecodeError::of(expected.to_string(), found.to_string()))
    }

    fn invalid_value(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::invalid_type(found, expected)
    }

    fn unknown_variant(variant: &str, expected: &'static [&'static str]) -> Self {
        Self(DecodeError::of(format!("one of `{}`", expected.join("`, `")), variant.to_owned()))
    }

    fn missing_field(field: &'static str) -> Self {
        Self(DecodeError::of_document(format!("a value `{field}`"), "none"))
    }

    fn duplicate_field(field: &'static str) -> Self {
        Self(DecodeError::of_document(format!("one value `{field}`"), "several"))
    }
}

/// Passes JSON text to a visitor, as serde_json does.
fn visit_text<'de, V: Visitor<'de>>(
    name: &'static str,
    text: String,
    visitor: V,
) -> Result<V::Value, DeserializeError> {
    visitor.visit_map(MapDeserializer::new(iter::once((name, text))))
}

/// Deserializes a record.
pub(super) struct RecordDeserializer<'a>(pub(super) &'a Record);

impl<'de> Deserializer<'de> for RecordDeserializer<'_> {
    type Error = DeserializeError;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DeserializeError> {
        visitor.visit_map(Fields { record: self.0, at: 0 })
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, DeserializeError> {
        match name {
            RAW_VALUE => visit_text(name, self.0.to_json_text().into_owned(), visitor),
            _ => visitor.visit_newtype_struct(self),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DeserializeError> {
        visitor.visit_some(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DeserializeError> {
        visitor.visit_seq(Fields { record: self.0, at: 0 })
    }

    fn deserialize_tuple<V: Visitor<'de>>(
        self,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, DeserializeError> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, DeserializeError> {
        self.deserialize_seq(visitor)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit
        unit_struct map struct enum identifier ignored_any
    }
}

/// The values of a record that are left.
struct Fields<'a> {
    record: &'a Record,
    at: usize,
}

impl<'de> MapAccess<'de> for Fields<'_> {
    type Error = DeserializeError;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, DeserializeError> {
        match self.record.name_at(self.at) {
            Some(name) => seed.deserialize(name.into_deserializer()).map(Some),
            None => Ok(None),
        }
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(
        &mut self,
        seed: V,
    ) -> Result<V::Value, DeserializeError> {
        let value = self.record.value_at(self.at).unwrap_or(Value::Text(""));
        let name = self.record.name_at(self.at).unwrap_or_default();
        self.at += 1;
        let value = seed.deserialize(ValueDeserializer(value));
        value.map_err(|error| DeserializeError(error.0.under(name)))
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.record.len() - self.at)
    }
}

impl<'de> SeqAccess<'de> for Fields<'_> {
    type Error = DeserializeError;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, DeserializeError> {
        if self.at >= self.record.len() {
            return Ok(None);
        }
        self.next_value_seed(seed).map(Some)
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.record.len() - self.at)
    }
}

/// Deserializes a value.
struct ValueDeserializer<'a>(Value<'a>);

impl<'a> ValueDeserializer<'a> {
    /// Returns the text of a scalar; `None` for `null`, a list and an object.
    fn text(&self) -> Option<Cow<'a, str>> {
        match self.0 {
            Value::Text(text) => Some(Cow::Borrowed(text)),
            Value::Json(raw) => match raw.kind() {
                JsonKind::String => raw.string().ok(),
                JsonKind::Number | JsonKind::Bool => Some(Cow::Borrowed(raw.text())),
                JsonKind::Null | JsonKind::List | JsonKind::Object => None,
            },
        }
    }

    /// Returns `true` for every form in which the service writes the absence of a value.
    fn is_absent(&self) -> bool {
        match self.0 {
            Value::Text(text) => text.trim_ascii().is_empty(),
            Value::Json(raw) => raw.is_null() || raw.is_whitespace() || raw.is_empty_container(),
        }
    }

    /// Parses a number.
    fn parse<N>(&self, parse: fn(&str) -> Option<N>) -> Option<N> {
        parse(self.text()?.trim_ascii())
    }
}

/// Forwards the types of integers. `250`, `"250"` and `"250.0"` are the same.
macro_rules! deserialize_integers {
    ($($method:ident $visit:ident $integer:ty)+) => {
        $(fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DeserializeError> {
            let parsed = self.parse::<$integer>(|text| {
                let whole = || parse_integer(text).and_then(|whole| whole.try_into().ok());
                text.parse().ok().or_else(whole)
            });
            match parsed {
                Some(number) => visitor.$visit(number),
                None => self.deserialize_any(visitor),
            }
        })+
    };
}

impl<'de> Deserializer<'de> for ValueDeserializer<'_> {
    type Error = DeserializeError;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DeserializeError> {
        let raw = match self.0 {
            Value::Text(text) => return visitor.visit_str(text),
            Value::Json(raw) => raw,
        };
        match raw.kind() {
            JsonKind::Null => visitor.visit_unit(),
            JsonKind::Bool => visitor.visit_bool(raw.text() == "true"),
            JsonKind::Number => visit_number(raw.text(), visitor),
            JsonKind::String => visitor.visit_str(&raw.string().map_err(DeserializeError)?),
            JsonKind::List => visitor.visit_seq(Elements::of(raw)?),
            JsonKind::Object => visitor.visit_map(Elements::of(raw)?),
        }
    }

    deserialize_integers! {
        deserialize_i8 visit_i8 i8
        deserialize_i16 visit_i16 i16
        deserialize_i32 visit_i32 i32
        deserialize_i64 visit_i64 i64
        deserialize_i128 visit_i128 i128
        deserialize_u8 visit_u8 u8
        deserialize_u16 visit_u16 u16
        deserialize_u32 visit_u32 u32
        deserialize_u64 visit_u64 u64
        deserialize_u128 visit_u128 u128
    }

    fn deserialize_f32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DeserializeError> {
        self.deserialize_f64(visitor)
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DeserializeError> {
        match self.parse(|text| text.parse().ok()) {
            Some(number) => visitor.visit_f64(number),
            None => self.deserialize_any(visitor),
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DeserializeError> {
        match self.parse(|text| parse_bool(text, &mut Context::new())) {
            Some(value) => visitor.visit_bool(value),
            None => self.deserialize_any(visitor),
        }
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DeserializeError> {
        match self.text() {
            Some(text) => visitor.visit_str(&text),
            None => self.deserialize_any(visitor),
        }
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DeserializeError> {
        self.deserialize_str(visitor)
    }

    fn deserialize_char<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DeserializeError> {
        self.deserialize_str(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DeserializeError> {
        if self.is_absent() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DeserializeError> {
        if self.is_absent() { visitor.visit_unit() } else { self.deserialize_any(visitor) }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, DeserializeError> {
        match name {
            RAW_VALUE => visit_text(name, self.0.to_json().to_string(), visitor),
            _ => visitor.visit_newtype_struct(self),
        }
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, DeserializeError> {
        match self.text() {
            Some(text) => visitor.visit_enum(text.into_deserializer()),
            None => self.deserialize_any(visitor),
        }
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(
        self,
        visitor: V,
    ) -> Result<V::Value, DeserializeError> {
        visitor.visit_unit()
    }

    forward_to_deserialize_any! {
        bytes byte_buf unit_struct seq tuple tuple_struct map struct identifier
    }
}

/// Passes an integer as such, and any other number as its text, of which nothing is lost.
fn visit_number<'de, V: Visitor<'de>>(
    text: &str,
    visitor: V,
) -> Result<V::Value, DeserializeError> {
    if let Ok(number) = text.parse() {
        return visitor.visit_u64(number);
    }
    match text.parse() {
        Ok(number) => visitor.visit_i64(number),
        Err(_) => visitor.visit_str(text),
    }
}

/// The elements of a list or the members of an object that are left.
struct Elements<'a>(std::vec::IntoIter<(String, Raw<'a>)>, Option<Raw<'a>>);

impl<'a> Elements<'a> {
    fn of(raw: Raw<'a>) -> Result<Self, DeserializeError> {
        let mut all = Vec::new();
        let visited = if raw.kind() == JsonKind::List {
            raw.each_element(&mut |_, element| {
                all.push((String::new(), element));
                Ok(())
            })
        } else {
            raw.each_member(&mut |name, value| {
                all.push((name.to_owned(), value));
                Ok(())
            })
        };
        visited.map_err(DeserializeError)?;
        Ok(Self(all.into_iter(), None))
    }
}

impl<'de> SeqAccess<'de> for Elements<'_> {
    type Error = DeserializeError;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, DeserializeError> {
        let Some((_, raw)) = self.0.next() else { return Ok(None) };
        seed.deserialize(ValueDeserializer(Value::Json(raw))).map(Some)
    }
}

impl<'de> MapAccess<'de> for Elements<'_> {
    type Error = DeserializeError;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, DeserializeError> {
        let Some((name, raw)) = self.0.next() else { return Ok(None) };
        self.1 = Some(raw);
        seed.deserialize(name.into_deserializer()).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(
        &mut self,
        seed: V,
    ) -> Result<V::Value, DeserializeError> {
        let value = self.1.take().map_or(Value::Text(""), Value::Json);
        seed.deserialize(ValueDeserializer(value))
    }
}
