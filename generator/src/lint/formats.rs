//! Formats and defaults of schemas are valid.

use std::collections::BTreeSet;

use super::validate::{ValidationMode, validate_instance};
use crate::diagnostics::{Code, Diagnostic};
use crate::scalar::ScalarType;
use crate::source::{NodeKind, Scalar};
use crate::spec::{Cursor, Elements, Schema};

/// The formats of each type that select no type of their own: those of the registry of the OpenAPI Initiative, except for
/// integers of more than 64 bits.
const FORMATS: [(&str, &[&str]); 3] = [
    ("integer", &["int8", "int16", "int32", "int64", "uint8", "uint16", "uint32"]),
    ("number", &["decimal", "double", "float"]),
    (
        "string",
        &[
            "base64url",
            "byte",
            "char",
            "commonmark",
            "duration",
            "email",
            "hostname",
            "html",
            "http-date",
            "idn-email",
            "idn-hostname",
            "ipv4",
            "ipv6",
            "iri",
            "iri-reference",
            "json-pointer",
            "media-range",
            "password",
            "regex",
            "relative-json-pointer",
            "time",
            "uri",
            "uri-reference",
            "uri-template",
            "uuid",
        ],
    ),
];

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
    let others = FORMATS.iter().find(|(other, _)| *other == kind).map(|(_, known)| *known);
    let others = others.unwrap_or_default().iter().copied();
    let known: BTreeSet<&str> = others.chain(ScalarType::formats(kind)).collect();
    if known.contains(text) {
        return None;
    }
    if (kind, text) == ("integer", "uint64") {
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
    for mismatch in validate_instance(schema, default, ValidationMode::default()) {
        let mut diagnostic = Diagnostic::new(Code::BadDefault, &mismatch.at, mismatch.message)
            .label(&mismatch.schema, "schema is here");
        diagnostic.help = mismatch.help;
        reported.push(diagnostic);
    }
}
