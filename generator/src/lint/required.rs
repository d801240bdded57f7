//! `required` names existing properties, each once.

use std::collections::BTreeMap;

use super::cursor::Cursor;
use super::input::Input;
use super::properties::{matches_name, properties};
use crate::diagnostics::{Code, Diagnostic, did_you_mean};
use crate::load::objects;
use crate::location::Origin;

/// Reports unknown and duplicate properties in `required`.
pub fn check(input: &Input<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for schema in input.objects(&objects::SCHEMA) {
        report_duplicates(schema, &mut found);
        if !schema.has("required") || is_part_of_all_of(&schema.origin.pointer) {
            continue;
        }
        let known = properties(input, schema);
        for entry in schema.get_items("required") {
            let Some(name) = entry.node.as_str() else { continue };
            if known.keys().any(|key| *key == name || matches_name(key, name)) {
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

/// Returns `true` for a part of an `allOf`, which may require properties of other parts.
fn is_part_of_all_of(pointer: &str) -> bool {
    let mut steps = pointer.rsplit('/');
    steps.next();
    steps.next() == Some("allOf")
}
