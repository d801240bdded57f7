//! The body of a request: bytes and files in a row, which can be sent again at any time.

use std::fmt;
use std::fs;
use std::io;
use std::path::PathBuf;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;
use tokio::fs::File;
use tokio::io::{AsyncRead, ReadBuf};
use tokio::task::{JoinHandle, spawn_blocking};

use crate::runtime::wire::{Upload, UploadSource};

/// How much of a file is read at once.
const PIECE: usize = 64 * 1024;

/// The body of a request. Clones share the bytes; files are read anew each time it is sent.
#[derive(Clone, Default)]
pub struct Body {
    parts: Vec<Part>,
    progress: Progress,
}

/// How many bytes of a body have gone out; shared between the body and who watches over the time.
#[derive(Clone, Debug, Default)]
pub(crate) struct Progress(Arc<AtomicU64>);

impl Progress {
    pub(crate) fn read(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

/// A piece of a body.
#[derive(Clone)]
pub(crate) enum Part {
    /// These bytes.
    Bytes(Bytes),
    /// What is in this file when the body is sent.
    File(PathBuf),
}

impl Part {
    pub(crate) fn of(file: &Upload) -> Self {
        match file.source() {
            UploadSource::Bytes(bytes) => Self::Bytes(bytes.clone()),
            UploadSource::Path(path) => Self::File(path.clone()),
        }
    }
}

impl Body {
    /// No body.
    pub fn empty() -> Self {
        Self::default()
    }

    pub(crate) fn of(parts: Vec<Part>) -> Self {
        Self { parts, progress: Progress::default() }
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }

    /// The bytes, unless a part of them lies in a file.
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

    /// Whether a part of it lies in a file.
    pub fn has_files(&self) -> bool {
        self.parts.iter().any(|part| matches!(part, Part::File(_)))
    }

    /// Its length; looks at the files, so it fails when one is not there.
    pub async fn length(&self) -> io::Result<u64> {
        let mut length = 0_u64;
        for part in &self.parts {
            length = length.saturating_add(match part {
                Part::Bytes(bytes) => bytes.len() as u64,
                Part::File(path) => open(path.clone()).await.map_err(io::Error::other)??.length,
            });
        }
        Ok(length)
    }

    /// Its bytes in pieces.
    pub fn into_stream(self) -> BodyStream {
        BodyStream { rest: self.parts.into_iter(), open: Open::None, progress: self.progress }
    }

    pub(crate) fn progress(&self) -> Progress {
        self.progress.clone()
    }
}

impl From<Bytes> for Body {
    fn from(bytes: Bytes) -> Self {
        Self::of(if bytes.is_empty() { Vec::new() } else { vec![Part::Bytes(bytes)] })
    }
}

/// Without the content.
impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Body({} parts)", self.parts.len())
    }
}

/// The bytes of a [`Body`], in pieces.
pub struct BodyStream {
    rest: std::vec::IntoIter<Part>,
    open: Open,
    progress: Progress,
}

/// The file that is being read.
enum Open {
    None,
    Opening(JoinHandle<io::Result<Opened>>),
    Reading(File, Box<[u8]>),
}

/// A file that has been opened.
struct Opened {
    file: fs::File,
    length: u64,
}

/// Opens a file where it does not hold up the threads that drive the calls.
// one task for all that is done to files: each type of task is compiled anew
fn open(path: PathBuf) -> JoinHandle<io::Result<Opened>> {
    spawn_blocking(|| {
        let file = fs::File::open(path)?;
        let length = file.metadata()?.len();
        Ok(Opened { file, length })
    })
}

impl fmt::Debug for BodyStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("BodyStream")
    }
}

impl BodyStream {
    /// The next piece; an empty one means that the file at hand is done.
    fn poll_file(&mut self, context: &mut Context<'_>) -> Poll<io::Result<Bytes>> {
        loop {
            match &mut self.open {
                Open::None => return Poll::Ready(Ok(Bytes::new())),
                Open::Opening(opening) => {
                    let opened = ready!(Pin::new(opening).poll(context));
                    let file = File::from_std(opened.map_err(io::Error::other)??.file);
                    self.open = Open::Reading(file, vec![0; PIECE].into());
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
        self.progress.0.fetch_add(bytes.len() as u64, Ordering::Relaxed);
        Poll::Ready(Some(Ok(bytes)))
    }
}

impl Stream for BodyStream {
    type Item = io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            if !matches!(self.open, Open::None) {
                match self.poll_file(context) {
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
                Some(Part::Bytes(bytes)) => return self.count(bytes),
                Some(Part::File(path)) => self.open = Open::Opening(open(path)),
            }
        }
    }
}
