//! Conversions to and from types of the standard library and of date libraries.

#[cfg(feature = "chrono")]
mod chrono;
#[cfg(feature = "jiff")]
mod jiff;
mod system_time;
#[cfg(feature = "time")]
mod time;

#[cfg(any(feature = "chrono", feature = "jiff", feature = "time"))]
use super::{Date, DateRangeError, DateTime};

/// Returns the date with these parts.
#[cfg(any(feature = "chrono", feature = "jiff", feature = "time"))]
fn date_from_parts(
    year: impl TryInto<u16>,
    month: impl TryInto<u8>,
    day: impl TryInto<u8>,
) -> Result<Date, DateRangeError> {
    let date = || Date::new(year.try_into().ok()?, month.try_into().ok()?, day.try_into().ok()?);
    date().ok_or_else(|| DateRangeError::new("a date from year 1 to year 9999"))
}

/// Returns the instant at an offset in seconds.
#[cfg(any(feature = "chrono", feature = "jiff", feature = "time"))]
fn date_time_from_parts(
    seconds: i64,
    nanos: u32,
    offset_seconds: i32,
) -> Result<DateTime, DateRangeError> {
    if offset_seconds % 60 != 0 {
        return Err(DateRangeError::new("an offset in whole minutes"));
    }
    let offset = i16::try_from(offset_seconds / 60).ok();
    let value = offset.and_then(|offset| DateTime::from_instant(seconds, nanos, offset));
    value.ok_or_else(|| DateRangeError::new("a time from year 1 to year 9999"))
}
