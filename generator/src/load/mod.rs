//! Second pass: checks every object against its schema and deserializes it into `openapiv3` types.

mod check;
mod deserializer;
pub mod document;
pub mod extension;
mod extension_bulk;
mod extension_constraint;
mod extension_objects;
mod extension_read;
mod groups;
pub mod objects;
mod read;
mod value_schema;
pub mod yaml;

pub use document::{Document, OperationNode, Part, Root};
pub use extension_objects::{ERRORS, PAGING_MEMBERS, RATE_LIMITS};
pub use read::document;
pub use value_schema::{Field, Object, ValueSchema};
