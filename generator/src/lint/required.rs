//! `required` names existing properties.

use super::input::Input;
use super::properties::{matches_name, properties};
use crate::diagnostics::{Code, Diagnostic, did_you_mean};
use crate::load::objects;

/// Reports unknown properties in `required`.
pub fn check(input: &Input<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for schema in input.objects(&objects::SCHEMA) {
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

/// Returns `true` for a part of an `allOf`, which may require properties of other parts.
fn is_part_of_all_of(pointer: &str) -> bool {
    let mut steps = pointer.rsplit('/');
    steps.next();
    steps.next() == Some("allOf")
}
