//! Operations, responses, parameters, schemas and properties have descriptions.

use crate::diagnostics::{Code, Diagnostic};
use crate::spec::{Cursor, Elements};

/// Reports missing summaries and descriptions.
pub fn check(spec: &Elements<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for operation in &spec.operations {
        if is_missing(&operation.cursor, "summary") {
            found.push(missing(operation.cursor.clone(), "summary", &operation.name()));
        }
        for response in operation.responses() {
            if !response.is_reference() && is_missing(&response.cursor, "description") {
                found.push(missing(response.cursor, "description", response.status));
            }
        }
    }
    for file in spec.document.files() {
        for (name, schema) in file.get("components").iter().flat_map(|c| c.get_members("schemas")) {
            let schema = spec.document.schema(schema);
            if schema.reference().is_none() && is_missing(&schema.cursor, "description") {
                found.push(missing(schema.cursor, "description", name));
            }
        }
    }
    for parameter in &spec.parameters {
        if is_missing(&parameter.cursor, "description") {
            found.push(missing(parameter.cursor.clone(), "description", parameter.name()));
        }
    }
    for schema in &spec.schemas {
        for (name, property) in schema.own_properties() {
            if property.reference().is_none() && is_missing(&property.cursor, "description") {
                found.push(missing(property.cursor, "description", name));
            }
        }
    }
    check_extensions(spec, &mut found);
    found
}

/// Reports empty descriptions of what extension keys declare. Missing ones are reported when the keys are read.
fn check_extensions(spec: &Elements<'_>, found: &mut Vec<Diagnostic>) {
    for file in spec.document.files() {
        let objects = ["x-group", "x-client"].into_iter().filter_map(|key| file.get(key));
        let delegate = file.get("x-client").and_then(|client| client.get("delegate"));
        let tables = ["x-quotas", "x-references"].into_iter().flat_map(|key| file.get_members(key));
        let entries = tables.map(|(_, entry)| entry);
        for object in objects.chain(delegate).chain(entries) {
            for key in ["summary", "title", "description"] {
                if object.get_str(key).is_some_and(|text| text.trim().is_empty()) {
                    found.push(missing(object.clone(), key, &object.origin.key()));
                }
            }
        }
        let ids = file.get_members("x-ids").filter(|(_, id)| id.text().is_some_and(str::is_empty));
        found.extend(ids.map(|(name, id)| missing(id, "description", name)));
    }
}

fn is_missing(cursor: &Cursor<'_>, key: &str) -> bool {
    cursor.get_str(key).is_none_or(|text| text.trim().is_empty())
}

fn missing(cursor: Cursor<'_>, key: &str, name: &str) -> Diagnostic {
    let message = format!("`{name}` has no {key}");
    let length = if key == "title" { "a few words" } else { "one sentence" };
    Diagnostic::new(Code::MissingDescription, &cursor.origin, message)
        .help(format!("add a `{key}` of {length}; it becomes the documentation"))
}
