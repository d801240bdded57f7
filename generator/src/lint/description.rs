//! Everything that becomes public in the client says what it is.

use super::input::Input;
use super::spot::Spot;
use crate::diagnostics::{Code, Diagnostic};
use crate::load::objects;

pub fn check(input: &Input<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for operation in &input.operations {
        if blank(&operation.spot, "summary") {
            found.push(missing(operation.spot.clone(), "summary", &operation.name()));
        }
        for (code, response) in operation.spot.map("responses") {
            if !response.has("$ref") && blank(&response, "description") {
                found.push(missing(response, "description", code));
            }
        }
    }
    for file in input.files() {
        for (name, schema) in file.get("components").iter().flat_map(|c| c.map("schemas")) {
            if !schema.has("$ref") && blank(&schema, "description") {
                found.push(missing(schema, "description", name));
            }
        }
    }
    input.each(&objects::PARAMETER, &mut |parameter| {
        if blank(parameter, "description") {
            let name = parameter.text("name").unwrap_or_default();
            found.push(missing(parameter.clone(), "description", name));
        }
    });
    input.each(&objects::SCHEMA, &mut |schema| {
        for (name, property) in schema.map("properties") {
            if !property.has("$ref") && blank(&property, "description") {
                found.push(missing(property, "description", name));
            }
        }
    });
    found
}

fn blank(spot: &Spot<'_>, key: &str) -> bool {
    spot.text(key).is_none_or(|text| text.trim().is_empty())
}

fn missing(spot: Spot<'_>, key: &str, name: &str) -> Diagnostic {
    let message = format!("`{name}` has no {key}");
    Diagnostic::new(Code::MissingDescription, &spot.origin, message)
        .help(format!("add a `{key}` of one sentence; it becomes the documentation"))
}
