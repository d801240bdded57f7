//! Conversions to and from the types of `jiff`.

use jiff::tz::{Offset, TimeZone};
use jiff::{Timestamp, ZonedDateTime, civil};

use super::super::{Date, DateRangeError, DateTime};
use super::{date_from_parts, date_time_from_parts};

const NANOS_PER_SECOND: i32 = 1_000_000_000;

impl From<Date> for civil::Date {
    fn from(value: Date) -> Self {
        // the range of the target includes every `Date`
        to_civil(value).unwrap_or(Self::MAX)
    }
}

fn to_civil(value: Date) -> Option<civil::Date> {
    let year = i16::try_from(value.year()).ok()?;
    let month = i8::try_from(value.month()).ok()?;
    civil::Date::new(year, month, i8::try_from(value.day()).ok()?).ok()
}

impl TryFrom<civil::Date> for Date {
    type Error = DateRangeError;

    fn try_from(value: civil::Date) -> Result<Self, Self::Error> {
        date_from_parts(value.year(), value.month(), value.day())
    }
}

/// Fails in the last hours of the year 9999, which `Timestamp` reserves for offsets.
impl TryFrom<DateTime> for Timestamp {
    type Error = DateRangeError;

    fn try_from(value: DateTime) -> Result<Self, Self::Error> {
        let nanos = i32::try_from(value.subsec_nanos()).ok();
        let value = nanos.and_then(|nanos| Self::new(value.unix_timestamp(), nanos).ok());
        value.ok_or_else(|| DateRangeError::new("a time in the range of `jiff::Timestamp`"))
    }
}

/// Converts to a time zone with the fixed offset as written, or UTC if none is written. Fails in the
/// last hours of the year 9999.
impl TryFrom<DateTime> for ZonedDateTime {
    type Error = DateRangeError;

    fn try_from(value: DateTime) -> Result<Self, Self::Error> {
        let timestamp = Timestamp::try_from(value)?;
        let seconds = i32::from(value.offset_or_utc()) * 60;
        // offsets are shorter than a day on both sides
        let offset = Offset::from_seconds(seconds).unwrap_or(Offset::UTC);
        Ok(Self::new(timestamp, TimeZone::fixed(offset)))
    }
}

/// Converts to UTC. Fails outside of the years 1 to 9999.
impl TryFrom<Timestamp> for DateTime {
    type Error = DateRangeError;

    fn try_from(value: Timestamp) -> Result<Self, Self::Error> {
        at_offset(value, Offset::UTC)
    }
}

/// Keeps the offset, not the time zone. Fails outside of the years 1 to 9999 and for an offset with
/// seconds.
impl TryFrom<&ZonedDateTime> for DateTime {
    type Error = DateRangeError;

    fn try_from(value: &ZonedDateTime) -> Result<Self, Self::Error> {
        at_offset(value.timestamp(), value.offset())
    }
}

/// Keeps the offset, not the time zone. Fails outside of the years 1 to 9999 and for an offset with
/// seconds.
impl TryFrom<ZonedDateTime> for DateTime {
    type Error = DateRangeError;

    fn try_from(value: ZonedDateTime) -> Result<Self, Self::Error> {
        Self::try_from(&value)
    }
}

fn at_offset(value: Timestamp, offset: Offset) -> Result<DateTime, DateRangeError> {
    // before 1970, seconds are rounded up and nanoseconds are negative
    let nanos = value.subsec_nanosecond();
    let seconds = value.as_second() - i64::from(nanos < 0);
    date_time_from_parts(
        seconds,
        nanos.rem_euclid(NANOS_PER_SECOND).unsigned_abs(),
        offset.seconds(),
    )
}
