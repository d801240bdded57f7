//! Names in `x-rate-limits` and `x-errors` are valid, and differ in more than case.

use super::distinct::check_distinct;
use super::headers::is_token;
use crate::diagnostics::{Code, Diagnostic};
use crate::spec::{Cursor, Elements};

/// Lists of words with opposite meanings.
const OPPOSITE_WORDS: [(&str, &str); 5] = [
    ("error-values", "accepted-words"),
    ("error-values", "doubtful-words"),
    ("error-values", "negating-words"),
    ("accepted-words", "negating-words"),
    ("doubtful-words", "negating-words"),
];

/// Reports invalid names of headers, a header with two meanings, spellings that differ only in case, and words with
/// opposite meanings.
pub fn check(spec: &Elements<'_>) -> Vec<Diagnostic> {
    let Some(root) = spec.document.root_file() else { return Vec::new() };
    let mut found = Vec::new();
    let duplicate = |text: &str| format!("duplicate item `{text}`");
    if let Some(limits) = root.get("x-rate-limits") {
        let lists = || limits.members().map(|(_, list)| list);
        for header in lists().flat_map(|list| list.items().collect::<Vec<_>>()) {
            found.extend(check_header(&header));
        }
        // a header has one meaning
        check_distinct(lists(), duplicate, &mut found);
    }
    // a member of an error can have several meanings
    for (_, list) in root.get_members("x-errors") {
        check_distinct(std::iter::once(list), duplicate, &mut found);
    }
    if let Some(errors) = root.get("x-errors") {
        check_words(&errors, &mut found);
        found.extend(check_levels(spec, &errors));
    }
    found
}

/// Reports words of a status with opposite meanings. One that is accepted in part is in two lists.
fn check_words(errors: &Cursor<'_>, found: &mut Vec<Diagnostic>) {
    for (key, other) in OPPOSITE_WORDS {
        let first: Vec<Cursor<'_>> = errors.get_items(key).collect();
        for word in errors.get_items(other) {
            let Some(text) = word.node.as_str() else { continue };
            let is_same =
                |own: &&Cursor<'_>| own.text().is_some_and(|own| own.eq_ignore_ascii_case(text));
            let Some(first) = first.iter().find(is_same) else { continue };
            let message = format!("`{text}` is in `{key}` and in `{other}`");
            let diagnostic = Diagnostic::new(Code::BadExtensionValue, &word.origin, message);
            let diagnostic = diagnostic.label(&first.origin, "first listed here");
            found.push(diagnostic.help("remove one of them"));
        }
    }
}

/// Reports levels of warnings without the member that has the level.
fn check_levels(spec: &Elements<'_>, errors: &Cursor<'_>) -> Option<Diagnostic> {
    let levels = errors.get("warning-levels")?;
    if errors.get_items("level").next().is_some() {
        return None;
    }
    let message = "`warning-levels` requires `level`";
    let diagnostic = Diagnostic::new(Code::BadExtensionValue, &levels.origin, message);
    let span = spec.document.key_span(&levels.origin);
    Some(diagnostic.span(span).help("name the member with the level in `level`, or remove the key"))
}

fn check_header(header: &Cursor<'_>) -> Option<Diagnostic> {
    let name = header.node.as_str().filter(|name| !name.trim().is_empty() && !is_token(name))?;
    let message = format!("expected the name of a header, found `{}`", name.escape_debug());
    let diagnostic = Diagnostic::new(Code::BadExtensionValue, &header.origin, message);
    Some(diagnostic.help("write letters, digits and `-`, as in `Retry-After`"))
}
