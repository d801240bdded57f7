//! Preparation of descriptions for doc comments.

use crate::inflect::noun_phrase;
pub(super) use crate::markdown::clean;

/// Prepares an optional description. `None` becomes an empty string.
pub(super) fn clean_optional(text: Option<&String>) -> String {
    text.map(|text| clean(text)).unwrap_or_default()
}

/// Prepares the description of an item. An empty one becomes the name as a sentence.
pub(super) fn clean_or_name(text: &str, name: &str) -> String {
    match clean(text) {
        docs if docs.is_empty() => noun_phrase(name),
        docs => docs,
    }
}

/// Joins two paragraphs, either of which may be empty.
pub(super) fn join_paragraphs(first: &str, second: &str) -> String {
    if first.is_empty() || second.is_empty() {
        return format!("{first}{second}");
    }
    format!("{first}\n\n{second}")
}

/// Returns a value for documentation: strings without quotes.
pub(super) fn display_value(value: &serde_json::Value) -> String {
    match value {
        serde_json::Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}
