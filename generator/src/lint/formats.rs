//! Formats and defaults of schemas are valid.

use super::validate::{ValidationMode, validate_instance};
use crate::diagnostics::{Code, Diagnostic};
use crate::scalar::{UNSUPPORTED_FORMAT, known_formats};
use crate::source::{NodeKind, Scalar};
use crate::spec::{Cursor, Elements, Schema};

/// Reports unknown formats and invalid defaults.
pub fn check(spec: &Elements<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for schema in &spec.schemas {
        found.extend(check_format(schema));
        if let Some(default) = schema.cursor.get("default") {
            check_default(schema, &default, &mut found);
        }
    }
    found
}

fn check_format(schema: &Schema<'_>) -> Option<Diagnostic> {
    let kind = schema.own_type()?;
    let format = schema.cursor.get("format")?;
    let text = format.node.as_str()?;
    let known = known_formats(kind);
    if known.contains(text) {
        return None;
    }
    if (kind, text) == UNSUPPORTED_FORMAT {
        let message = "unsupported format `uint64`: integers are read as signed 64-bit integers";
        let diagnostic = Diagnostic::new(Code::Unsupported, &format.origin, message);
        return Some(diagnostic.help("write `int64` if all values are less than 2^63"));
    }
    let message = format!("unknown format `{text}` of type `{kind}`");
    let diagnostic = Diagnostic::new(Code::UnknownFormat, &format.origin, message);
    let mut diagnostic = diagnostic.suggest(text, known.iter().copied());
    if diagnostic.help.is_none() {
        diagnostic.help = Some("remove it, and state the format in the description".to_owned());
    }
    Some(diagnostic)
}

fn check_default<'a>(schema: &Schema<'a>, default: &Cursor<'a>, reported: &mut Vec<Diagnostic>) {
    // Unlike in a response, an empty value does not stand for an absent one.
    let kind = schema.data_type().unwrap_or_default();
    let is_misfit = match (&default.node.kind, default.node.scalar()) {
        (NodeKind::List(_), _) => !["", "array"].contains(&kind),
        (_, Some(Scalar::Null)) => !schema.cursor.has_flag("nullable"),
        (_, Some(Scalar::String(""))) => !["", "string"].contains(&kind),
        _ => false,
    };
    if is_misfit {
        let expected =
            if kind.is_empty() { "a value" } else { &format!("a value of type `{kind}`") };
        let found = match &default.node.kind {
            NodeKind::List(_) => "a list",
            _ if default.node.scalar() == Some(Scalar::Null) => "no value",
            _ => "an empty string",
        };
        let message = format!("expected {expected} in `default`, found {found}");
        let diagnostic = Diagnostic::new(Code::BadDefault, &default.origin, message);
        reported.push(diagnostic.label(&schema.cursor.origin, "schema is here"));
        return;
    }
    for mismatch in validate_instance(schema, default, ValidationMode::Response) {
        let mut diagnostic = Diagnostic::new(Code::BadDefault, &mismatch.at, mismatch.message)
            .label(&mismatch.schema, "schema is here");
        diagnostic.help = mismatch.help;
        reported.push(diagnostic);
    }
}
