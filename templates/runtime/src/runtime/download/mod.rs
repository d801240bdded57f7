//! Files as responses: streamed to memory, to a writer or to a file.

mod atomic_file;
#[cfg(feature = "blocking")]
mod blocking;
mod chunks;
mod file_or_status;
mod items;
mod restarts;
mod save;

pub(crate) use chunks::{FileContext, FileEvent, FileEvents, Steps};
pub use file_or_status::FileOrStatus;
pub use items::{FileFormat, FileItems, ItemError, ItemParser, Record};
pub(crate) use restarts::{Opened, Restarts};
pub(crate) use save::save;

use std::fmt;
use std::future::poll_fn;
use std::marker::PhantomData;
use std::path::PathBuf;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::{Bytes, BytesMut};
use futures_core::Stream;
use http::header::{CONTENT_DISPOSITION, CONTENT_ENCODING, CONTENT_LENGTH};
use serde_core::de::DeserializeOwned;
use tokio::io::{AsyncWrite, AsyncWriteExt};

use crate::runtime::call::{Content, FromResponse, RawResponse, transport_error, truncated};
use crate::runtime::error::{Error, ErrorKind};
use crate::runtime::http::{Incoming, TransportError, content_disposition};
use crate::runtime::mode::Async;
use chunks::Once;

/// A file in a response: a [`Stream`] of its bytes.
///
/// A file with `Content-Encoding: gzip` or `deflate` is decoded. One that expands to more than 250 times its size, or to
/// more than 16 GiB, is an error.
///
/// # What is not a file
///
/// These responses are errors before there is a `Download`, also if the status is a success:
///
/// | response | error |
/// |---|---|
/// | a part of a file (206), unless the call has the header `Range` | [`is_decode`](Error::is_decode) |
/// | no content; an HTML page, or text with the content type of one | `is_decode` |
/// | the status of the job, and any response with the status 202 | [`is_not_ready`](Error::is_not_ready) |
/// | the status of a job that failed | [`is_rejected`](Error::is_rejected) |
/// | an error in the body | `is_rejected` |
/// | `{}`, and a string, a number, a boolean or `null` in JSON | `is_decode` |
/// | JSON or XML, or another content type than those that the operation declares, such as `text/plain` for a PDF | `is_decode` |
///
/// Everything else is the file, also an empty list. A PDF, ZIP, GIF, JPEG or PNG that is declared and has its signature is
/// a file with any content type, and a part that was requested is not examined. Otherwise these rules apply to JSON and
/// XML of up to 64 KiB, in UTF-8 or UTF-16. The letter case of names is ignored.
///
/// The **status of the job** is an object in one of these places:
///
/// - anywhere, also as the only element of a list, if it has a state and the id of the job;
/// - as the document, if it has a state of a job, and no list or object that is not empty;
/// - as the document, if most of its members are those of a status, and none is a list or an object;
/// - in another object, if it has a state of a job, most of its members are those of a status, and it has no id;
/// - as the only element of a list, if it has no id, a state of a job, and no other members than those of a status.
///
/// An **error** is an error status, a flag of success that is false, or a member that only errors have:
///
/// - in an object without other members, or in all elements of a list, each with a message and without other members;
/// - in the document, with a message or a flag, and with other members that are neither lists nor objects;
/// - in another object, with fewer such members than those of the error.
///
/// An object with a message and nothing else is an error too. So are a JSON string and a line of `text/plain` without `,`,
/// `;` and tabs, if one of their words reports an error, as in `Access denied`. A value or a line that has the content type
/// of CSV is a file.
///
/// [`Client::fetch`](crate::Client::fetch) returns pages, values, statuses and empty bodies too. An object with an error
/// and other members is none for it.
pub struct Download<M = Async> {
    context: FileContext,
    body: Incoming,
    read: u64,
    done: bool,
    mode: PhantomData<M>,
}

impl<M: Send + 'static> FromResponse for Download<M> {
    const STREAMED: bool = true;

    fn from_response(response: RawResponse) -> Result<Self, Error> {
        Self::new(response)
    }
}

fn not_ready(response: &RawResponse) -> Error {
    response.error(ErrorKind::NotReady, "the file does not exist yet")
}

impl<M> Download<M> {
    /// Creates the download of a response.
    fn new(response: RawResponse) -> Result<Self, Error> {
        let body = match response.content {
            Content::Status(_) => return Err(not_ready(&response)),
            Content::Whole(bytes) => Incoming::bytes(bytes),
            Content::Streamed(body) => body,
        };
        let head = Box::new(response.head);
        let context = FileContext { operation: response.operation, head };
        Ok(Self { context, body, read: 0, done: false, mode: PhantomData })
    }

    /// Returns the response.
    pub(crate) fn context(&self) -> &FileContext {
        &self.context
    }

    /// Returns the content type.
    pub fn content_type(&self) -> Option<&str> {
        self.context.content_type()
    }

    /// Returns the length in bytes, if the response announces it. That of a compressed response is not known.
    pub fn content_length(&self) -> Option<u64> {
        if self.context.head.headers.contains_key(CONTENT_ENCODING) {
            return None;
        }
        self.context.header(&CONTENT_LENGTH)?.trim().parse().ok()
    }

    /// Returns the file name that the service suggests, without directories.
    pub fn file_name(&self) -> Option<String> {
        let value = self.context.head.headers.get(CONTENT_DISPOSITION)?;
        content_disposition::file_name(&String::from_utf8_lossy(value.as_bytes()))
    }

    /// Returns the headers of the response.
    pub fn headers(&self) -> &http::HeaderMap {
        &self.context.head.headers
    }

    /// Reads the items of the file while it arrives, and deserializes them by serde as
    /// [`Record::deserialize`] describes.
    pub fn items<T: DeserializeOwned>(self) -> FileItems<T, M> {
        FileItems::typed(Box::new(Once::new(self.into_mode())))
    }

    /// Reads the items of the file while it arrives, as records of any names.
    pub fn records(self) -> FileItems<Record, M> {
        FileItems::records(Box::new(Once::new(self.into_mode())))
    }

    /// Returns the download in another mode.
    pub(crate) fn into_mode<N>(self) -> Download<N> {
        let Self { context, body, read, done, mode: _ } = self;
        Download { context, body, read, done, mode: PhantomData }
    }

    /// Returns the number of announced bytes that did not arrive. Not every transport checks it.
    fn missing(&self) -> Option<u64> {
        let missing = self.content_length()?.checked_sub(self.read)?;
        (missing > 0).then_some(missing)
    }

    fn fail(&mut self, error: TransportError) -> Poll<Option<Result<Bytes, Error>>> {
        self.done = true;
        Poll::Ready(Some(Err(self.context.error(transport_error(error)))))
    }
}

impl Download {
    /// Returns the next chunk, or `None` at the end.
    pub async fn next(&mut self) -> Option<Result<Bytes, Error>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    /// Reads the file into memory.
    pub async fn bytes(mut self) -> Result<Bytes, Error> {
        let mut all = BytesMut::new();
        while let Some(chunk) = self.next().await {
            all.extend_from_slice(&chunk?);
        }
        Ok(all.freeze())
    }

    /// Reads the file into a string. It must be UTF-8; a byte order mark is removed.
    pub async fn text(self) -> Result<String, Error> {
        let context = self.context.clone();
        let mut bytes = Vec::from(self.bytes().await?);
        if bytes.starts_with(b"\xef\xbb\xbf") {
            bytes.drain(..3);
        }
        String::from_utf8(bytes).map_err(|error| {
            let not_text = Error::with_message(ErrorKind::Decode, "the file is not UTF-8");
            context.error(not_text).with_source(error.utf8_error())
        })
    }

    /// Writes the file to a writer and returns its length in bytes.
    pub async fn write_to<W: AsyncWrite + Unpin + ?Sized>(
        mut self,
        target: &mut W,
    ) -> Result<u64, Error> {
        while let Some(chunk) = self.next().await {
            let chunk = chunk?;
            target.write_all(&chunk).await.map_err(|error| self.context.write_error(error))?;
        }
        target.flush().await.map_err(|error| self.context.write_error(error))?;
        Ok(self.read)
    }

    /// Saves the file and returns its length in bytes.
    ///
    /// The file is written atomically: it replaces an existing file when it is complete, and nothing is left
    /// behind on an error.
    pub async fn save(self, path: impl Into<PathBuf>) -> Result<u64, Error> {
        save(Box::new(Once::new(self)), path.into()).await
    }
}

impl Stream for Download {
    type Item = Result<Bytes, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_chunk(context)
    }
}

impl<M> Unpin for Download<M> {}

impl<M> Download<M> {
    /// Returns the next chunk.
    fn poll_chunk(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Bytes, Error>>> {
        if self.done {
            return Poll::Ready(None);
        }
        match ready!(Pin::new(&mut self.body).poll_next(context)) {
            Some(Ok(chunk)) => {
                self.read += chunk.len() as u64;
                Poll::Ready(Some(Ok(chunk)))
            }
            Some(Err(error)) => self.fail(error),
            None => match self.missing() {
                Some(missing) => self.fail(truncated(missing)),
                None => {
                    self.done = true;
                    Poll::Ready(None)
                }
            },
        }
    }
}

impl<M> fmt::Debug for Download<M> {
    // inlined: compiled only where it is used
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Download")
            .field("operation", &self.context.operation.id)
            .field("content_type", &self.content_type())
            .field("content_length", &self.content_length())
            .field("read", &self.read)
            .finish_non_exhaustive()
    }
}
