//! Values as they travel: what an answer may hold, and how it is read and written.
//!
//! A record is a table of names and fields: [`Slot`]s to read into ([`Readable`]), or what they say
//! ([`Record`]); both are emitted by `record!`. Everything that reads or writes goes through that
//! table, so that the code there is for each record is a few lines that call functions shared by all.
//!
//! What is read is forgiving in ways that are written down, and exact everywhere else:
//!
//! | slot | takes | nothing there |
//! |---|---|---|
//! | text, id, enum | text; numbers and booleans as their exact text | `""` |
//! | integer | `250`, `"250"`, `"250.0"` | `""`, blanks, `[]`, `{}` |
//! | decimal | `12.50`, `"12.50"`, exponents; up to 28 digits, never rounded | the same |
//! | boolean | `true`, `"TRUE"`, `"YES"`, `"no"`, `1`, `"0"` | the same |
//! | date-time | RFC 3339 and the variants listed at [`DateTime`]; without offset as UTC | the same |
//! | date | a day, or the day of a date-time | the same |
//! | list | a list, or one bare element | the same |
//! | record | an object, or a list of one object | `""`, blanks, `[]` |
//! | union | what a record takes | `""`, blanks, `[]`, `{}` |
//!
//! Absent and `null` are nothing everywhere. Anything else is a [`Fault`] with its JSON path.

#[cfg(feature = "serde")]
#[doc(hidden)]
pub mod bridge;
mod date;
mod date_codec;
mod debug;
mod decode;
mod encode;
mod extra;
mod fault;
mod id;
mod index;
mod json;
mod list;
mod map;
mod number;
mod numbered;
mod raw;
mod record;
mod report;
mod same;
mod scalar;
mod sensitive;
mod slot;
#[doc(hidden)]
pub mod text;
#[doc(hidden)]
pub mod union;
mod upload;
mod view;

pub use rust_decimal::Decimal;

pub(crate) use date::parse_http_date;
pub use date::{Date, DateRangeError, DateTime, DateTimeOrKeyword, ParseDateError};
#[doc(hidden)]
pub use debug::debug;
pub use decode::{
    Envelope, decode, decode_envelope, decode_envelope_with_report, decode_into, decode_json,
    decode_record, decode_with_report,
};
pub use encode::{encode, encode_view};
pub use extra::Extra;
pub use fault::Fault;
#[cfg(feature = "inspect")]
pub(crate) use fault::member_path;
pub use id::{Id, IdKind};
pub(crate) use index::Index;
pub use json::Json;
pub use map::Map;
pub use numbered::Numbered;
pub use raw::{Kind, Raw};
#[doc(hidden)]
pub use record::Fill;
pub use record::{Names, Readable, Record, Slots};
pub(crate) use record::{member, members, number_in, numbered_name};
pub use report::{Coercion, Context, Report};
#[doc(hidden)]
pub use same::same;
pub use sensitive::Sensitive;
pub use slot::{Element, Put, Slot};
pub use text::Unlisted;
pub use union::Variant;
pub use upload::{Upload, UploadSource};
pub use view::{Entries, List, NumberedEntries, View};
