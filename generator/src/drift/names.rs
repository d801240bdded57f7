//! Names of numbered members.
//!
//! Documents name a family of members in several ways: `Text1–Text50`, `Text1 to Text50`, `ItemSku[i]`, or each of
//! them. The spec has `Text{n}` with `x-family`, and `ItemSku{i}` in a list with `x-indexed`.

use crate::wire_name::{ITEM, NUMBER};

/// Returns a name with `{i}` and `{n}` in subject of numbers, and the range of `{n}`.
pub(super) fn canonical(name: &str) -> (String, Option<(u64, u64)>) {
    let name = name.replace("[i]", ITEM);
    let ends = name.split_once(" to ").or_else(|| name.split_once('–'));
    let family = ends.and_then(|(first, last)| {
        let (first, last) = (split_number(first.trim())?, split_number(last.trim())?);
        (first.0 == last.0).then(|| (format!("{}{NUMBER}", first.0), Some((first.1, last.1))))
    });
    family.unwrap_or((name, None))
}

/// Returns the name of the family that a member with a number may belong to, and the number.
pub(super) fn family(name: &str) -> Option<(String, u64)> {
    let (stem, number) = split_number(name)?;
    Some((format!("{stem}{NUMBER}"), number))
}

/// Splits a name into its stem and the number at its end.
fn split_number(name: &str) -> Option<(&str, u64)> {
    let stem = name.trim_end_matches(|c: char| c.is_ascii_digit());
    let number = name.get(stem.len()..)?.parse().ok()?;
    (!stem.is_empty()).then_some((stem, number))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn families_have_one_name() {
        for (name, expected, range) in [
            ("Text1–Text50", "Text{n}", Some((1, 50))),
            ("ItemText[i]_1 to ItemText[i]_10", "ItemText{i}_{n}", Some((1, 10))),
            ("ItemSku[i]", "ItemSku{i}", None),
            ("Text{n}", "Text{n}", None),
            ("A1 to B2", "A1 to B2", None),
        ] {
            assert_eq!(canonical(name), (expected.to_owned(), range), "{name}");
        }
        assert_eq!(family("Numeric10"), Some(("Numeric{n}".to_owned(), 10)));
        assert_eq!(family("Numeric"), None);
        assert_eq!(family("10"), None);
    }
}
