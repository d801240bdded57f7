//! English word forms, for names and documentation derived from names.

use heck::ToSnakeCase;

/// Returns the singular of an English plural: `Entities` becomes `Entity`.
pub fn singularize(word: &str) -> String {
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

/// Returns a name as a sentence: `NoteAuthor` becomes `A note author.`
pub fn noun_phrase(words: &str) -> String {
    let words = words.to_snake_case().replace('_', " ");
    let article = if words.starts_with(['a', 'e', 'i', 'o', 'u']) { "An" } else { "A" };
    format!("{article} {words}.")
}

#[cfg(test)]
mod tests {
    use super::singularize;

    #[test]
    fn plurals_lose_their_ending() {
        for (plural, singular) in [
            ("Terms", "Term"),
            ("Entities", "Entity"),
            ("Addresses", "Address"),
            ("Boxes", "Box"),
            ("Status", "Status"),
            ("Address", "Address"),
            ("Item", "Item"),
        ] {
            assert_eq!(singularize(plural), singular);
        }
    }
}
