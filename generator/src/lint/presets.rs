//! `x-presets` name members of the request body, with valid values.

use super::references::{body_members, unknown_member};
use super::undeclared::MIN_LETTERS;
use super::validate::{Properties, ValidationMode, validate_instance};
use crate::diagnostics::{Code, Diagnostic, differs_by};
use crate::location::Origin;
use crate::spec::{Cursor, Elements, MediaType, Operation, Schema};

/// Keys of a string that permit only some texts.
const PARSED: [&str; 4] = ["enum", "format", "minLength", "x-id"];

/// Reports unknown members, invalid values, and required members without a value.
pub fn check(spec: &Elements<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for operation in &spec.operations {
        let known = body_members(operation);
        for preset in operation.cursor.get_items("x-presets") {
            check_preset(spec, operation, &preset, &known, &mut found);
        }
    }
    found
}

fn check_preset<'a>(
    spec: &Elements<'a>,
    operation: &Operation<'a>,
    preset: &Cursor<'a>,
    known: &Properties<'a>,
    found: &mut Vec<Diagnostic>,
) {
    let mut named = Vec::new();
    for argument in preset.get_items("arguments") {
        let Some(name) = argument.node.as_str() else { continue };
        named.push(name);
        if !known.contains_key(name) {
            found.push(unknown_member(operation, &argument, name, known));
        }
    }
    for (name, value) in preset.get_members("set") {
        if named.contains(&name) {
            let message = format!("`{name}` has a fixed value and is an argument");
            let diagnostic = Diagnostic::new(Code::BadExtensionValue, &value.origin, message);
            found.push(diagnostic.help("remove it from `set` or from `arguments`"));
        }
        named.push(name);
        let Some(property) = known.get(name) else {
            let diagnostic = unknown_member(operation, &value, name, known);
            found.push(diagnostic.span(spec.document.key_span(&value.origin)));
            continue;
        };
        found.extend(check_value(name, property, &value));
    }
    if named.iter().any(|name| !known.contains_key(name)) {
        return; // it may be a misspelling of a required member
    }
    let required = required_members(operation);
    let missing = required.into_iter().filter(|name| !named.contains(name));
    for name in missing.collect::<Vec<_>>() {
        let message = format!("required member `{name}` has no value");
        let diagnostic = Diagnostic::new(Code::BadExtensionValue, &preset.origin, message);
        found.push(diagnostic.help("add it to `set` or to `arguments`"));
    }
}

/// Checks the fixed value of a member. Unlike in an example, an empty value does not stand for an absent one.
fn check_value<'a>(name: &str, property: &Schema<'a>, value: &Cursor<'a>) -> Vec<Diagnostic> {
    let bad = |at: &Origin, message: String, schema: &Origin| {
        let diagnostic = Diagnostic::new(Code::BadExtensionValue, at, message);
        diagnostic.label(schema, "schema is here")
    };
    let is_plain = property.data_type() == Some("string")
        && !property.parts().iter().any(|part| PARSED.iter().any(|key| part.cursor.has(key)));
    if value.node.as_str() == Some("") && !is_plain {
        let message = format!("expected a value of `{name}`, found an empty string");
        return vec![bad(&value.origin, message, &property.cursor.origin)];
    }
    let found = validate_instance(property, value, ValidationMode::Request);
    if found.is_empty() {
        return check_open(property, value).into_iter().collect();
    }
    found.into_iter().map(|it| bad(&it.at, it.message, &it.schema)).collect()
}

/// Reports a value that is probably a misspelling of one of an enum that has further values.
fn check_open(property: &Schema<'_>, value: &Cursor<'_>) -> Option<Diagnostic> {
    let parts = property.parts();
    let listed: Vec<&str> = parts.iter().flat_map(|part| part.cursor.get_strings("enum")).collect();
    let text = value.node.as_str().filter(|text| is_word(text) && !listed.contains(text))?;
    let near = listed.into_iter().find(|listed| is_word(listed) && differs_by(text, listed, 1))?;
    let message = format!("`{text}` is not listed in `enum`");
    let diagnostic = Diagnostic::new(Code::ImprobableValue, &value.origin, message);
    Some(diagnostic.help(format!("did you mean `{near}`?")))
}

/// Returns `true` if a text is long enough to be misspelled, and does not end with a number.
fn is_word(text: &str) -> bool {
    text.chars().count() >= MIN_LETTERS && !text.ends_with(|c: char| c.is_ascii_digit())
}

/// Returns the required members of an inline body.
fn required_members<'a>(operation: &Operation<'a>) -> Vec<&'a str> {
    let media = operation.body_media_types();
    let schemas = media.iter().filter_map(MediaType::schema);
    schemas.flat_map(|schema| schema.cursor.get_strings("required")).collect()
}
