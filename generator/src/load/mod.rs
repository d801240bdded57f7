//! Second pass: checks every object against its schema and deserializes it into `openapiv3` types.

mod ambiguous;
mod check;
mod deserializer;
pub mod document;
pub mod extension;
mod groups;
mod loading;
mod read;
mod scalars;

pub use crate::schema::extension::{ERRORS, PAGING_MEMBERS, RATE_LIMITS};
pub use crate::schema::{Field, Object, ValueSchema, objects};
pub use ambiguous::explain_scalars;
pub use deserializer::deserialize;
pub use document::{Document, OperationNode, Part, Root};
pub use read::document;
