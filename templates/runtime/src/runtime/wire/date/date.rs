//! A day of the calendar.

use super::calendar::{date_from_days, days_from_date, days_in_month};

/// A day of the calendar from 0001-01-01 to 9999-12-31, written as `2026-01-15`.
///
/// ```
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use generated_client::wire::Date;
///
/// let day = Date::new(2026, 1, 15).ok_or("no such day")?;
/// assert_eq!(day.to_string(), "2026-01-15");
/// assert_eq!("2026-01-15".parse(), Ok(day));
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    // in this order, because comparison is by year, month and day
    year: u16,
    month: u8,
    day: u8,
}

impl Date {
    /// The first day: 0001-01-01.
    pub const MIN: Self = Self { year: 1, month: 1, day: 1 };

    /// The last day: 9999-12-31.
    pub const MAX: Self = Self { year: 9999, month: 12, day: 31 };

    /// Returns the day of a year from 1 to 9999, or `None` if the calendar has no such day.
    pub const fn new(year: u16, month: u8, day: u8) -> Option<Self> {
        let in_range = 1 <= year && year <= 9999 && 1 <= day && day <= days_in_month(year, month);
        if in_range { Some(Self { year, month, day }) } else { None }
    }

    /// Returns the year, from 1 to 9999.
    pub const fn year(self) -> u16 {
        self.year
    }

    /// Returns the month, from 1 to 12.
    pub const fn month(self) -> u8 {
        self.month
    }

    /// Returns the day of the month, from 1 to 31.
    pub const fn day(self) -> u8 {
        self.day
    }

    /// Returns the days since 1970-01-01; negative before it.
    pub(super) const fn days_since_epoch(self) -> i32 {
        days_from_date(self.year, self.month, self.day)
    }

    /// Returns the day so many days after 1970-01-01, or `None` outside of the years 1 to 9999.
    pub(super) const fn from_days_since_epoch(days: i64) -> Option<Self> {
        let first = Self::MIN.days_since_epoch() as i64;
        let last = Self::MAX.days_since_epoch() as i64;
        if days < first || last < days {
            return None;
        }
        let (year, month, day) = date_from_days(days as i32);
        Some(Self { year, month, day })
    }
}
