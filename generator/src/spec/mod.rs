//! The document of the later passes: typed, resolved and located.
//!
//! Each element is a view: its location and node in the source, and its `openapiv3` value. References, compositions,
//! inherited parameters, media types and extension keys are interpreted here and nowhere else.

mod composition;
mod content;
mod cursor;
mod document;
mod elements;
mod extensions;
mod header;
mod operation;
mod parameter;
mod schema;
mod shape;

pub use composition::{Member, Members, Part};
pub use content::{Body, ContentOwner, Example, MediaKind, MediaType, Response};
pub use cursor::Cursor;
pub use document::{Document, document};
pub use elements::Elements;
pub use header::Header;
pub use operation::Operation;
pub use parameter::Parameter;
pub use schema::Schema;
pub use shape::SchemaShape;

#[cfg(test)]
mod tests;
