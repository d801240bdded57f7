//! A file, or the status of its job.

use super::Download;
use crate::runtime::call::{Content, FromResponse, RawResponse};
use crate::runtime::codec::{DecodeStruct, Model, decode_value};
use crate::runtime::error::Error;
use crate::runtime::mode::Async;

/// A file, or the status of its job while the file does not exist yet. A failed job is an error for which
/// [`Error::is_rejected`] returns `true`.
#[derive(Debug)]
#[non_exhaustive]
pub enum FileOrStatus<S, M = Async> {
    /// The file.
    File(Download<M>),
    /// The status of the job.
    NotReady(S),
}

impl<S: DecodeStruct + Send + 'static, M: Send + 'static> FromResponse for FileOrStatus<S, M> {
    const STREAMED: bool = true;

    const MODEL: Option<Model> = Some(|| Box::new(S::empty()));

    fn from_response(response: RawResponse) -> Result<Self, Error> {
        match &response.content {
            Content::Status(status) if status.trim_ascii().is_empty() => {
                Ok(FileOrStatus::NotReady(S::empty()))
            }
            Content::Status(status) => decode_value(status, &mut response.decode_context())
                .map(FileOrStatus::NotReady)
                .map_err(|error| response.decode_error(error)),
            Content::Whole(_) | Content::Streamed(_) => {
                Download::from_response(response).map(FileOrStatus::File)
            }
        }
    }
}

impl<S, M> FileOrStatus<S, M> {
    /// Returns `true` if the file exists.
    pub fn is_ready(&self) -> bool {
        matches!(self, FileOrStatus::File(_))
    }

    /// Returns the file, or `None` if it does not exist yet.
    pub fn into_file(self) -> Option<Download<M>> {
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
