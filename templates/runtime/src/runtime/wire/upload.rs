//! Files to be uploaded.

use std::fmt;
use std::path::{Path, PathBuf};

use bytes::Bytes;

/// A file to be uploaded. Cloning does not copy its content.
#[derive(Clone, PartialEq)]
pub struct Upload {
    file_name: String,
    content_type: Option<String>,
    source: UploadSource,
}

/// The source of the content of an [`Upload`].
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub enum UploadSource {
    /// Bytes in memory.
    Bytes(Bytes),
    /// A file that is read while it is sent.
    Path(PathBuf),
}

impl Upload {
    /// Creates an upload from bytes in memory.
    pub fn bytes(file_name: impl Into<String>, content: impl Into<Bytes>) -> Self {
        let source = UploadSource::Bytes(content.into());
        Self { file_name: file_name.into(), content_type: None, source }
    }

    /// Creates an upload from a file on disk, which is read while it is sent.
    ///
    /// The file name is the last component of the path.
    pub fn path(path: impl Into<PathBuf>) -> Self {
        let path = path.into();
        let file_name = path.file_name().map(|name| name.to_string_lossy().into_owned());
        let file_name = file_name.unwrap_or_default();
        Self { file_name, content_type: None, source: UploadSource::Path(path) }
    }

    /// Sets the file name that is sent.
    #[must_use]
    pub fn with_file_name(mut self, name: impl Into<String>) -> Self {
        self.file_name = name.into();
        self
    }

    /// Sets the content type, such as `text/csv`.
    #[must_use]
    pub fn with_content_type(mut self, content_type: impl Into<String>) -> Self {
        self.content_type = Some(content_type.into());
        self
    }

    /// Returns the file name that is sent.
    pub fn file_name(&self) -> &str {
        &self.file_name
    }

    /// Returns the content type, if it is set.
    pub fn content_type(&self) -> Option<&str> {
        self.content_type.as_deref()
    }

    /// Returns the source of the content.
    pub fn source(&self) -> &UploadSource {
        &self.source
    }
}

impl From<&Path> for Upload {
    fn from(path: &Path) -> Self {
        Self::path(path)
    }
}

impl From<PathBuf> for Upload {
    fn from(path: PathBuf) -> Self {
        Self::path(path)
    }
}

impl fmt::Debug for Upload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Upload")
            .field("file_name", &self.file_name)
            .field("content_type", &self.content_type)
            .field("source", &self.source)
            .finish()
    }
}

impl fmt::Debug for UploadSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bytes(content) => write!(f, "{} bytes", content.len()),
            Self::Path(path) => path.fmt(f),
        }
    }
}
