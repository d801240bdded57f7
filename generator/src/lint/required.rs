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
        if !schema.has("required") {
            continue;
        }
        let known = properties(input, &composition_of(input, schema));
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

/// Returns the schema that a part of a composition belongs to, or the schema itself. A part may require properties of
/// the other parts.
fn composition_of<'a>(input: &Input<'a>, schema: &Cursor<'a>) -> Cursor<'a> {
    let mut pointer = schema.origin.pointer.as_str();
    while let Some(owner) = owner_of(pointer) {
        pointer = owner;
    }
    let origin = Origin { file: schema.origin.file, pointer: pointer.to_owned() };
    match input.sources.node(&origin) {
        Some(node) => Cursor { origin, node },
        None => schema.clone(),
    }
}

/// Returns the location of the schema that a part of a composition belongs to.
fn owner_of(pointer: &str) -> Option<&str> {
    let (list, index) = pointer.rsplit_once('/')?;
    let (owner, key) = list.rsplit_once('/')?;
    let is_part = ["allOf", "oneOf", "anyOf"].contains(&key) && index.parse::<usize>().is_ok();
    is_part.then_some(owner)
}

#[cfg(test)]
mod tests {
    use super::owner_of;

    #[test]
    fn parts_of_compositions_have_owners() {
        assert_eq!(owner_of("/components/schemas/A/allOf/0"), Some("/components/schemas/A"));
        assert_eq!(owner_of("/components/schemas/oneOf"), None);
        assert_eq!(owner_of("/components/schemas/A/properties/allOf"), None);
        assert_eq!(owner_of("/components/schemas/anyOf/properties/b"), None);
    }
}
