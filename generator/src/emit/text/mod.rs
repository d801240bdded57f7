//! Prose, manifests and indexes, from [`crate::ir`].

mod index;
mod manifest;
mod prose;
mod view;

pub use index::render as index;
pub use manifest::render as manifest;
pub use prose::render as prose;
