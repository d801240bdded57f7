//! The body of a request, which the mock transport reads at once.

use std::io;

use bytes::Bytes;

use crate::runtime::http::{Body, Part, TransportError};
use crate::runtime::wire::{UploadSource, read_ready};

/// Reads a body. Files are read at once: a timeout of a test clock elapses while they are waited for.
pub(super) fn read(body: &Body) -> Result<Bytes, TransportError> {
    let mut bytes = Vec::new();
    for part in body.parts() {
        match part {
            Part::Bytes(part) => bytes.extend_from_slice(part),
            Part::File(file) => {
                let content = read_file(&file.source);
                let content = content.map_err(|error| TransportError::other(error).not_sent())?;
                if let Some(on_progress) = &file.on_progress {
                    on_progress.call(content.len() as u64, Some(content.len() as u64));
                }
                bytes.extend_from_slice(&content);
            }
        }
    }
    Ok(bytes.into())
}

/// Reads the content of an upload. A reader must be ready, as one over bytes in memory is.
fn read_file(source: &UploadSource) -> io::Result<Bytes> {
    let reader = match source {
        UploadSource::Bytes(bytes) => return Ok(bytes.clone()),
        UploadSource::Path(path) => return std::fs::read(path).map(Bytes::from),
        UploadSource::Reader(reader) => reader.take(),
    };
    let mut reader = reader?;
    let (mut all, mut buffer) = (Vec::new(), [0; 4096]);
    loop {
        match read_ready(&mut reader, &mut buffer)? {
            0 => return Ok(all.into()),
            length => all.extend(buffer.iter().take(length)),
        }
    }
}
