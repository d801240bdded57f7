//! Parsing of numbers without rounding.

use rust_decimal::Decimal;

/// The number of digits of which a [`Decimal`] represents every combination.
const MAX_DIGITS: u32 = 28;

/// The number `digits / 10^scale`.
struct Exact {
    digits: i128,
    scale: i64,
}

/// Parses a decimal, and keeps the scale of its text. Returns `None` for a number that would have to be rounded.
pub(crate) fn parse_decimal(text: &str) -> Option<Decimal> {
    if let Some(short) = parse_short_decimal(text) {
        return Some(short);
    }
    let Exact { digits, scale } = exact(text)?;
    if scale >= 0 {
        let fits = u32::try_from(scale).ok().filter(|scale| *scale <= MAX_DIGITS);
        let scale = if digits == 0 { fits.unwrap_or(MAX_DIGITS) } else { fits? };
        return Decimal::try_from_i128_with_scale(digits, scale).ok();
    }
    let whole = shift_left(digits, scale.unsigned_abs())?;
    Decimal::try_from_i128_with_scale(whole, 0).ok()
}

/// Parses a decimal of at most 18 digits without an exponent. Returns `None` for any other text.
fn parse_short_decimal(text: &str) -> Option<Decimal> {
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    if unsigned.len() > 19 {
        return None;
    }
    let (mut digits, mut scale, mut has_point) = (0_u64, 0, false);
    for byte in unsigned.bytes() {
        match byte {
            b'0'..=b'9' => {
                digits = digits * 10 + u64::from(byte - b'0');
                scale += u32::from(has_point);
            }
            b'.' if !has_point => has_point = true,
            _ => return None,
        }
    }
    let count = unsigned.len() - usize::from(has_point);
    let (low, high) = (digits as u32, (digits >> 32) as u32);
    let is_negative = unsigned.len() < text.len();
    (1..=18).contains(&count).then(|| Decimal::from_parts(low, high, 0, is_negative, scale))
}

/// Parses an integer. A fraction of zeros is accepted.
pub(crate) fn parse_integer(text: &str) -> Option<i64> {
    let Exact { digits, scale } = exact(text)?;
    if scale <= 0 {
        return i64::try_from(shift_left(digits, scale.unsigned_abs())?).ok();
    }
    if digits == 0 {
        return Some(0);
    }
    let unit = 10_i128.checked_pow(u32::try_from(scale).ok()?)?;
    if digits % unit == 0 { i64::try_from(digits / unit).ok() } else { None }
}

/// Multiplies by a power of ten. Returns `None` if the result has more than [`MAX_DIGITS`] digits.
fn shift_left(digits: i128, places: u64) -> Option<i128> {
    if digits == 0 {
        return Some(0);
    }
    let unit = 10_i128.checked_pow(u32::try_from(places).ok()?)?;
    let shifted = digits.checked_mul(unit)?;
    (shifted.unsigned_abs() < 10_u128.pow(MAX_DIGITS)).then_some(shifted)
}

/// Parses an optional sign, digits with an optional decimal point, and an optional exponent.
fn exact(text: &str) -> Option<Exact> {
    let (negative, rest) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let (number, exponent) = match rest.split_once(['e', 'E']) {
        Some((number, exponent)) => (number, parse_exponent(exponent)?),
        None => (rest, 0),
    };
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    if whole.is_empty() && fraction.is_empty() {
        return None;
    }
    let (mut digits, mut count) = (0_i128, 0);
    for byte in whole.bytes().chain(fraction.bytes()) {
        if !byte.is_ascii_digit() {
            return None;
        }
        // leading zeros are not counted
        count += u32::from(count > 0 || byte != b'0');
        if count > MAX_DIGITS {
            return None;
        }
        digits = digits * 10 + i128::from(byte - b'0');
    }
    let scale = i64::try_from(fraction.len()).ok()? - exponent;
    Some(Exact { digits: if negative { -digits } else { digits }, scale })
}

/// Parses an exponent of at most six digits. Longer ones cannot be represented, and these cannot overflow.
fn parse_exponent(text: &str) -> Option<i64> {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    if digits.is_empty() || digits.len() > 6 {
        return None;
    }
    let mut exponent = 0;
    for byte in digits.bytes() {
        if !byte.is_ascii_digit() {
            return None;
        }
        exponent = exponent * 10 + i64::from(byte - b'0');
    }
    Some(if text.starts_with('-') { -exponent } else { exponent })
}
