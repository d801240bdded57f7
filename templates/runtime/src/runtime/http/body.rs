//! Request bodies: a sequence of bytes and files, which can be sent more than once.

use std::fmt;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::SystemTime;

use bytes::Bytes;

use super::body_file::FilePart;
use super::body_stream::{BodyStream, CHUNK_SIZE};
use crate::runtime::wire::{Upload, UploadSource};

/// The body of a request. Clones share the bytes. Files are read again each time the body is sent; a
/// reader can be read once.
#[derive(Clone, Default)]
pub struct Body {
    parts: Vec<Part>,
    progress: Progress,
}

/// The number of bytes of a body that were sent, shared between the body and the timeout. An empty body has none.
#[derive(Clone, Debug, Default)]
pub(crate) struct Progress(Option<Arc<AtomicU64>>);

impl Progress {
    /// Returns the number of bytes.
    pub(crate) fn get(&self) -> u64 {
        self.0.as_ref().map_or(0, |sent| sent.load(Ordering::Relaxed))
    }

    pub(super) fn add(&self, bytes: u64) {
        if let Some(sent) = &self.0 {
            sent.fetch_add(bytes, Ordering::Relaxed);
        }
    }
}

/// The version of a body: two bodies with the same files differ in it if a file was changed in between.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Version {
    /// The length in bytes; `None` if that of a reader is not known.
    pub(crate) length: Option<u64>,
    /// When a file was modified last.
    pub(super) modified: Option<SystemTime>,
}

/// A part of a body.
#[derive(Clone)]
pub(crate) enum Part {
    /// Bytes in memory.
    Bytes(Bytes),
    /// A file.
    File(FilePart),
}

impl Part {
    /// Creates the part of a file of a limited length.
    pub(crate) fn file(file: &Upload, max_length: Option<u64>) -> Self {
        let (source, on_progress) = (file.source().clone(), file.progress_function().cloned());
        match source {
            UploadSource::Bytes(bytes) if on_progress.is_none() && max_length.is_none() => {
                Self::Bytes(bytes)
            }
            source => Self::File(FilePart::new(source, on_progress, max_length)),
        }
    }

    /// Returns the bytes of a part in memory.
    fn bytes(&self) -> Option<&Bytes> {
        match self {
            Self::Bytes(bytes) => Some(bytes),
            Self::File(FilePart { source: UploadSource::Bytes(bytes), .. }) => Some(bytes),
            Self::File(_) => None,
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
        let progress = Progress((!parts.is_empty()).then(Arc::default));
        Self { parts, progress }
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

    /// Returns the bytes, or `None` if a part of the body is a file or a reader.
    pub fn to_bytes(&self) -> Option<Bytes> {
        match self.parts.as_slice() {
            [] => Some(Bytes::new()),
            [part] => part.bytes().cloned(),
            parts => {
                let mut all = Vec::new();
                for part in parts {
                    all.extend_from_slice(part.bytes()?);
                }
                Some(all.into())
            }
        }
    }

    /// Returns `true` if the body is sent in several chunks, so that sending it is progress.
    pub(crate) fn is_chunked(&self) -> bool {
        let is_file = |part: &Part| matches!(part, Part::File(_));
        self.parts.iter().any(is_file) || self.known_length() > CHUNK_SIZE as u64
    }

    /// Returns the length of the parts in memory in bytes.
    pub(crate) fn known_length(&self) -> u64 {
        self.parts.iter().filter_map(Part::bytes).map(|bytes| bytes.len() as u64).sum()
    }

    /// Returns `true` if a part of the body is a file or a reader.
    pub fn has_files(&self) -> bool {
        self.parts.iter().any(|part| part.bytes().is_none())
    }

    /// Returns `true` if the length of the body has to be checked or determined before it is sent.
    pub(crate) fn has_version(&self) -> bool {
        self.parts.iter().any(|part| matches!(part, Part::File(_)))
    }

    /// Returns `true` if the body can be sent: none of its readers was read.
    pub(crate) fn is_replayable(&self) -> bool {
        self.parts.iter().all(|part| match part {
            Part::File(FilePart { source: UploadSource::Reader(reader), .. }) => !reader.is_read(),
            _ => true,
        })
    }

    /// Returns the length in bytes, or `None` if that of a reader is not known. Fails if a file cannot be opened.
    pub async fn length(&self) -> io::Result<Option<u64>> {
        Ok(self.version().await?.length)
    }

    /// Returns the version of the body, which changes with its files. Fails if a file cannot be opened, or is longer than
    /// it may be.
    pub(crate) async fn version(&self) -> io::Result<Version> {
        let (mut version, mut total) = (Version::default(), Some(0_u64));
        for part in &self.parts {
            let length = match part {
                Part::Bytes(bytes) => Some(bytes.len() as u64),
                Part::File(file) => file.length(&mut version).await?,
            };
            total = total.zip(length).map(|(total, length)| total.saturating_add(length));
        }
        version.length = total;
        Ok(version)
    }

    /// Returns the bytes as a stream of chunks.
    pub fn into_stream(self) -> BodyStream {
        BodyStream::new(self.parts, self.progress)
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
