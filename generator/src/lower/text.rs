//! Descriptions, made ready for doc comments.

/// Trims a description and ends its lines alike.
pub(super) fn clean(text: &str) -> String {
    text.trim().lines().map(str::trim_end).collect::<Vec<_>>().join("\n")
}

/// Trims an optional description; nothing becomes the empty text.
pub(super) fn optional(text: Option<&String>) -> String {
    text.map(|text| clean(text)).unwrap_or_default()
}

/// The singular of an English plural, for the element of a list that is named after the list.
pub(crate) fn singular(word: &str) -> String {
    if let Some(stem) = word.strip_suffix("ies") {
        return format!("{stem}y");
    }
    for suffix in ["sses", "xes", "ches", "shes"] {
        if word.ends_with(suffix) {
            return word.strip_suffix("es").unwrap_or(word).to_owned();
        }
    }
    match word.strip_suffix('s') {
        Some(stem) if !stem.ends_with('s') && !stem.ends_with('u') => stem.to_owned(),
        _ => word.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::singular;

    #[test]
    fn plurals_lose_their_ending() {
        for (plural, one) in [
            ("Terms", "Term"),
            ("Entities", "Entity"),
            ("Addresses", "Address"),
            ("Boxes", "Box"),
            ("Status", "Status"),
            ("Address", "Address"),
            ("Item", "Item"),
        ] {
            assert_eq!(singular(plural), one);
        }
    }
}
