//! Encoding and decoding of dates.

use std::borrow::Cow;

use super::report::Context;
use super::scalars::{literal, parsed, store};
#[cfg(feature = "serde")]
use super::serde_bridge;
use super::traits::{Decode, Encode};
use super::value::ValueRef;
use crate::runtime::json::{DecodeError, JsonKind, Reader};
use crate::runtime::wire::{Date, DateTime, DateTimeOrKeyword};

/// Parses a date and time, and records a missing offset.
fn date_time(text: &str, cx: &mut Context) -> Option<DateTime> {
    let value = DateTime::parse(text)?;
    if value.offset_minutes().is_none() {
        cx.coerced("assumed UTC");
    }
    Some(value)
}

/// Parses a date, or the date of a date and time as it is written there.
fn date(text: &str, cx: &mut Context) -> Option<Date> {
    if let Some(date) = Date::parse(text) {
        return Some(date);
    }
    let value = DateTime::parse(text)?;
    cx.coerced("used the date of a date and time");
    Some(value.date())
}

impl Encode for DateTime {
    fn as_value(&self) -> ValueRef<'_> {
        ValueRef::DateTime(*self)
    }
}

impl Decode for DateTime {
    fn empty() -> Self {
        Self::UNIX_EPOCH
    }

    fn decode_from(
        &mut self,
        reader: &mut Reader<'_>,
        cx: &mut Context,
    ) -> Result<bool, DecodeError> {
        let start = reader.mark();
        if let Some(value) = reader.plain_string().and_then(|text| date_time(text, cx)) {
            *self = value;
            return Ok(true);
        }
        reader.rewind(start);
        Ok(store(
            self,
            parsed(reader.value()?, "a date and time", JsonKind::String, cx, date_time)?,
        ))
    }

    fn expected(&self) -> &'static str {
        "a date and time"
    }
}

impl Encode for Date {
    fn as_value(&self) -> ValueRef<'_> {
        ValueRef::Text(Cow::Owned(self.to_string()))
    }
}

impl Decode for Date {
    fn empty() -> Self {
        Self::MIN
    }

    fn decode_from(
        &mut self,
        reader: &mut Reader<'_>,
        cx: &mut Context,
    ) -> Result<bool, DecodeError> {
        Ok(store(self, parsed(reader.value()?, "a date", JsonKind::String, cx, date)?))
    }

    fn expected(&self) -> &'static str {
        "a date"
    }
}

impl Encode for DateTimeOrKeyword {
    fn as_value(&self) -> ValueRef<'_> {
        match self {
            Self::At(value) => value.as_value(),
            Self::Keyword(keyword) => ValueRef::Text(Cow::Borrowed(keyword)),
        }
    }
}

impl Decode for DateTimeOrKeyword {
    fn empty() -> Self {
        Self::Keyword(String::new())
    }

    fn decode_from(
        &mut self,
        reader: &mut Reader<'_>,
        cx: &mut Context,
    ) -> Result<bool, DecodeError> {
        let text = literal(reader.value()?, "a date and time, or a keyword", JsonKind::String, cx)?;
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
        impl serde_bridge::Serialize for $type {
            fn serialize<S: serde_bridge::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                serde_bridge::serialize_value(self, to)
            }
        }

        #[cfg(feature = "serde")]
        impl<'de> serde_bridge::Deserialize<'de> for $type {
            fn deserialize<D: serde_bridge::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                serde_bridge::deserialize_value(from)
            }
        }
    )+};
}

serde_through_codec!(Date, DateTime, DateTimeOrKeyword);
