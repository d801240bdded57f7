//! What a plain word of YAML means, by the core schema of YAML 1.2.

/// A scalar, resolved.
#[derive(Clone, Debug, PartialEq)]
pub enum Scalar<'a> {
    /// `null`, `~` or nothing at all.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A whole number.
    Integer(i64),
    /// Any other number.
    Float(f64),
    /// Everything else.
    Text(&'a str),
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
        return Scalar::Text(text);
    }
    if let Ok(number) = text.parse::<i64>() {
        return Scalar::Integer(number);
    }
    match text.parse::<f64>() {
        Ok(number) if number.is_finite() => Scalar::Float(number),
        _ => Scalar::Text(text),
    }
}

/// Digits with an optional sign, fraction and exponent; no zeros in front of a whole number.
fn looks_numeric(text: &str) -> bool {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    let leading_zero = digits.len() > 1
        && digits.starts_with('0')
        && digits.chars().nth(1).is_some_and(|c| c.is_ascii_digit());
    let starts_well = digits.starts_with(|c: char| c.is_ascii_digit())
        || (digits.starts_with('.') && digits.len() > 1);
    starts_well
        && !leading_zero
        && digits.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | 'e' | 'E' | '+' | '-'))
}

/// Whether some reader of YAML, 1.1 or 1.2, takes this plain text for something other than text,
/// while [`resolve`] says text: `yes`, `2026-01-01`, `12:30`, `007`, `0x1F`, `1_000`, `.inf`.
pub fn is_ambiguous(text: &str) -> bool {
    const WORDS: [&str; 10] =
        ["yes", "no", "on", "off", "y", "n", ".inf", "-.inf", "+.inf", ".nan"];
    if WORDS.contains(&text.to_ascii_lowercase().as_str()) || text == "=" || text == "<<" {
        return true;
    }
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    if !digits.starts_with(|c: char| c.is_ascii_digit()) {
        return false;
    }
    let based = ["0x", "0o", "0b"].iter().any(|prefix| digits.starts_with(prefix));
    let sixties = digits.contains(':')
        && digits.split(':').all(|part| part.starts_with(|c: char| c.is_ascii_digit()))
        && digits.chars().all(|c| c.is_ascii_digit() || "_.:".contains(c));
    (based && digits.chars().skip(2).all(|c| c.is_ascii_hexdigit() || c == '_'))
        || digits.replace('_', "").parse::<f64>().is_ok()
        || sixties
        || is_date(digits)
}

/// `2026-01-01`, alone or with a time behind it.
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
        assert_eq!(resolve("no"), Scalar::Text("no"));
        assert_eq!(resolve("-12"), Scalar::Integer(-12));
        assert_eq!(resolve("+7"), Scalar::Integer(7));
        assert_eq!(resolve("1.50"), Scalar::Float(1.5));
        assert_eq!(resolve("007"), Scalar::Text("007"));
        assert_eq!(resolve("1000.4636.158133"), Scalar::Text("1000.4636.158133"));
        assert_eq!(resolve("1e999"), Scalar::Text("1e999"));
        assert_eq!(resolve("-"), Scalar::Text("-"));
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
