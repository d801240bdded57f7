//! Formats and defaults of schemas are valid.

use super::cursor::Cursor;
use super::input::Input;
use super::validate::{ValidationMode, validate_instance};
use crate::diagnostics::{Code, Diagnostic};
use crate::load::objects;

/// The formats of each type.
const FORMATS: [(&str, &[&str]); 3] = [
    ("integer", &["int32", "int64"]),
    ("number", &["decimal", "double", "float"]),
    (
        "string",
        &[
            "binary",
            "byte",
            "date",
            "date-time",
            "email",
            "hostname",
            "ipv4",
            "ipv6",
            "password",
            "time",
            "uri",
            "uri-reference",
            "uuid",
        ],
    ),
];

/// Reports unknown formats and invalid defaults.
pub fn check(input: &Input<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for schema in input.objects(&objects::SCHEMA) {
        found.extend(check_format(schema));
        if let Some(default) = schema.get("default") {
            check_default(input, schema, &default, &mut found);
        }
    }
    found
}

fn check_format(schema: &Cursor<'_>) -> Option<Diagnostic> {
    let kind = schema.get_str("type")?;
    let format = schema.get("format")?;
    let text = format.node.as_str()?;
    let known = FORMATS.iter().find(|(other, _)| *other == kind).map(|(_, known)| *known);
    let known = known.unwrap_or_default();
    if known.contains(&text) {
        return None;
    }
    let message = format!("unknown format `{text}` of type `{kind}`");
    let diagnostic = Diagnostic::new(Code::UnknownFormat, &format.origin, message);
    let mut diagnostic = diagnostic.suggest(text, known.iter().copied());
    if diagnostic.help.is_none() {
        diagnostic.help = Some("remove it, and state the format in the description".to_owned());
    }
    Some(diagnostic)
}

fn check_default<'a>(
    input: &Input<'a>,
    schema: &Cursor<'a>,
    default: &Cursor<'a>,
    found: &mut Vec<Diagnostic>,
) {
    for mismatch in validate_instance(input, schema, default, ValidationMode::default()) {
        let mut diagnostic = Diagnostic::new(Code::BadDefault, &mismatch.at, mismatch.message)
            .label(&mismatch.schema, "schema is here");
        diagnostic.help = mismatch.help;
        found.push(diagnostic);
    }
}
