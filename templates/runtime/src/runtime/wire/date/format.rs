//! Writing of dates and times.

use std::fmt;

use super::date::Date;
use super::date_time::DateTime;
use super::style::{OffsetStyle, Separator, TimeStyle};

/// The length of the longest spelling: `2022-03-02T05: 18: 54.123456789-08: 00`.
const LONGEST: usize = 38;

/// The numbers from 0 to 99 with two digits each.
const PAIRS: &str = "\
    0001020304050607080910111213141516171819202122232425262728293031323334353637383940414243444546474849\
    5051525354555657585960616263646566676869707172737475767778798081828384858687888990919293949596979899";

impl Date {
    /// Returns the date as it is written.
    pub(crate) fn to_text(self) -> String {
        let mut text = Text(String::with_capacity(LONGEST));
        text.date(self);
        text.0
    }
}

impl DateTime {
    /// Returns the date and time as it is written.
    pub(crate) fn to_text(self) -> String {
        let mut text = Text(String::with_capacity(LONGEST));
        text.date_time(self);
        text.0
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.to_text())
    }
}

impl fmt::Debug for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Display for DateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.to_text())
    }
}

impl fmt::Debug for DateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// A date that is being written.
struct Text(String);

impl Text {
    #[inline]
    fn push(&mut self, byte: u8) {
        self.0.push(char::from(byte));
    }

    /// Writes a number below 100.
    #[inline]
    fn two_digits(&mut self, number: u8) {
        let at = usize::from(number) * 2;
        self.0.push_str(PAIRS.get(at..at + 2).unwrap_or_default());
    }

    fn colon(&mut self, has_spaces: bool) {
        self.push(b':');
        if has_spaces {
            self.push(b' ');
        }
    }

    fn date(&mut self, date: Date) {
        self.two_digits((date.year() / 100) as u8);
        self.two_digits((date.year() % 100) as u8);
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
            for place in (9 - u32::from(digits)..9).rev() {
                self.push(b'0' + (nanos / 10_u32.pow(place) % 10) as u8);
            }
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
        let minutes = offset.unsigned_abs();
        self.two_digits((minutes / 60) as u8);
        if matches!(style.offset, OffsetStyle::Colon) {
            self.colon(style.has_spaces);
        }
        if !matches!(style.offset, OffsetStyle::Hours) {
            self.two_digits((minutes % 60) as u8);
        }
    }
}
