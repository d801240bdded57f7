//! Dates and times as the wire has them: an instant, its offset, and how both were written.
//!
//! The types parse and write. Arithmetic and time zones are left to date libraries: the features
//! `chrono`, `jiff` and `time` add conversions to and from their types.

mod calendar;
mod convert;
#[allow(clippy::module_inception)]
mod date;
mod date_time;
mod date_time_or_keyword;
mod error;
mod form;
mod format;
mod http_date;
mod parse;

pub use date::Date;
pub use date_time::DateTime;
pub use date_time_or_keyword::DateTimeOrKeyword;
pub use error::{DateRangeError, ParseDateError};
pub(crate) use http_date::parse_http_date;
