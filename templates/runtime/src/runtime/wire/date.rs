//! Dates and times.

use std::borrow::Cow;

use chrono::{FixedOffset, NaiveDate, SecondsFormat};

use super::fault::Fault;
use super::raw::{Kind, Raw};
use super::report::Context;
use super::scalar::{literal, parsed, store};
use super::slot::{Element, Put};
use super::view::View;

/// A point in time with the offset it was written with.
pub type DateTime = chrono::DateTime<FixedOffset>;

/// A day.
pub type Date = NaiveDate;

/// A point in time, or a word that stands for one, like `NOW`.
#[derive(Clone, Debug, PartialEq)]
pub enum DateTimeOrWord {
    /// A point in time.
    At(DateTime),
    /// A word.
    Word(String),
}

impl From<DateTime> for DateTimeOrWord {
    fn from(value: DateTime) -> Self {
        Self::At(value)
    }
}

impl From<&str> for DateTimeOrWord {
    fn from(value: &str) -> Self {
        Self::Word(value.to_owned())
    }
}

impl From<String> for DateTimeOrWord {
    fn from(value: String) -> Self {
        Self::Word(value)
    }
}

/// Longer than any date-time that is one.
const LONGEST: usize = 48;

/// Reads RFC 3339, its variants without a colon in the offset or with a blank for the `T`, and, as
/// UTC, what has no offset or no time.
fn date_time(text: &str, cx: &mut Context) -> Option<DateTime> {
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
        cx.coerced("assumed UTC");
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
fn date(text: &str, cx: &mut Context) -> Option<Date> {
    // the offset that a time may lack has no bearing on the day
    let value = date_time(text, &mut Context::new())?.date_naive();
    if text.len() > 10 {
        cx.coerced("took the day of a date and time");
    }
    Some(value)
}

impl Put for DateTime {
    fn view(&self) -> View<'_> {
        View::Text(Cow::Owned(self.to_rfc3339_opts(SecondsFormat::AutoSi, false)))
    }
}

impl Element for DateTime {
    fn blank() -> Self {
        Self::default()
    }

    fn fill(&mut self, raw: Raw<'_>, cx: &mut Context) -> Result<bool, Fault> {
        Ok(store(self, parsed(raw, "a date and time", Kind::Text, cx, date_time)?))
    }
}

impl Put for Date {
    fn view(&self) -> View<'_> {
        View::Text(Cow::Owned(self.to_string()))
    }
}

impl Element for Date {
    fn blank() -> Self {
        Self::default()
    }

    fn fill(&mut self, raw: Raw<'_>, cx: &mut Context) -> Result<bool, Fault> {
        Ok(store(self, parsed(raw, "a date", Kind::Text, cx, date)?))
    }
}

impl Put for DateTimeOrWord {
    fn view(&self) -> View<'_> {
        match self {
            Self::At(value) => value.view(),
            Self::Word(word) => View::Text(Cow::Borrowed(word)),
        }
    }
}

impl Element for DateTimeOrWord {
    fn blank() -> Self {
        Self::Word(String::new())
    }

    fn fill(&mut self, raw: Raw<'_>, cx: &mut Context) -> Result<bool, Fault> {
        let text = literal(raw, "a date and time, or a word", Kind::Text, cx)?;
        let value = text.map(|text| match date_time(&text, cx) {
            Some(value) => Self::At(value),
            None => Self::Word(text.into_owned()),
        });
        Ok(store(self, value))
    }
}
