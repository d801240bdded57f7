//! The parts of an `allOf` agree on the properties that several of them declare.

use std::collections::{BTreeMap, BTreeSet};

use super::cursor::Cursor;
use super::input::Input;
use super::properties::{item_schema, parts, parts_by, properties, schema_type};
use crate::diagnostics::{Code, Diagnostic};
use crate::load::objects;

/// Reports properties that are declared twice with types that no value has both of.
pub fn check(input: &Input<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for schema in input.objects(&objects::SCHEMA).filter(|schema| schema.has("allOf")) {
        let mut declared: BTreeMap<&str, Vec<Cursor<'_>>> = BTreeMap::new();
        for (name, property) in all_properties(input, schema) {
            let earlier = declared.entry(name).or_default();
            let conflict = earlier
                .iter()
                .find_map(|first| Some((first, conflict(input, first, &property, 0)?)));
            if let Some((first, conflict)) = conflict {
                let message = format!("conflicting declarations of property `{name}`: {conflict}");
                let first_span = input.key_span(&first.origin);
                found.push(
                    Diagnostic::new(Code::ConflictingParts, &property.origin, message)
                        .span(input.key_span(&property.origin))
                        .label_span(&first.origin, first_span, "also declared here")
                        .help("declare it once, or rename one of them"),
                );
            }
            earlier.push(property);
        }
    }
    found
}

/// Returns the properties of all parts of an `allOf`, then those of the schema itself.
fn all_properties<'a>(input: &Input<'a>, schema: &Cursor<'a>) -> Vec<(&'a str, Cursor<'a>)> {
    let mut parts = parts_by(input, schema, &["allOf"]);
    parts.rotate_left(1);
    parts.iter().flat_map(|part| part.get_members("properties")).collect()
}

/// Describes how two schemas contradict each other.
fn conflict<'a>(
    input: &Input<'a>,
    first: &Cursor<'a>,
    second: &Cursor<'a>,
    depth: usize,
) -> Option<String> {
    // bounds the recursion through lists
    const MAX_DEPTH: usize = 16;
    if depth > MAX_DEPTH || input.resolve(first).origin == input.resolve(second).origin {
        return None;
    }
    let types = (schema_type(input, first)?, schema_type(input, second)?);
    match types {
        ("integer", "number") | ("number", "integer") => None,
        (one, other) if one != other => Some(format!("type `{one}` and type `{other}`")),
        ("array", _) => {
            let (first, second) = (item_schema(input, first)?, item_schema(input, second)?);
            let inner = conflict(input, &first, &second, depth + 1)?;
            Some(format!("items of {inner}"))
        }
        ("object", _) => {
            let (first, second) = (properties(input, first), properties(input, second));
            let lost = first.keys().find(|name| !second.contains_key(*name));
            let lost = lost.filter(|_| !second.is_empty())?;
            Some(format!("an object with the member `{lost}` and one without it"))
        }
        _ => conflicting_values(input, first, second),
    }
}

/// Describes how two scalars contradict each other.
fn conflicting_values<'a>(
    input: &Input<'a>,
    first: &Cursor<'a>,
    second: &Cursor<'a>,
) -> Option<String> {
    let format = |schema| parts(input, schema).iter().find_map(|part| part.get_str("format"));
    if let (Some(one), Some(other)) = (format(first), format(second))
        && one != other
    {
        return Some(format!("format `{one}` and format `{other}`"));
    }
    let values = |schema| -> BTreeSet<&str> {
        parts(input, schema).iter().flat_map(|part| part.get_strings("enum")).collect()
    };
    let (one, other) = (values(first), values(second));
    let is_empty = one.is_empty() || other.is_empty();
    (!is_empty && one.is_disjoint(&other)).then(|| "enums without a common value".to_owned())
}
