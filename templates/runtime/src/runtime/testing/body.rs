//! The body of a request, which the mock transport reads at once.

use std::io;
use std::task::{Context, Poll, Waker};

use bytes::Bytes;
use tokio::io::ReadBuf;

use crate::runtime::http::{Body, Part, TransportError};
use crate::runtime::wire::UploadSource;

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
    let mut reader =
        reader.ok_or_else(|| io::Error::other("the reader of an upload can be read once"))?;
    let (mut all, mut buffer) = (Vec::new(), [0; 4096]);
    loop {
        let mut buffer = ReadBuf::new(&mut buffer);
        let mut context = Context::from_waker(Waker::noop());
        match reader.as_mut().poll_read(&mut context, &mut buffer) {
            Poll::Ready(Ok(())) if buffer.filled().is_empty() => return Ok(all.into()),
            Poll::Ready(Ok(())) => all.extend_from_slice(buffer.filled()),
            Poll::Ready(Err(error)) => return Err(error),
            Poll::Pending => {
                return Err(io::Error::other(
                    "the mock transport reads readers that are ready only",
                ));
            }
        }
    }
}
