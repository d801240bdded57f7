//! Writing of dates and times, without allocation.

use std::fmt;

use super::date::Date;
use super::date_time::DateTime;
use super::style::{OffsetStyle, Separator, TimeStyle};

/// The length of the longest spelling: `2022-03-02T05: 18: 54.123456789-08: 00`.
const LONGEST: usize = 38;

impl DateTime {
    /// Returns the date and time as it is written.
    pub(crate) fn to_text(self) -> String {
        let mut text = String::with_capacity(LONGEST);
        self.write_to(&mut text);
        text
    }

    /// Appends the date and time as it is written.
    pub(crate) fn write_to(self, out: &mut String) {
        let mut buffer = Buffer::new();
        buffer.date_time(self);
        out.push_str(buffer.as_str());
    }
}

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

/// ASCII on the stack.
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

    #[inline]
    fn push<const N: usize>(&mut self, bytes: [u8; N]) {
        let rest = self.bytes.get_mut(self.len..).unwrap_or_default();
        if let Some(place) = rest.first_chunk_mut() {
            *place = bytes;
            self.len += N;
        }
    }

    fn colon(&mut self, has_spaces: bool) {
        self.push([b':']);
        if has_spaces {
            self.push([b' ']);
        }
    }

    fn date(&mut self, date: Date) {
        let [a, b] = two_digits((date.year() / 100) as u8);
        let [c, d] = two_digits((date.year() % 100) as u8);
        let ([e, f], [g, h]) = (two_digits(date.month()), two_digits(date.day()));
        self.push([a, b, c, d, b'-', e, f, b'-', g, h]);
    }

    fn date_time(&mut self, value: DateTime) {
        let (date, [hour, minute, second]) = value.fields();
        let style = value.style();
        self.date(date);
        if matches!(style.time, TimeStyle::Missing) {
            return;
        }
        self.push([match style.separator {
            Separator::UpperT => b'T',
            Separator::LowerT => b't',
            Separator::Space => b' ',
        }]);
        self.push(two_digits(hour));
        self.colon(style.has_spaces);
        self.push(two_digits(minute));
        if let TimeStyle::Seconds(digits) = style.time {
            self.colon(style.has_spaces);
            self.push(two_digits(second));
            self.fraction(value.subsec_nanos(), digits);
        }
        self.offset(value);
    }

    fn fraction(&mut self, nanos: u32, digits: u8) {
        if digits > 0 {
            self.push([b'.']);
            for place in (9 - u32::from(digits)..9).rev() {
                self.push([b'0' + (nanos / 10_u32.pow(place) % 10) as u8]);
            }
        }
    }

    fn offset(&mut self, value: DateTime) {
        let style = value.style();
        match style.offset {
            OffsetStyle::Missing => return,
            OffsetStyle::UpperZ => return self.push([b'Z']),
            OffsetStyle::LowerZ => return self.push([b'z']),
            OffsetStyle::Hours | OffsetStyle::Compact | OffsetStyle::Colon => {}
        }
        let offset = value.offset_or_utc();
        let is_negative = offset < 0 || style.is_negative_zero;
        self.push([if is_negative { b'-' } else { b'+' }]);
        let minutes = offset.unsigned_abs();
        self.push(two_digits((minutes / 60) as u8));
        if matches!(style.offset, OffsetStyle::Colon) {
            self.colon(style.has_spaces);
        }
        if !matches!(style.offset, OffsetStyle::Hours) {
            self.push(two_digits((minutes % 60) as u8));
        }
    }
}

/// Returns the digits of a number below 100.
#[inline]
fn two_digits(number: u8) -> [u8; 2] {
    [b'0' + number / 10 % 10, b'0' + number % 10]
}
