//! The runtime of the generated client: a crate of its own, so that it is compiled and tested where it lies.
//!
//! The generator copies the files of `runtime` into the generated crate.

pub mod runtime;

// the generated crate has the same modules at its root
pub use runtime::exports::*;
