//! Last pass: writes the rendered files to a folder.
//!
//! The folder contains a list of the files that the last run wrote. Only those are changed or deleted.

mod change_set;
mod diff;
mod failure;
mod hash;
mod ownership;
mod reconcile;
mod rendered;
mod stage;
mod target;

pub use failure::{Failure, FileError};
pub use ownership::LIST;
pub use reconcile::{Changes, Mode, reconcile};
