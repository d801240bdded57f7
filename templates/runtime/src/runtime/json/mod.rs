//! JSON documents as checked text: values, paths of values, and why a value cannot be read.

mod error;
#[cfg(feature = "serde")]
mod from_serde;
mod raw;
mod writer;

pub use error::DecodeError;
pub(crate) use error::{Segment, format_path};
#[cfg(feature = "serde")]
pub use from_serde::{deserialize_json, deserialize_string};
pub use raw::{JsonKind, Raw};
pub(crate) use writer::write_string;
