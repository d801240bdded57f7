//! Files to be uploaded.

use std::fmt;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
#[cfg(any(feature = "blocking", feature = "testing"))]
use std::task::Waker;
use std::task::{Context, Poll};

use bytes::Bytes;
use tokio::io::{AsyncRead, ReadBuf};

/// A file to be uploaded. Cloning does not copy its content.
#[derive(Clone, PartialEq)]
pub struct Upload {
    file_name: String,
    content_type: Option<String>,
    source: UploadSource,
    on_progress: Option<OnUpload>,
}

/// The source of the content of an [`Upload`].
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub enum UploadSource {
    /// Bytes in memory.
    Bytes(Bytes),
    /// A file that is read while it is sent.
    Path(PathBuf),
    /// A reader that is read while it is sent.
    Reader(UploadReader),
}

impl Upload {
    fn new(file_name: String, source: UploadSource) -> Self {
        Self { file_name, content_type: None, source, on_progress: None }
    }

    /// Creates an upload from bytes in memory.
    pub fn bytes(file_name: impl Into<String>, content: impl Into<Bytes>) -> Self {
        Self::new(file_name.into(), UploadSource::Bytes(content.into()))
    }

    /// Creates an upload from a file on disk, which is read while it is sent.
    ///
    /// The file name is the last component of the path.
    pub fn path(path: impl Into<PathBuf>) -> Self {
        let path = path.into();
        let file_name = path.file_name().map(|name| name.to_string_lossy().into_owned());
        Self::new(file_name.unwrap_or_default(), UploadSource::Path(path))
    }

    /// Creates an upload from a reader, which is read while it is sent. With a `length` in bytes, it is sent beforehand, and
    /// a reader of another length is an error. Not every service accepts a body without a length.
    ///
    /// A reader can be read once: a failed attempt is repeated only if nothing was read, and the upload and its clones
    /// can be sent once.
    pub fn reader(
        file_name: impl Into<String>,
        reader: impl AsyncRead + Send + 'static,
        length: impl Into<Option<u64>>,
    ) -> Self {
        let reader = UploadReader::new(Box::pin(reader), length.into());
        Self::new(file_name.into(), UploadSource::Reader(reader))
    }

    /// Creates an upload from a reader that blocks the thread; see [`reader`](Self::reader). In an asynchronous client, it
    /// blocks a thread of the runtime.
    pub fn blocking_reader(
        file_name: impl Into<String>,
        reader: impl Read + Send + Unpin + 'static,
        length: impl Into<Option<u64>>,
    ) -> Self {
        Self::reader(file_name, BlockingReader(reader), length)
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

    /// Sets a function that is called while the content is sent, with the number of bytes that were passed to the
    /// connection and the length of the content, if it is known. Each attempt starts again from 0.
    #[must_use]
    pub fn on_progress(
        mut self,
        function: impl Fn(u64, Option<u64>) + Send + Sync + 'static,
    ) -> Self {
        self.on_progress = Some(OnUpload(Arc::new(function)));
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

    /// Returns the function that is called while the content is sent.
    pub(crate) fn progress_function(&self) -> Option<&OnUpload> {
        self.on_progress.as_ref()
    }
}

/// A function that is called while a file is sent. Two are equal if they are the same.
#[derive(Clone)]
pub(crate) struct OnUpload(Arc<dyn Fn(u64, Option<u64>) + Send + Sync>);

impl OnUpload {
    pub(crate) fn call(&self, sent: u64, length: Option<u64>) {
        (self.0)(sent, length);
    }
}

impl PartialEq for OnUpload {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

/// The reader of an [`Upload`], which can be read once. Clones share it, and two are equal if they share it.
#[derive(Clone)]
pub struct UploadReader {
    reader: Arc<Mutex<Option<BoxReader>>>,
    length: Option<u64>,
}

pub(crate) type BoxReader = Pin<Box<dyn AsyncRead + Send>>;

impl UploadReader {
    fn new(reader: BoxReader, length: Option<u64>) -> Self {
        Self { reader: Arc::new(Mutex::new(Some(reader))), length }
    }

    /// Returns the number of bytes, if it is known.
    pub fn length(&self) -> Option<u64> {
        self.length
    }

    /// Returns `true` if it was read, or is being read.
    pub fn is_read(&self) -> bool {
        self.reader.lock().unwrap_or_else(PoisonError::into_inner).is_none()
    }

    /// Returns the reader the first time.
    pub(crate) fn take(&self) -> io::Result<BoxReader> {
        let reader = self.reader.lock().unwrap_or_else(PoisonError::into_inner).take();
        reader.ok_or_else(already_read)
    }

    /// Fails if it was read before.
    pub(crate) fn check_unread(&self) -> io::Result<()> {
        if self.is_read() { Err(already_read()) } else { Ok(()) }
    }
}

fn already_read() -> io::Error {
    io::Error::other("the reader of an upload can be read once")
}

/// Reads from a reader that does not wait for anything but its `read` on the current thread.
#[cfg(any(feature = "blocking", feature = "testing"))]
pub(crate) fn read_ready(reader: &mut BoxReader, buffer: &mut [u8]) -> io::Result<usize> {
    let mut buffer = ReadBuf::new(buffer);
    let mut context = Context::from_waker(Waker::noop());
    match reader.as_mut().poll_read(&mut context, &mut buffer) {
        Poll::Ready(read) => read.map(|()| buffer.filled().len()),
        Poll::Pending => Err(io::Error::other("the reader of an upload is asynchronous")),
    }
}

/// A reader that blocks the thread.
struct BlockingReader<R>(R);

impl<R: Read + Unpin> AsyncRead for BlockingReader<R> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let read = loop {
            match self.0.read(buffer.initialize_unfilled()) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                read => break read,
            }
        };
        Poll::Ready(read.map(|length| buffer.advance(length)))
    }
}

impl PartialEq for UploadReader {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.reader, &other.reader)
    }
}

impl fmt::Debug for UploadReader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UploadReader").field("length", &self.length).finish_non_exhaustive()
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
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for UploadSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bytes(content) => write!(f, "{} bytes", content.len()),
            Self::Path(path) => path.fmt(f),
            Self::Reader(reader) => reader.fmt(f),
        }
    }
}
