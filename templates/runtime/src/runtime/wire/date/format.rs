//! Writing of dates and times, without allocation.

use std::fmt;

use super::date::Date;
use super::date_time::DateTime;
use super::style::{OffsetStyle, Separator, TimeStyle};

/// The length of the longest spelling: `2022-03-02T05: 18: 54.123456789-08: 00`.
const LONGEST: usize = 38;

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut buffer = Buffer::new();
        buffer.date(*self);
        f.pad(buffer.as_str())
    }
}

impl fmt::Debug for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Display for DateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut buffer = Buffer::new();
        buffer.date_time(*self);
        f.pad(buffer.as_str())
    }
}

impl fmt::Debug for DateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// A string on the stack.
struct Buffer {
    bytes: [u8; LONGEST],
    len: usize,
}

impl Buffer {
    fn new() -> Self {
        Self { bytes: [0; LONGEST], len: 0 }
    }

    fn as_str(&self) -> &str {
        // all bytes are ASCII
        self.bytes.get(..self.len).and_then(|bytes| str::from_utf8(bytes).ok()).unwrap_or_default()
    }

    fn push(&mut self, byte: u8) {
        if let Some(place) = self.bytes.get_mut(self.len) {
            *place = byte;
            self.len += 1;
        }
    }

    /// Writes the lowest `count` digits of a number.
    fn digits(&mut self, number: u32, count: u8) {
        for position in (0..count).rev() {
            self.push(b'0' + (number / 10_u32.pow(u32::from(position)) % 10) as u8);
        }
    }

    fn two_digits(&mut self, number: u8) {
        self.digits(u32::from(number), 2);
    }

    fn colon(&mut self, has_spaces: bool) {
        self.push(b':');
        if has_spaces {
            self.push(b' ');
        }
    }

    fn date(&mut self, date: Date) {
        self.digits(u32::from(date.year()), 4);
        self.push(b'-');
        self.two_digits(date.month());
        self.push(b'-');
        self.two_digits(date.day());
    }

    fn date_time(&mut self, value: DateTime) {
        self.date(value.date());
        let style = value.style();
        if matches!(style.time, TimeStyle::Missing) {
            return;
        }
        self.push(match style.separator {
            Separator::UpperT => b'T',
            Separator::LowerT => b't',
            Separator::Space => b' ',
        });
        self.two_digits(value.hour());
        self.colon(style.has_spaces);
        self.two_digits(value.minute());
        if let TimeStyle::Seconds(digits) = style.time {
            self.colon(style.has_spaces);
            self.two_digits(value.second());
            self.fraction(value.subsec_nanos(), digits);
        }
        self.offset(value);
    }

    fn fraction(&mut self, nanos: u32, digits: u8) {
        if digits > 0 {
            self.push(b'.');
            self.digits(nanos / 10_u32.pow(9 - u32::from(digits)), digits);
        }
    }

    fn offset(&mut self, value: DateTime) {
        let style = value.style();
        match style.offset {
            OffsetStyle::Missing => return,
            OffsetStyle::UpperZ => return self.push(b'Z'),
            OffsetStyle::LowerZ => return self.push(b'z'),
            OffsetStyle::Hours | OffsetStyle::Compact | OffsetStyle::Colon => {}
        }
        let offset = value.offset_or_utc();
        let is_negative = offset < 0 || style.is_negative_zero;
        self.push(if is_negative { b'-' } else { b'+' });
        let minutes = u32::from(offset.unsigned_abs());
        self.digits(minutes / 60, 2);
        if matches!(style.offset, OffsetStyle::Colon) {
            self.colon(style.has_spaces);
        }
        if !matches!(style.offset, OffsetStyle::Hours) {
            self.digits(minutes % 60, 2);
        }
    }
}
