//! Files to be sent.

use std::fmt;
use std::path::{Path, PathBuf};

use bytes::Bytes;

use super::fault::Fault;
use super::raw::Raw;
use super::report::Context;
use super::slot::{Element, Put};
use super::view::View;

/// A file to be sent. Cloning does not copy its content.
#[derive(Clone, PartialEq)]
pub struct Upload {
    file_name: String,
    content_type: Option<String>,
    source: UploadSource,
}

/// Where the content of a file comes from.
#[derive(Clone, PartialEq)]
pub enum UploadSource {
    /// It is in memory.
    Bytes(Bytes),
    /// It is read from here while it is sent.
    Path(PathBuf),
}

impl Upload {
    /// A file from memory.
    pub fn bytes(file_name: impl Into<String>, content: impl Into<Bytes>) -> Self {
        let source = UploadSource::Bytes(content.into());
        Self { file_name: file_name.into(), content_type: None, source }
    }

    /// A file on disk, read while it is sent. It goes by the last part of its path.
    pub fn path(path: impl Into<PathBuf>) -> Self {
        let path = path.into();
        let file_name = path.file_name().map(|name| name.to_string_lossy().into_owned());
        let file_name = file_name.unwrap_or_default();
        Self { file_name, content_type: None, source: UploadSource::Path(path) }
    }

    /// Sends it under another name.
    #[must_use]
    pub fn with_file_name(mut self, name: impl Into<String>) -> Self {
        self.file_name = name.into();
        self
    }

    /// Says what it holds, like `text/csv`.
    #[must_use]
    pub fn with_content_type(mut self, content_type: impl Into<String>) -> Self {
        self.content_type = Some(content_type.into());
        self
    }

    /// The name it is sent under.
    pub fn file_name(&self) -> &str {
        &self.file_name
    }

    /// What it is said to hold.
    pub fn content_type(&self) -> Option<&str> {
        self.content_type.as_deref()
    }

    /// Where its content comes from.
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
        let mut shown = f.debug_struct("Upload");
        shown.field("file_name", &self.file_name).field("content_type", &self.content_type);
        shown.field("source", &self.source).finish()
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

impl Put for Upload {
    fn view(&self) -> View<'_> {
        View::File(self)
    }
}

/// Files are sent, never read from an answer: there is none to fill.
impl Element for Upload {
    fn blank() -> Self {
        Self::bytes("", Bytes::new())
    }

    fn fill(&mut self, raw: Raw<'_>, _: &mut Context) -> Result<bool, Fault> {
        if raw.is_blank() { Ok(false) } else { Err(Fault::new("no value for a file", raw)) }
    }
}
