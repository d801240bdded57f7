//! Operations, responses, parameters, schemas and properties have descriptions.

use super::cursor::Cursor;
use super::input::Input;
use crate::diagnostics::{Code, Diagnostic};
use crate::load::objects;

/// Reports missing summaries and descriptions.
pub fn check(input: &Input<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for operation in &input.operations {
        if is_missing(&operation.cursor, "summary") {
            found.push(missing(operation.cursor.clone(), "summary", &operation.name()));
        }
        for (code, response) in operation.cursor.get_members("responses") {
            if !response.has("$ref") && is_missing(&response, "description") {
                found.push(missing(response, "description", code));
            }
        }
    }
    for file in input.files() {
        for (name, schema) in file.get("components").iter().flat_map(|c| c.get_members("schemas")) {
            if !schema.has("$ref") && is_missing(&schema, "description") {
                found.push(missing(schema, "description", name));
            }
        }
    }
    for parameter in input.objects(&objects::PARAMETER) {
        if is_missing(parameter, "description") {
            let name = parameter.get_str("name").unwrap_or_default();
            found.push(missing(parameter.clone(), "description", name));
        }
    }
    for schema in input.objects(&objects::SCHEMA) {
        for (name, property) in schema.get_members("properties") {
            if !property.has("$ref") && is_missing(&property, "description") {
                found.push(missing(property, "description", name));
            }
        }
    }
    found
}

fn is_missing(cursor: &Cursor<'_>, key: &str) -> bool {
    cursor.get_str(key).is_none_or(|text| text.trim().is_empty())
}

fn missing(cursor: Cursor<'_>, key: &str, name: &str) -> Diagnostic {
    let message = format!("`{name}` has no {key}");
    Diagnostic::new(Code::MissingDescription, &cursor.origin, message)
        .help(format!("add a `{key}` of one sentence; it becomes the documentation"))
}
