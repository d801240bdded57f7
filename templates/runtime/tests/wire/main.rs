//! Decoding and encoding of models and values.

mod against_serde_json;
#[cfg(feature = "chrono")]
mod date_comparison;
mod date_conversions;
mod dates;
mod encoding;
mod envelopes;
mod fixture;
#[cfg(feature = "csv")]
mod items;
mod json;
mod lenient;
mod lists;
mod malformed;
mod mutations;
mod names;
mod numbers;
mod one_pass;
mod privacy;
mod reader;
mod reports;
mod required;
mod serde;
mod strings;
mod structs;
mod types;
mod unions;
mod wrapped_lists;
