//! Suggestions for misspelled names.

/// Returns the candidate that is most similar to `name`, if one is similar enough.
pub fn closest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let lower = name.to_lowercase();
    let mut best: Option<(f64, &str)> = None;
    for candidate in candidates {
        let similarity = strsim::jaro_winkler(&lower, &candidate.to_lowercase());
        let edits = strsim::damerau_levenshtein(&lower, &candidate.to_lowercase());
        let is_similar = similarity > 0.85 || edits <= 1 + name.chars().count() / 6;
        if is_similar && best.is_none_or(|(most, _)| similarity > most) {
            best = Some((similarity, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// Returns `true` if `name` becomes `known` by at most `edits` insertions, deletions, substitutions or swaps.
pub fn differs_by(name: &str, known: &str, edits: usize) -> bool {
    strsim::damerau_levenshtein(name, known) <= edits
}

/// Returns a help line with the closest candidate, or with all candidates if they are few.
pub fn did_you_mean<'a>(
    name: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<String> {
    let candidates: Vec<&str> = candidates.into_iter().collect();
    if let Some(candidate) = closest(name, candidates.iter().copied()) {
        return Some(format!("did you mean `{candidate}`?"));
    }
    match candidates.as_slice() {
        [] => None,
        [only] => Some(format!("expected `{only}`")),
        few if few.len() <= 12 => Some(format!("expected one of `{}`", few.join("`, `"))),
        _ => None,
    }
}

/// Returns a string as a YAML scalar, in quotes unless all parsers read it as a string without them.
pub fn yaml_scalar(text: &str) -> String {
    const KEYWORDS: [&str; 9] = ["true", "false", "yes", "no", "on", "off", "y", "n", "null"];
    let is_plain = text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '$')
        && text.chars().all(|c| c.is_ascii_alphanumeric() || "-_./$".contains(c))
        && !KEYWORDS.contains(&text.to_ascii_lowercase().as_str());
    if is_plain { text.to_owned() } else { format!("'{}'", text.replace('\'', "''")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scalars_are_quoted_if_they_are_ambiguous() {
        assert_eq!(yaml_scalar("date-time"), "date-time");
        assert_eq!(yaml_scalar("No"), "'No'");
        assert_eq!(yaml_scalar("12"), "'12'");
        assert_eq!(yaml_scalar("#/a"), "'#/a'");
        assert_eq!(yaml_scalar("it's"), "'it''s'");
    }

    #[test]
    fn only_similar_names_are_suggested() {
        let candidates = ["required", "properties", "x-retry-safety", "type"];
        assert_eq!(closest("requird", candidates), Some("required"));
        assert_eq!(closest("x-retry-safty", candidates), Some("x-retry-safety"));
        assert_eq!(closest("Type", candidates), Some("type"));
        assert_eq!(closest("zebra", candidates), None);
        assert_eq!(did_you_mean("zebra", ["a"]).as_deref(), Some("expected `a`"));
    }
}
