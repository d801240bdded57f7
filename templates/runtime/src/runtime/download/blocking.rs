//! The methods of a file that block the thread.

use std::io::{self, Read, Write};
use std::path::PathBuf;

use bytes::Bytes;

use super::{Download, FileOrStatus};
use crate::runtime::call::complete;
use crate::runtime::error::Error;
use crate::runtime::mode::{Async, Blocking};

impl From<Download> for Download<Blocking> {
    fn from(download: Download) -> Self {
        download.into_mode()
    }
}

impl<S> From<FileOrStatus<S>> for FileOrStatus<S, Blocking> {
    fn from(file: FileOrStatus<S>) -> Self {
        match file {
            FileOrStatus::File(file) => Self::File(file.into_mode()),
            FileOrStatus::NotReady(status) => Self::NotReady(status),
        }
    }
}

/// Reads the bytes of the file. Blocks the thread.
impl Iterator for Download<Blocking> {
    type Item = Result<Bytes, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        complete(std::future::poll_fn(|context| self.poll_chunk(context)))
    }
}

impl Download<Blocking> {
    /// Reads the file into memory. Blocks the thread.
    pub fn bytes(self) -> Result<Bytes, Error> {
        complete(self.into_mode::<Async>().bytes())
    }

    /// Reads the file into a string. It must be UTF-8; a byte order mark is removed. Blocks the thread.
    pub fn text(self) -> Result<String, Error> {
        complete(self.into_mode::<Async>().text())
    }

    /// Writes the file to a writer and returns its length in bytes. Blocks the thread.
    pub fn write_to(mut self, target: &mut (impl Write + ?Sized)) -> Result<u64, Error> {
        while let Some(chunk) = self.next() {
            target.write_all(&chunk?).map_err(|error| self.context().write_error(error))?;
        }
        target.flush().map_err(|error| self.context().write_error(error))?;
        Ok(self.read)
    }

    /// Saves the file and returns its length in bytes. Blocks the thread.
    ///
    /// The file is written atomically: it replaces an existing file when it is complete, and nothing is left
    /// behind on an error.
    pub fn save(self, path: impl Into<PathBuf>) -> Result<u64, Error> {
        complete(self.into_mode::<Async>().save(path))
    }

    /// Returns the bytes of the file as a reader. The source of its errors is an [`Error`].
    pub fn into_reader(self) -> impl Read + Send {
        Reader { download: self, chunk: Bytes::new() }
    }
}

struct Reader {
    download: Download<Blocking>,
    chunk: Bytes,
}

impl Read for Reader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.chunk.is_empty() {
            match self.download.next() {
                None => return Ok(0),
                Some(chunk) => self.chunk = chunk.map_err(io::Error::other)?,
            }
        }
        let length = self.chunk.len().min(buffer.len());
        self.chunk.split_to(length).as_ref().read(buffer)
    }
}
