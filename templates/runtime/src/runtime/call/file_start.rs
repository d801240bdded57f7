//! The start of a file, by which it is distinguished from an error or the status of a job.

use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::{Bytes, BytesMut};
use futures_core::Stream;
use http::HeaderMap;
use http::header::CONTENT_RANGE;

use crate::runtime::error::is_html;
use crate::runtime::http::{Incoming, TransportError, decoded};

/// The maximum size of a document that is read as a whole.
const MAX_DOCUMENT: usize = 64 * 1024;

/// A body whose start was read.
pub struct FileStart {
    start: Bytes,
    /// The rest; `None` if the start is the whole body.
    rest: Option<Incoming>,
}

impl FileStart {
    /// Reads the start of a body, decoded according to the headers: up to 64 KiB of a body that begins like JSON, XML or
    /// HTML, and the first bytes of any other. A part of a file can begin with anything, so none of it is read.
    pub(crate) async fn read(headers: &HeaderMap, body: Incoming) -> Result<Self, TransportError> {
        let mut body = decoded(headers, body)?;
        let mut start = BytesMut::new();
        if headers.contains_key(CONTENT_RANGE) {
            return Ok(Self { start: start.freeze(), rest: Some(body) });
        }
        while is_undecided(&start) {
            match poll_fn(|context| Pin::new(&mut body).poll_next(context)).await {
                Some(chunk) => start.extend_from_slice(&chunk?),
                None => return Ok(Self { start: start.freeze(), rest: None }),
            }
        }
        Ok(Self { start: start.freeze(), rest: Some(body) })
    }

    /// Returns the body, if it is small and may be a JSON object or XML.
    pub(super) fn document(&self) -> Option<&Bytes> {
        (self.rest.is_none() && is_document(&self.start)).then_some(&self.start)
    }

    /// Returns `true` if the body has no content.
    pub(super) fn is_whitespace(&self) -> bool {
        self.rest.is_none() && first_byte(&self.start).is_none()
    }

    /// Returns the text of the start, if it is that of an HTML page.
    pub(super) fn html(&self) -> Option<std::borrow::Cow<'_, str>> {
        let text = String::from_utf8_lossy(&self.start);
        is_html(text.trim_start_matches('\u{feff}')).then_some(text)
    }

    /// Returns the whole body.
    pub(super) fn into_body(self) -> Incoming {
        match self.rest {
            None => Incoming::bytes(self.start),
            Some(rest) => Incoming::stream(Joined { start: Some(self.start), rest }),
        }
    }
}

/// Returns the first byte that is neither whitespace nor part of a byte order mark.
fn first_byte(start: &[u8]) -> Option<u8> {
    let start = start.strip_prefix(b"\xef\xbb\xbf").unwrap_or(start);
    start.trim_ascii_start().first().copied()
}

fn is_document(start: &[u8]) -> bool {
    matches!(first_byte(start), Some(b'{' | b'<'))
}

/// Returns `true` if more has to be read. A file of whitespace alone is decided by its size.
fn is_undecided(start: &[u8]) -> bool {
    start.len() <= MAX_DOCUMENT && (first_byte(start).is_none() || is_document(start))
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
