//! Text, and what is text underneath: ids and enums.

use std::borrow::Cow;
use std::fmt;

use super::fault::Fault;
use super::raw::{Kind, Raw};
use super::report::Context;
use super::scalar::store;

/// Reads text; numbers and truth values are kept as they are written, `""` is nothing.
pub fn read<'a>(raw: Raw<'a>, cx: &mut Context) -> Result<Option<Cow<'a, str>>, Fault> {
    match raw.kind() {
        Kind::Null => Ok(None),
        Kind::Text => raw.string().map(|text| Some(text).filter(|text| !text.is_empty())),
        Kind::Number | Kind::Bool => {
            cx.coerced("kept as text");
            Ok(Some(Cow::Borrowed(raw.text())))
        }
        Kind::List | Kind::Object if raw.is_hollow() => {
            cx.coerced("read as nothing");
            Ok(None)
        }
        Kind::List | Kind::Object => Err(Fault::new("text", raw)),
    }
}

/// Reads text into its place; `false` when nothing is there.
// in line, it would be compiled once more for each id or enum
#[inline(never)]
pub(crate) fn fill(place: &mut Box<str>, raw: Raw<'_>, cx: &mut Context) -> Result<bool, Fault> {
    Ok(store(place, read(raw, cx)?.map(Into::into)))
}

/// An enum that a word is read into. For `open_enum!`.
pub trait Word {
    /// Takes on the value of a word; `false` when it is not a listed one.
    fn take(&mut self, word: &str) -> bool;
}

/// Reads a word of an enum; `false` when nothing is there.
// in line, it would be compiled once more for each id or enum
#[inline(never)]
pub fn read_word(place: &mut dyn Word, raw: Raw<'_>, cx: &mut Context) -> Result<bool, Fault> {
    let Some(text) = read(raw, cx)? else { return Ok(false) };
    if !place.take(&text) {
        cx.unknown_value();
    }
    Ok(true)
}

/// The position of a listed word; past the end when it is none.
// in line, it would be compiled once more for each id or enum
#[inline(never)]
pub fn position(text: &str, words: &[&str]) -> usize {
    words.iter().position(|word| *word == text).unwrap_or(words.len())
}

/// A value that an enum does not list. Only the enum makes it, and keeps only text in it that it does
/// not know, so equal text is always the same variant.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Unlisted(Box<str>);

impl Unlisted {
    /// For the conversion of an enum from text.
    #[doc(hidden)]
    // in line, it would be compiled once more for each enum
    #[inline(never)]
    pub fn new(text: &str) -> Self {
        Self(text.into())
    }

    /// For an enum that a word is about to be read into.
    #[doc(hidden)]
    pub fn blank() -> Self {
        Self(Box::default())
    }

    /// The value as it stands on the wire.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Unlisted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
