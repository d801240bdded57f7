//! Validation of values against schemas.
//!
//! The service writes numbers, booleans and ids natively or as strings, absent values as `""`, `[]` or
//! `null`, a list of one object as the object, and a list of scalars as a comma-separated string. Members,
//! enum values and formats are checked strictly.

use indexmap::IndexMap;

use super::cursor::Cursor;
use super::exact::is_decimal;
use super::input::Input;
use super::limits::{violated_items, violated_limit};
use super::patterns::violated_pattern;
use super::properties::{item_schema, matches_name, parts, properties, schema_type};
use crate::diagnostics::did_you_mean;
use crate::location::Origin;
use crate::source::{Node, NodeKind, Scalar};

/// How strictly a value is validated.
#[derive(Clone, Copy, Debug, Default)]
pub struct ValidationMode {
    /// Validates a request: required members must be present.
    pub request: bool,
}

/// A difference between a value and its schema.
#[derive(Debug)]
pub struct Mismatch {
    /// The location in the value.
    pub at: Origin,
    /// `true` if the key is invalid, not the value.
    pub key: bool,
    /// The message of the diagnostic.
    pub message: String,
    /// The location of the schema.
    pub schema: Origin,
    /// The help line of the diagnostic.
    pub help: Option<String>,
}

/// Returns the differences between `value` and `schema`.
pub fn validate_instance<'a>(
    input: &Input<'a>,
    schema: &Cursor<'a>,
    value: &Cursor<'a>,
    mode: ValidationMode,
) -> Vec<Mismatch> {
    let mut found = Vec::new();
    let schema = input.resolve(schema);
    if is_absent(value.node) || validate_variants(input, &schema, value, mode, &mut found) {
        return found;
    }
    match (schema_type(input, &schema), &value.node.kind) {
        (Some("object"), NodeKind::Map(_)) => {
            validate_object(input, &schema, value, mode, &mut found)
        }
        (Some("array"), NodeKind::List(list)) => {
            let message = violated_items(&parts(input, &schema), list.len());
            found.extend(message.map(|message| mismatch(&schema, value, message)));
            if let Some(items) = item_schema(input, &schema) {
                found.extend(
                    value.items().flat_map(|value| validate_instance(input, &items, &value, mode)),
                );
            }
        }
        (Some("array"), _) => validate_single_as_list(input, &schema, value, mode, &mut found),
        (Some(kind), _) => validate_scalar(input, &schema, kind, value, &mut found),
        (None, _) => {}
    }
    found
}

/// Returns `true` for `""`, `[]` and `null`, which stand for an absent value.
fn is_absent(node: &Node) -> bool {
    match &node.kind {
        NodeKind::Scalar { text, .. } => text.is_empty() || node.scalar() == Some(Scalar::Null),
        NodeKind::List(items) => items.is_empty(),
        NodeKind::Map(_) => false,
    }
}

/// Validates against `oneOf` and `anyOf`. Returns `false` if the schema has neither.
fn validate_variants<'a>(
    input: &Input<'a>,
    schema: &Cursor<'a>,
    value: &Cursor<'a>,
    mode: ValidationMode,
    found: &mut Vec<Mismatch>,
) -> bool {
    let variants: Vec<Cursor<'a>> =
        schema.get_items("oneOf").chain(schema.get_items("anyOf")).collect();
    if variants.is_empty() {
        return false;
    }
    if !variants.iter().any(|variant| validate_instance(input, variant, value, mode).is_empty()) {
        found.push(mismatch(schema, value, "value matches none of the variants".to_owned()));
    }
    true
}

fn mismatch(schema: &Cursor<'_>, value: &Cursor<'_>, message: String) -> Mismatch {
    let (at, schema) = (value.origin.clone(), schema.origin.clone());
    Mismatch { at, key: false, message, schema, help: None }
}

fn validate_object<'a>(
    input: &Input<'a>,
    schema: &Cursor<'a>,
    value: &Cursor<'a>,
    mode: ValidationMode,
    found: &mut Vec<Mismatch>,
) {
    let declared = properties(input, schema);
    let known = form_members(input, &declared);
    let parts = parts(input, schema);
    let additional = parts.iter().find_map(|part| part.get("additionalProperties"));
    let closed = match additional.as_ref().map(|schema| schema.node.scalar()) {
        None => !known.is_empty(),
        Some(scalar) => scalar == Some(Scalar::Bool(false)),
    };
    for (name, member) in value.members() {
        let exact = known.get(name);
        let property =
            exact.or_else(|| known.iter().find(|(k, _)| matches_name(k, name)).map(|(_, p)| p));
        match (property, &additional) {
            (Some(property), _) => found.extend(validate_instance(input, property, &member, mode)),
            (None, Some(schema)) if !closed => {
                found.extend(validate_instance(input, schema, &member, mode))
            }
            (None, _) if !closed => {}
            (None, _) => {
                let message = format!("unknown member `{name}`");
                let help = did_you_mean(name, known.keys().copied());
                found.push(Mismatch { key: true, help, ..mismatch(schema, &member, message) });
            }
        }
    }
    for name in parts.iter().flat_map(|part| part.get_strings("required")) {
        let mut keys = value.node.as_map().into_iter().flat_map(|members| members.keys());
        let present = keys.any(|key| matches_name(name, key));
        // An undeclared name is an error of its own.
        let is_declared = declared.keys().any(|key| *key == name || matches_name(key, name));
        let has = |key: &str| declared.get(name).is_some_and(|property| property.has(key));
        if mode.request && is_declared && !present && !has("x-indexed") && !has("readOnly") {
            found.push(mismatch(schema, value, format!("missing required member `{name}`")));
        }
    }
}

/// Properties by name.
pub type Properties<'a> = IndexMap<&'a str, Cursor<'a>>;

/// Replaces indexed lists by the properties of their items, as they are named in a form.
pub fn form_members<'a>(input: &Input<'a>, declared: &Properties<'a>) -> Properties<'a> {
    let mut members = IndexMap::new();
    for (name, property) in declared {
        let element = property.has("x-indexed").then(|| item_schema(input, property));
        match element.flatten() {
            Some(element) => members.extend(properties(input, &element)),
            None => {
                members.insert(*name, property.clone());
            }
        }
    }
    members
}

/// Validates a value that is not a list against the schema of a list.
fn validate_single_as_list<'a>(
    input: &Input<'a>,
    schema: &Cursor<'a>,
    value: &Cursor<'a>,
    mode: ValidationMode,
    found: &mut Vec<Mismatch>,
) {
    let Some(items) = item_schema(input, schema) else { return };
    let is_object = schema_type(input, &items) == Some("object");
    match &value.node.kind {
        NodeKind::Map(_) if is_object => {
            found.extend(validate_instance(input, &items, value, mode))
        }
        NodeKind::Scalar { text, .. } if !is_object => {
            for item in text.split(',') {
                let kind = schema_type(input, &items).unwrap_or("string");
                found.extend(validate_string(input, &items, kind, item.trim(), value));
            }
        }
        _ => found.push(mismatch(schema, value, "expected a list".to_owned())),
    }
}

fn validate_scalar<'a>(
    input: &Input<'a>,
    schema: &Cursor<'a>,
    kind: &str,
    value: &Cursor<'a>,
    found: &mut Vec<Mismatch>,
) {
    match (&value.node.kind, kind) {
        (NodeKind::Scalar { text, .. }, kind) if kind != "object" => {
            found.extend(validate_string(input, schema, kind, text, value));
        }
        (_, "object") => found.push(mismatch(schema, value, "expected a mapping".to_owned())),
        _ => found.push(mismatch(schema, value, format!("expected a value of type `{kind}`"))),
    }
}

/// Validates the text of a scalar against a type, a format, the limits and an enum.
fn validate_string<'a>(
    input: &Input<'a>,
    schema: &Cursor<'a>,
    kind: &str,
    text: &str,
    value: &Cursor<'a>,
) -> Option<Mismatch> {
    let parts = parts(input, schema);
    let format = parts.iter().find_map(|part| part.get_str("format"));
    let keywords: Vec<&str> =
        parts.iter().flat_map(|part| part.get_strings("x-keywords")).collect();
    let matches = match kind {
        "integer" => text.parse::<i64>().is_ok(),
        "number" => {
            text.starts_with(|c: char| c.is_ascii_digit() || "+-.".contains(c))
                && text.parse::<f64>().is_ok()
        }
        "boolean" => ["true", "false"].contains(&text.to_ascii_lowercase().as_str()),
        "string" if keywords.contains(&text) => true,
        "string" => match format {
            Some("date") => is_date(text),
            Some("date-time") => text.get(..10).is_some_and(is_date),
            _ => true,
        },
        _ => true,
    };
    if !matches {
        let kind = format.filter(|_| kind == "string").unwrap_or(kind);
        return Some(mismatch(
            schema,
            value,
            format!("expected a value of type `{kind}`, found `{text}`"),
        ));
    }
    let violated = match kind {
        "string" if keywords.contains(&text) => None,
        "string" => violated_pattern(&parts, text),
        "number" if !is_decimal(text) => {
            Some(format!("expected a number of at most 28 digits, found `{text}`"))
        }
        _ => None,
    };
    if let Some(message) = violated.or_else(|| violated_limit(&parts, kind, text)) {
        return Some(mismatch(schema, value, message));
    }
    validate_enum(&parts, text, value)
}

/// Returns `true` if the string has the form `2026-01-31`.
fn is_date(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    matches!(parts.as_slice(), [y, m, d] if y.len() == 4 && m.len() == 2 && d.len() == 2)
        && parts.iter().all(|part| part.chars().all(|c| c.is_ascii_digit()))
}

/// Checks that a value is listed in the enum, unless the enum is open.
fn validate_enum(parts: &[Cursor<'_>], text: &str, value: &Cursor<'_>) -> Option<Mismatch> {
    if parts.iter().any(|part| part.has("x-open")) {
        return None;
    }
    let part = parts.iter().find(|part| part.has("enum"))?;
    let raw_value = |cursor: Cursor<'_>| match &cursor.node.kind {
        NodeKind::Scalar { text, .. } => text.clone(),
        _ => String::new(),
    };
    let listed: Vec<String> = part.get_items("enum").map(raw_value).collect();
    // An enum without values is an error of its own.
    if listed.is_empty() || listed.iter().any(|listed| listed == text) {
        return None;
    }
    let help = did_you_mean(text, listed.iter().map(String::as_str));
    let message = format!("`{text}` is not a value of the enum");
    Some(Mismatch { help, ..mismatch(part, value, message) })
}
