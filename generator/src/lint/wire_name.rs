//! Names of members with placeholders for numbers.

/// Returns `true` if `name` is an instance of the property name `pattern`, as `Text7` is of `Text{n}`.
pub fn matches_name(pattern: &str, name: &str) -> bool {
    let Some((before, rest)) = pattern.split_once('{') else { return pattern == name };
    let Some((placeholder, after)) = rest.split_once('}') else { return pattern == name };
    let Some(tail) = name.strip_prefix(before) else { return false };
    let digits = tail.len() - tail.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    // The first item of a list may have no number.
    let least = usize::from(placeholder != "i");
    (least..=digits).any(|cut| tail.get(cut..).is_some_and(|tail| matches_name(after, tail)))
}

#[cfg(test)]
mod tests {
    use super::matches_name;

    #[test]
    fn placeholders_are_numbers() {
        assert!(matches_name("Text{n}", "Text7"));
        assert!(matches_name("ItemText{i}_{n}", "ItemText1_50"));
        assert!(matches_name("Sku{i}", "Sku"));
        assert!(matches_name("Plain", "Plain"));
        assert!(!matches_name("Text{n}", "Texts"));
        assert!(!matches_name("Text{n}", "Text"));
        assert!(!matches_name("ItemText{i}_{n}", "ItemText1x2"));
        assert!(!matches_name("Plain", "Plain1"));
    }
}
