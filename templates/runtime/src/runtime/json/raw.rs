//! Values of a document as checked text, not yet decoded.

use std::borrow::Cow;

use super::error::DecodeError;
use super::reader::Reader;
use super::unescape::unescape;

/// A value of a valid document, as its text.
#[derive(Clone, Copy)]
pub struct Raw<'a> {
    text: &'a str,
    /// The value is a string with escapes.
    has_escapes: bool,
}

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
    /// Creates a value from its text, which has been read.
    #[inline]
    pub(super) fn new(text: &'a str, has_escapes: bool) -> Self {
        Self { text, has_escapes }
    }

    /// Checks the encoding, the syntax and the depth of a document.
    pub fn document(bytes: &'a [u8]) -> Result<Self, DecodeError> {
        Self::only(Reader::document(bytes)?)
    }

    /// Checks the syntax and the depth of a document.
    pub fn checked(text: &'a str) -> Result<Self, DecodeError> {
        Self::only(Reader::text(text)?)
    }

    /// Reads the document that a text begins with, whatever follows it.
    pub(crate) fn leading(text: &'a str) -> Result<Self, DecodeError> {
        Reader::text(text)?.value()
    }

    /// Reads the only value of a document.
    fn only(mut reader: Reader<'a>) -> Result<Self, DecodeError> {
        let raw = reader.value()?;
        reader.end()?;
        Ok(raw)
    }

    /// Wraps text that is known to be one valid value without whitespace around it.
    pub(crate) fn trusted(text: &'a str) -> Self {
        Self::new(text, text.starts_with('"') && text.contains('\\'))
    }

    /// Returns the text.
    pub fn text(self) -> &'a str {
        self.text
    }

    /// Returns the kind.
    #[inline]
    pub fn kind(self) -> JsonKind {
        match self.text.as_bytes().first() {
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
            && self
                .text
                .get(1..self.text.len() - 1)
                .is_some_and(|inner| inner.trim_ascii().is_empty())
    }

    /// Returns `true` for a string of whitespace, or an empty one.
    pub fn is_whitespace(self) -> bool {
        let is_space = |text: &str| text.trim_ascii().is_empty();
        self.inner_text().is_some_and(|inner| {
            is_space(inner)
                || self.has_escapes
                    && inner.starts_with([' ', '\\'])
                    && unescape(inner).is_some_and(|text| is_space(&text))
        })
    }

    /// Returns a string, without quotes and escapes.
    #[inline]
    pub fn string(self) -> Result<Cow<'a, str>, DecodeError> {
        match self.inner_text() {
            Some(inner) if !self.has_escapes => Ok(Cow::Borrowed(inner)),
            inner => inner
                .and_then(unescape)
                .map(Cow::Owned)
                .ok_or_else(|| DecodeError::new("a string of valid Unicode", self)),
        }
    }

    /// Returns the name and the value of the first member of an object. The rest is not read.
    pub(crate) fn first_member(self) -> Option<(Cow<'a, str>, Raw<'a>)> {
        let mut reader = Reader::over(self.text);
        reader.open().ok()?.then(|| Some((reader.name().ok()?, reader.value().ok()?)))?
    }

    /// Passes the members of an object to a function, in order.
    pub(crate) fn each_member(self, take: &mut OnMember<'_, 'a>) -> Result<(), DecodeError> {
        let mut reader = Reader::over(self.text);
        let mut has_next = reader.open()?;
        while has_next {
            let name = reader.name()?;
            take(&name, reader.value()?)?;
            has_next = reader.next_member()?;
        }
        Ok(())
    }

    /// Passes the elements of a list to a function, in order.
    pub(crate) fn each_element(self, take: &mut OnElement<'_, 'a>) -> Result<(), DecodeError> {
        let mut reader = Reader::over(self.text);
        let mut has_next = reader.open()?;
        let mut index = 0;
        while has_next {
            take(index, reader.value()?)?;
            has_next = reader.next_element()?;
            index += 1;
        }
        Ok(())
    }

    /// Returns the text between the quotes.
    #[inline]
    fn inner_text(self) -> Option<&'a str> {
        self.text.strip_prefix('"')?.strip_suffix('"')
    }
}
