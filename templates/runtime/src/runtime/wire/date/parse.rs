//! Parsing of dates and times, by bytes and without allocation.

use std::str::FromStr;

use super::date::Date;
use super::date_time::DateTime;
use super::error::ParseDateError;
use super::style::{OffsetStyle, Separator, Style, TimeStyle};

/// The most digits that a fraction of a second can have.
const FRACTION_DIGITS: u8 = 9;

impl FromStr for Date {
    type Err = ParseDateError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text).ok_or_else(|| ParseDateError::new("a date such as `2026-01-15`", text))
    }
}

impl Date {
    /// Parses a date without creating an error.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let mut cursor = Cursor::new(text);
        cursor.date().filter(|_| cursor.is_at_end())
    }
}

impl DateTime {
    /// Parses a date and time without creating an error.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        Cursor::new(text).date_time()
    }
}

impl FromStr for DateTime {
    type Err = ParseDateError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let expected = "a date and time such as `2026-01-15T22:55:32-08:00`";
        Self::parse(text).ok_or_else(|| ParseDateError::new(expected, text))
    }
}

/// The rest of the string to parse.
pub(super) struct Cursor<'a> {
    rest: &'a [u8],
    /// Whether one space follows each colon; decided by the first colon.
    has_spaces: bool,
}

impl<'a> Cursor<'a> {
    #[inline]
    pub(super) fn new(text: &'a str) -> Self {
        Self { rest: text.as_bytes(), has_spaces: false }
    }

    #[inline]
    pub(super) fn is_at_end(&self) -> bool {
        self.rest.is_empty()
    }

    /// Consumes this byte if it is next.
    #[inline]
    pub(super) fn take(&mut self, expected: u8) -> Option<()> {
        let (byte, rest) = self.rest.split_first()?;
        if *byte != expected {
            return None;
        }
        self.rest = rest;
        Some(())
    }

    /// Consumes one digit.
    #[inline]
    pub(super) fn digit(&mut self) -> Option<u8> {
        let [digit @ b'0'..=b'9', rest @ ..] = self.rest else { return None };
        self.rest = rest;
        Some(digit - b'0')
    }

    /// Consumes two digits.
    #[inline]
    pub(super) fn two_digits(&mut self) -> Option<u8> {
        let [tens @ b'0'..=b'9', ones @ b'0'..=b'9', rest @ ..] = self.rest else { return None };
        self.rest = rest;
        Some((tens - b'0') * 10 + (ones - b'0'))
    }

    /// Consumes four digits.
    #[inline]
    pub(super) fn four_digits(&mut self) -> Option<u16> {
        Some(u16::from(self.two_digits()?) * 100 + u16::from(self.two_digits()?))
    }

    /// Consumes one of these names and returns its position.
    pub(super) fn name(&mut self, names: &[&str]) -> Option<u8> {
        let position = names.iter().position(|name| self.rest.starts_with(name.as_bytes()))?;
        self.rest = self.rest.get(names.get(position)?.len()..)?;
        u8::try_from(position).ok()
    }

    /// Consumes `2026-01-15`.
    #[inline]
    fn date(&mut self) -> Option<Date> {
        let year = self.four_digits()?;
        self.take(b'-')?;
        let month = self.two_digits()?;
        self.take(b'-')?;
        Date::new(year, month, self.two_digits()?)
    }

    /// Consumes the whole string.
    fn date_time(&mut self) -> Option<DateTime> {
        let date = self.date()?;
        let mut style = Style {
            separator: Separator::UpperT,
            time: TimeStyle::Missing,
            offset: OffsetStyle::Missing,
            is_negative_zero: false,
            has_spaces: false,
        };
        if self.is_at_end() {
            return DateTime::from_fields(date, [0; 3], 0, 0, style);
        }
        style.separator = self.separator()?;
        let (time, nanos) = self.time(&mut style)?;
        let offset = self.offset(&mut style)?;
        style.has_spaces = self.has_spaces;
        DateTime::from_fields(date, time, nanos, offset, style).filter(|_| self.is_at_end())
    }

    #[inline]
    fn separator(&mut self) -> Option<Separator> {
        let (byte, rest) = self.rest.split_first()?;
        self.rest = rest;
        match byte {
            b'T' => Some(Separator::UpperT),
            b't' => Some(Separator::LowerT),
            b' ' => Some(Separator::Space),
            _ => None,
        }
    }

    /// Consumes hour, minute, second and fraction.
    #[inline]
    fn time(&mut self, style: &mut Style) -> Option<([u8; 3], u32)> {
        let hour = self.two_digits()?;
        self.has_spaces = self.rest.starts_with(b": ");
        self.colon()?;
        let minute = self.two_digits()?;
        if self.colon().is_none() {
            style.time = TimeStyle::Minutes;
            return Some(([hour, minute, 0], 0));
        }
        let second = self.two_digits()?;
        let (nanos, digits) = match self.take(b'.') {
            Some(()) => self.fraction()?,
            None => (0, 0),
        };
        style.time = TimeStyle::Seconds(digits);
        Some(([hour, minute, second], nanos))
    }

    /// Consumes a colon and the space that follows each colon of this string.
    #[inline]
    fn colon(&mut self) -> Option<()> {
        let expected: &[u8] = if self.has_spaces { b": " } else { b":" };
        self.rest = self.rest.strip_prefix(expected)?;
        Some(())
    }

    /// Consumes 1 to 9 digits and returns nanoseconds and the number of digits.
    fn fraction(&mut self) -> Option<(u32, u8)> {
        let (mut nanos, mut digits) = (0, 0);
        while let Some(digit) = self.digit() {
            if digits == FRACTION_DIGITS {
                return None;
            }
            nanos = nanos * 10 + u32::from(digit);
            digits += 1;
        }
        let scale = 10_u32.pow(u32::from(FRACTION_DIGITS - digits));
        (digits > 0).then_some((nanos * scale, digits))
    }

    /// Consumes the offset and returns it in minutes.
    #[inline]
    fn offset(&mut self, style: &mut Style) -> Option<i16> {
        let Some((byte, rest)) = self.rest.split_first() else { return Some(0) };
        self.rest = rest;
        style.offset = match byte {
            b'Z' => OffsetStyle::UpperZ,
            b'z' => OffsetStyle::LowerZ,
            b'+' | b'-' => OffsetStyle::Hours,
            _ => return None,
        };
        if !matches!(style.offset, OffsetStyle::Hours) {
            return Some(0);
        }
        let (hours, mut minutes) = (self.two_digits()?, 0);
        if !self.is_at_end() {
            let has_colon = self.colon().is_some();
            style.offset = if has_colon { OffsetStyle::Colon } else { OffsetStyle::Compact };
            minutes = self.two_digits().filter(|minutes| *minutes < 60)?;
        }
        let offset = i16::from(hours) * 60 + i16::from(minutes);
        style.is_negative_zero = offset == 0 && *byte == b'-';
        Some(if *byte == b'-' { -offset } else { offset })
    }
}
