//! `required` names existing properties, each once.

use std::collections::BTreeMap;

use crate::diagnostics::{Code, Diagnostic, did_you_mean};
use crate::location::Origin;
use crate::spec::{Cursor, Elements};
use crate::wire_name::matches_name;

/// Reports unknown and duplicate properties in `required`.
pub fn check(spec: &Elements<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for schema in &spec.schemas {
        report_duplicates(&schema.cursor, &mut found);
    }
    // A part of a composition may require properties of the other parts.
    for schema in spec.schemas.iter().filter(|schema| !schema.is_part) {
        let parts = schema.inline_parts().into_iter();
        let mut entries = parts.flat_map(|part| part.cursor.get_items("required")).peekable();
        if entries.peek().is_none() {
            continue;
        }
        let known = schema.properties();
        for entry in entries {
            let Some(name) = entry.node.as_str() else { continue };
            if known.keys().any(|key| matches_name(key, name)) {
                continue;
            }
            let message = format!("required property `{name}` is not declared");
            let mut diagnostic = Diagnostic::new(Code::UnknownRequired, &entry.origin, message);
            diagnostic.help = did_you_mean(name, known.keys().copied());
            found.push(diagnostic);
        }
    }
    found
}

/// Reports properties that `required` lists twice.
fn report_duplicates(schema: &Cursor<'_>, found: &mut Vec<Diagnostic>) {
    let mut first: BTreeMap<&str, Origin> = BTreeMap::new();
    for entry in schema.get_items("required") {
        let Some(name) = entry.node.as_str() else { continue };
        match first.get(name) {
            None => drop(first.insert(name, entry.origin)),
            Some(other) => found.push(
                Diagnostic::new(
                    Code::DuplicateRequired,
                    &entry.origin,
                    format!("duplicate required property `{name}`"),
                )
                .label(other, "first listed here")
                .help("remove one of them"),
            ),
        }
    }
}
