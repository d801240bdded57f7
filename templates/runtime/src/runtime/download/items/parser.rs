//! A parser of items that is fed with chunks. It has no I/O.

use bytes::{Bytes, BytesMut};

#[cfg(feature = "csv")]
use super::csv::CsvParser;
use super::json::JsonParser;
use super::record::Record;
use crate::runtime::json::DecodeError;

/// The maximum size of an item in bytes.
pub(super) const MAX_ITEM: usize = 16 * 1024 * 1024;

/// The number of bytes of whitespace after which a file is CSV.
const MAX_START: usize = 64 * 1024;

/// The format of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum FileFormat {
    /// Comma-separated values, with the names in the first line.
    Csv,
    /// A JSON list of objects, or an object with such a list.
    Json,
}

/// An item that cannot be read.
#[derive(Clone, Debug)]
pub struct ItemError {
    /// The position of the item, from 0.
    pub item: u64,
    /// The line on which it starts, from 1.
    pub line: u64,
    /// What was expected, and what was found.
    pub error: DecodeError,
}

/// A parser that takes the chunks of a file, and returns its items one by one.
#[derive(Default)]
pub struct ItemParser {
    format: Option<FileFormat>,
    /// The member with the list of items.
    list: Option<String>,
    state: State,
    has_ended: bool,
    count: u64,
}

#[derive(Debug)]
enum State {
    /// The start of the file, until its format is known.
    Start(BytesMut),
    #[cfg(feature = "csv")]
    Csv(Box<CsvParser>),
    Json(Box<JsonParser>),
    /// An error was returned.
    Failed,
}

impl Default for State {
    fn default() -> Self {
        Self::Start(BytesMut::new())
    }
}

impl ItemParser {
    /// Creates a parser.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the format.
    pub fn set_format(&mut self, format: FileFormat) {
        self.format = Some(format);
    }

    /// Sets the format by the content type, if it is one of a format, and if the format is not set.
    pub fn set_content_type(&mut self, content_type: Option<&str>) {
        let media = content_type.unwrap_or_default().split(';').next().unwrap_or_default();
        let media = media.to_ascii_lowercase();
        let named = match media {
            media if media.contains("csv") => Some(FileFormat::Csv),
            media if media.contains("json") => Some(FileFormat::Json),
            _ => None,
        };
        self.format = self.format.or(named);
    }

    /// Sets the member with the list of items.
    pub fn set_list(&mut self, name: String) {
        self.list = Some(name);
    }

    /// Returns the number of items that were returned.
    pub fn count(&self) -> u64 {
        self.count
    }

    /// Adds the next chunk. All items that are complete must be taken before.
    pub fn push(&mut self, chunk: Bytes) {
        match &mut self.state {
            State::Start(start) => start.extend_from_slice(&chunk),
            #[cfg(feature = "csv")]
            State::Csv(parser) => parser.push(chunk),
            State::Json(parser) => parser.push(&chunk),
            State::Failed => {}
        }
    }

    /// Marks the end of the file.
    pub fn end(&mut self) {
        self.has_ended = true;
    }

    /// Returns the next item; `None` if another chunk is needed, or at the end of the file.
    pub fn next_item(&mut self) -> Result<Option<Record>, ItemError> {
        let found = self.start().and_then(|()| match &mut self.state {
            State::Start(_) | State::Failed => Ok(None),
            #[cfg(feature = "csv")]
            State::Csv(parser) => parser.next_item(self.has_ended),
            State::Json(parser) => parser.next_item(self.has_ended),
        });
        match found {
            Ok(Some(mut record)) => {
                record.set_index(self.count);
                self.count += 1;
                Ok(Some(record))
            }
            Ok(None) => Ok(None),
            Err(error) => {
                let line = self.line();
                self.state = State::Failed;
                Err(ItemError { item: self.count, line, error })
            }
        }
    }

    fn line(&self) -> u64 {
        match &self.state {
            State::Start(_) | State::Failed => 1,
            #[cfg(feature = "csv")]
            State::Csv(parser) => parser.start_line(),
            State::Json(parser) => parser.start_line(),
        }
    }

    /// Creates the parser of the format when the start of the file is known.
    fn start(&mut self) -> Result<(), DecodeError> {
        let State::Start(start) = &mut self.state else { return Ok(()) };
        let is_cut_mark =
            start.len() < 3 && b"\xef\xbb\xbf".starts_with(start) && !start.is_empty();
        let text = start.strip_prefix(b"\xef\xbb\xbf").unwrap_or(start);
        let first = text.trim_ascii_start().first().copied();
        let is_decided = first.is_some() && !is_cut_mark || start.len() > MAX_START;
        if !is_decided && !self.has_ended {
            return Ok(());
        }
        let chunk = Bytes::copy_from_slice(text);
        let format = match (self.format, first) {
            (Some(format), _) => format,
            (None, Some(b'{' | b'[')) => FileFormat::Json,
            (None, Some(b'<')) => {
                return Err(DecodeError::of_document("CSV or JSON", "XML or HTML"));
            }
            (None, _) => FileFormat::Csv,
        };
        self.state = match format {
            FileFormat::Json => {
                let mut parser = JsonParser::new(self.list.take());
                parser.push(&chunk);
                State::Json(Box::new(parser))
            }
            #[cfg(feature = "csv")]
            FileFormat::Csv => State::Csv(Box::new(CsvParser::new(chunk))),
            #[cfg(not(feature = "csv"))]
            FileFormat::Csv if chunk.is_empty() => State::Failed,
            #[cfg(not(feature = "csv"))]
            FileFormat::Csv => {
                return Err(DecodeError::of_document(
                    "JSON",
                    "CSV, for which the feature `csv` is needed",
                ));
            }
        };
        Ok(())
    }
}
