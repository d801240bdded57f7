//! Reading of a request body on the current thread.

use std::fs::File;
use std::io::{self, Read};

use bytes::{Buf, Bytes};

use super::body::{Body, Part, Progress};
use super::body_file::{OpenFile, SourceError, open_file, with_path};
use crate::runtime::wire::{BoxReader, UploadSource, read_ready};

/// The bytes of a [`Body`]. Reading a file blocks the thread.
pub struct BodyReader {
    rest: std::vec::IntoIter<Part>,
    open: Open,
    /// The file that is being read.
    file: Option<OpenFile>,
    progress: Progress,
}

/// The content that is being read.
enum Open {
    Bytes(Bytes),
    File(File),
    Reader(BoxReader),
}

impl Body {
    /// Returns the bytes as a reader, which blocks the thread.
    pub fn into_reader(self) -> BodyReader {
        let (parts, progress) = self.into_parts();
        let (rest, open) = (parts.into_iter(), Open::Bytes(Bytes::new()));
        BodyReader { rest, open, file: None, progress }
    }
}

impl BodyReader {
    fn read_open(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match &mut self.open {
            Open::Bytes(bytes) => {
                let length = bytes.len().min(buffer.len());
                bytes.copy_to_slice(&mut buffer[..length]);
                Ok(length)
            }
            Open::File(file) => file.read(buffer),
            Open::Reader(reader) => read_ready(reader, buffer),
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
                    UploadSource::Path(path) => {
                        let opened = open_file(path).map_err(|error| with_path(path, &error))?;
                        (Open::File(opened.file), Some(opened.length))
                    }
                    UploadSource::Reader(shared) => (Open::Reader(shared.take()?), shared.length()),
                };
                self.file = Some(OpenFile::new(part, length)?);
                open
            }
        };
        Ok(true)
    }
}

impl Read for BodyReader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.read_next(buffer).map_err(SourceError::mark)
    }
}

impl BodyReader {
    fn read_next(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if buffer.is_empty() {
            return Ok(0);
        }
        loop {
            let length = self.read_open(buffer)?;
            if let Some(file) = &mut self.file {
                file.count(length)?;
            }
            if length > 0 {
                self.progress.add(length as u64);
                return Ok(length);
            }
            if !self.open_next()? {
                return Ok(0);
            }
        }
    }
}

impl std::fmt::Debug for BodyReader {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("BodyReader")
    }
}
