//! How values are decoded from JSON and encoded: traits, the tables of structs, and functions shared by all types.
//!
//! A struct is a table of wire names and fields, written by `record!`. Everything that decodes or encodes
//! works through that table, so that the code compiled for each struct is a few lines.

mod dates;
mod debug;
mod decode_struct;
mod document;
mod eq;
mod list;
mod maps;
mod report;
mod scalars;
#[cfg(feature = "serde")]
pub mod serde_bridge;
pub mod strings;
mod structs;
mod to_json;
mod traits;
pub mod union;
mod value;
mod values;
mod write_decimal;

pub use debug::debug_struct;
#[cfg(feature = "internals")]
pub(crate) use document::decode_into;
pub use document::{
    Envelope, FromJson, ToJson, decode, decode_envelope, decode_strict, decode_with_report,
};
pub(crate) use document::{decode_field_into, decode_struct_into, decode_value};
pub use eq::structs_equal;
pub use report::{Coercion, Context, DecodeReport, UnreadableValue};
pub(crate) use scalars::parse_bool;
pub use structs::{DecodeStruct, EncodeStruct, FieldVisitor, Fields, Model, StructMeta};
pub(crate) use structs::{member, members, number_in, numbered_name};
pub use to_json::{encode, encode_value};
pub use traits::{Container, Decode, DecodeField, Encode, Required};
pub use union::VariantRef;
pub use value::{Entries, List, NumberedEntries, ValueRef};
