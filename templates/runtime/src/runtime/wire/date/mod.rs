//! Dates and times: an instant, its offset, and how both are written.
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
mod format;
mod http_date;
mod parse;
mod style;

pub use date::Date;
pub use date_time::DateTime;
pub(crate) use date_time::{MAX_SECONDS_AHEAD, MAX_SECONDS_BEHIND, SECONDS_PER_DAY};
pub use date_time_or_keyword::DateTimeOrKeyword;
pub use error::{DateRangeError, ParseDateError};
pub(crate) use http_date::parse_http_date;
