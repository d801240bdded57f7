//! JSON documents: reading in one pass, values as checked text, errors of decoding with their paths, and serde.

mod error;
mod from_serde;
mod raw;
mod reader;
mod scan;
mod to_serde;
mod unescape;
mod writer;

pub use error::DecodeError;
pub(crate) use error::{Segment, format_path};
pub(crate) use from_serde::deserialize_json;
#[cfg(feature = "serde")]
pub use from_serde::deserialize_string;
#[cfg(feature = "serde")]
pub(crate) use from_serde::deserialize_text;
pub use raw::{JsonKind, Raw};
pub use reader::Reader;
pub(crate) use to_serde::serialize_json;
pub(crate) use writer::{write_escaped, write_string};
