//! Enum values are unique and of the type of their schema; descriptions and names belong to listed values.

use super::cursor::Cursor;
use super::input::Input;
use super::limits::violated_limit;
use super::patterns::violated_pattern;
use crate::diagnostics::{Code, Diagnostic, did_you_mean};
use crate::load::objects;
use crate::source::{NodeKind, Scalar};

/// Reports invalid enum values, descriptions and names.
pub fn check(input: &Input<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for schema in input.objects(&objects::SCHEMA) {
        let Some(values) = schema.get("enum") else { continue };
        let listed: Vec<Cursor<'_>> = values.items().collect();
        if listed.is_empty() {
            let message = "enum has no values";
            found.push(Diagnostic::new(Code::EmptyEnum, &values.origin, message));
        }
        report_duplicates(&listed, &mut found);
        for value in &listed {
            found.extend(check_type(schema, value).or_else(|| check_limits(schema, value)));
        }
        let known: Vec<&str> = listed.iter().filter_map(raw_value).collect();
        check_keys(input, schema, ("x-enum-descriptions", "description"), &known, &mut found);
        // The empty value gets no variant.
        let named: Vec<&str> = known.into_iter().filter(|value| !value.is_empty()).collect();
        check_keys(input, schema, ("x-enum-names", "name"), &named, &mut found);
    }
    found
}

fn raw_value<'a>(cursor: &Cursor<'a>) -> Option<&'a str> {
    match &cursor.node.kind {
        NodeKind::Scalar { text, .. } => Some(text),
        _ => None,
    }
}

fn report_duplicates(listed: &[Cursor<'_>], found: &mut Vec<Diagnostic>) {
    for (index, value) in listed.iter().enumerate() {
        let earlier = listed
            .iter()
            .take(index)
            .find(|v| raw_value(v).is_some() && raw_value(v) == raw_value(value));
        if let (Some(first), Some(text)) = (earlier, raw_value(value)) {
            let message = format!("duplicate enum value `{text}`");
            let diagnostic = Diagnostic::new(Code::DuplicateEnumValue, &value.origin, message);
            found.push(
                diagnostic.label(&first.origin, "first listed here").help("remove one of them"),
            );
        }
    }
}

fn check_type(schema: &Cursor<'_>, value: &Cursor<'_>) -> Option<Diagnostic> {
    let kind = schema.get_str("type").unwrap_or("string");
    let fits = match (kind, value.node.scalar()) {
        ("string", Some(Scalar::String(_)))
        | ("integer" | "number", Some(Scalar::Integer(_)))
        | ("number", Some(Scalar::Float(_)))
        | ("boolean", Some(Scalar::Bool(_))) => true,
        (_, Some(Scalar::Null)) => raw_value(value) != Some(""),
        _ => false,
    };
    if fits {
        return None;
    }
    let found = match &value.node.kind {
        NodeKind::Scalar { text, .. } => format!("`{text}`"),
        NodeKind::List(_) => "a list".to_owned(),
        NodeKind::Map(_) => "a mapping".to_owned(),
    };
    let message = match kind {
        "string" | "integer" | "number" | "boolean" => {
            format!("expected a value of type `{kind}`, found {found}")
        }
        _ => format!("expected no `enum` in a schema of type `{kind}`"),
    };
    let mut diagnostic = Diagnostic::new(Code::WrongEnumValue, &value.origin, message);
    if let ("string", Some(text)) = (kind, raw_value(value)) {
        diagnostic = diagnostic.help(format!("write `'{text}'`"));
    }
    Some(diagnostic)
}

/// Checks that a value is within the limits of its schema. The empty value stands for an absent value.
fn check_limits(schema: &Cursor<'_>, value: &Cursor<'_>) -> Option<Diagnostic> {
    let text = raw_value(value).filter(|text| !text.is_empty())?;
    let kind = schema.get_str("type").unwrap_or("string");
    let own = std::slice::from_ref(schema);
    let pattern = || violated_pattern(own, text).filter(|_| kind == "string");
    let message = violated_limit(own, kind, text).or_else(pattern)?;
    Some(Diagnostic::new(Code::WrongEnumValue, &value.origin, message))
}

/// Reports keys of the mapping `key` that are not among the `known` enum values.
fn check_keys(
    input: &Input<'_>,
    schema: &Cursor<'_>,
    (key, purpose): (&str, &str),
    known: &[&str],
    found: &mut Vec<Diagnostic>,
) {
    for (value, cursor) in schema.get_members(key) {
        if known.contains(&value) {
            continue;
        }
        let message = match value {
            "" => format!("{purpose} of the empty value, which stands for an absent value"),
            _ => format!("{purpose} of `{value}`, which is not listed in `enum`"),
        };
        let mut diagnostic = Diagnostic::new(Code::WrongEnumValue, &cursor.origin, message);
        diagnostic.help = did_you_mean(value, known.iter().copied());
        found.push(diagnostic.span(input.key_span(&cursor.origin)));
    }
}
