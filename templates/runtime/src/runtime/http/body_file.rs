//! Files in a body.

use std::error::Error as StdError;
use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};
use std::time::SystemTime;

use tokio::task::{JoinHandle, spawn_blocking};

use super::body::Version;
use crate::runtime::clock::has_file_threads;
use crate::runtime::wire::{OnUpload, UploadSource};

/// A file in a body.
#[derive(Clone)]
pub(crate) struct FilePart {
    pub(crate) source: UploadSource,
    pub(crate) on_progress: Option<OnUpload>,
    /// The maximum number of bytes.
    pub(crate) max_length: Option<u64>,
    /// The length of a file on disk that is sent before its content.
    announced: Arc<OnceLock<u64>>,
}

impl FilePart {
    pub(super) fn new(
        source: UploadSource,
        on_progress: Option<OnUpload>,
        max_length: Option<u64>,
    ) -> Self {
        Self { source, on_progress, max_length, announced: Arc::default() }
    }

    /// Fails if the file is longer than it may be.
    pub(super) fn check_length(&self, length: u64) -> io::Result<()> {
        let Some(max) = self.max_length.filter(|max| length > *max) else { return Ok(()) };
        let message = format!("expected at most {max} bytes, found {length}");
        Err(io::Error::new(io::ErrorKind::FileTooLarge, message))
    }

    /// Returns the length, for which a file is opened; `None` if it is not known. Fails if it is longer than it may be.
    pub(super) async fn length(&self, version: &mut Version) -> io::Result<Option<u64>> {
        let length = match &self.source {
            UploadSource::Path(path) => {
                let file = match has_file_threads() {
                    true => open(path.clone())?.await.map_err(io::Error::other)??,
                    false => open_file(path).map_err(|error| with_path(path, &error))?,
                };
                version.modified = version.modified.max(file.modified);
                let checked = self.check_length(file.length);
                checked.map_err(|error| with_path(path, &error))?;
                self.announced.get_or_init(|| file.length);
                return Ok(Some(file.length));
            }
            UploadSource::Reader(reader) => {
                reader.check_unread()?;
                reader.length()
            }
            UploadSource::Bytes(bytes) => Some(bytes.len() as u64),
        };
        self.check_length(length.unwrap_or_default())?;
        Ok(length)
    }
}

/// A file that is being read.
pub(super) struct OpenFile {
    part: FilePart,
    length: Option<u64>,
    sent: u64,
}

impl OpenFile {
    /// Creates the state of a file or reader, whose length may be known.
    pub(super) fn new(part: FilePart, length: Option<u64>) -> io::Result<Self> {
        let mut file = Self { part, length: None, sent: 0 };
        length.map_or(Ok(()), |length| file.set_length(length))?;
        Ok(file)
    }

    /// Sets the length. Another length of a file than the one that was announced is an error.
    pub(super) fn set_length(&mut self, length: u64) -> io::Result<()> {
        let announced = self.part.announced.get().copied().unwrap_or(length);
        self.length = Some(announced);
        if length == announced { Ok(()) } else { Err(self.changed(announced, length)) }
    }

    /// Counts the bytes of a chunk; no bytes are the end of the file. A file or reader of another length than the one that
    /// was announced is an error.
    pub(super) fn count(&mut self, bytes: usize) -> io::Result<()> {
        self.sent += bytes as u64;
        if let Some(length) = self.length
            && (self.sent > length || bytes == 0 && self.sent < length)
        {
            return Err(self.changed(length, self.sent));
        }
        self.part.check_length(self.sent)?;
        if let Some(on_progress) = self.part.on_progress.as_ref().filter(|_| bytes > 0) {
            on_progress.call(self.sent, self.length);
        }
        Ok(())
    }

    fn changed(&self, expected: u64, found: u64) -> io::Error {
        let what = match &self.part.source {
            UploadSource::Path(path) => format!("`{}` was changed: ", path.display()),
            _ => String::new(),
        };
        let message = format!("{what}expected {expected} bytes, found {found}");
        io::Error::new(io::ErrorKind::InvalidData, message)
    }
}

/// An error of the source of a body, which is not one of the connection.
#[derive(Debug)]
pub(super) struct SourceError(io::Error);

impl SourceError {
    /// Marks an error as one of the source of a body.
    pub(super) fn mark(error: io::Error) -> io::Error {
        io::Error::new(error.kind(), Self(error))
    }

    /// Returns the message of the error of the source that caused an error.
    pub(super) fn find(error: &(dyn StdError + 'static)) -> Option<String> {
        let mut next = Some(error);
        while let Some(error) = next {
            let inner = error.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
            if let Some(found) = inner.and_then(|inner| inner.downcast_ref::<Self>()) {
                return Some(found.to_string());
            }
            next = error.source();
        }
        None
    }
}

impl fmt::Display for SourceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl StdError for SourceError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0.source()
    }
}

/// A file that has been opened.
pub(super) struct Opened {
    pub(super) file: fs::File,
    pub(super) length: u64,
    pub(super) modified: Option<SystemTime>,
}

/// Opens a file on a thread for blocking work.
// one function for all files: each type of task is compiled separately
pub(super) fn open(path: PathBuf) -> io::Result<JoinHandle<io::Result<Opened>>> {
    if !has_file_threads() {
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
