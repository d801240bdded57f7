//! A point in time with its offset and the style it was written in.

use std::cmp::Ordering;
use std::hash::{Hash, Hasher};

use super::date::Date;
use super::style::{OffsetStyle, PackedStyle, Style, TimeStyle};

pub(crate) const SECONDS_PER_DAY: i64 = 86_400;

/// The largest number of seconds by which a local time is ahead of UTC.
pub(crate) const MAX_SECONDS_AHEAD: i64 = 14 * 60 * 60;

/// The largest number of seconds by which a local time is behind UTC.
pub(crate) const MAX_SECONDS_BEHIND: i64 = 12 * 60 * 60;
const NANOS_PER_SECOND: u32 = 1_000_000_000;
const MINUTES_PER_DAY: u16 = 1_440;

/// A point in time with the offset from UTC and the spelling it was written with.
///
/// Parsing accepts RFC 3339 and the variants that services send, and [`Display`](std::fmt::Display)
/// writes back exactly what was parsed. In a request, a missing time and a missing offset are added, as in
/// `2026-01-15T00:00:00Z`.
///
/// | part | accepted |
/// |---|---|
/// | date | `2026-01-15`, from year 0001 to 9999 |
/// | separator | `T`, `t` or one space |
/// | time | `22:55:32`, `22:55:32.5` with 1 to 9 digits, `22:55`, or none for midnight |
/// | offset | `Z`, `z`, `-08:00`, `-0800`, `-08`, or none for UTC |
/// | spaces | one after every colon, as in `22: 55: 32-08: 00`, or none |
///
/// A fraction of more than 9 digits is an error, not truncated. A leap second (`:60`) is an error,
/// because Unix time has no value for it.
///
/// Values are compared, ordered and hashed by the instant: `2026-01-15T22:00:00Z` equals
/// `2026-01-15T14:00:00-0800`.
///
/// ```
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use generated_client::wire::{Date, DateTime};
///
/// let time: DateTime = "2026-01-15T22:55:32-08:00".parse()?;
/// assert_eq!(time.date(), Date::new(2026, 1, 15).ok_or("no such day")?);
/// assert_eq!(time.offset_minutes(), Some(-480));
/// assert_eq!(time, DateTime::from_unix_timestamp(1_768_546_532).ok_or("out of range")?);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Copy)]
pub struct DateTime {
    /// Seconds since 1970-01-01T00:00:00Z, rounded down.
    seconds: i64,
    /// Nanoseconds above `seconds`.
    nanos: u32,
    /// Minutes by which the written time is ahead of UTC; 0 if no offset is written.
    offset: i16,
    style: PackedStyle,
}

// models have many optional times
const _: () = assert!(size_of::<DateTime>() == 16 && size_of::<Option<DateTime>>() == 16);

impl DateTime {
    /// The start of Unix time: 1970-01-01T00:00:00Z.
    pub const UNIX_EPOCH: Self =
        Self { seconds: 0, nanos: 0, offset: 0, style: Style::canonical(0, 0).pack() };

    /// The first point in time in UTC: 0001-01-01T00:00:00Z.
    pub const MIN: Self =
        Self { seconds: Date::MIN.days_since_epoch() as i64 * SECONDS_PER_DAY, ..Self::UNIX_EPOCH };

    /// The last point in time in UTC: 9999-12-31T23:59:59.999999999Z.
    pub const MAX: Self = Self {
        seconds: (Date::MAX.days_since_epoch() as i64 + 1) * SECONDS_PER_DAY - 1,
        nanos: NANOS_PER_SECOND - 1,
        offset: 0,
        style: Style::canonical(NANOS_PER_SECOND - 1, 0).pack(),
    };

    /// Returns the time of a day at an offset from UTC in minutes, or `None` if a part is out of range.
    ///
    /// An offset of zero is written as `Z`, any other as `+02:00`. Offsets are shorter than a day.
    pub const fn new(
        date: Date,
        hour: u8,
        minute: u8,
        second: u8,
        offset_minutes: i16,
    ) -> Option<Self> {
        let style = Style::canonical(0, offset_minutes);
        Self::from_fields(date, [hour, minute, second], 0, offset_minutes, style)
    }

    /// Returns the midnight in UTC at which a day begins.
    pub const fn midnight_utc(date: Date) -> Self {
        let seconds = date.days_since_epoch() as i64 * SECONDS_PER_DAY;
        Self { seconds, ..Self::UNIX_EPOCH }
    }

    /// Returns the time in UTC so many seconds after 1970-01-01T00:00:00Z, or `None` outside of the
    /// years 1 to 9999.
    pub const fn from_unix_timestamp(seconds: i64) -> Option<Self> {
        Self::from_instant(seconds, 0, 0)
    }

    /// Returns the seconds since 1970-01-01T00:00:00Z, rounded down; negative before it.
    pub const fn unix_timestamp(self) -> i64 {
        self.seconds
    }

    /// Returns the nanoseconds of the second, from 0 to 999,999,999.
    pub const fn subsec_nanos(self) -> u32 {
        self.nanos
    }

    /// Returns the minutes by which the written time is ahead of UTC, or `None` if no offset is
    /// written; the time is in UTC then.
    pub const fn offset_minutes(self) -> Option<i16> {
        match self.style().offset {
            OffsetStyle::Missing => None,
            _ => Some(self.offset),
        }
    }

    /// Returns the day as written, which can differ from the day in UTC.
    pub const fn date(self) -> Date {
        match Date::from_days_since_epoch(self.local_seconds().div_euclid(SECONDS_PER_DAY)) {
            Some(date) => date,
            // every constructor verifies that the written day is in range
            None => Date::MIN,
        }
    }

    /// Returns the day, hour, minute and second as written.
    pub(super) fn fields(self) -> (Date, [u8; 3]) {
        let local = self.local_seconds();
        let days = local.div_euclid(SECONDS_PER_DAY);
        let second = (local - days * SECONDS_PER_DAY) as u32;
        let (hour, minute) = (second / 3_600, second / 60 % 60);
        // every constructor verifies that the written day is in range
        let date = Date::from_days_since_epoch(days).unwrap_or(Date::MIN);
        (date, [hour as u8, minute as u8, (second % 60) as u8])
    }

    /// Returns the hour as written, from 0 to 23.
    pub const fn hour(self) -> u8 {
        (self.second_of_day() / 3_600) as u8
    }

    /// Returns the minute as written, from 0 to 59.
    pub const fn minute(self) -> u8 {
        (self.second_of_day() / 60 % 60) as u8
    }

    /// Returns the second as written, from 0 to 59; 0 if none is written.
    pub const fn second(self) -> u8 {
        (self.second_of_day() % 60) as u8
    }

    /// Returns an instant at an offset in its canonical style, or `None` if a part is out of range.
    pub(super) const fn from_instant(seconds: i64, nanos: u32, offset: i16) -> Option<Self> {
        let local = seconds.saturating_add(offset as i64 * 60);
        let is_valid = nanos < NANOS_PER_SECOND
            && offset.unsigned_abs() < MINUTES_PER_DAY
            && Date::from_days_since_epoch(local.div_euclid(SECONDS_PER_DAY)).is_some();
        let style = Style::canonical(nanos, offset).pack();
        if is_valid { Some(Self { seconds, nanos, offset, style }) } else { None }
    }

    /// Returns the time with these written parts, or `None` if one is out of range.
    #[inline]
    pub(super) const fn from_fields(
        date: Date,
        [hour, minute, second]: [u8; 3],
        nanos: u32,
        offset: i16,
        style: Style,
    ) -> Option<Self> {
        if hour > 23 || minute > 59 || second > 59 || offset.unsigned_abs() >= MINUTES_PER_DAY {
            return None;
        }
        let minutes = hour as i64 * 60 + minute as i64 - offset as i64;
        let days = date.days_since_epoch() as i64;
        let seconds = days * SECONDS_PER_DAY + minutes * 60 + second as i64;
        Some(Self { seconds, nanos, offset, style: style.pack() })
    }

    /// Returns the same instant as it is sent in a request. Services may reject a value without a time or an offset, so
    /// both are added.
    pub(crate) fn for_request(self) -> Self {
        let style = self.style();
        let is_complete = self.has_time() && !matches!(style.offset, OffsetStyle::Missing);
        let canonical = Self::from_instant(self.seconds, self.nanos, self.offset);
        if is_complete { self } else { canonical.unwrap_or(self) }
    }

    /// Returns `true` unless only the date is written.
    pub(crate) const fn has_time(self) -> bool {
        !matches!(self.style().time, TimeStyle::Missing)
    }

    /// Returns how the value is written.
    pub(super) const fn style(self) -> Style {
        self.style.unpack()
    }

    /// Returns the minutes by which the written time is ahead of UTC; 0 if no offset is written.
    pub(super) const fn offset_or_utc(self) -> i16 {
        self.offset
    }

    const fn local_seconds(self) -> i64 {
        self.seconds + self.offset as i64 * 60
    }

    const fn second_of_day(self) -> i64 {
        self.local_seconds().rem_euclid(SECONDS_PER_DAY)
    }
}

impl PartialEq for DateTime {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for DateTime {}

impl PartialOrd for DateTime {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for DateTime {
    fn cmp(&self, other: &Self) -> Ordering {
        (self.seconds, self.nanos).cmp(&(other.seconds, other.nanos))
    }
}

impl Hash for DateTime {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (self.seconds, self.nanos).hash(state);
    }
}
