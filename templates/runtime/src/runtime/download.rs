//! A file as the answer to a call, read as it comes in.

use std::fmt;
use std::future::poll_fn;
use std::path::PathBuf;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::{Bytes, BytesMut};
use futures_core::Stream;
use http::StatusCode;
use http::header::{CONTENT_DISPOSITION, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE};
use tokio::io::{AsyncWrite, AsyncWriteExt};

use crate::runtime::answer::{Answer, read_record};
use crate::runtime::description::Operation;
use crate::runtime::disposition;
use crate::runtime::drive::cut_off;
use crate::runtime::error::{Error, Kind};
use crate::runtime::exchange::{Head, failure};
use crate::runtime::reply::{Content, Reply};
use crate::runtime::save::Scratch;
use crate::runtime::transport::{Incoming, TransportError};
use crate::runtime::wire::Readable;

/// A file that comes in: a [`Stream`] of its bytes.
pub struct Download {
    operation: &'static Operation,
    head: Box<Head>,
    body: Incoming,
    read: u64,
    over: bool,
}

/// The file, or how it stands with it as long as there is none.
#[derive(Debug)]
pub enum FileOr<S> {
    /// The file.
    File(Download),
    /// How it stands.
    NotReady(S),
}

impl Answer for Download {
    const STREAMED: bool = true;

    fn answer(reply: Reply) -> Result<Self, Error> {
        if reply.status() == StatusCode::ACCEPTED {
            return Err(reply.error(Kind::NotReady, "the file does not exist yet"));
        }
        let body = match reply.content {
            Content::Whole(bytes) => Incoming::bytes(bytes),
            Content::Streamed(body) => body,
        };
        let head = Box::new(reply.head);
        Ok(Self { operation: reply.operation, head, body, read: 0, over: false })
    }
}

impl<S: Readable + Default + Send + 'static> Answer for FileOr<S> {
    const STREAMED: bool = true;

    fn answer(reply: Reply) -> Result<Self, Error> {
        if reply.status() == StatusCode::ACCEPTED {
            let mut state = S::default();
            read_record(&reply, &mut state)?;
            return Ok(FileOr::NotReady(state));
        }
        Download::answer(reply).map(FileOr::File)
    }
}

impl<S> FileOr<S> {
    /// Whether the file is there.
    pub fn is_ready(&self) -> bool {
        matches!(self, FileOr::File(_))
    }

    /// The file; `None` when it is not there yet.
    pub fn into_file(self) -> Option<Download> {
        match self {
            FileOr::File(file) => Some(file),
            FileOr::NotReady(_) => None,
        }
    }

    /// How things stand while the file is not there yet.
    pub fn not_ready(&self) -> Option<&S> {
        match self {
            FileOr::File(_) => None,
            FileOr::NotReady(state) => Some(state),
        }
    }
}

impl Download {
    fn header(&self, name: &http::HeaderName) -> Option<&str> {
        self.head.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// What it holds, as the service puts it.
    pub fn content_type(&self) -> Option<&str> {
        self.header(&CONTENT_TYPE)
    }

    /// How many bytes it has, if that is known beforehand.
    pub fn content_length(&self) -> Option<u64> {
        self.header(&CONTENT_LENGTH)?.trim().parse().ok()
    }

    /// The name that the service gives it, without any folders.
    pub fn file_name(&self) -> Option<String> {
        let value = self.head.headers.get(CONTENT_DISPOSITION)?;
        disposition::file_name(&String::from_utf8_lossy(value.as_bytes()))
    }

    /// The headers that it came with.
    pub fn headers(&self) -> &http::HeaderMap {
        &self.head.headers
    }

    /// The next piece of it.
    pub async fn next(&mut self) -> Option<Result<Bytes, Error>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    /// All of it.
    pub async fn bytes(mut self) -> Result<Bytes, Error> {
        let mut all = BytesMut::new();
        while let Some(piece) = self.next().await {
            all.extend_from_slice(&piece?);
        }
        Ok(all.freeze())
    }

    /// All of it as text, which has to be UTF-8; a byte order mark is left out.
    pub async fn text(self) -> Result<String, Error> {
        let (operation, head) = (self.operation, self.head.clone());
        let mut bytes = Vec::from(self.bytes().await?);
        if bytes.starts_with(b"\xef\xbb\xbf") {
            bytes.drain(..3);
        }
        String::from_utf8(bytes).map_err(|error| {
            let not_text = Error::message_of(Kind::Decode, "the file is not UTF-8");
            not_text.answered(&head).of(operation).because(error.utf8_error())
        })
    }

    /// Writes it; gives its length.
    pub async fn write_to<W: AsyncWrite + Unpin + ?Sized>(
        mut self,
        target: &mut W,
    ) -> Result<u64, Error> {
        while let Some(piece) = self.next().await {
            let piece = piece?;
            target.write_all(&piece).await.map_err(|error| self.unwritten(error))?;
        }
        target.flush().await.map_err(|error| self.unwritten(error))?;
        Ok(self.read)
    }

    /// Saves it as a file, which only takes its place when it is complete; gives its length.
    pub async fn save(mut self, path: impl Into<PathBuf>) -> Result<u64, Error> {
        let path = path.into();
        let mut scratch = Scratch::beside(path).await.map_err(|error| self.unwritten(error))?;
        while let Some(piece) = self.next().await {
            let piece = piece?;
            scratch.write(&piece).await.map_err(|error| self.unwritten(error))?;
        }
        scratch.keep().await.map_err(|error| self.unwritten(error))?;
        Ok(self.read)
    }

    fn unwritten(&self, error: std::io::Error) -> Error {
        let message = format!("the file cannot be written: {}", error.kind());
        self.error(Error::message_of(Kind::Local, message)).because(error)
    }

    fn error(&self, error: Error) -> Error {
        error.answered(&self.head).of(self.operation)
    }

    /// Whether less has come in than was announced. Not every transport minds.
    fn missing(&self) -> Option<u64> {
        let is_plain = !self.head.headers.contains_key(CONTENT_ENCODING);
        let missing = self.content_length()?.checked_sub(self.read)?;
        (is_plain && missing > 0).then_some(missing)
    }

    fn broken(&mut self, problem: TransportError) -> Poll<Option<Result<Bytes, Error>>> {
        self.over = true;
        Poll::Ready(Some(Err(self.error(failure(problem)))))
    }
}

impl Stream for Download {
    type Item = Result<Bytes, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if self.over {
            return Poll::Ready(None);
        }
        match ready!(Pin::new(&mut self.body).poll_next(context)) {
            Some(Ok(piece)) => {
                self.read += piece.len() as u64;
                Poll::Ready(Some(Ok(piece)))
            }
            Some(Err(problem)) => self.broken(problem),
            None => match self.missing() {
                Some(missing) => self.broken(cut_off(missing)),
                None => {
                    self.over = true;
                    Poll::Ready(None)
                }
            },
        }
    }
}

impl fmt::Debug for Download {
    // in line: compiled where it is used, if it is
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Download")
            .field("operation", &self.operation.id)
            .field("content_type", &self.content_type())
            .field("content_length", &self.content_length())
            .field("read", &self.read)
            .finish_non_exhaustive()
    }
}
