//! Request bodies: a sequence of bytes and files, which can be sent more than once.

use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::{Context, Poll, ready};
use std::time::SystemTime;

use bytes::Bytes;
use futures_core::Stream;
use tokio::fs::File;
use tokio::io::{AsyncRead, ReadBuf};
use tokio::task::{JoinHandle, spawn_blocking};

use crate::runtime::clock::is_in_tokio;
use crate::runtime::wire::{Upload, UploadSource};

/// The number of bytes that are sent at once.
const CHUNK_SIZE: usize = 64 * 1024;

/// The body of a request. Clones share the bytes. Files are read again each time the body is sent.
#[derive(Clone, Default)]
pub struct Body {
    parts: Vec<Part>,
    progress: Progress,
}

/// The number of bytes of a body that were sent, shared between the body and the timeout.
#[derive(Clone, Debug, Default)]
pub(crate) struct Progress(Arc<AtomicU64>);

impl Progress {
    /// Returns the number of bytes.
    pub(crate) fn get(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }

    pub(super) fn add(&self, bytes: usize) {
        self.0.fetch_add(bytes as u64, Ordering::Relaxed);
    }
}

/// The version of a body: two bodies with the same files differ in it if a file was changed in between.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Version {
    pub(crate) length: u64,
    /// When a file was modified last.
    modified: Option<SystemTime>,
}

/// A part of a body.
#[derive(Clone)]
pub(crate) enum Part {
    /// Bytes in memory.
    Bytes(Bytes),
    /// The content of a file when the body is sent.
    File(PathBuf),
}

impl From<&Upload> for Part {
    fn from(file: &Upload) -> Self {
        match file.source() {
            UploadSource::Bytes(bytes) => Self::Bytes(bytes.clone()),
            UploadSource::Path(path) => Self::File(path.clone()),
        }
    }
}

impl Body {
    /// Creates an empty body.
    pub fn empty() -> Self {
        Self::default()
    }

    /// Creates a body from its parts.
    pub(crate) fn from_parts(parts: Vec<Part>) -> Self {
        Self { parts, progress: Progress::default() }
    }

    /// Returns the parts.
    #[cfg(feature = "testing")]
    pub(crate) fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// Returns `true` if the body is empty.
    pub fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }

    /// Returns the bytes, or `None` if a part of the body is a file.
    pub fn to_bytes(&self) -> Option<Bytes> {
        match self.parts.as_slice() {
            [] => Some(Bytes::new()),
            [Part::Bytes(bytes)] => Some(bytes.clone()),
            parts => {
                let mut all = Vec::new();
                for part in parts {
                    match part {
                        Part::Bytes(bytes) => all.extend_from_slice(bytes),
                        Part::File(_) => return None,
                    }
                }
                Some(all.into())
            }
        }
    }

    /// Returns `true` if the body is sent in several chunks, so that sending it is progress.
    pub(crate) fn is_chunked(&self) -> bool {
        self.has_files() || self.known_length() > CHUNK_SIZE as u64
    }

    /// Returns the length of the parts in memory in bytes.
    pub(crate) fn known_length(&self) -> u64 {
        let lengths = self.parts.iter().map(|part| match part {
            Part::Bytes(bytes) => bytes.len() as u64,
            Part::File(_) => 0,
        });
        lengths.sum()
    }

    /// Returns `true` if a part of the body is a file.
    pub fn has_files(&self) -> bool {
        self.parts.iter().any(|part| matches!(part, Part::File(_)))
    }

    /// Returns the length in bytes. Fails if a file cannot be opened.
    pub async fn length(&self) -> io::Result<u64> {
        Ok(self.version().await?.length)
    }

    /// Returns the version of the body, which changes with its files. Fails if a file cannot be opened.
    pub(crate) async fn version(&self) -> io::Result<Version> {
        let mut version = Version::default();
        for part in &self.parts {
            let length = match part {
                Part::Bytes(bytes) => bytes.len() as u64,
                Part::File(path) => {
                    let file = open(path.clone())?.await.map_err(io::Error::other)??;
                    version.modified = version.modified.max(file.modified);
                    file.length
                }
            };
            version.length = version.length.saturating_add(length);
        }
        Ok(version)
    }

    /// Returns the bytes as a stream of chunks.
    pub fn into_stream(self) -> BodyStream {
        BodyStream { rest: self.parts.into_iter(), open: Open::None, progress: self.progress }
    }

    /// Returns the parts, and the progress of sending them.
    #[cfg(feature = "blocking")]
    pub(super) fn into_parts(self) -> (Vec<Part>, Progress) {
        (self.parts, self.progress)
    }

    /// Returns the number of bytes that were sent.
    pub(crate) fn progress(&self) -> Progress {
        self.progress.clone()
    }
}

impl From<Bytes> for Body {
    fn from(bytes: Bytes) -> Self {
        Self::from_parts(if bytes.is_empty() { Vec::new() } else { vec![Part::Bytes(bytes)] })
    }
}

/// Leaves the content out.
impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Body({} parts)", self.parts.len())
    }
}

/// The bytes of a [`Body`], in chunks.
pub struct BodyStream {
    rest: std::vec::IntoIter<Part>,
    open: Open,
    progress: Progress,
}

/// The part that is being read.
enum Open {
    None,
    Bytes(Bytes),
    Opening(JoinHandle<io::Result<Opened>>),
    Reading(File, Box<[u8]>),
}

/// A file that has been opened.
pub(super) struct Opened {
    pub(super) file: fs::File,
    length: u64,
    modified: Option<SystemTime>,
}

/// Opens a file on a thread for blocking work.
// one function for all files: each type of task is compiled separately
fn open(path: PathBuf) -> io::Result<JoinHandle<io::Result<Opened>>> {
    if !is_in_tokio() {
        return Err(io::Error::other("not in a tokio runtime"));
    }
    Ok(spawn_blocking(move || open_file(&path).map_err(|error| with_path(&path, &error))))
}

pub(super) fn open_file(path: &Path) -> io::Result<Opened> {
    let file = fs::File::open(path)?;
    let metadata = file.metadata()?;
    if metadata.is_dir() {
        return Err(io::ErrorKind::IsADirectory.into());
    }
    Ok(Opened { file, length: metadata.len(), modified: metadata.modified().ok() })
}

/// Adds the path to the error about a file.
pub(crate) fn with_path(path: &Path, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("`{}`: {error}", path.display()))
}

impl fmt::Debug for BodyStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("BodyStream")
    }
}

impl BodyStream {
    /// Returns the next chunk of the open part; an empty one at its end.
    fn poll_part(&mut self, context: &mut Context<'_>) -> Poll<io::Result<Bytes>> {
        loop {
            match &mut self.open {
                Open::None => return Poll::Ready(Ok(Bytes::new())),
                Open::Bytes(bytes) => {
                    let length = bytes.len().min(CHUNK_SIZE);
                    return Poll::Ready(Ok(bytes.split_to(length)));
                }
                Open::Opening(opening) => {
                    let opened = ready!(Pin::new(opening).poll(context));
                    let file = File::from_std(opened.map_err(io::Error::other)??.file);
                    self.open = Open::Reading(file, vec![0; CHUNK_SIZE].into());
                }
                Open::Reading(file, buffer) => {
                    let mut buffer = ReadBuf::new(buffer);
                    return Pin::new(file)
                        .poll_read(context, &mut buffer)
                        .map_ok(|()| Bytes::copy_from_slice(buffer.filled()));
                }
            }
        }
    }

    fn count(&self, bytes: Bytes) -> Poll<Option<io::Result<Bytes>>> {
        self.progress.add(bytes.len());
        Poll::Ready(Some(Ok(bytes)))
    }
}

impl Stream for BodyStream {
    type Item = io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            if !matches!(self.open, Open::None) {
                match self.poll_part(context) {
                    Poll::Ready(Ok(bytes)) if bytes.is_empty() => self.open = Open::None,
                    Poll::Ready(Ok(bytes)) => return self.count(bytes),
                    Poll::Ready(Err(error)) => {
                        self.open = Open::None;
                        self.rest = Vec::new().into_iter();
                        return Poll::Ready(Some(Err(error)));
                    }
                    Poll::Pending => return Poll::Pending,
                }
            }
            match self.rest.next() {
                None => return Poll::Ready(None),
                Some(Part::Bytes(bytes)) => self.open = Open::Bytes(bytes),
                Some(Part::File(path)) => match open(path) {
                    Ok(opening) => self.open = Open::Opening(opening),
                    Err(error) => return Poll::Ready(Some(Err(error))),
                },
            }
        }
    }
}
