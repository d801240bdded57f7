//! A file, or the status of its job.

use http::StatusCode;

use super::Download;
use super::job_status::status_document;
use crate::runtime::call::{FromResponse, RawResponse, decode_struct_response};
use crate::runtime::codec::{DecodeStruct, decode_value};
use crate::runtime::error::Error;

/// A file, or the status of its job while the file does not exist yet.
#[derive(Debug)]
#[non_exhaustive]
pub enum FileOrStatus<S> {
    /// The file.
    File(Download),
    /// The status of the job.
    NotReady(S),
}

impl<S: DecodeStruct + Send + 'static> FromResponse for FileOrStatus<S> {
    const STREAMED: bool = true;

    fn from_response(response: RawResponse) -> Result<Self, Error> {
        if response.status() == StatusCode::ACCEPTED {
            let mut status = S::empty();
            decode_struct_response(&response, &mut status)?;
            return Ok(FileOrStatus::NotReady(status));
        }
        if let Some(status) = status_document::<S>(&response) {
            let status = decode_value(status.as_bytes(), &mut response.decode_context());
            let status = status.map_err(|error| response.decode_error(error))?;
            return Ok(FileOrStatus::NotReady(status));
        }
        Download::from_response(response).map(FileOrStatus::File)
    }
}

impl<S> FileOrStatus<S> {
    /// Returns `true` if the file exists.
    pub fn is_ready(&self) -> bool {
        matches!(self, FileOrStatus::File(_))
    }

    /// Returns the file, or `None` if it does not exist yet.
    pub fn into_file(self) -> Option<Download> {
        match self {
            FileOrStatus::File(file) => Some(file),
            FileOrStatus::NotReady(_) => None,
        }
    }

    /// Returns the status of the job while the file does not exist yet.
    pub fn status(&self) -> Option<&S> {
        match self {
            FileOrStatus::File(_) => None,
            FileOrStatus::NotReady(status) => Some(status),
        }
    }
}
