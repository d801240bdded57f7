//! Enums list values, each once, each of the type of the schema; descriptions and names go with values.

use super::input::Input;
use super::spot::Spot;
use crate::diagnostics::{Code, Diagnostic, did_you_mean};
use crate::load::objects;
use crate::source::{NodeKind, Scalar};

pub fn check(input: &Input<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    input.each(&objects::SCHEMA, &mut |schema| {
        let Some(values) = schema.get("enum") else { return };
        let listed: Vec<Spot<'_>> = values.items().collect();
        if listed.is_empty() {
            let message = "this enum lists no value";
            found.push(Diagnostic::new(Code::EmptyEnum, &values.origin, message));
        }
        repeated(&listed, &mut found);
        for value in &listed {
            found.extend(mistyped(schema, value));
        }
        let known: Vec<&str> = listed.iter().filter_map(text).collect();
        listed_only(input, schema, ("x-enum-descriptions", "described"), &known, &mut found);
        // There is no variant for the empty value.
        let named: Vec<&str> = known.into_iter().filter(|value| !value.is_empty()).collect();
        listed_only(input, schema, ("x-enum-names", "named"), &named, &mut found);
    });
    found
}

fn text<'a>(spot: &Spot<'a>) -> Option<&'a str> {
    match &spot.node.kind {
        NodeKind::Scalar { text, .. } => Some(text),
        _ => None,
    }
}

fn repeated(listed: &[Spot<'_>], found: &mut Vec<Diagnostic>) {
    for (index, value) in listed.iter().enumerate() {
        let earlier =
            listed.iter().take(index).find(|v| text(v).is_some() && text(v) == text(value));
        if let (Some(first), Some(word)) = (earlier, text(value)) {
            let message = format!("`{word}` is listed twice");
            let diagnostic = Diagnostic::new(Code::DuplicateEnumValue, &value.origin, message);
            found.push(
                diagnostic
                    .label(&first.origin, "here for the first time")
                    .help("remove one of them"),
            );
        }
    }
}

fn mistyped(schema: &Spot<'_>, value: &Spot<'_>) -> Option<Diagnostic> {
    let kind = schema.text("type").unwrap_or("string");
    let fits = match (kind, value.node.scalar()) {
        ("string", Some(Scalar::Text(_)))
        | ("integer" | "number", Some(Scalar::Integer(_)))
        | ("number", Some(Scalar::Float(_)))
        | ("boolean", Some(Scalar::Bool(_))) => true,
        (_, Some(Scalar::Null)) => text(value) != Some(""),
        _ => false,
    };
    if fits {
        return None;
    }
    let word = text(value).unwrap_or("this");
    let message = format!("`{word}` is not of type `{kind}`");
    let mut diagnostic = Diagnostic::new(Code::WrongEnumValue, &value.origin, message);
    if kind == "string" && text(value).is_some() {
        diagnostic = diagnostic.help(format!("write `'{word}'`"));
    }
    Some(diagnostic)
}

/// What a key says is said about values of the list.
fn listed_only(
    input: &Input<'_>,
    schema: &Spot<'_>,
    (key, done): (&str, &str),
    known: &[&str],
    found: &mut Vec<Diagnostic>,
) {
    for (value, spot) in schema.map(key) {
        if known.contains(&value) {
            continue;
        }
        let message = match value {
            "" => format!("the empty value means that nothing is there, so it is not {done}"),
            _ => format!("`{value}` is {done} but not listed"),
        };
        let mut diagnostic = Diagnostic::new(Code::WrongEnumValue, &spot.origin, message);
        diagnostic.help = did_you_mean(value, known.iter().copied());
        found.push(diagnostic.span(input.key(&spot.origin)));
    }
}
