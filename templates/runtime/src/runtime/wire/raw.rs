//! A value as it stands in a document: checked, not yet read.
//!
//! The syntax of a document is checked once as a whole; after that every value is a piece of its
//! text. Objects and lists are walked by serde_json, which hands out the text of their members;
//! nothing outside this file knows that.

use std::borrow::Cow;
use std::fmt;

use serde_core::de::{
    DeserializeSeed, Deserializer as _, Error as _, MapAccess, SeqAccess, Visitor,
};
use serde_json::value::RawValue;

use super::fault::Fault;

/// How deep values may lie in each other.
const NESTING: usize = 128;

/// A value of a well-formed document, as its text.
#[derive(Clone, Copy, Debug)]
pub struct Raw<'a>(&'a str);

/// What a value is, by its first character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names say it")]
pub enum Kind {
    Null,
    Bool,
    Number,
    Text,
    List,
    Object,
}

/// Takes the members of an object.
pub(crate) type OnMember<'f, 'a> = dyn FnMut(&str, Raw<'a>) -> Result<(), Fault> + 'f;
/// Takes the elements of a list.
pub(crate) type OnElement<'f, 'a> = dyn FnMut(usize, Raw<'a>) -> Result<(), Fault> + 'f;

impl<'a> Raw<'a> {
    /// Checks a document: its encoding, its syntax to the last byte, and its nesting.
    pub fn document(bytes: &'a [u8]) -> Result<Self, Fault> {
        let text = std::str::from_utf8(bytes).map_err(|error| {
            Fault::of("UTF-8", format!("something else at byte {}", error.valid_up_to()))
        })?;
        Self::checked(text.strip_prefix('\u{feff}').unwrap_or(text))
    }

    /// Checks the text of a document: its syntax to the last byte, and its nesting.
    pub fn checked(text: &'a str) -> Result<Self, Fault> {
        if text.trim_ascii().is_empty() {
            return Err(Fault::of("a JSON document", "nothing"));
        }
        if text.trim_ascii_start().starts_with('<') {
            return Err(Fault::of("a JSON document", "HTML or XML"));
        }
        check_nesting(text)?;
        let raw: &RawValue = serde_json::from_str(text).map_err(|error| syntax(&error))?;
        Ok(Self(raw.get()))
    }

    /// A text that is known to be one well-formed value without blanks around it.
    pub(crate) fn trusted(text: &'a str) -> Self {
        Self(text)
    }

    /// Its text.
    pub fn text(self) -> &'a str {
        self.0
    }

    /// What it is.
    pub fn kind(self) -> Kind {
        match self.0.as_bytes().first() {
            Some(b'{') => Kind::Object,
            Some(b'[') => Kind::List,
            Some(b'"') => Kind::Text,
            Some(b't' | b'f') => Kind::Bool,
            Some(b'-' | b'0'..=b'9') => Kind::Number,
            _ => Kind::Null,
        }
    }

    /// Whether it is `null`.
    pub fn is_null(self) -> bool {
        self.kind() == Kind::Null
    }

    /// Whether it is `[]` or `{}`.
    pub fn is_hollow(self) -> bool {
        matches!(self.kind(), Kind::List | Kind::Object)
            && self.0.get(1..self.0.len() - 1).is_some_and(|inner| inner.trim_ascii().is_empty())
    }

    /// Whether it is a text with nothing but blanks in it.
    pub fn is_blank(self) -> bool {
        self.inner_text().is_some_and(|inner| inner.trim_ascii().is_empty())
    }

    /// What a text says, unescaped.
    pub fn string(self) -> Result<Cow<'a, str>, Fault> {
        match self.inner_text() {
            Some(inner) if !inner.contains('\\') => Ok(Cow::Borrowed(inner)),
            _ => serde_json::from_str(self.0)
                .map(Cow::Owned)
                .map_err(|_| Fault::new("text of whole characters", self)),
        }
    }

    /// Hands out the members of an object, in their order.
    pub(crate) fn each_member(self, take: &mut OnMember<'_, 'a>) -> Result<(), Fault> {
        let mut fault = None;
        let walk = Members { take, fault: &mut fault };
        let done = serde_json::Deserializer::from_str(self.0).deserialize_map(walk);
        done.map_err(|error| fault.unwrap_or_else(|| syntax(&error)))
    }

    /// Hands out the elements of a list, in their order.
    pub(crate) fn each_element(self, take: &mut OnElement<'_, 'a>) -> Result<(), Fault> {
        let mut fault = None;
        let walk = Elements { take, fault: &mut fault };
        let done = serde_json::Deserializer::from_str(self.0).deserialize_seq(walk);
        done.map_err(|error| fault.unwrap_or_else(|| syntax(&error)))
    }

    /// What stands between the quotes.
    fn inner_text(self) -> Option<&'a str> {
        self.0.strip_prefix('"')?.strip_suffix('"')
    }
}

/// The message says where the syntax breaks, not what stands there: a body may hold secrets.
fn syntax(error: &serde_json::Error) -> Fault {
    Fault::of("a JSON document", error.to_string())
}

/// Refuses what lies too deep before anything recurses into it.
fn check_nesting(text: &str) -> Result<(), Fault> {
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
        if depth > NESTING {
            let expected = format!("no more than {NESTING} values in each other");
            return Err(Fault::of(expected, format!("one more at byte {at}")));
        }
    }
    Ok(())
}

struct Members<'w, 'f, 'a> {
    take: &'w mut OnMember<'f, 'a>,
    fault: &'w mut Option<Fault>,
}

impl<'a> Visitor<'a> for Members<'_, '_, 'a> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'a>>(self, mut members: A) -> Result<(), A::Error> {
        while let Some(name) = members.next_key_seed(Name)? {
            let value: &'a RawValue = members.next_value()?;
            if let Err(fault) = (self.take)(&name, Raw(value.get())) {
                *self.fault = Some(fault);
                return Err(A::Error::custom("stopped"));
            }
        }
        Ok(())
    }
}

struct Elements<'w, 'f, 'a> {
    take: &'w mut OnElement<'f, 'a>,
    fault: &'w mut Option<Fault>,
}

impl<'a> Visitor<'a> for Elements<'_, '_, 'a> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'a>>(self, mut elements: A) -> Result<(), A::Error> {
        let mut index = 0;
        while let Some(value) = elements.next_element::<&'a RawValue>()? {
            if let Err(fault) = (self.take)(index, Raw(value.get())) {
                *self.fault = Some(fault);
                return Err(A::Error::custom("stopped"));
            }
            index += 1;
        }
        Ok(())
    }
}

/// A member's name, borrowed where it holds no escapes.
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
