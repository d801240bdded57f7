//! Encoding and decoding of dates.

use std::borrow::Cow;

use chrono::SecondsFormat;

use crate::runtime::json::{DecodeError, JsonKind, Raw};
use crate::runtime::wire::{Date, DateTime, DateTimeOrKeyword, parse_date, parse_date_time};

use super::report::Context;
use super::scalars::{literal, parsed, store};
use super::traits::{Decode, Encode};
use super::value::ValueRef;

/// Parses a date and time, and records that UTC was assumed.
fn date_time(text: &str, cx: &mut Context) -> Option<DateTime> {
    let mut assumed_utc = false;
    let value = parse_date_time(text, &mut assumed_utc);
    if assumed_utc {
        cx.coerced("assumed UTC");
    }
    value
}

/// Parses a date, or the date of a date and time, as it is written there.
fn date(text: &str, cx: &mut Context) -> Option<Date> {
    let value = parse_date(text)?;
    if text.len() > 10 {
        cx.coerced("took the day of a date and time");
    }
    Some(value)
}

impl Encode for DateTime {
    fn as_value(&self) -> ValueRef<'_> {
        ValueRef::Text(Cow::Owned(self.to_rfc3339_opts(SecondsFormat::AutoSi, false)))
    }
}

impl Decode for DateTime {
    fn empty() -> Self {
        Self::default()
    }

    fn decode_into(&mut self, raw: Raw<'_>, cx: &mut Context) -> Result<bool, DecodeError> {
        Ok(store(self, parsed(raw, "a date and time", JsonKind::String, cx, date_time)?))
    }
}

impl Encode for Date {
    fn as_value(&self) -> ValueRef<'_> {
        ValueRef::Text(Cow::Owned(self.to_string()))
    }
}

impl Decode for Date {
    fn empty() -> Self {
        Self::default()
    }

    fn decode_into(&mut self, raw: Raw<'_>, cx: &mut Context) -> Result<bool, DecodeError> {
        Ok(store(self, parsed(raw, "a date", JsonKind::String, cx, date)?))
    }
}

impl Encode for DateTimeOrKeyword {
    fn as_value(&self) -> ValueRef<'_> {
        match self {
            Self::At(value) => value.as_value(),
            Self::Keyword(word) => ValueRef::Text(Cow::Borrowed(word)),
        }
    }
}

impl Decode for DateTimeOrKeyword {
    fn empty() -> Self {
        Self::Keyword(String::new())
    }

    fn decode_into(&mut self, raw: Raw<'_>, cx: &mut Context) -> Result<bool, DecodeError> {
        let text = literal(raw, "a date and time, or a word", JsonKind::String, cx)?;
        let value = text.map(|text| match date_time(&text, cx) {
            Some(value) => Self::At(value),
            None => Self::Keyword(text.into_owned()),
        });
        Ok(store(self, value))
    }
}
