//! Conversions to and from the types of `time`.

use time::error::ComponentRange;
use time::{Month, OffsetDateTime, Time, UtcOffset};

use super::super::{Date, DateRangeError, DateTime};
use super::{date_from_parts, date_time_from_parts};

impl From<Date> for time::Date {
    fn from(value: Date) -> Self {
        // the range of the target includes every `Date`
        to_time_date(value).unwrap_or(Self::MAX)
    }
}

fn to_time_date(value: Date) -> Result<time::Date, ComponentRange> {
    let month = Month::try_from(value.month())?;
    time::Date::from_calendar_date(value.year().into(), month, value.day())
}

impl TryFrom<time::Date> for Date {
    type Error = DateRangeError;

    fn try_from(value: time::Date) -> Result<Self, Self::Error> {
        date_from_parts(value.year(), u8::from(value.month()), value.day())
    }
}

/// Converts with the offset as written, or UTC if none is written.
impl From<DateTime> for OffsetDateTime {
    fn from(value: DateTime) -> Self {
        // the range of the target includes every `DateTime`
        let end = if value.unix_timestamp() < 0 { time::Date::MIN } else { time::Date::MAX };
        to_offset_date_time(value)
            .unwrap_or_else(|_| Self::new_in_offset(end, Time::MIDNIGHT, UtcOffset::UTC))
    }
}

fn to_offset_date_time(value: DateTime) -> Result<OffsetDateTime, ComponentRange> {
    let (hour, minute, second) = (value.hour(), value.minute(), value.second());
    let time = Time::from_hms_nano(hour, minute, second, value.subsec_nanos())?;
    let offset = UtcOffset::from_whole_seconds(i32::from(value.offset_or_utc()) * 60)?;
    Ok(OffsetDateTime::new_in_offset(value.date().into(), time, offset))
}

/// Fails outside of the years 1 to 9999 and for an offset with seconds.
impl TryFrom<OffsetDateTime> for DateTime {
    type Error = DateRangeError;

    fn try_from(value: OffsetDateTime) -> Result<Self, Self::Error> {
        let offset = value.offset().whole_seconds();
        date_time_from_parts(value.unix_timestamp(), value.nanosecond(), offset)
    }
}
