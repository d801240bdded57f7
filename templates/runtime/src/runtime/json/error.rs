//! Errors of decoding, with the JSON path of the value.

use std::borrow::Cow;
use std::fmt;

use super::raw::{JsonKind, Raw};

/// The maximum number of characters of a value in an error.
const MAX_EXCERPT: usize = 60;

/// Replaces a secret.
const REDACTED: &str = "[redacted]";

/// A value that is not of the expected type.
#[derive(Clone, Debug, PartialEq)]
pub struct DecodeError(Box<Parts>);

#[derive(Clone, Debug, PartialEq)]
struct Parts {
    /// From the innermost outwards: segments are added while the error is returned, so that a valid document
    /// has no cost.
    path: Vec<Segment>,
    expected: Cow<'static, str>,
    found: Cow<'static, str>,
    /// The kind of the value.
    kind: Option<JsonKind>,
    /// The document is not valid: the error is about the document, not about a value in it.
    of_document: bool,
}

/// One step of a JSON path.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Segment {
    Name(Box<str>),
    Index(usize),
}

impl Segment {
    // not inlined: it would be compiled once more for each caller
    #[inline(never)]
    fn add_to(&self, path: &mut String) {
        match self {
            Segment::Index(index) => path.push_str(&format!("[{index}]")),
            Segment::Name(name) if is_plain(name) => {
                path.push('.');
                path.push_str(name);
            }
            Segment::Name(name) => path.push_str(&format!("[{name:?}]")),
        }
    }
}

impl DecodeError {
    /// Creates an error for a value.
    pub(crate) fn new(expected: &'static str, raw: Raw<'_>) -> Self {
        let mut error = Self::of(expected, excerpt(raw));
        error.0.kind = Some(raw.kind());
        error
    }

    /// Creates an error from what was expected and what was found.
    pub(crate) fn of(
        expected: impl Into<Cow<'static, str>>,
        found: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self(Box::new(Parts {
            path: Vec::new(),
            expected: expected.into(),
            found: found.into(),
            kind: None,
            of_document: false,
        }))
    }

    /// Creates an error for a document that is not valid. Its path is that of the document.
    pub(crate) fn of_document(
        expected: impl Into<Cow<'static, str>>,
        found: impl Into<Cow<'static, str>>,
    ) -> Self {
        let mut error = Self::of(expected, found);
        error.0.of_document = true;
        error
    }

    /// Returns `true` if the document is not valid, so that no part of it can be kept as JSON.
    pub(crate) fn is_of_document(&self) -> bool {
        self.0.of_document
    }

    /// Returns the JSON path of the value, such as `$.Actions[1].EventDate`.
    pub fn path(&self) -> String {
        let mut path = String::from("$");
        for segment in self.0.path.iter().rev() {
            segment.add_to(&mut path);
        }
        path
    }

    /// Returns the JSON path of the value, where the path of the error starts at this place in the document.
    pub(crate) fn path_below(&self, outer: &[Segment]) -> String {
        let mut path = format_path(outer);
        for segment in self.0.path.iter().rev() {
            segment.add_to(&mut path);
        }
        path
    }

    /// Returns what was expected.
    pub fn expected(&self) -> &str {
        &self.0.expected
    }

    /// Returns what was found: an excerpt of a scalar, or the kind of a larger value.
    pub fn found(&self) -> &str {
        &self.0.found
    }

    /// Returns what was found as far as it cannot be private: the kind of the value, or a position in the document.
    pub(crate) fn public_found(&self) -> Option<&str> {
        Some(match self.0.kind {
            _ if self.0.of_document => self.found(),
            None => return None,
            Some(JsonKind::Null) => "`null`",
            Some(JsonKind::Bool) => "a boolean",
            Some(JsonKind::Number) => "a number",
            Some(JsonKind::String) => "a string",
            Some(JsonKind::List) => "a list",
            Some(JsonKind::Object) => "an object",
        })
    }

    /// Adds the member that the value is in to the path.
    #[must_use]
    pub(crate) fn under(mut self, name: &str) -> Self {
        if !self.0.of_document {
            self.0.path.push(Segment::Name(name.into()));
        }
        self
    }

    /// Adds the element that the value is in to the path.
    #[must_use]
    pub(crate) fn at(mut self, index: usize) -> Self {
        if !self.0.of_document {
            self.0.path.push(Segment::Index(index));
        }
        self
    }

    /// Removes what was found, unless it is a position in the document.
    #[must_use]
    pub(crate) fn redacted(mut self) -> Self {
        if !self.0.of_document {
            self.0.found = REDACTED.into();
        }
        self
    }

    /// Replaces what was found, and the names in the path, if they contain a secret.
    #[must_use]
    pub(crate) fn without(mut self, contains_secret: impl Fn(&str) -> bool) -> Self {
        for segment in &mut self.0.path {
            match segment {
                Segment::Name(name) if contains_secret(name) => *name = REDACTED.into(),
                _ => {}
            }
        }
        if contains_secret(&self.0.found) { self.redacted() } else { self }
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: expected {}, found {}", self.path(), self.expected(), self.found())
    }
}

impl std::error::Error for DecodeError {}

/// Formats a path, outermost segment first.
pub(crate) fn format_path(segments: &[Segment]) -> String {
    let mut path = String::from("$");
    for segment in segments {
        segment.add_to(&mut path);
    }
    path
}

fn is_plain(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
}

/// Returns an excerpt of a scalar. Only the kind of a list or an object is shown, because its content may be private.
fn excerpt(raw: Raw<'_>) -> Cow<'static, str> {
    match raw.kind() {
        JsonKind::List => "a list".into(),
        JsonKind::Object => "an object".into(),
        _ => {
            let text = raw.text();
            let mut ends = text.char_indices().map(|(at, _)| at).skip(MAX_EXCERPT - 1);
            match (ends.next().and_then(|end| text.get(..end)), ends.next()) {
                (Some(start), Some(_)) => format!("{start}…").into(),
                _ => text.to_owned().into(),
            }
        }
    }
}
