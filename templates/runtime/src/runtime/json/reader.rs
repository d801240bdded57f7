//! Reading of a document in one pass.

use std::borrow::Cow;

use super::error::DecodeError;
use super::raw::{JsonKind, Raw};
use super::scan::{self, Invalid};

/// The maximum depth of nested values.
const MAX_DEPTH: u32 = 128;

/// A position in a document, before a value that has not been read.
///
/// Each byte is read once, unless the reader is rewound. Objects and lists are entered with `open`; any value can be
/// read as a whole with [`value`](Self::value).
#[derive(Debug)]
pub struct Reader<'a> {
    text: &'a str,
    at: usize,
    depth: u32,
}

/// A position to return to.
#[derive(Clone, Copy)]
pub struct Mark {
    at: usize,
    depth: u32,
}

impl<'a> Reader<'a> {
    /// Checks the encoding of a document, and creates a reader for it.
    pub fn document(bytes: &'a [u8]) -> Result<Self, DecodeError> {
        let text = std::str::from_utf8(bytes).map_err(|error| {
            let found = format!("an invalid byte at {}", error.valid_up_to());
            DecodeError::of_document("UTF-8", found)
        })?;
        Self::text(text.strip_prefix('\u{feff}').unwrap_or(text))
    }

    /// Creates a reader for a document.
    pub(crate) fn text(text: &'a str) -> Result<Self, DecodeError> {
        match text.trim_ascii_start().as_bytes().first() {
            None => Err(DecodeError::of_document("a JSON document", "nothing")),
            Some(b'<') => Err(DecodeError::of_document("a JSON document", "HTML or XML")),
            Some(_) => Ok(Self::over(text)),
        }
    }

    /// Creates a reader for a value.
    pub(crate) fn over(text: &'a str) -> Self {
        Self { text, at: 0, depth: 0 }
    }

    /// Returns the kind of the next value, by its first byte.
    #[inline]
    pub(crate) fn kind(&mut self) -> Result<JsonKind, DecodeError> {
        match self.peek() {
            Some(b'"') => Ok(JsonKind::String),
            Some(b'-' | b'0'..=b'9') => Ok(JsonKind::Number),
            Some(b'{') => Ok(JsonKind::Object),
            Some(b'[') => Ok(JsonKind::List),
            Some(b't' | b'f') => Ok(JsonKind::Bool),
            Some(b'n') => Ok(JsonKind::Null),
            _ => Err(self.invalid("expected value", "EOF while parsing a value")),
        }
    }

    /// Reads a value of any kind.
    // not inlined: the usual kinds are read by `plain_string` and `number`
    #[inline(never)]
    pub fn value(&mut self) -> Result<Raw<'a>, DecodeError> {
        let first = self.peek();
        let (start, bytes) = (self.at, self.text.as_bytes());
        let mut has_escapes = false;
        let end = match first {
            Some(b'"') => scan::string(bytes, start).map(|string| {
                has_escapes = string.has_escapes;
                string.end
            }),
            Some(b'-' | b'0'..=b'9') => scan::number(bytes, start),
            Some(b'{' | b'[') => return self.container(),
            _ => scan::literal(bytes, start),
        };
        self.at = end.map_err(|invalid| self.error(invalid))?;
        Ok(Raw::new(self.text_from(start), has_escapes))
    }

    /// Reads a string if it is next and contains no escapes, without its quotes. Otherwise the reader does not move.
    #[inline]
    pub(crate) fn plain_string(&mut self) -> Option<&'a str> {
        if self.peek() != Some(b'"') {
            return None;
        }
        let start = self.at + 1;
        let end = scan::plain_end(self.text.as_bytes(), start);
        if self.text.as_bytes().get(end) != Some(&b'"') {
            return None;
        }
        self.at = end + 1;
        self.text.get(start..end)
    }

    /// Reads a number if it is next and valid. Otherwise the reader does not move.
    #[inline]
    pub(crate) fn number(&mut self) -> Option<&'a str> {
        let Some(b'-' | b'0'..=b'9') = self.peek() else { return None };
        let start = self.at;
        self.at = scan::number(self.text.as_bytes(), start).ok()?;
        Some(self.text_from(start))
    }

    /// Reads `null` if it is next.
    #[inline]
    pub(crate) fn null(&mut self) -> Result<bool, DecodeError> {
        match self.peek() {
            Some(b'n') => self.literal().map(|()| true),
            _ => Ok(false),
        }
    }

    #[inline(never)]
    fn literal(&mut self) -> Result<(), DecodeError> {
        let end = scan::literal(self.text.as_bytes(), self.at);
        self.at = end.map_err(|invalid| self.error(invalid))?;
        Ok(())
    }

    /// Returns the error for a value of another kind than expected.
    #[cold]
    pub(crate) fn mismatch(&mut self, expected: &'static str) -> DecodeError {
        self.value().map_or_else(|error| error, |raw| DecodeError::new(expected, raw))
    }

    /// Enters the object or list that is next; returns `false` if it is empty.
    #[inline]
    pub(crate) fn open(&mut self) -> Result<bool, DecodeError> {
        let close = if self.peek() == Some(b'{') { b'}' } else { b']' };
        self.descend()?;
        let is_empty = self.peek() == Some(close);
        if is_empty {
            self.ascend();
        }
        Ok(!is_empty)
    }

    /// Moves to the next member of an object; returns `false` at its end.
    #[inline]
    pub(crate) fn next_member(&mut self) -> Result<bool, DecodeError> {
        self.next(b'}', "expected `,` or `}`", "EOF while parsing an object")
    }

    /// Moves to the next element of a list; returns `false` at its end.
    #[inline]
    pub(crate) fn next_element(&mut self) -> Result<bool, DecodeError> {
        self.next(b']', "expected `,` or `]`", "EOF while parsing a list")
    }

    /// Reads the name of a member. It is borrowed if it contains no escapes.
    pub(crate) fn name(&mut self) -> Result<Cow<'a, str>, DecodeError> {
        if let Some(name) = self.plain_string() {
            self.colon()?;
            return Ok(Cow::Borrowed(name));
        }
        let name = self.raw_name()?;
        // the syntax is valid, so that an object with such a name can be kept as it is
        name.string().map_err(|_| DecodeError::of("a JSON document", "a name of invalid Unicode"))
    }

    /// Reads the name of a member if it is this one, and if there is no whitespace after it.
    #[inline]
    pub(crate) fn name_if(&mut self, expected: &str) -> bool {
        let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        let end = expected.len() + 1;
        let is_next = rest.get(end..end + 2) == Some(&b"\":"[..])
            && rest.first() == Some(&b'"')
            && rest.get(1..end).is_some_and(|name| scan::equal(name, expected.as_bytes()));
        if is_next {
            self.at += end + 2;
        }
        is_next
    }

    /// Fails unless only whitespace is left.
    pub fn end(&mut self) -> Result<(), DecodeError> {
        match self.peek() {
            None => Ok(()),
            Some(_) => Err(self.invalid("trailing characters", "")),
        }
    }

    /// Returns the current position.
    #[inline]
    pub(crate) fn mark(&mut self) -> Mark {
        self.peek();
        Mark { at: self.at, depth: self.depth }
    }

    /// Returns to a position, also after an error.
    pub(crate) fn rewind(&mut self, mark: Mark) {
        self.at = mark.at;
        self.depth = mark.depth;
    }

    /// Returns the value that was read since a position.
    pub(crate) fn since(&self, mark: Mark) -> Raw<'a> {
        Raw::trusted(self.text_from(mark.at))
    }

    /// Reads the next value without moving.
    pub(crate) fn peek_value(&mut self) -> Result<Raw<'a>, DecodeError> {
        let mark = self.mark();
        let raw = self.value()?;
        self.rewind(mark);
        Ok(raw)
    }

    /// Reads an object or a list without recursion.
    #[inline(never)]
    fn container(&mut self) -> Result<Raw<'a>, DecodeError> {
        let (start, outer) = (self.at, self.depth);
        // whether each of the entered values is an object, the innermost in the lowest bit
        let mut objects = 0_u128;
        loop {
            let is_object = self.peek() == Some(b'{');
            let mut has_next = self.open()?;
            if has_next {
                objects = objects << 1 | u128::from(is_object);
            }
            loop {
                if has_next {
                    if objects & 1 == 1 {
                        self.raw_name()?;
                    }
                    if let Some(b'{' | b'[') = self.peek() {
                        break;
                    }
                    self.value()?;
                }
                // a value has ended
                if self.depth == outer {
                    return Ok(Raw::new(self.text_from(start), false));
                }
                has_next =
                    if objects & 1 == 1 { self.next_member()? } else { self.next_element()? };
                if !has_next {
                    objects >>= 1;
                }
            }
        }
    }

    /// Reads the name of a member and the colon after it.
    #[inline]
    fn raw_name(&mut self) -> Result<Raw<'a>, DecodeError> {
        if self.peek() != Some(b'"') {
            return Err(self.invalid("key must be a string", "EOF while parsing an object"));
        }
        let name = self.value()?;
        self.colon()?;
        Ok(name)
    }

    #[inline]
    fn colon(&mut self) -> Result<(), DecodeError> {
        if self.peek() != Some(b':') {
            return Err(self.invalid("expected `:`", "EOF while parsing an object"));
        }
        self.at += 1;
        Ok(())
    }

    #[inline]
    fn next(
        &mut self,
        close: u8,
        expected: &'static str,
        at_end: &'static str,
    ) -> Result<bool, DecodeError> {
        match self.peek() {
            Some(b',') => {
                self.at += 1;
                self.peek();
                Ok(true)
            }
            Some(byte) if byte == close => {
                self.ascend();
                Ok(false)
            }
            _ => Err(self.invalid(expected, at_end)),
        }
    }

    #[inline]
    fn descend(&mut self) -> Result<(), DecodeError> {
        if self.depth == MAX_DEPTH {
            return Err(self.too_deep());
        }
        self.at += 1;
        self.depth += 1;
        Ok(())
    }

    #[inline]
    fn ascend(&mut self) {
        self.at += 1;
        self.depth -= 1;
    }

    /// Skips whitespace, and returns the next byte.
    #[inline]
    fn peek(&mut self) -> Option<u8> {
        let bytes = self.text.as_bytes();
        match bytes.get(self.at) {
            Some(byte) if *byte > b' ' => Some(*byte),
            _ => {
                self.at = scan::skip_whitespace(bytes, self.at);
                bytes.get(self.at).copied()
            }
        }
    }

    #[inline]
    fn text_from(&self, start: usize) -> &'a str {
        // tokens begin and end with ASCII
        self.text.get(start..self.at).unwrap_or_default()
    }

    #[cold]
    fn too_deep(&self) -> DecodeError {
        let expected = format!("at most {MAX_DEPTH} nested values");
        DecodeError::of_document(expected, format!("more at byte {}", self.at))
    }

    /// Creates a syntax error for the next byte; at the end of the document, `at_end` is the reason.
    #[cold]
    fn invalid(&self, reason: &'static str, at_end: &'static str) -> DecodeError {
        let reason = if self.at < self.text.len() { reason } else { at_end };
        self.error(Invalid { reason, at: self.at })
    }

    /// Creates a syntax error with its line and column. It does not contain the text, which may contain secrets.
    #[cold]
    fn error(&self, invalid: Invalid) -> DecodeError {
        let before = self.text.as_bytes().get(..invalid.at).unwrap_or_default();
        let line = 1 + before.iter().filter(|byte| **byte == b'\n').count();
        let start = before.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
        let is_at_end = invalid.at >= self.text.len();
        let column = before.len() - start + usize::from(!is_at_end);
        let found = format!("{} at line {line} column {column}", invalid.reason);
        DecodeError::of_document("a JSON document", found)
    }
}
