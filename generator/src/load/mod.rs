//! The second pass: checks the shape of every object, then reads it into `openapiv3`.

mod check;
pub mod document;
pub mod extension;
mod extension_objects;
mod extension_read;
mod extension_rules;
pub mod objects;
mod read;
mod shape;
pub mod yaml;

pub use document::{Document, OperationNode, Part, Root};
pub use read::document;
pub use shape::{Object, Shape};
