//! Writing decimals.

use std::fmt::Write as _;

use rust_decimal::Decimal;

/// The most characters of a decimal of at most 64 bits: a sign, `0.`, and 28 digits.
const LONGEST: usize = 31;

/// Appends a decimal with its scale, as [`Decimal`] formats it.
pub(super) fn write_decimal(out: &mut String, value: Decimal) {
    let Ok(mut digits) = u64::try_from(value.mantissa().unsigned_abs()) else {
        // writing to a `String` cannot fail
        let _ = write!(out, "{value}");
        return;
    };
    // from the last character to the first
    let mut buffer = [b'0'; LONGEST];
    let scale = value.scale() as usize;
    let mut count = 0;
    for (index, place) in buffer.iter_mut().rev().enumerate() {
        count = index + 1;
        if scale > 0 && index == scale {
            *place = b'.';
            continue;
        }
        *place = b'0' + (digits % 10) as u8;
        digits /= 10;
        let has_whole_digit = scale == 0 || index > scale;
        if digits == 0 && has_whole_digit {
            break;
        }
    }
    if value.is_sign_negative() {
        out.push('-');
    }
    let text = buffer.get(LONGEST - count..).and_then(|bytes| str::from_utf8(bytes).ok());
    out.push_str(text.unwrap_or_default());
}
