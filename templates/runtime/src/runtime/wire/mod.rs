//! Types of values: decimals, dates, ids, JSON, maps, numbered fields, sensitive values, uploads.

mod date;
mod extra;
mod id;
mod json;
mod map;
mod name_index;
mod number;
mod numbered;
mod sensitive;
mod unknown;
mod upload;

pub use rust_decimal::Decimal;

pub(crate) use date::parse_http_date;
pub use date::{Date, DateRangeError, DateTime, DateTimeOrKeyword, ParseDateError};
pub(crate) use date::{MAX_SECONDS_AHEAD, MAX_SECONDS_BEHIND, SECONDS_PER_DAY};
pub use extra::Extra;
pub use id::{Id, IdKind, sealed};
pub use json::Json;
pub use map::{Map, MapIter};
pub(crate) use name_index::NameIndex;
pub(crate) use number::{parse_decimal, parse_integer};
pub use numbered::{Numbered, NumberedIter};
pub use sensitive::Sensitive;
pub use unknown::UnknownValue;
#[cfg(any(feature = "blocking", feature = "testing"))]
pub(crate) use upload::read_ready;
pub(crate) use upload::{BoxReader, OnUpload};
pub use upload::{Upload, UploadReader, UploadSource};
