//! Conversions of other errors, so that `?` works in functions that return [`Error`].

use super::{Error, ErrorKind};
use crate::runtime::json::DecodeError;
use crate::runtime::wire::ParseDateError;

/// A date that a program parses before it sends a request.
impl From<ParseDateError> for Error {
    fn from(error: ParseDateError) -> Self {
        Self::with_message(ErrorKind::Request, error.to_string()).with_source(error)
    }
}

/// A document that a program decodes.
impl From<DecodeError> for Error {
    fn from(error: DecodeError) -> Self {
        let mut result =
            Self::with_message(ErrorKind::Decode, format!("expected {}", error.expected()));
        result.0.json_path = Some(error.path());
        result.with_source(error)
    }
}
