//! JSON documents as checked text: values, their paths, errors of decoding, and serde.

mod error;
mod from_serde;
mod raw;
mod to_serde;
mod writer;

pub use error::DecodeError;
pub(crate) use error::{Segment, format_path};
pub use from_serde::deserialize_json;
#[cfg(feature = "serde")]
pub use from_serde::deserialize_string;
pub use raw::{JsonKind, Raw};
pub(crate) use to_serde::serialize_json;
pub(crate) use writer::write_string;
