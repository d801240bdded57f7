//! Word forms, lists of names and keywords, for names, documentation and messages.

use heck::ToSnakeCase;

/// Returns the first names, separated by commas, and the number of the others.
pub fn first_names(names: impl ExactSizeIterator<Item = String>) -> String {
    const MAX_NAMES: usize = 5;
    let others = names.len().saturating_sub(MAX_NAMES);
    let mut text = names.take(MAX_NAMES).collect::<Vec<_>>().join(", ");
    if others > 0 {
        text.push_str(&format!(", and {others} more"));
    }
    text
}

/// Keywords, which are valid only as raw identifiers.
pub const KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn",
    "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let",
    "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return",
    "static", "struct", "trait", "true", "try", "type", "typeof", "unsafe", "unsized", "use",
    "virtual", "where", "while", "yield",
];

/// Keywords that are not valid as raw identifiers.
pub const NEVER_RAW: &[&str] = &["crate", "self", "super"];

/// Returns `true` for lower-case letters, digits and `_`, beginning with a letter, that are not a keyword.
pub fn is_snake_case(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
        && !KEYWORDS.contains(&name)
        && !NEVER_RAW.contains(&name)
}

/// Crates that emitted code uses: those of the standard library, and the dependencies of the runtime.
const USED_CRATES: &[&str] = &[
    "alloc",
    "bytes",
    "chrono",
    "core",
    "csv_core",
    "futures_core",
    "http",
    "http_body",
    "jiff",
    "percent_encoding",
    "proc_macro",
    "quick_xml",
    "reqwest",
    "rust_decimal",
    "rustls",
    "rustls_platform_verifier",
    "secrecy",
    "serde",
    "serde_core",
    "serde_json",
    "std",
    "test",
    "time",
    "tokio",
    "tracing",
    "ureq",
    "zlib_rs",
];

/// How the name of a crate is written.
pub const CRATE_NAME_HELP: &str = "write at most 64 lower-case letters, digits, `-` and `_`, beginning with a letter, as in \
     `notes-client`; keywords, crates of the standard library and dependencies of the client are not allowed";

/// The length of the names of crates, which is that of the registry.
pub const MAX_CRATE_NAME: usize = 64;

/// Returns `true` for the name of a crate that emitted code can use.
pub fn is_crate_name(name: &str) -> bool {
    // A keyword is not valid as the name in `use`.
    let name = name.replace('-', "_");
    name.len() <= MAX_CRATE_NAME && is_snake_case(&name) && !USED_CRATES.contains(&name.as_str())
}

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
        Some(stem) if !stem.is_empty() && !stem.ends_with(['s', 'u']) => stem.to_owned(),
        _ => word.to_owned(),
    }
}

/// Returns a name as a sentence: `NoteAuthor` becomes `A note author.`
pub fn noun_phrase(words: &str) -> String {
    let words = words.to_snake_case().replace('_', " ");
    let article = if words.starts_with(['a', 'e', 'i', 'o', 'u']) { "An" } else { "A" };
    format!("{article} {words}.")
}

/// Returns the description of a value as that of its setter: `The text.` becomes `Sets the text.` A description that
/// begins with another word, such as a verb, is not changed.
pub fn setter_description(text: &str) -> String {
    const OPENINGS: [&str; 6] = ["A", "An", "How", "The", "When", "Whether"];
    let end = text.find(|c: char| c.is_whitespace()).unwrap_or(text.len());
    let (first, rest) = text.split_at(end);
    if OPENINGS.contains(&first) {
        format!("Sets {}{rest}", first.to_lowercase())
    } else if first.ends_with("'s") {
        format!("Sets {text}")
    } else {
        text.to_owned()
    }
}

/// Formats a number with a comma between thousands.
pub fn group_digits(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{group_digits, is_snake_case, setter_description, singularize};

    #[test]
    fn keywords_and_other_spellings_are_not_snake_case() {
        for name in ["notes", "promo_codes", "a2"] {
            assert!(is_snake_case(name), "{name}");
        }
        for name in ["", "_", "Notes", "notes-2", "2x", "../x", "a b", "type", "self", "é"] {
            assert!(!is_snake_case(name), "{name}");
        }
    }

    #[test]
    fn thousands_are_separated() {
        for (number, text) in [(7, "7"), (365, "365"), (1_000, "1,000"), (1_234_567, "1,234,567")] {
            assert_eq!(group_digits(number), text);
        }
    }

    #[test]
    fn descriptions_of_setters_begin_with_a_verb() {
        for (text, expected) in [
            ("The text.", "Sets the text."),
            ("Whether it is read. Not documented.", "Sets whether it is read. Not documented."),
            ("Alice's note.", "Sets Alice's note."),
            ("Returns only notes.", "Returns only notes."),
            ("Theirs.", "Theirs."),
        ] {
            assert_eq!(setter_description(text), expected);
        }
    }

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
            ("s", "s"),
        ] {
            assert_eq!(singularize(plural), singular);
        }
    }
}
