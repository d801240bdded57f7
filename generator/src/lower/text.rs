//! Descriptions, made ready for doc comments.

use heck::ToSnakeCase;

/// Trims a description and ends its lines alike.
pub(super) fn clean(text: &str) -> String {
    text.trim().lines().map(str::trim_end).collect::<Vec<_>>().join("\n")
}

/// Trims an optional description; nothing becomes the empty text.
pub(super) fn optional(text: Option<&String>) -> String {
    text.map(|text| clean(text)).unwrap_or_default()
}

/// Two texts, one after the other.
pub(super) fn joined(first: &str, second: &str) -> String {
    if first.is_empty() || second.is_empty() {
        return format!("{first}{second}");
    }
    format!("{first}\n\n{second}")
}

/// A value of the description as a reader would write it.
pub(super) fn value(value: &serde_json::Value) -> String {
    match value {
        serde_json::Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// A name as a sentence, for what has no description: `NoteAuthor` is a note author.
pub(super) fn noun(words: &str) -> String {
    let words = words.to_snake_case().replace('_', " ");
    let article = if words.starts_with(['a', 'e', 'i', 'o', 'u']) { "An" } else { "A" };
    format!("{article} {words}.")
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
