//! The items of a file: CSV and JSON, read while the file arrives.

#[cfg(feature = "csv")]
mod csv;
mod deserialize;
mod json;
mod parser;
mod record;

pub use parser::{FileFormat, ItemError, ItemParser};
pub use record::Record;

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;
use serde_core::de::DeserializeOwned;

use super::chunks::{FileContext, FileEvent, FileEvents};
use crate::runtime::error::{Error, ErrorKind};
use crate::runtime::json::DecodeError;

/// The items of a CSV or JSON file, which are read while the file arrives.
///
/// It is a [`Stream`], and has its own [`next`](FileItems::next). It ends after an error, which has the number of
/// [items before it](Error::items_read). One chunk of the file and one item are held in memory. An item of more than
/// 16 MiB is an error.
///
/// The format is that of the content type, or of the first byte if the content type is neither CSV nor JSON.
///
/// - **CSV** (feature `csv`): the first line contains the names. Fields are separated by commas and may be quoted. Lines
///   end with LF or CRLF, and blank lines are skipped. A line with another number of fields than the first one, a quote
///   that is not closed, and a byte that is not UTF-8 are errors.
/// - **JSON**: the document is a list of objects, or an object with one list of objects. [`list`](Self::list) selects
///   one of several lists.
#[must_use = "streams do nothing unless polled"]
pub struct FileItems<T> {
    source: RecordStream,
    convert: fn(Record) -> Result<T, DecodeError>,
}

/// The items without their type, so that this is compiled once.
struct RecordStream {
    events: Box<dyn FileEvents>,
    parser: ItemParser,
    context: Option<FileContext>,
    /// All bytes were read.
    has_ended: bool,
    /// The last item or an error was returned.
    done: bool,
}

impl RecordStream {
    fn poll_next(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Record, Error>>> {
        while !self.done {
            match self.parser.next_item() {
                Ok(Some(record)) => return Poll::Ready(Some(Ok(record))),
                Ok(None) => {}
                Err(error) => return Poll::Ready(Some(Err(self.item_error(error)))),
            }
            if self.has_ended {
                break;
            }
            match ready!(self.events.poll_event(context)) {
                Some(Ok(FileEvent::Start(start))) => {
                    self.parser.set_content_type(start.content_type());
                    self.context = Some(start);
                }
                Some(Ok(FileEvent::Chunk(chunk))) => self.parser.push(chunk),
                Some(Ok(FileEvent::Restart)) => {
                    let message = "the file was changed while it was downloaded";
                    let error = Error::with_message(ErrorKind::ConnectionClosed, message);
                    return Poll::Ready(Some(Err(self.fail(error))));
                }
                Some(Err(error)) => return Poll::Ready(Some(Err(self.fail(error)))),
                None => {
                    self.has_ended = true;
                    self.parser.end();
                }
            }
        }
        self.done = true;
        Poll::Ready(None)
    }

    /// Ends the items with an error.
    fn fail(&mut self, mut error: Error) -> Error {
        self.done = true;
        error.0.items_read = Some(self.parser.count());
        error
    }

    /// Creates the error for an item that cannot be read.
    fn item_error(&mut self, error: ItemError) -> Error {
        let ItemError { item, line, error } = error;
        let message = format!("item {} at line {line}: expected {}", item + 1, error.expected());
        let mut result = Error::with_message(ErrorKind::Decode, message);
        if let Some(context) = &self.context {
            result = context.error(result);
        }
        result.0.json_path = Some(error.path()).filter(|path| path != "$");
        result = self.fail(result.with_source(error));
        result.0.items_read = Some(item);
        result
    }
}

impl<T> FileItems<T> {
    pub(crate) fn new(
        events: Box<dyn FileEvents>,
        convert: fn(Record) -> Result<T, DecodeError>,
    ) -> Self {
        let parser = ItemParser::new();
        let source = RecordStream { events, parser, context: None, has_ended: false, done: false };
        Self { source, convert }
    }

    /// Sets the format, whatever the content type is.
    pub fn format(mut self, format: FileFormat) -> Self {
        self.source.parser.set_format(format);
        self
    }

    /// Sets the member with the list of items, for a JSON object with several lists.
    pub fn list(mut self, name: impl Into<String>) -> Self {
        self.source.parser.set_list(name.into());
        self
    }

    /// Returns the number of items that were read.
    pub fn count(&self) -> u64 {
        self.source.parser.count()
    }

    /// Returns the next item, or `None` at the end of the file.
    pub async fn next(&mut self) -> Option<Result<T, Error>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }
}

impl FileItems<Record> {
    /// Creates the items of a file as records.
    pub(crate) fn records(events: Box<dyn FileEvents>) -> Self {
        Self::new(events, Ok)
    }
}

impl<T: DeserializeOwned> FileItems<T> {
    /// Creates the items of a file, deserialized by serde.
    pub(crate) fn typed(events: Box<dyn FileEvents>) -> Self {
        Self::new(events, |record| record.deserialize())
    }
}

impl<T> Unpin for FileItems<T> {}

impl<T> Stream for FileItems<T> {
    type Item = Result<T, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        Poll::Ready(match ready!(this.source.poll_next(context)) {
            Some(Ok(record)) => {
                let (item, line) = (record.index(), record.line());
                let converted = (this.convert)(record);
                Some(
                    converted
                        .map_err(|error| this.source.item_error(ItemError { item, line, error })),
                )
            }
            Some(Err(error)) => Some(Err(error)),
            None => None,
        })
    }
}

impl<T> fmt::Debug for FileItems<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FileItems").field("count", &self.count()).finish_non_exhaustive()
    }
}
