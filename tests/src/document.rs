//! JSON documents that keep the text of their numbers and the order of their members.

use std::fmt;

use serde::de::{self, Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

/// A JSON value.
#[derive(Clone, Debug, PartialEq)]
pub enum Document {
    /// A member or an element that is left out when the document is encoded.
    Absent,
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A number, as its text.
    Number(String),
    /// A string.
    String(String),
    /// A list.
    List(Vec<Document>),
    /// An object.
    Object(Vec<(String, Document)>),
}

impl Document {
    /// Creates a string.
    pub fn string(text: impl Into<String>) -> Self {
        Self::String(text.into())
    }

    /// Creates a number from its text.
    pub fn number(text: impl Into<String>) -> Self {
        Self::Number(text.into())
    }

    /// Parses JSON.
    ///
    /// # Panics
    ///
    /// Panics if the text is not JSON.
    pub fn parse(text: &str) -> Self {
        let raw: &RawValue =
            serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"));
        Self::from_raw(raw.get())
    }

    fn from_raw(text: &str) -> Self {
        let well_formed = "every part of a document is JSON";
        match text.as_bytes().first() {
            Some(b'{') => {
                let Members(members) = serde_json::from_str(text).expect(well_formed);
                let parse =
                    |(name, raw): (String, Box<RawValue>)| (name, Self::from_raw(raw.get()));
                Self::Object(members.into_iter().map(parse).collect())
            }
            Some(b'[') => {
                let elements: Vec<&RawValue> = serde_json::from_str(text).expect(well_formed);
                Self::List(elements.into_iter().map(|raw| Self::from_raw(raw.get())).collect())
            }
            Some(b'"') => Self::String(serde_json::from_str(text).expect(well_formed)),
            Some(b'n') => Self::Null,
            Some(b't' | b'f') => Self::Bool(text == "true"),
            _ => Self::number(text),
        }
    }

    /// Returns `true` for `[]` and `{}`.
    pub fn is_empty_container(&self) -> bool {
        match self {
            Self::List(elements) => elements.iter().all(Self::is_absent),
            Self::Object(members) => members.iter().all(|(_, value)| value.is_absent()),
            _ => false,
        }
    }

    /// Returns `true` for a string of whitespace.
    pub fn is_whitespace(&self) -> bool {
        matches!(self, Self::String(text) if text.trim().is_empty())
    }

    /// Returns `true` if the value is left out.
    pub fn is_absent(&self) -> bool {
        *self == Self::Absent
    }

    /// Removes the members and elements that are left out.
    pub fn without_absent(self) -> Self {
        let clean = Self::without_absent;
        match self {
            Self::List(elements) => Self::List(
                elements.into_iter().filter(|element| !element.is_absent()).map(clean).collect(),
            ),
            Self::Object(members) => Self::Object(
                members
                    .into_iter()
                    .filter(|(_, value)| !value.is_absent())
                    .map(|(name, value)| (name, clean(value)))
                    .collect(),
            ),
            other => other,
        }
    }

    /// Sorts the members of all objects by name.
    pub fn sorted(self) -> Self {
        match self {
            Self::List(elements) => Self::List(elements.into_iter().map(Self::sorted).collect()),
            Self::Object(members) => {
                let mut members: Vec<_> =
                    members.into_iter().map(|(name, value)| (name, value.sorted())).collect();
                members.sort_by(|a, b| a.0.cmp(&b.0));
                Self::Object(members)
            }
            other => other,
        }
    }
}

/// Encodes the document as JSON.
impl fmt::Display for Document {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let quoted = |text: &str| serde_json::Value::from(text);
        match self {
            Self::Absent | Self::Null => f.write_str("null"),
            Self::Bool(value) => write!(f, "{value}"),
            Self::Number(text) => f.write_str(text),
            Self::String(text) => write!(f, "{}", quoted(text)),
            Self::List(elements) => {
                f.write_str("[")?;
                for (at, element) in elements.iter().filter(|e| !e.is_absent()).enumerate() {
                    write!(f, "{}{element}", if at > 0 { "," } else { "" })?;
                }
                f.write_str("]")
            }
            Self::Object(members) => {
                f.write_str("{")?;
                for (at, (name, value)) in members.iter().filter(|m| !m.1.is_absent()).enumerate() {
                    write!(f, "{}{}:{value}", if at > 0 { "," } else { "" }, quoted(name))?;
                }
                f.write_str("}")
            }
        }
    }
}

impl From<&serde_yaml::Value> for Document {
    fn from(value: &serde_yaml::Value) -> Self {
        use serde_yaml::Value;
        match value {
            Value::Null => Self::Null,
            Value::Bool(value) => Self::Bool(*value),
            Value::Number(number) => Self::number(number.to_string()),
            Value::String(text) => Self::string(text),
            Value::Sequence(elements) => Self::List(elements.iter().map(Self::from).collect()),
            Value::Mapping(members) => {
                let name = |name: &Value| name.as_str().unwrap_or_default().to_owned();
                Self::Object(members.iter().map(|(key, value)| (name(key), value.into())).collect())
            }
            Value::Tagged(tagged) => Self::from(&tagged.value),
        }
    }
}

/// The members of an object in their order, with repeated names.
struct Members(Vec<(String, Box<RawValue>)>);

impl<'de> Deserialize<'de> for Members {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct MembersVisitor;

        impl<'de> Visitor<'de> for MembersVisitor {
            type Value = Members;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Members, A::Error> {
                let mut members = Vec::new();
                while let Some(name) = map.next_key::<String>()? {
                    let value = map.next_value().map_err(de::Error::custom)?;
                    members.push((name, value));
                }
                Ok(Members(members))
            }
        }

        from.deserialize_map(MembersVisitor)
    }
}
