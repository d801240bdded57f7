//! JSON values of any kind, kept as text.

use std::any::type_name;
use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use rust_decimal::Decimal;
use serde_core::{Deserialize, Deserializer, Serialize, Serializer};

use super::map::Map;
use crate::runtime::json::{
    DecodeError, JsonKind, Raw, deserialize_json, serialize_json, write_string,
};

/// A JSON value of any kind, kept as its text, so that nothing is lost.
///
/// Two values are equal if their texts are equal. Strings, booleans and numbers convert into it:
/// `Json::from("a")` is the JSON string `"a"`. JSON text is parsed by [`Json::parse`].
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Json(Box<str>);

impl Json {
    /// Parses JSON text. Whitespace around the value is removed.
    pub fn parse(text: &str) -> Result<Self, DecodeError> {
        Raw::checked(text).map(Self::trusted)
    }

    /// Creates `null`.
    pub fn null() -> Self {
        Self("null".into())
    }

    /// Copies a checked value.
    pub(crate) fn trusted(raw: Raw<'_>) -> Self {
        Self(raw.text().into())
    }

    /// Wraps text that is known to be one valid value.
    pub(crate) fn from_trusted(text: String) -> Self {
        Self(text.into())
    }

    fn raw(&self) -> Raw<'_> {
        Raw::trusted(&self.0)
    }

    /// Returns the JSON text.
    pub fn as_json(&self) -> &str {
        &self.0
    }

    /// Deserializes the value as another type.
    pub fn to<'a, T: Deserialize<'a>>(&'a self) -> Result<T, DecodeError> {
        serde_json::from_str(&self.0).map_err(|error| {
            // the message of serde_json may quote the value, which may be private
            let found = format!("another value at line {} column {}", error.line(), error.column());
            DecodeError::of(format!("JSON of `{}`", type_name::<T>()), found)
        })
    }

    /// Returns the string, without quotes and escapes, if the value is one.
    pub fn to_str(&self) -> Option<Cow<'_, str>> {
        if self.raw().kind() == JsonKind::String { self.raw().string().ok() } else { None }
    }

    /// Returns the members if the value is an object.
    pub fn members(&self) -> Option<Map<Json>> {
        let mut all = Map::new();
        if self.raw().kind() != JsonKind::Object {
            return None;
        }
        let visited = self.raw().each_member(&mut |name, raw| {
            all.insert(name, Json::trusted(raw));
            Ok(())
        });
        visited.ok().map(|()| all)
    }

    /// Returns a member if the value is an object that has it.
    pub fn get(&self, name: &str) -> Option<Json> {
        let mut found = None;
        if self.raw().kind() == JsonKind::Object {
            let visited = self.raw().each_member(&mut |member, raw| {
                if member == name {
                    found = Some(raw);
                }
                Ok(())
            });
            visited.ok()?;
        }
        found.map(Json::trusted)
    }

    /// Returns the elements if the value is a list.
    pub fn elements(&self) -> Option<Vec<Json>> {
        if self.raw().kind() != JsonKind::List {
            return None;
        }
        let mut all = Vec::new();
        let visited = self.raw().each_element(&mut |_, raw| {
            all.push(Json::trusted(raw));
            Ok(())
        });
        visited.ok().map(|()| all)
    }

    /// Returns the kind of the value.
    pub fn kind(&self) -> JsonKind {
        self.raw().kind()
    }
}

impl FromStr for Json {
    type Err = DecodeError;

    fn from_str(text: &str) -> Result<Self, DecodeError> {
        Self::parse(text)
    }
}

impl fmt::Display for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<serde_json::Value> for Json {
    // inlined: compiled only where it is used
    #[inline]
    fn from(value: serde_json::Value) -> Self {
        Self(value.to_string().into())
    }
}

impl From<&str> for Json {
    /// Creates a JSON string.
    fn from(text: &str) -> Self {
        let mut json = String::with_capacity(text.len() + 2);
        write_string(&mut json, text);
        Self::from_trusted(json)
    }
}

impl From<String> for Json {
    /// Creates a JSON string.
    fn from(text: String) -> Self {
        Self::from(text.as_str())
    }
}

/// Numbers are accepted as they are.
macro_rules! from_numbers {
    ($($integer:ty)+) => {
        $(impl From<$integer> for Json {
            /// Creates a JSON number.
            fn from(value: $integer) -> Self {
                Self::from_trusted(value.to_string())
            }
        })+
    };
}

from_numbers!(i32 i64 u32 u64);

impl<T: Into<Json>> From<Vec<T>> for Json {
    /// Creates a JSON list.
    fn from(values: Vec<T>) -> Self {
        let values: Vec<String> = values.into_iter().map(|value| value.into().0.into()).collect();
        Self::from_trusted(format!("[{}]", values.join(",")))
    }
}

impl From<Decimal> for Json {
    /// Creates a JSON number with the scale of the decimal.
    fn from(value: Decimal) -> Self {
        Self::from_trusted(value.to_string())
    }
}

impl From<bool> for Json {
    /// Creates `true` or `false`.
    fn from(value: bool) -> Self {
        Self::from_trusted(value.to_string())
    }
}

/// Numbers are exact in the output of serde_json.
impl Serialize for Json {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        serialize_json(self.raw(), to)
    }
}

/// Numbers are exact if they are deserialized from JSON text. A number from another format that may have lost digits
/// is an error.
impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        deserialize_json(from).map(Self::from_trusted)
    }
}
