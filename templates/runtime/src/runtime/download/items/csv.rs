//! Records of CSV, from chunks of any size.

use std::sync::Arc;

use bytes::{Buf, Bytes};
use csv_core::{ReadRecordResult, Reader};

use super::parser::MAX_ITEM;
use super::record::{FieldNames, Record};
use crate::runtime::json::DecodeError;

/// The maximum number of fields of a record.
const MAX_FIELDS: usize = 64 * 1024;

/// A parser of CSV.
#[derive(Debug)]
pub(super) struct CsvParser {
    reader: Reader,
    input: Bytes,
    /// The fields of the current record, without quotes, one after the other.
    text: Vec<u8>,
    text_length: usize,
    /// The ends of the fields in `text`.
    ends: Vec<usize>,
    field_count: usize,
    /// A part of the current record was read.
    in_record: bool,
    /// The line of the next byte.
    line: u64,
    /// The line on which the current record starts.
    start_line: u64,
    names: Option<FieldNames>,
}

impl CsvParser {
    /// Creates a parser for a file that starts with these bytes, without a byte order mark.
    pub(super) fn new(input: Bytes) -> Self {
        Self {
            reader: Reader::new(),
            input,
            text: vec![0; 1024],
            text_length: 0,
            ends: vec![0; 64],
            field_count: 0,
            in_record: false,
            line: 1,
            start_line: 1,
            names: None,
        }
    }

    /// Adds the next chunk.
    pub(super) fn push(&mut self, chunk: Bytes) {
        // a caller that does not take all records before is slow, but loses nothing
        let rest = std::mem::replace(&mut self.input, chunk);
        if !rest.is_empty() {
            self.input = [rest.as_ref(), self.input.as_ref()].concat().into();
        }
    }

    /// Returns the line of the current record.
    pub(super) fn start_line(&self) -> u64 {
        self.start_line
    }

    /// Returns the next record; `None` if another chunk is needed, or at the end of the file.
    pub(super) fn next_item(&mut self, has_ended: bool) -> Result<Option<Record>, DecodeError> {
        let mut is_closed = false;
        loop {
            if !self.in_record {
                self.skip_line_ends();
            }
            if self.input.is_empty() {
                if !has_ended || !self.in_record {
                    return Ok(None);
                }
                // a line break is a part of a quoted field, and ends any other
                self.input = Bytes::from_static(b"\n");
                is_closed = true;
            }
            match self.read() {
                ReadRecordResult::InputEmpty if is_closed => {
                    return Err(DecodeError::of_document("a closing quote", "the end of the file"));
                }
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::OutputFull if self.text.len() < MAX_ITEM => {
                    self.text.resize(self.text.len() * 2, 0);
                }
                ReadRecordResult::OutputFull => {
                    let expected = format!("an item of at most {MAX_ITEM} bytes");
                    return Err(DecodeError::of_document(expected, "a longer one"));
                }
                ReadRecordResult::OutputEndsFull if self.ends.len() < MAX_FIELDS => {
                    self.ends.resize(self.ends.len() * 2, 0);
                }
                ReadRecordResult::OutputEndsFull => {
                    let expected = format!("at most {MAX_FIELDS} fields");
                    return Err(DecodeError::of_document(expected, "more"));
                }
                ReadRecordResult::Record => {
                    if let Some(record) = self.record()? {
                        return Ok(Some(record));
                    }
                }
                ReadRecordResult::End => return Ok(None),
            }
        }
    }

    /// Skips line ends before a record, so that the line of the record is known.
    fn skip_line_ends(&mut self) {
        let is_end = |byte: &&u8| matches!(byte, b'\r' | b'\n');
        let count = self.input.iter().take_while(is_end).count();
        self.advance(count);
        self.start_line = self.line;
    }

    fn advance(&mut self, count: usize) {
        let read = self.input.iter().take(count);
        self.line += read.filter(|byte| **byte == b'\n').count() as u64;
        self.input.advance(count);
    }

    fn read(&mut self) -> ReadRecordResult {
        let text = self.text.get_mut(self.text_length..).unwrap_or_default();
        let ends = self.ends.get_mut(self.field_count..).unwrap_or_default();
        let (result, read, written, fields) = self.reader.read_record(&self.input, text, ends);
        self.advance(read);
        self.in_record |= read > 0;
        self.text_length += written;
        self.field_count += fields;
        result
    }

    /// Returns the record that was read, unless it contains the names.
    fn record(&mut self) -> Result<Option<Record>, DecodeError> {
        let count = std::mem::take(&mut self.field_count);
        let length = std::mem::take(&mut self.text_length);
        self.in_record = false;
        let text = self.text.get(..length).unwrap_or_default();
        let ends = self.ends.get(..count).unwrap_or_default();
        let text = std::str::from_utf8(text)
            .map_err(|error| not_utf8(error.valid_up_to(), ends, self.names.as_ref()))?;
        let mut spans = Vec::with_capacity(count);
        let mut start = 0;
        for end in ends {
            // two bytes of one letter can be in two fields
            if !text.is_char_boundary(*end) {
                return Err(not_utf8(start, ends, self.names.as_ref()));
            }
            spans.push((start as u32, *end as u32));
            start = *end;
        }
        let Some(names) = &self.names else {
            let fields = spans.iter().map(|(start, end)| {
                Box::from(text.get(*start as usize..*end as usize).unwrap_or_default())
            });
            self.names = Some(Arc::from_iter(fields));
            return Ok(None);
        };
        if names.len() != count {
            return Err(DecodeError::of_document(
                format!("{} fields", names.len()),
                count.to_string(),
            ));
        }
        Ok(Some(Record::from_csv(names.clone(), text, spans, self.start_line)))
    }
}

/// Creates the error for the field that contains an invalid byte.
fn not_utf8(at: usize, ends: &[usize], names: Option<&FieldNames>) -> DecodeError {
    let field = ends.iter().take_while(|end| **end <= at).count();
    let found = match names.and_then(|names| names.get(field)) {
        Some(name) => format!("an invalid byte in the field `{name}`"),
        None => format!("an invalid byte in field {}", field + 1),
    };
    DecodeError::of_document("UTF-8", found)
}
