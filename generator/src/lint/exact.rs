//! Numbers without rounding.

use std::cmp::Ordering;

/// The number `digits / 10^places`.
pub struct Exact {
    digits: i128,
    places: u32,
}

impl Exact {
    /// Parses digits with an optional fraction.
    pub fn parse(text: &str) -> Option<Self> {
        let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
        let digits = format!("{whole}{fraction}").parse().ok()?;
        Some(Self { digits, places: u32::try_from(fraction.len()).ok()? })
    }

    /// Returns the number of items or characters.
    pub fn from_count(count: usize) -> Option<Self> {
        Some(Self { digits: i128::try_from(count).ok()?, places: 0 })
    }

    /// Returns `true` if the number is greater than 0.
    pub fn is_positive(&self) -> bool {
        self.digits > 0
    }

    /// Returns the digits of both numbers with the same number of places, unless they are too large.
    fn aligned(&self, other: &Self) -> Option<(i128, i128)> {
        let places = self.places.max(other.places);
        let scaled =
            |number: &Self| number.digits.checked_mul(10_i128.checked_pow(places - number.places)?);
        Some((scaled(self)?, scaled(other)?))
    }

    /// Compares two numbers, unless they are too large.
    pub fn compare(&self, other: &Self) -> Option<Ordering> {
        let (own, other) = self.aligned(other)?;
        Some(own.cmp(&other))
    }

    /// Returns the remainder of a division, unless the numbers are too large.
    pub fn remainder(&self, other: &Self) -> Option<i128> {
        let (own, other) = self.aligned(other)?;
        own.checked_rem(other)
    }
}

/// Returns `true` if the type of decimal numbers represents a number exactly: it has 96 bits and 28 places.
pub fn is_decimal(text: &str) -> bool {
    const MAX_DIGITS: u128 = (1 << 96) - 1;
    const MAX_PLACES: i64 = 28;
    let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = format!("{}{fraction}", whole.trim_start_matches(['+', '-']));
    let significant = digits.trim_end_matches('0');
    let (Ok(exponent), Ok(places)) = (exponent.parse::<i64>(), i64::try_from(fraction.len()))
    else {
        return false;
    };
    let dropped = i64::try_from(digits.len() - significant.len()).unwrap_or(i64::MAX);
    let places = places.saturating_sub(exponent).saturating_sub(dropped);
    let significant = significant.trim_start_matches('0');
    if significant.is_empty() {
        return true;
    }
    let zeros = u32::try_from(places.saturating_neg().max(0)).ok();
    let scaled = significant.parse::<u128>().ok().zip(zeros.and_then(|n| 10_u128.checked_pow(n)));
    let scaled = scaled.and_then(|(digits, scale)| digits.checked_mul(scale));
    places <= MAX_PLACES && scaled.is_some_and(|digits| digits <= MAX_DIGITS)
}

#[cfg(test)]
mod tests {
    use super::is_decimal;

    #[test]
    fn decimals_have_96_bits_and_28_places() {
        for text in
            ["0", "-1.50", "79228162514264337593543950335", "1.5e-7", "1e28", "0e999", "1e-28"]
        {
            assert!(is_decimal(text), "{text}");
        }
        for text in [
            "79228162514264337593543950336",
            "1.0e+30",
            "1.0e-30",
            "0.12345678901234567890123456789012",
            "1e300",
            "1e99999999999999999999",
        ] {
            assert!(!is_decimal(text), "{text}");
        }
    }
}
