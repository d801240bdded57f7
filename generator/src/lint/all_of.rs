//! The parts of an `allOf` agree on the properties that several of them declare.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostics::{Code, Diagnostic};
use crate::spec::{Elements, Schema};

/// Reports properties that are declared twice with types that no value has both of.
pub fn check(spec: &Elements<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for schema in spec.schemas.iter().filter(|schema| schema.cursor.has("allOf")) {
        let mut declared: BTreeMap<&str, Vec<Schema<'_>>> = BTreeMap::new();
        for (name, property) in all_properties(schema) {
            let earlier = declared.entry(name).or_default();
            let conflict =
                earlier.iter().find_map(|first| Some((first, conflict(first, &property, 0)?)));
            if let Some((first, conflict)) = conflict {
                let message = format!("conflicting declarations of property `{name}`: {conflict}");
                let (at, first) = (&property.cursor.origin, &first.cursor.origin);
                let first_span = spec.document.key_span(first);
                found.push(
                    Diagnostic::new(Code::ConflictingParts, at, message)
                        .span(spec.document.key_span(at))
                        .label_span(first, first_span, "also declared here")
                        .help("declare it once, or rename one of them"),
                );
            }
            earlier.push(property);
        }
    }
    found
}

/// Returns the properties of all parts of an `allOf`, then those of the schema itself.
fn all_properties<'a>(schema: &Schema<'a>) -> Vec<(&'a str, Schema<'a>)> {
    schema.merged_parts().iter().flat_map(Schema::own_properties).collect()
}

/// Describes how two schemas contradict each other.
fn conflict(first: &Schema<'_>, second: &Schema<'_>, depth: usize) -> Option<String> {
    // bounds the recursion through lists
    const MAX_DEPTH: usize = 16;
    let (first, second) = (first.resolved(), second.resolved());
    if depth > MAX_DEPTH || first.cursor.origin == second.cursor.origin {
        return None;
    }
    let types = (first.data_type()?, second.data_type()?);
    match types {
        ("integer", "number") | ("number", "integer") => None,
        (one, other) if one != other => Some(format!("type `{one}` and type `{other}`")),
        ("array", _) => {
            let inner = conflict(&first.items()?, &second.items()?, depth + 1)?;
            Some(format!("items of {inner}"))
        }
        ("object", _) => {
            let (first, second) = (first.properties(), second.properties());
            let lost = first.keys().find(|name| !second.contains_key(*name));
            let lost = lost.filter(|_| !second.is_empty())?;
            Some(format!("an object with the member `{lost}` and one without it"))
        }
        _ => conflicting_values(&first, &second),
    }
}

/// Describes how two scalars contradict each other.
fn conflicting_values(first: &Schema<'_>, second: &Schema<'_>) -> Option<String> {
    if let (Some(one), Some(other)) = (first.find_str("format"), second.find_str("format"))
        && one != other
    {
        return Some(format!("format `{one}` and format `{other}`"));
    }
    let (one, other) = (enum_values(first), enum_values(second));
    let is_empty = one.is_empty() || other.is_empty();
    (!is_empty && one.is_disjoint(&other)).then(|| "enums without a common value".to_owned())
}

/// Returns the strings that a schema or its parts list in `enum`.
fn enum_values<'a>(schema: &Schema<'a>) -> BTreeSet<&'a str> {
    schema.parts().iter().flat_map(|part| part.cursor.get_strings("enum")).collect()
}
