//! Errors while writing files.

use std::io;
use std::path::Path;

use crate::diagnostics::{Code, Diagnostic};

/// An error about one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileError {
    /// The kind.
    pub code: Code,
    /// The path relative to the output folder.
    pub path: String,
    /// The message.
    pub message: String,
    /// The suggested fix.
    pub help: String,
}

/// All errors of a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure(pub Vec<FileError>);

impl Failure {
    /// Creates a failure with a single error.
    pub(super) fn single(code: Code, path: &str, message: String, help: &str) -> Self {
        let (path, help) = (path.to_owned(), help.to_owned());
        Self(vec![FileError { code, path, message, help }])
    }

    /// Creates a failure about a file that cannot be read, written or deleted.
    pub(super) fn io(path: &str, verb: &str, error: &io::Error) -> Self {
        let message = format!("cannot {verb} this file: {error}");
        Self::single(Code::OutputFailed, path, message, "check the permissions, and run again")
    }

    /// Creates a failure about a file that is in the way and was not written by the last run.
    pub(super) fn foreign(path: &str) -> Self {
        let message = "file exists and was not generated".to_owned();
        Self::single(Code::ForeignFile, path, message, "move it to another folder, or delete it")
    }

    /// Returns the errors as diagnostics about the files of the output folder.
    pub fn diagnostics(&self, folder: &Path) -> Vec<Diagnostic> {
        let diagnostic = |error: &FileError| {
            let path =
                if error.path.is_empty() { folder.to_owned() } else { folder.join(&error.path) };
            let path = path.to_string_lossy().replace('\\', "/");
            Diagnostic::outside(error.code, path, &error.message).help(&error.help)
        };
        self.0.iter().map(diagnostic).collect()
    }
}
