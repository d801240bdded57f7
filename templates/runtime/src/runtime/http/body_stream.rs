//! The bytes of a body, read while they are sent.

use std::fmt;
use std::io;
use std::pin::Pin;
use std::sync::{Mutex, PoisonError};
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;
use tokio::fs::File;
use tokio::io::ReadBuf;
use tokio::task::JoinHandle;

use super::body::{Part, Progress};
use super::body_file::{OpenFile, Opened, SourceError, open};
use crate::runtime::wire::{BoxReader, UploadSource};

/// The number of bytes that are sent at once.
pub(super) const CHUNK_SIZE: usize = 64 * 1024;

/// The bytes of a [`Body`](super::Body), in chunks.
pub struct BodyStream {
    rest: std::vec::IntoIter<Part>,
    open: Open,
    /// The file that is being read.
    file: Option<OpenFile>,
    progress: Progress,
}

/// The content that is being read.
enum Open {
    None,
    Bytes(Bytes),
    Opening(JoinHandle<io::Result<Opened>>),
    /// In a mutex because HTTP libraries require bodies to be `Sync`; it is never locked.
    Reading(Mutex<BoxReader>, Box<[u8]>),
}

impl fmt::Debug for BodyStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("BodyStream")
    }
}

impl BodyStream {
    pub(super) fn new(parts: Vec<Part>, progress: Progress) -> Self {
        Self { rest: parts.into_iter(), open: Open::None, file: None, progress }
    }

    /// Returns the next chunk of the open content; an empty one at its end.
    fn poll_open(&mut self, context: &mut Context<'_>) -> Poll<io::Result<Bytes>> {
        loop {
            match &mut self.open {
                Open::None => return Poll::Ready(Ok(Bytes::new())),
                Open::Bytes(bytes) => {
                    let length = bytes.len().min(CHUNK_SIZE);
                    return Poll::Ready(Ok(bytes.split_to(length)));
                }
                Open::Opening(opening) => {
                    let opened = ready!(Pin::new(opening).poll(context));
                    let opened = opened.map_err(io::Error::other)??;
                    if let Some(file) = &mut self.file {
                        file.set_length(opened.length)?;
                    }
                    self.open = Open::reading(Box::pin(File::from_std(opened.file)));
                }
                Open::Reading(reader, buffer) => {
                    let mut buffer = ReadBuf::new(buffer);
                    let reader = reader.get_mut().unwrap_or_else(PoisonError::into_inner);
                    return reader
                        .as_mut()
                        .poll_read(context, &mut buffer)
                        .map_ok(|()| Bytes::copy_from_slice(buffer.filled()));
                }
            }
        }
    }

    /// Opens the next part; returns `false` if there is none.
    fn open_next(&mut self) -> io::Result<bool> {
        self.file = None;
        self.open = match self.rest.next() {
            None => return Ok(false),
            Some(Part::Bytes(bytes)) => Open::Bytes(bytes),
            Some(Part::File(part)) => {
                let (open, length) = match &part.source {
                    UploadSource::Bytes(bytes) => {
                        (Open::Bytes(bytes.clone()), Some(bytes.len() as u64))
                    }
                    UploadSource::Path(path) => (Open::Opening(open(path.clone())?), None),
                    UploadSource::Reader(shared) => {
                        (Open::reading(shared.take()?), shared.length())
                    }
                };
                self.file = Some(OpenFile::new(part, length)?);
                open
            }
        };
        Ok(true)
    }

    /// Counts a chunk.
    fn count(&mut self, chunk: &Bytes) -> io::Result<()> {
        self.progress.add(chunk.len() as u64);
        self.file.as_mut().map_or(Ok(()), |file| file.count(chunk.len()))
    }

    /// Ends the body with an error.
    fn fail(&mut self, error: io::Error) -> Poll<Option<io::Result<Bytes>>> {
        self.open = Open::None;
        self.rest = Vec::new().into_iter();
        Poll::Ready(Some(Err(SourceError::mark(error))))
    }
}

impl Open {
    fn reading(reader: BoxReader) -> Self {
        Self::Reading(Mutex::new(reader), vec![0; CHUNK_SIZE].into())
    }
}

impl Stream for BodyStream {
    type Item = io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            if !matches!(self.open, Open::None) {
                let polled = ready!(self.poll_open(context));
                match polled.and_then(|chunk| self.count(&chunk).map(|()| chunk)) {
                    Ok(chunk) if chunk.is_empty() => self.open = Open::None,
                    Ok(chunk) => return Poll::Ready(Some(Ok(chunk))),
                    Err(error) => return self.fail(error),
                }
            }
            match self.open_next() {
                Ok(true) => {}
                Ok(false) => return Poll::Ready(None),
                Err(error) => return self.fail(error),
            }
        }
    }
}
