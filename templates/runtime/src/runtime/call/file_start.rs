//! The start of a file, by which it is distinguished from an error or the status of a job.

use std::borrow::Cow;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::{Bytes, BytesMut};
use futures_core::Stream;
use http::StatusCode;

use super::machine::{CallConfig, ResponseHead};
use super::media::{FileTypes, essence};
use super::timeout::IdleTimeout;
use crate::runtime::api::ErrorMembers;
use crate::runtime::error::{Outcome, decode_text};
use crate::runtime::http::{Incoming, TransportError, decoded};

/// The maximum size of a document that is read as a whole.
const MAX_DOCUMENT: usize = 64 * 1024;

/// The number of bytes that decide what a body begins like, and the maximum size of a line that is read as a whole.
const MAX_LINE: usize = 1024;

/// The separators of the cells and the rows of a table.
const SEPARATORS: [char; 5] = [',', ';', '\t', '\r', '\n'];

/// The maximum length of a signature.
const MAX_SIGNATURE: usize = 8;

/// A body whose start was read.
pub struct FileStart {
    /// The media type of the response, or an empty string.
    pub(super) media: String,
    pub(super) types: FileTypes,
    errors: &'static ErrorMembers,
    start: BytesMut,
    /// The rest; `None` if the start is the whole body.
    rest: Option<Incoming>,
}

impl FileStart {
    /// Reads the start of a body, decoded according to the headers: up to 64 KiB of a body that begins like JSON, XML or
    /// HTML, a line of plain text, and the first bytes of any other. A part of a file can begin with anything, so none of
    /// it is read. Fails if the timeout elapses before.
    pub(crate) async fn read(
        config: &CallConfig,
        head: &ResponseHead,
        body: Incoming,
        mut timeout: IdleTimeout,
    ) -> Result<Self, TransportError> {
        let (media, types) = (head.content_type().map(essence), FileTypes(config.operation.accept));
        let body = decoded(&head.headers, body)?;
        let (media, start) = (media.unwrap_or_default(), BytesMut::new());
        let errors = &config.api.errors;
        let mut file = Self { media, types, errors, start, rest: Some(body) };
        while head.status != StatusCode::PARTIAL_CONTENT && file.is_undecided() {
            let Some(body) = &mut file.rest else { break };
            match timeout.next(body).await {
                Some(chunk) => file.start.extend_from_slice(&chunk?),
                None => file.rest = None,
            }
        }
        Ok(file)
    }

    /// Returns `true` if more has to be read. A file of whitespace alone is decided by its size.
    fn is_undecided(&self) -> bool {
        let length = self.start.len();
        let is_short = self.start.trim_ascii_start().len() < MAX_SIGNATURE && length < MAX_LINE;
        if is_short && self.types.excludes(&self.media) {
            return true;
        }
        let text = decode_text(self.first_bytes());
        let text = text.trim_start();
        let is_line = || is_line(text);
        match text.chars().next() {
            None | Some('{' | '[' | '<') => length <= MAX_DOCUMENT,
            Some(_) if self.is_csv() || length > MAX_LINE => false,
            Some('"') => may_be_string(text),
            Some(_) => may_be_literal(text) || is_line() && self.is_plain(text),
        }
    }

    fn first_bytes(&self) -> &[u8] {
        self.start.get(..MAX_LINE).unwrap_or(&self.start)
    }

    fn is_csv(&self) -> bool {
        self.media.ends_with("csv")
    }

    /// Returns `true` for plain text, and for a body without a content type that begins like the message of an error.
    fn is_plain(&self, text: &str) -> bool {
        match self.media.as_str() {
            "text/plain" => true,
            "" => Outcome::of(text, self.errors).reports_error(),
            _ => false,
        }
    }

    /// Returns the text of the start. Bytes that are no text are replaced.
    pub(super) fn text(&self) -> Cow<'_, str> {
        decode_text(&self.start)
    }

    /// Returns the start.
    pub(super) fn bytes(&self) -> &[u8] {
        &self.start
    }

    /// Returns `true` if the body begins with the bytes that identify a declared media type.
    pub(super) fn has_signature(&self) -> bool {
        let start = self.start.trim_ascii_start();
        self.types.signatures().any(|known| start.starts_with(known))
    }

    /// Returns the text of the body, if it is small and may be JSON or XML.
    pub(super) fn document(&self) -> Option<Cow<'_, str>> {
        let text = self.text();
        let start = text.trim_start();
        let is_value = || !self.is_csv() && (start.starts_with('"') || may_be_literal(start));
        let is_document = start.starts_with(['{', '[', '<']) || is_value();
        (self.rest.is_none() && is_document).then_some(text)
    }

    /// Returns the body, if it is one line of plain text without the separators of a table.
    pub(super) fn line(&self) -> Option<Cow<'_, str>> {
        let text = self.text();
        let is_document = text.trim_start().starts_with(['{', '[', '<']);
        let is_short = text.len() <= MAX_LINE && is_line(&text);
        let is_line = is_short && !is_document;
        (self.rest.is_none() && is_line && self.is_plain(&text)).then_some(text)
    }

    /// Returns `true` if the body has no content.
    pub(super) fn is_whitespace(&self) -> bool {
        self.rest.is_none() && self.text().trim().is_empty()
    }

    /// Returns the whole body.
    pub(super) fn into_body(self) -> Incoming {
        match self.rest {
            None => Incoming::bytes(self.start.freeze()),
            Some(rest) => Incoming::stream(Joined { start: Some(self.start.freeze()), rest }),
        }
    }
}

/// Returns `true` for text without the separators of a table. A line break may follow several words: one word may be the
/// header of a table without rows.
fn is_line(text: &str) -> bool {
    let line = text.trim_end();
    !line.contains(SEPARATORS) && (line.contains(' ') || !text.contains(SEPARATORS))
}

/// Returns `true` for the start of a JSON string that is the whole document.
fn may_be_string(text: &str) -> bool {
    let mut is_escaped = false;
    for (at, letter) in text.char_indices().skip(1) {
        match letter {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            '"' => return text.get(at + 1..).is_some_and(|rest| rest.trim().is_empty()),
            letter if letter.is_control() => return false,
            _ => {}
        }
    }
    true
}

/// Returns `true` for the start of a document that is a number, a boolean or `null`.
fn may_be_literal(text: &str) -> bool {
    let text = text.trim_end();
    let is_number = |letter: char| letter.is_ascii_digit() || "+-.eE".contains(letter);
    ["true", "false", "null"].iter().any(|known| known.starts_with(text))
        || text.chars().all(is_number)
}

/// A body whose start was read before.
struct Joined {
    start: Option<Bytes>,
    rest: Incoming,
}

impl Stream for Joined {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        match self.start.take() {
            Some(start) => Poll::Ready(Some(Ok(start))),
            None => Poll::Ready(ready!(Pin::new(&mut self.rest).poll_next(context))),
        }
    }
}
