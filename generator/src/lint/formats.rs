//! Formats, defaults and bounds of schemas are valid.

use super::cursor::Cursor;
use super::input::Input;
use super::validate::{ValidationMode, validate_instance};
use crate::diagnostics::{Code, Diagnostic, did_you_mean};
use crate::load::objects;
use crate::source::NodeKind;

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

/// Pairs of keywords for a lower and an upper bound.
const BOUNDS: [(&str, &str); 4] = [
    ("minimum", "maximum"),
    ("minLength", "maxLength"),
    ("minItems", "maxItems"),
    ("minProperties", "maxProperties"),
];

/// Keywords whose value is an integer in a schema of type `integer`.
const INTEGERS: [&str; 3] = ["minimum", "maximum", "multipleOf"];

/// Reports unknown formats, invalid defaults and empty ranges.
pub fn check(input: &Input<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for schema in input.objects(&objects::SCHEMA) {
        found.extend(check_format(schema));
        found.extend(INTEGERS.iter().filter_map(|key| check_integer(schema, key)));
        found.extend(BOUNDS.iter().filter_map(|bounds| check_bounds(schema, *bounds)));
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
    let mut diagnostic = Diagnostic::new(Code::UnknownFormat, &format.origin, message);
    diagnostic.help = did_you_mean(text, known.iter().copied())
        .or_else(|| Some("remove it, and state the format in the description".to_owned()));
    Some(diagnostic)
}

/// Checks that a limit of an integer is an integer of 64 bits.
fn check_integer(schema: &Cursor<'_>, key: &str) -> Option<Diagnostic> {
    let limit = schema.get(key).filter(|_| schema.get_str("type") == Some("integer"))?;
    let NodeKind::Scalar { text, .. } = &limit.node.kind else { return None };
    if text.parse::<i64>().is_ok() {
        return None;
    }
    let message = format!("expected a 64-bit integer in `{key}`, found `{text}`");
    let diagnostic = Diagnostic::new(Code::WrongType, &limit.origin, message);
    Some(diagnostic.help("correct the limit, or write `type: number`"))
}

fn check_bounds(schema: &Cursor<'_>, (lower, upper): (&str, &str)) -> Option<Diagnostic> {
    let (least, most) = (schema.get(lower)?, schema.get(upper)?);
    let (from, to) = (number(&least)?, number(&most)?);
    if from <= to {
        return None;
    }
    let message = format!("empty range: `{lower}` is {from}, `{upper}` is {to}");
    let diagnostic = Diagnostic::new(Code::BadRange, &least.origin, message);
    Some(
        diagnostic
            .label(&most.origin, "upper bound is here")
            .help("exchange or correct the bounds"),
    )
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

/// Returns the message about a value that violates a limit of one of the schemas.
pub fn violated_limit(parts: &[Cursor<'_>], kind: &str, text: &str) -> Option<String> {
    let limit = |key: &str| parts.iter().find_map(|part| number(&part.get(key)?));
    let (value, lower, upper, noun) = match kind {
        "integer" | "number" => (text.parse::<f64>().ok()?, "minimum", "maximum", ""),
        "string" => (text.chars().count() as f64, "minLength", "maxLength", " characters"),
        _ => return None,
    };
    if let Some(least) = limit(lower).filter(|least| value < *least) {
        return Some(format!("expected at least {least}{noun}, found {value}{noun}"));
    }
    let most = limit(upper).filter(|most| value > *most)?;
    Some(format!("expected at most {most}{noun}, found {value}{noun}"))
}

/// Returns the number that a keyword is set to.
fn number(cursor: &Cursor<'_>) -> Option<f64> {
    match &cursor.node.kind {
        NodeKind::Scalar { text, .. } => text.parse().ok(),
        _ => None,
    }
}
