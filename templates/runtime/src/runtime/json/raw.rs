//! Values of a document as checked text, not yet decoded.
//!
//! The syntax of a document is checked once. After that, every value is a slice of its text. Objects and lists are
//! iterated by serde_json, which is used in this file only.

use std::borrow::Cow;
use std::fmt;

use serde_core::de::{
    DeserializeSeed, Deserializer as _, Error as _, MapAccess, SeqAccess, Visitor,
};
use serde_json::value::RawValue;

use super::error::DecodeError;

/// The maximum depth of nested values.
const MAX_DEPTH: usize = 128;

/// A value of a valid document, as its text.
#[derive(Clone, Copy, Debug)]
pub struct Raw<'a>(&'a str);

/// The kind of a JSON value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names are self-explanatory")]
pub enum JsonKind {
    Null,
    Bool,
    Number,
    String,
    List,
    Object,
}

/// A function that takes the members of an object.
pub(crate) type OnMember<'f, 'a> = dyn FnMut(&str, Raw<'a>) -> Result<(), DecodeError> + 'f;
/// A function that takes the elements of a list.
pub(crate) type OnElement<'f, 'a> = dyn FnMut(usize, Raw<'a>) -> Result<(), DecodeError> + 'f;

impl<'a> Raw<'a> {
    /// The value `null`.
    pub(crate) const NULL: Raw<'static> = Raw("null");

    /// Checks the encoding, the syntax and the depth of a document.
    pub fn document(bytes: &'a [u8]) -> Result<Self, DecodeError> {
        let text = std::str::from_utf8(bytes).map_err(|error| {
            DecodeError::of("UTF-8", format!("an invalid byte at {}", error.valid_up_to()))
        })?;
        Self::checked(text.strip_prefix('\u{feff}').unwrap_or(text))
    }

    /// Checks the syntax and the depth of a document.
    pub fn checked(text: &'a str) -> Result<Self, DecodeError> {
        if text.trim_ascii().is_empty() {
            return Err(DecodeError::of("a JSON document", "nothing"));
        }
        if text.trim_ascii_start().starts_with('<') {
            return Err(DecodeError::of("a JSON document", "HTML or XML"));
        }
        check_depth(text)?;
        let raw: &RawValue = serde_json::from_str(text).map_err(|error| syntax(&error))?;
        Ok(Self(raw.get()))
    }

    /// Wraps text that is known to be one valid value without whitespace around it.
    pub(crate) fn trusted(text: &'a str) -> Self {
        Self(text)
    }

    /// Returns the text.
    pub fn text(self) -> &'a str {
        self.0
    }

    /// Returns the kind.
    pub fn kind(self) -> JsonKind {
        match self.0.as_bytes().first() {
            Some(b'{') => JsonKind::Object,
            Some(b'[') => JsonKind::List,
            Some(b'"') => JsonKind::String,
            Some(b't' | b'f') => JsonKind::Bool,
            Some(b'-' | b'0'..=b'9') => JsonKind::Number,
            _ => JsonKind::Null,
        }
    }

    /// Returns `true` for `null`.
    pub fn is_null(self) -> bool {
        self.kind() == JsonKind::Null
    }

    /// Returns `true` for `[]` and `{}`.
    pub fn is_empty_container(self) -> bool {
        matches!(self.kind(), JsonKind::List | JsonKind::Object)
            && self.0.get(1..self.0.len() - 1).is_some_and(|inner| inner.trim_ascii().is_empty())
    }

    /// Returns `true` for a string of whitespace, or an empty one.
    pub fn is_whitespace(self) -> bool {
        self.inner_text().is_some_and(|inner| inner.trim_ascii().is_empty())
    }

    /// Returns a string, without quotes and escapes.
    pub fn string(self) -> Result<Cow<'a, str>, DecodeError> {
        match self.inner_text() {
            Some(inner) if !inner.contains('\\') => Ok(Cow::Borrowed(inner)),
            _ => serde_json::from_str(self.0)
                .map(Cow::Owned)
                .map_err(|_| DecodeError::new("a string of valid Unicode", self)),
        }
    }

    /// Passes the members of an object to a function, in order.
    pub(crate) fn each_member(self, take: &mut OnMember<'_, 'a>) -> Result<(), DecodeError> {
        let mut failure = None;
        let visitor = Members { take, failure: &mut failure };
        let visited = serde_json::Deserializer::from_str(self.0).deserialize_map(visitor);
        visited.map_err(|error| failure.unwrap_or_else(|| syntax(&error)))
    }

    /// Passes the elements of a list to a function, in order.
    pub(crate) fn each_element(self, take: &mut OnElement<'_, 'a>) -> Result<(), DecodeError> {
        let mut failure = None;
        let visitor = Elements { take, failure: &mut failure };
        let visited = serde_json::Deserializer::from_str(self.0).deserialize_seq(visitor);
        visited.map_err(|error| failure.unwrap_or_else(|| syntax(&error)))
    }

    /// Returns the text between the quotes.
    fn inner_text(self) -> Option<&'a str> {
        self.0.strip_prefix('"')?.strip_suffix('"')
    }
}

/// Creates a syntax error. It contains the position, but not the text, which may contain secrets.
fn syntax(error: &serde_json::Error) -> DecodeError {
    DecodeError::of("a JSON document", error.to_string())
}

/// Checks the depth, before any function recurses into the document.
pub(super) fn check_depth(text: &str) -> Result<(), DecodeError> {
    let (mut depth, mut quoted, mut escaped) = (0_usize, false, false);
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            _ if quoted => {}
            b'{' | b'[' => depth += 1,
            b'}' | b']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > MAX_DEPTH {
            let expected = format!("at most {MAX_DEPTH} nested values");
            return Err(DecodeError::of(expected, format!("more at byte {at}")));
        }
    }
    Ok(())
}

struct Members<'w, 'f, 'a> {
    take: &'w mut OnMember<'f, 'a>,
    failure: &'w mut Option<DecodeError>,
}

impl<'a> Visitor<'a> for Members<'_, '_, 'a> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'a>>(self, mut members: A) -> Result<(), A::Error> {
        while let Some(name) = members.next_key_seed(Name)? {
            let value: &'a RawValue = members.next_value()?;
            if let Err(error) = (self.take)(&name, Raw(value.get())) {
                *self.failure = Some(error);
                return Err(A::Error::custom("stopped"));
            }
        }
        Ok(())
    }
}

struct Elements<'w, 'f, 'a> {
    take: &'w mut OnElement<'f, 'a>,
    failure: &'w mut Option<DecodeError>,
}

impl<'a> Visitor<'a> for Elements<'_, '_, 'a> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'a>>(self, mut elements: A) -> Result<(), A::Error> {
        let mut index = 0;
        while let Some(value) = elements.next_element::<&'a RawValue>()? {
            if let Err(error) = (self.take)(index, Raw(value.get())) {
                *self.failure = Some(error);
                return Err(A::Error::custom("stopped"));
            }
            index += 1;
        }
        Ok(())
    }
}

/// The name of a member, borrowed if it contains no escapes.
struct Name;

impl<'a> DeserializeSeed<'a> for Name {
    type Value = Cow<'a, str>;

    fn deserialize<D: serde_core::Deserializer<'a>>(
        self,
        from: D,
    ) -> Result<Self::Value, D::Error> {
        from.deserialize_str(self)
    }
}

impl<'a> Visitor<'a> for Name {
    type Value = Cow<'a, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a name")
    }

    fn visit_borrowed_str<E>(self, name: &'a str) -> Result<Self::Value, E> {
        Ok(Cow::Borrowed(name))
    }

    fn visit_str<E>(self, name: &str) -> Result<Self::Value, E> {
        Ok(Cow::Owned(name.to_owned()))
    }
}
