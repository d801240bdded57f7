//! How dates and times are read from and written to the wire.

use std::borrow::Cow;

use super::date::{Date, DateTime, DateTimeOrKeyword};
use super::fault::Fault;
use super::raw::{Kind, Raw};
use super::report::Context;
use super::scalar::{literal, parsed, store};
use super::slot::{Element, Put};
use super::view::View;

/// Parses a date and time. A missing offset is reported.
fn date_time(text: &str, cx: &mut Context) -> Option<DateTime> {
    let value: DateTime = text.parse().ok()?;
    if value.offset_minutes().is_none() {
        cx.coerced("assumed UTC");
    }
    Some(value)
}

/// Parses a day, or the day of a date and time as it is written there.
fn date(text: &str, cx: &mut Context) -> Option<Date> {
    if let Ok(date) = text.parse() {
        return Some(date);
    }
    let value: DateTime = text.parse().ok()?;
    cx.coerced("took the day of a date and time");
    Some(value.date())
}

impl Put for DateTime {
    fn view(&self) -> View<'_> {
        View::Text(Cow::Owned(self.to_string()))
    }
}

impl Element for DateTime {
    fn blank() -> Self {
        Self::UNIX_EPOCH
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
        Self::MIN
    }

    fn fill(&mut self, raw: Raw<'_>, cx: &mut Context) -> Result<bool, Fault> {
        Ok(store(self, parsed(raw, "a date", Kind::Text, cx, date)?))
    }
}

impl Put for DateTimeOrKeyword {
    fn view(&self) -> View<'_> {
        match self {
            Self::At(value) => value.view(),
            Self::Keyword(keyword) => View::Text(Cow::Borrowed(keyword)),
        }
    }
}

impl Element for DateTimeOrKeyword {
    fn blank() -> Self {
        Self::Keyword(String::new())
    }

    fn fill(&mut self, raw: Raw<'_>, cx: &mut Context) -> Result<bool, Fault> {
        let text = literal(raw, "a date and time, or a keyword", Kind::Text, cx)?;
        let value = text.map(|text| match date_time(&text, cx) {
            Some(value) => Self::At(value),
            None => Self::Keyword(text.into_owned()),
        });
        Ok(store(self, value))
    }
}

/// Implements serde's traits through the codec.
macro_rules! serde_through_codec {
    ($($type:ty),+) => {$(
        #[cfg(feature = "serde")]
        impl super::bridge::Serialize for $type {
            fn serialize<S: super::bridge::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                super::bridge::serialize_put(self, to)
            }
        }

        #[cfg(feature = "serde")]
        impl<'de> super::bridge::Deserialize<'de> for $type {
            fn deserialize<D: super::bridge::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                super::bridge::deserialize_element(from)
            }
        }
    )+};
}

serde_through_codec!(Date, DateTime, DateTimeOrKeyword);
