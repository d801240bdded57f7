//! The last pass: brings a folder in line with the files that were rendered.

mod diff;
mod failure;
mod header;
mod reconcile;
mod scan;

pub use failure::{Failure, Problem};
pub use header::{HEADER, is_generated};
pub use reconcile::{Changes, Mode, reconcile};

/// A rendered file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Its path below the output folder, with `/` between the parts.
    pub path: String,
    /// Its text; one of the first lines is the [header](HEADER).
    pub contents: String,
}

impl File {
    /// A file.
    pub fn new(path: impl Into<String>, contents: impl Into<String>) -> Self {
        Self { path: path.into(), contents: contents.into() }
    }
}
