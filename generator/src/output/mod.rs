//! Last pass: writes the rendered files to a folder.

mod diff;
mod failure;
mod header;
mod reconcile;
mod scan;

pub use failure::{Failure, FileError};
pub use header::is_generated;
pub use reconcile::{Changes, Mode, reconcile};
