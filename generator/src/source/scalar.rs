//! Resolution of plain scalars by the core schema of YAML 1.2.

/// The value of a scalar.
#[derive(Clone, Debug, PartialEq)]
pub enum Scalar<'a> {
    /// `null`, `~` or empty.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// An integer.
    Integer(i64),
    /// A number that is not an integer.
    Float(f64),
    /// Any other value.
    String(&'a str),
}

/// Resolves a plain (unquoted) scalar.
pub fn resolve(text: &str) -> Scalar<'_> {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => return Scalar::Null,
        "true" | "True" | "TRUE" => return Scalar::Bool(true),
        "false" | "False" | "FALSE" => return Scalar::Bool(false),
        _ => {}
    }
    if !looks_numeric(text) {
        return Scalar::String(text);
    }
    if let Ok(number) = text.parse::<i64>() {
        return Scalar::Integer(number);
    }
    match text.parse::<f64>() {
        Ok(number) if number.is_finite() => Scalar::Float(number),
        _ => Scalar::String(text),
    }
}

/// Returns `true` for digits with an optional sign, fraction and exponent, without leading zeros.
fn looks_numeric(text: &str) -> bool {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    let leading_zero = digits.len() > 1
        && digits.starts_with('0')
        && digits.chars().nth(1).is_some_and(|c| c.is_ascii_digit());
    let starts_with_digit = digits.starts_with(|c: char| c.is_ascii_digit())
        || (digits.starts_with('.') && digits.len() > 1);
    starts_with_digit
        && !leading_zero
        && digits.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | 'e' | 'E' | '+' | '-'))
}

/// Returns the value of an integer with the base 16 or 8, `0x1F` or `0o17`. [`resolve`] reads it as a string.
pub fn based_integer(text: &str) -> Option<i64> {
    let (radix, digits) = match (text.strip_prefix("0x"), text.strip_prefix("0o")) {
        (Some(digits), _) => (16, digits),
        (_, Some(digits)) => (8, digits),
        _ => return None,
    };
    let is_unsigned = !digits.starts_with(['+', '-']);
    i64::from_str_radix(digits, radix).ok().filter(|_| is_unsigned)
}

/// Returns `true` if a YAML 1.1 or 1.2 parser reads this plain scalar as another type than string,
/// although [`resolve`] returns a string: `yes`, `2026-01-01`, `12:30`, `007`, `0x1F`, `1_000`, `.inf`.
pub fn is_ambiguous(text: &str) -> bool {
    const KEYWORDS: [&str; 10] =
        ["yes", "no", "on", "off", "y", "n", ".inf", "-.inf", "+.inf", ".nan"];
    let is_keyword = KEYWORDS.iter().any(|keyword| keyword.eq_ignore_ascii_case(text));
    if is_keyword || text == "=" || text == "<<" {
        return true;
    }
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    if !digits.starts_with(|c: char| c.is_ascii_digit()) {
        return false;
    }
    let has_base = ["0x", "0o", "0b"].iter().any(|prefix| digits.starts_with(prefix));
    let sexagesimal = digits.contains(':')
        && digits.split(':').all(|part| part.starts_with(|c: char| c.is_ascii_digit()))
        && digits.chars().all(|c| c.is_ascii_digit() || "_.:".contains(c));
    (has_base && digits.chars().skip(2).all(|c| c.is_ascii_hexdigit() || c == '_'))
        || digits.replace('_', "").parse::<f64>().is_ok()
        || sexagesimal
        || is_date(digits)
}

/// Returns `true` for `2026-01-01`, alone or followed by a time.
fn is_date(text: &str) -> bool {
    let mut parts = text.splitn(3, '-');
    let numeric = |part: Option<&str>, lengths: std::ops::RangeInclusive<usize>| {
        part.is_some_and(|p| lengths.contains(&p.len()) && p.chars().all(|c| c.is_ascii_digit()))
    };
    if !numeric(parts.next(), 4..=4) || !numeric(parts.next(), 1..=2) {
        return false;
    }
    parts.next().is_some_and(|rest| {
        rest.starts_with(|c: char| c.is_ascii_digit())
            && rest.chars().all(|c| c.is_ascii_digit() || "Tt :.+-Zz".contains(c))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_numbers() {
        assert_eq!(resolve(""), Scalar::Null);
        assert_eq!(resolve("true"), Scalar::Bool(true));
        assert_eq!(resolve("no"), Scalar::String("no"));
        assert_eq!(resolve("-12"), Scalar::Integer(-12));
        assert_eq!(resolve("+7"), Scalar::Integer(7));
        assert_eq!(resolve("1.50"), Scalar::Float(1.5));
        assert_eq!(resolve("007"), Scalar::String("007"));
        assert_eq!(resolve("1000.4636.158133"), Scalar::String("1000.4636.158133"));
        assert_eq!(resolve("1e999"), Scalar::String("1e999"));
        assert_eq!(resolve("-"), Scalar::String("-"));
    }

    #[test]
    fn integers_of_other_bases() {
        for (text, value) in [("0x10", 16), ("0xfF", 255), ("0o20", 16)] {
            assert_eq!(based_integer(text), Some(value), "{text}");
        }
        for text in ["0x", "0o8", "0x-1", "-0x1", "0b1", "16", "0xFFFFFFFFFFFFFFFF"] {
            assert_eq!(based_integer(text), None, "{text}");
        }
    }

    #[test]
    fn what_others_would_misread() {
        for text in [
            "yes",
            "NO",
            "off",
            "2026-01-01",
            "2026-01-01T00:00:00Z",
            "12:30",
            "007",
            "1_000",
            "0x1F",
            "0o17",
            ".inf",
            "1e999",
        ] {
            assert!(is_ambiguous(text), "{text}");
        }
        for text in [
            "CSV",
            "north",
            "S-1",
            "5b1c7c0e-8f0a",
            "v1",
            "text/csv",
            "10 days",
            "",
            "1.2.3",
            "10-20",
        ] {
            assert!(!is_ambiguous(text), "{text}");
        }
    }
}
