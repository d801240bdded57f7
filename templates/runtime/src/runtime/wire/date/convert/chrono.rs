//! Conversions to and from the types of `chrono`.

use chrono::{Datelike, FixedOffset, NaiveDate, Offset, TimeZone, Utc};

use super::super::{Date, DateRangeError, DateTime};
use super::{date_from_parts, date_time_from_parts};

impl From<Date> for NaiveDate {
    fn from(value: Date) -> Self {
        let (year, month, day) = (value.year(), value.month(), value.day());
        // the range of the target includes every `Date`
        Self::from_ymd_opt(year.into(), month.into(), day.into()).unwrap_or(Self::MAX)
    }
}

impl TryFrom<NaiveDate> for Date {
    type Error = DateRangeError;

    fn try_from(value: NaiveDate) -> Result<Self, Self::Error> {
        date_from_parts(value.year(), value.month(), value.day())
    }
}

impl From<DateTime> for chrono::DateTime<Utc> {
    fn from(value: DateTime) -> Self {
        // the range of the target includes every `DateTime`
        let end = if value.unix_timestamp() < 0 { Self::MIN_UTC } else { Self::MAX_UTC };
        Self::from_timestamp(value.unix_timestamp(), value.subsec_nanos()).unwrap_or(end)
    }
}

/// Converts with the offset as written, or UTC if none is written.
impl From<DateTime> for chrono::DateTime<FixedOffset> {
    fn from(value: DateTime) -> Self {
        let seconds = i32::from(value.offset_or_utc()) * 60;
        // offsets are shorter than a day on both sides
        let offset = FixedOffset::east_opt(seconds).unwrap_or_else(|| Utc.fix());
        chrono::DateTime::<Utc>::from(value).with_timezone(&offset)
    }
}

/// Fails outside of the years 1 to 9999, in a leap second, and for an offset with seconds.
impl<Tz: TimeZone> TryFrom<chrono::DateTime<Tz>> for DateTime {
    type Error = DateRangeError;

    fn try_from(value: chrono::DateTime<Tz>) -> Result<Self, Self::Error> {
        let offset = value.offset().fix().local_minus_utc();
        date_time_from_parts(value.timestamp(), value.timestamp_subsec_nanos(), offset)
    }
}
