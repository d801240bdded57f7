//! The declaration of every object of OpenAPI and every extension key: what it may contain, the type that it is
//! deserialized into, and its documentation.
//!
//! `load` checks and deserializes by it. [`readme`] and [`json_schema`] render it for authors of a spec.
//!
//! A key is added in one place: a field in `extension/`, for a key of ours, or a line of `objects/`, for one of OpenAPI.

pub mod declare;
pub mod extension;
pub mod json_schema;
pub mod newer;
pub mod objects;
pub mod readme;
mod value_schema;

pub use value_schema::{Field, Keyword, Object, STRINGS, ValueSchema};
