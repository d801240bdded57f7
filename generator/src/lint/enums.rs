//! Enum values are unique and of the type of their schema; descriptions and names belong to listed values.

use super::limits::violated_limit;
use super::patterns::violated_pattern;
use crate::diagnostics::{Code, Diagnostic, did_you_mean};
use crate::source::{NodeKind, Scalar};
use crate::spec::{Cursor, Elements, Schema};

/// Reports invalid enum values, descriptions and names.
pub fn check(spec: &Elements<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for schema in &spec.schemas {
        let Some(values) = schema.cursor.get("enum") else { continue };
        let listed: Vec<Cursor<'_>> = values.items().collect();
        if listed.is_empty() {
            let message = "enum has no values";
            found.push(Diagnostic::new(Code::EmptyEnum, &values.origin, message));
        }
        report_duplicates(&listed, &mut found);
        for value in &listed {
            found.extend(check_type(schema, value).or_else(|| check_limits(schema, value)));
        }
        let known: Vec<&str> = listed.iter().filter_map(Cursor::text).collect();
        check_keys(spec, schema, ("x-enum-descriptions", "description"), &known, &mut found);
        // The empty value gets no variant.
        let named: Vec<&str> = known.into_iter().filter(|value| !value.is_empty()).collect();
        check_keys(spec, schema, ("x-enum-names", "name"), &named, &mut found);
    }
    found
}

fn report_duplicates(listed: &[Cursor<'_>], found: &mut Vec<Diagnostic>) {
    for (index, value) in listed.iter().enumerate() {
        let earlier =
            listed.iter().take(index).find(|v| v.text().is_some() && v.text() == value.text());
        if let (Some(first), Some(text)) = (earlier, value.text()) {
            let message = format!("duplicate enum value `{text}`");
            let diagnostic = Diagnostic::new(Code::DuplicateEnumValue, &value.origin, message);
            found.push(
                diagnostic.label(&first.origin, "first listed here").help("remove one of them"),
            );
        }
    }
}

fn check_type(schema: &Schema<'_>, value: &Cursor<'_>) -> Option<Diagnostic> {
    let kind = schema.own_type().unwrap_or("string");
    let fits = match (kind, value.node.scalar()) {
        ("string", Some(Scalar::String(_)))
        | ("integer" | "number", Some(Scalar::Integer(_)))
        | ("number", Some(Scalar::Float(_)))
        | ("boolean", Some(Scalar::Bool(_))) => true,
        (_, Some(Scalar::Null)) => value.text() != Some(""),
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
    if let ("string", Some(text)) = (kind, value.text()) {
        diagnostic = diagnostic.help(format!("write `'{text}'`"));
    }
    Some(diagnostic)
}

/// Checks that a value is within the limits of its schema. The empty value stands for an absent value.
fn check_limits(schema: &Schema<'_>, value: &Cursor<'_>) -> Option<Diagnostic> {
    let text = value.text().filter(|text| !text.is_empty())?;
    let kind = schema.own_type().unwrap_or("string");
    let own = std::slice::from_ref(schema);
    let pattern = || violated_pattern(own, text).filter(|_| kind == "string");
    let message = violated_limit(own, kind, text).or_else(pattern)?;
    Some(Diagnostic::new(Code::WrongEnumValue, &value.origin, message))
}

/// Reports keys of the mapping `key` that are not among the `known` enum values.
fn check_keys(
    spec: &Elements<'_>,
    schema: &Schema<'_>,
    (key, purpose): (&str, &str),
    known: &[&str],
    found: &mut Vec<Diagnostic>,
) {
    for (value, cursor) in schema.cursor.get_members(key) {
        if known.contains(&value) {
            continue;
        }
        let message = match value {
            "" => format!("{purpose} of the empty value, which stands for an absent value"),
            _ => format!("{purpose} of `{value}`, which is not listed in `enum`"),
        };
        let mut diagnostic = Diagnostic::new(Code::WrongEnumValue, &cursor.origin, message);
        diagnostic.help = did_you_mean(value, known.iter().copied());
        found.push(diagnostic.span(spec.document.key_span(&cursor.origin)));
    }
}
