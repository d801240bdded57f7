//! `required` names properties that exist.

use super::input::Input;
use super::properties::{properties, stands_for};
use crate::diagnostics::{Code, Diagnostic, did_you_mean};
use crate::load::objects;

pub fn check(input: &Input<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    input.each(&objects::SCHEMA, &mut |schema| {
        if !schema.has("required") || part_of_all(&schema.origin.pointer) {
            return;
        }
        let known = properties(input, schema);
        for entry in schema.list("required") {
            let Some(name) = entry.node.text() else { continue };
            if known.keys().any(|key| *key == name || stands_for(key, name)) {
                continue;
            }
            let message = format!("`{name}` is required, and there is no such property");
            let mut diagnostic = Diagnostic::new(Code::UnknownRequired, &entry.origin, message);
            diagnostic.help = did_you_mean(name, known.keys().copied());
            found.push(diagnostic);
        }
    });
    found
}

/// A part of an `allOf` may require what another part declares.
fn part_of_all(pointer: &str) -> bool {
    let mut steps = pointer.rsplit('/');
    steps.next();
    steps.next() == Some("allOf")
}
