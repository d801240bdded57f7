//! The style of a written date and time: everything that its instant and offset leave open.

use std::num::NonZeroU16;

/// How a date and time is written.
#[derive(Clone, Copy)]
pub(super) struct Style {
    pub(super) separator: Separator,
    pub(super) time: TimeStyle,
    pub(super) offset: OffsetStyle,
    /// The offset is zero and has a minus sign: `-00:00`.
    pub(super) is_negative_zero: bool,
    /// One space follows each colon: `05: 18: 54-08: 00`.
    pub(super) has_spaces: bool,
}

/// What separates date and time.
#[derive(Clone, Copy)]
pub(super) enum Separator {
    UpperT,
    LowerT,
    Space,
}

/// How precisely the time of day is written.
#[derive(Clone, Copy)]
pub(super) enum TimeStyle {
    Missing,
    Minutes,
    /// Seconds with so many digits of a fraction, from 0 to 9.
    Seconds(u8),
}

/// How the offset is written.
#[derive(Clone, Copy)]
pub(super) enum OffsetStyle {
    Missing,
    UpperZ,
    LowerZ,
    /// `+07`
    Hours,
    /// `+0730`
    Compact,
    /// `+07:30`
    Colon,
}

/// A [`Style`] in 16 bits. The lowest bit is always set, so that an `Option` takes no further space.
///
/// | bits | content |
/// |---|---|
/// | 0 | 1 |
/// | 1–4 | time: 0 missing, 1 minutes, 2 seconds, 3 to 11 seconds with 1 to 9 digits |
/// | 5–6 | separator |
/// | 7–9 | offset |
/// | 10 | negative zero |
/// | 11 | spaces after colons |
#[derive(Clone, Copy)]
pub(super) struct PackedStyle(NonZeroU16);

impl Style {
    /// Returns the style of values that were not parsed: RFC 3339 with as many groups of three
    /// digits as the fraction needs.
    pub(super) const fn canonical(nanos: u32, offset: i16) -> Self {
        let digits = match nanos {
            0 => 0,
            _ if nanos.is_multiple_of(1_000_000) => 3,
            _ if nanos.is_multiple_of(1_000) => 6,
            _ => 9,
        };
        Self {
            separator: Separator::UpperT,
            time: TimeStyle::Seconds(digits),
            offset: if offset == 0 { OffsetStyle::UpperZ } else { OffsetStyle::Colon },
            is_negative_zero: false,
            has_spaces: false,
        }
    }

    /// Packs the style.
    pub(super) const fn pack(self) -> PackedStyle {
        let time = match self.time {
            TimeStyle::Missing => 0,
            TimeStyle::Minutes => 1,
            TimeStyle::Seconds(digits) => 2 + digits as u16,
        };
        let bits = 1
            | time << 1
            | (self.separator as u16) << 5
            | (self.offset as u16) << 7
            | (self.is_negative_zero as u16) << 10
            | (self.has_spaces as u16) << 11;
        match NonZeroU16::new(bits) {
            Some(bits) => PackedStyle(bits),
            None => PackedStyle(NonZeroU16::MIN),
        }
    }
}

impl PackedStyle {
    /// Unpacks the style.
    pub(super) const fn unpack(self) -> Style {
        let bits = self.0.get();
        Style {
            separator: match bits >> 5 & 0b11 {
                0 => Separator::UpperT,
                1 => Separator::LowerT,
                _ => Separator::Space,
            },
            time: match bits >> 1 & 0b1111 {
                0 => TimeStyle::Missing,
                1 => TimeStyle::Minutes,
                seconds => TimeStyle::Seconds((seconds - 2) as u8),
            },
            offset: match bits >> 7 & 0b111 {
                0 => OffsetStyle::Missing,
                1 => OffsetStyle::UpperZ,
                2 => OffsetStyle::LowerZ,
                3 => OffsetStyle::Hours,
                4 => OffsetStyle::Compact,
                _ => OffsetStyle::Colon,
            },
            is_negative_zero: bits >> 10 & 1 == 1,
            has_spaces: bits >> 11 & 1 == 1,
        }
    }
}
