//! JSON values of any kind, kept as text.

use std::fmt;
use std::str::FromStr;

use serde_core::{Deserialize, Deserializer, Serialize, Serializer};

use super::map::Map;
use crate::runtime::json::{DecodeError, JsonKind, Raw};

/// A JSON value of any kind, kept as its text, so that nothing is lost.
///
/// Two values are equal if their texts are.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Json(Box<str>);

impl Json {
    /// Parses JSON text.
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

    /// Takes over text that is known to be one well-formed value.
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
        serde_json::from_str(&self.0).map_err(|error| deserialize_error(&error))
    }

    /// Returns the string, without quotes and escapes, if the value is one.
    pub fn to_str(&self) -> Option<std::borrow::Cow<'_, str>> {
        if self.raw().kind() == JsonKind::String { self.raw().string().ok() } else { None }
    }

    /// Returns the members if the value is an object.
    pub fn members(&self) -> Option<Map<Json>> {
        let mut all = Map::new();
        if self.raw().kind() != JsonKind::Object {
            return None;
        }
        let walked = self.raw().each_member(&mut |name, raw| {
            all.insert(name, Json::trusted(raw));
            Ok(())
        });
        walked.ok().map(|()| all)
    }

    /// Returns a member if the value is an object that has it.
    pub fn get(&self, name: &str) -> Option<Json> {
        let mut found = None;
        if self.raw().kind() == JsonKind::Object {
            let walked = self.raw().each_member(&mut |member, raw| {
                if member == name {
                    found = Some(raw);
                }
                Ok(())
            });
            walked.ok()?;
        }
        found.map(Json::trusted)
    }

    /// Returns the elements if the value is a list.
    pub fn elements(&self) -> Option<Vec<Json>> {
        if self.raw().kind() != JsonKind::List {
            return None;
        }
        let mut all = Vec::new();
        let walked = self.raw().each_element(&mut |_, raw| {
            all.push(Json::trusted(raw));
            Ok(())
        });
        walked.ok().map(|()| all)
    }

    /// Returns the kind of the value.
    pub fn kind(&self) -> JsonKind {
        self.raw().kind()
    }
}

/// Creates an error that names the expected type. The text is left out: it may contain secrets.
fn deserialize_error(error: &serde_json::Error) -> DecodeError {
    DecodeError::of("JSON of the requested type", error.to_string())
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
    // in line, it is compiled where it is used only
    #[inline]
    fn from(value: serde_json::Value) -> Self {
        Self(value.to_string().into())
    }
}

/// Goes through serde's data model, where numbers are binary.
impl Serialize for Json {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let value: serde_json::Value =
            serde_json::from_str(&self.0).map_err(serde_core::ser::Error::custom)?;
        value.serialize(to)
    }
}

/// Goes through serde's data model, where numbers are binary.
impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        serde_json::Value::deserialize(from).map(Self::from)
    }
}
