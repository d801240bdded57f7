//! "Did you mean …?"

/// The one of `known` that is most like `word`, if any is like it at all.
pub fn closest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let lower = word.to_lowercase();
    let mut best: Option<(f64, &str)> = None;
    for candidate in known {
        let likeness = strsim::jaro_winkler(&lower, &candidate.to_lowercase());
        let slips = strsim::damerau_levenshtein(&lower, &candidate.to_lowercase());
        let alike = likeness > 0.85 || slips <= 1 + word.chars().count() / 6;
        if alike && best.is_none_or(|(most, _)| likeness > most) {
            best = Some((likeness, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// A help line: the closest of `known`, or all of them when nothing is close and they are few.
pub fn did_you_mean<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let known: Vec<&str> = known.into_iter().collect();
    if let Some(candidate) = closest(word, known.iter().copied()) {
        return Some(format!("did you mean `{candidate}`?"));
    }
    match known.as_slice() {
        [] => None,
        [only] => Some(format!("known is only `{only}`")),
        few if few.len() <= 12 => Some(format!("known are `{}`", few.join("`, `"))),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_slips_and_nothing_else() {
        let known = ["required", "properties", "x-effect", "type"];
        assert_eq!(closest("requird", known), Some("required"));
        assert_eq!(closest("x-efect", known), Some("x-effect"));
        assert_eq!(closest("Type", known), Some("type"));
        assert_eq!(closest("zebra", known), None);
        assert_eq!(did_you_mean("zebra", ["a"]).as_deref(), Some("known is only `a`"));
    }
}
