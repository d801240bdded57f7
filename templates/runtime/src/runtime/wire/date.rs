//! Dates and times.

use chrono::{FixedOffset, NaiveDate};

/// A point in time with the offset it was written with.
pub type DateTime = chrono::DateTime<FixedOffset>;

/// A day.
pub type Date = NaiveDate;

/// A point in time, or a word that stands for one, like `NOW`.
#[derive(Clone, Debug, PartialEq)]
pub enum DateTimeOrKeyword {
    /// A point in time.
    At(DateTime),
    /// A word.
    Keyword(String),
}

impl From<DateTime> for DateTimeOrKeyword {
    fn from(value: DateTime) -> Self {
        Self::At(value)
    }
}

impl From<&str> for DateTimeOrKeyword {
    fn from(value: &str) -> Self {
        Self::Keyword(value.to_owned())
    }
}

impl From<String> for DateTimeOrKeyword {
    fn from(value: String) -> Self {
        Self::Keyword(value)
    }
}

/// Longer than any date-time that is one.
const LONGEST: usize = 48;

/// Reads RFC 3339, its variants without a colon in the offset or with a blank for the `T`, and, as
/// UTC, what has no offset or no time.
pub(crate) fn parse_date_time(text: &str, assumed_utc: &mut bool) -> Option<DateTime> {
    if !text.is_ascii() || text.len() > LONGEST {
        return None;
    }
    if let Some(strict) = rfc3339(text) {
        return Some(strict);
    }
    let (day, time) = if text.len() > 10 { text.split_at(10) } else { (text, "T00:00:00") };
    let time = time.strip_prefix(['T', 't', ' '])?;
    if let Some(at) = offset_without_colon(time) {
        let (start, minutes) = time.split_at(at);
        return rfc3339(&format!("{day}T{start}:{minutes}"));
    }
    rfc3339(&format!("{day}T{time}")).or_else(|| {
        let assumed = rfc3339(&format!("{day}T{time}Z"))?;
        *assumed_utc = true;
        Some(assumed)
    })
}

fn rfc3339(text: &str) -> Option<DateTime> {
    DateTime::parse_from_rfc3339(text).ok()
}

/// Where the minutes of `+0730` start.
fn offset_without_colon(time: &str) -> Option<usize> {
    let sign = time.len().checked_sub(5)?;
    let (_, offset) = time.split_at_checked(sign)?;
    let digits = offset.strip_prefix(['+', '-'])?;
    digits.bytes().all(|b| b.is_ascii_digit()).then_some(sign + 3)
}

/// Reads a day, or the day of a date-time as it is written there.
pub(crate) fn parse_date(text: &str) -> Option<Date> {
    // the offset that a time may lack has no bearing on the day
    parse_date_time(text, &mut false).map(|time| time.date_naive())
}
