//! Items of a JSON list, from chunks of any size.

use bytes::{Buf, BytesMut};

use super::parser::MAX_ITEM;
use super::record::{FieldNames, Record};
use crate::runtime::json::{DecodeError, Raw};

/// A parser of a list of objects, or of an object with such a list.
///
/// It finds where values end. Only items are read, each when it is complete.
#[derive(Debug)]
pub(super) struct JsonParser {
    /// The member with the items; the only list of the document if `None`.
    list: Option<String>,
    /// The member in which items were found.
    found: Option<String>,
    /// The name of the current member, if its value may be the list of items.
    member: Option<String>,
    buffer: BytesMut,
    state: State,
    scan: Scan,
    /// The line of the next byte.
    line: u64,
    /// The line on which the current value starts.
    start_line: u64,
    /// The document is an object.
    in_object: bool,
    /// The names of the previous item, which most items share.
    names: Option<FieldNames>,
}

/// What comes next in the document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Document,
    /// The name of a member, or the end of the object.
    Name {
        is_first: bool,
    },
    Colon,
    Value,
    /// A comma, or the end of the object.
    AfterValue,
    /// An item, or the end of the list.
    Item {
        is_first: bool,
    },
    /// A comma, or the end of the list.
    AfterItem,
    End,
}

/// A token after which another state follows.
enum Token {
    /// There are not enough bytes.
    Incomplete,
    Next(State),
    Item(Record),
}

impl JsonParser {
    pub(super) fn new(list: Option<String>) -> Self {
        Self {
            list,
            found: None,
            member: None,
            buffer: BytesMut::new(),
            state: State::Document,
            scan: Scan::default(),
            line: 1,
            start_line: 1,
            in_object: false,
            names: None,
        }
    }

    /// Adds the next chunk.
    pub(super) fn push(&mut self, chunk: &[u8]) {
        self.buffer.extend_from_slice(chunk);
    }

    /// Returns the line of the current value.
    pub(super) fn start_line(&self) -> u64 {
        self.start_line
    }

    /// Returns the next item; `None` if another chunk is needed, or at the end of the document.
    pub(super) fn next_item(&mut self, has_ended: bool) -> Result<Option<Record>, DecodeError> {
        loop {
            if self.scan.at == 0 {
                self.skip_whitespace();
            }
            match self.next_token()? {
                Token::Item(record) => return Ok(Some(record)),
                Token::Next(state) => self.state = state,
                Token::Incomplete if !has_ended => {
                    if self.buffer.len() > MAX_ITEM {
                        let expected = format!("an item of at most {MAX_ITEM} bytes");
                        return Err(DecodeError::of_document(expected, "a longer one"));
                    }
                    return Ok(None);
                }
                Token::Incomplete => return self.ended().map(|()| None),
            }
        }
    }

    /// Checks the end of the document.
    fn ended(&self) -> Result<(), DecodeError> {
        if self.state != State::End {
            return Err(DecodeError::of_document("the rest of the document", "its end"));
        }
        match (&self.found, &self.list) {
            (None, Some(name)) if self.in_object => {
                Err(DecodeError::of_document(format!("a list `{name}`"), "no such member"))
            }
            (None, None) if self.in_object => {
                Err(DecodeError::of_document("a list of items", "an object without one"))
            }
            _ => Ok(()),
        }
    }

    fn next_token(&mut self) -> Result<Token, DecodeError> {
        let Some(first) = self.buffer.first().copied() else { return Ok(Token::Incomplete) };
        let next = match (self.state, first) {
            (State::Document, b'[') => State::Item { is_first: true },
            (State::Document, b'{') => {
                self.in_object = true;
                State::Name { is_first: true }
            }
            (State::Name { is_first: true } | State::AfterValue, b'}') => State::End,
            (State::Colon, b':') => State::Value,
            (State::AfterValue, b',') => State::Name { is_first: false },
            (State::Item { is_first: true } | State::AfterItem, b']') if self.in_object => {
                State::AfterValue
            }
            (State::Item { is_first: true } | State::AfterItem, b']') => State::End,
            (State::AfterItem, b',') => State::Item { is_first: false },
            (State::Name { .. }, b'"') => return self.name(),
            (State::Value, b'[') if self.is_list()? => State::Item { is_first: true },
            (State::Value, b'{') if self.list.is_some() && self.member.is_some() => {
                return self.only_item();
            }
            (State::Value, _) => {
                let Some(_) = self.value()? else { return Ok(Token::Incomplete) };
                return Ok(Token::Next(State::AfterValue));
            }
            (State::Item { .. }, _) => return self.item(State::AfterItem),
            _ => return Err(self.unexpected()),
        };
        self.advance(1);
        Ok(Token::Next(next))
    }

    fn unexpected(&self) -> DecodeError {
        let expected = match self.state {
            State::Document => "a list or an object",
            State::Name { .. } => "the name of a member",
            State::Colon => "`:`",
            State::AfterValue => "`,` or `}`",
            State::AfterItem => "`,` or `]`",
            State::Value | State::Item { .. } => "a value",
            State::End => "the end of the document",
        };
        DecodeError::of_document(expected, "another character")
    }

    /// Reads the name of a member.
    fn name(&mut self) -> Result<Token, DecodeError> {
        let Some(text) = self.value()? else { return Ok(Token::Incomplete) };
        let name = read(&text)?.string()?.into_owned();
        let is_selected = self.list.as_ref().is_none_or(|list| *list == name);
        self.member = is_selected.then_some(name);
        Ok(Token::Next(State::Colon))
    }

    /// Returns `true` if the list that is next contains the items.
    fn is_list(&mut self) -> Result<bool, DecodeError> {
        let Some(name) = self.member.take() else { return Ok(false) };
        if let Some(found) = &self.found {
            let found = format!("`{found}` and `{name}`");
            return Err(DecodeError::of_document("one list of items", found));
        }
        self.found = Some(name);
        Ok(true)
    }

    /// Reads an object in place of the selected list, which has one item then.
    fn only_item(&mut self) -> Result<Token, DecodeError> {
        let token = self.item(State::AfterValue)?;
        if matches!(token, Token::Item(_)) {
            self.is_list()?;
        }
        Ok(token)
    }

    fn item(&mut self, next: State) -> Result<Token, DecodeError> {
        let Some(text) = self.value()? else { return Ok(Token::Incomplete) };
        let record = Record::from_json(read(&text)?, self.names.as_ref(), self.start_line)?;
        self.names = Some(record.shared_names());
        self.state = next;
        Ok(Token::Item(record))
    }

    /// Returns the bytes of the next value, when it is complete.
    fn value(&mut self) -> Result<Option<BytesMut>, DecodeError> {
        self.start_line = self.line;
        let Some(end) = self.scan.end(&self.buffer) else { return Ok(None) };
        if end == 0 {
            return Err(self.unexpected());
        }
        if end > MAX_ITEM {
            let expected = format!("an item of at most {MAX_ITEM} bytes");
            return Err(DecodeError::of_document(expected, "a longer one"));
        }
        self.scan = Scan::default();
        let value = self.buffer.split_to(end);
        self.count_lines(&value);
        Ok(Some(value))
    }

    fn skip_whitespace(&mut self) {
        let is_space = |byte: &&u8| matches!(byte, b' ' | b'\t' | b'\r' | b'\n');
        let count = self.buffer.iter().take_while(is_space).count();
        self.advance(count);
    }

    fn advance(&mut self, count: usize) {
        let skipped = self.buffer.get(..count).unwrap_or_default();
        self.line += skipped.iter().filter(|byte| **byte == b'\n').count() as u64;
        self.buffer.advance(count.min(self.buffer.len()));
        self.start_line = self.line;
    }

    fn count_lines(&mut self, bytes: &[u8]) {
        self.line += bytes.iter().filter(|byte| **byte == b'\n').count() as u64;
    }
}

/// Reads a value. The position in an error would be one in the value, not in the document.
fn read(text: &[u8]) -> Result<Raw<'_>, DecodeError> {
    Raw::document(text).map_err(|error| {
        let reason = error.found().split(" at line ").next().unwrap_or_default();
        DecodeError::of_document(error.expected().to_owned(), reason.to_owned())
    })
}

/// The search for the end of a value, which continues with the next chunk.
#[derive(Debug, Default)]
struct Scan {
    /// The number of bytes that were searched.
    at: usize,
    depth: u32,
    in_string: bool,
    is_escaped: bool,
}

impl Scan {
    /// Returns the length of the value at the start of the bytes, if they contain its end.
    fn end(&mut self, bytes: &[u8]) -> Option<usize> {
        for (at, byte) in bytes.iter().enumerate().skip(self.at) {
            if self.in_string {
                match byte {
                    _ if self.is_escaped => self.is_escaped = false,
                    b'\\' => self.is_escaped = true,
                    b'"' => {
                        self.in_string = false;
                        if self.depth == 0 {
                            return Some(at + 1);
                        }
                    }
                    _ => {}
                }
                continue;
            }
            match byte {
                b'"' => self.in_string = true,
                b'{' | b'[' => self.depth += 1,
                // the end of a number or a literal
                b'}' | b']' | b',' | b' ' | b'\t' | b'\r' | b'\n' if self.depth == 0 => {
                    return Some(at);
                }
                b'}' | b']' => {
                    self.depth -= 1;
                    if self.depth == 0 {
                        return Some(at + 1);
                    }
                }
                _ => {}
            }
        }
        self.at = bytes.len();
        None
    }
}
