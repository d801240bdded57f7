//! Reading of a request body on the current thread.

use std::fs::File;
use std::io::{self, Read};

use bytes::{Buf, Bytes};

use super::body::{Body, Part, Progress, open_file, with_path};

/// The bytes of a [`Body`]. Reading a file blocks the thread.
pub struct BodyReader {
    rest: std::vec::IntoIter<Part>,
    open: Open,
    progress: Progress,
}

/// The part that is being read.
enum Open {
    Bytes(Bytes),
    File(File),
}

impl Body {
    /// Returns the bytes as a reader, which blocks the thread.
    pub fn into_reader(self) -> BodyReader {
        let (parts, progress) = self.into_parts();
        BodyReader { rest: parts.into_iter(), open: Open::Bytes(Bytes::new()), progress }
    }
}

impl Read for BodyReader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            let length = match &mut self.open {
                Open::Bytes(bytes) => {
                    let length = bytes.len().min(buffer.len());
                    bytes.copy_to_slice(&mut buffer[..length]);
                    length
                }
                Open::File(file) => file.read(buffer)?,
            };
            if length > 0 || buffer.is_empty() {
                self.progress.add(length);
                return Ok(length);
            }
            self.open = match self.rest.next() {
                None => return Ok(0),
                Some(Part::Bytes(bytes)) => Open::Bytes(bytes),
                Some(Part::File(path)) => {
                    let opened = open_file(&path).map_err(|error| with_path(&path, &error))?;
                    Open::File(opened.file)
                }
            };
        }
    }
}

impl std::fmt::Debug for BodyReader {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("BodyReader")
    }
}
