//! Why a folder was left as it is.

use std::fmt;

use crate::diagnostics::Code;

/// One file in the way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileError {
    /// The kind.
    pub code: Code,
    /// The file, below the output folder.
    pub path: String,
    /// What is wrong with it.
    pub message: String,
    /// What to do about it.
    pub help: String,
}

/// Everything that is in the way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure(pub Vec<FileError>);

impl Failure {
    pub(super) fn one(code: Code, path: &str, message: String, help: &str) -> Self {
        let (path, help) = (path.to_owned(), help.to_owned());
        Self(vec![FileError { code, path, message, help }])
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for error in &self.0 {
            let (number, name) = (error.code.number(), error.code.name());
            writeln!(f, "error[{number} {name}]: {}", error.message)?;
            writeln!(f, " --> {}", error.path)?;
            writeln!(f, "  = help: {}\n", error.help)?;
        }
        let n = self.0.len();
        writeln!(f, "{n} error{}", if n == 1 { "" } else { "s" })
    }
}

impl std::error::Error for Failure {}
