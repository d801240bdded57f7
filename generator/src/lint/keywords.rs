//! Keywords and our own keys stand on schemas that they say something about.

use super::input::Input;
use super::properties::{kind, parts};
use super::spot::Spot;
use crate::diagnostics::{Code, Diagnostic};
use crate::load::objects;
use crate::source::Scalar;

/// A key, the types that it goes with, and what to say about others.
const KEYWORDS: [(&str, &[&str]); 15] = [
    ("properties", &["object"]),
    ("required", &["object"]),
    ("additionalProperties", &["object"]),
    ("maxProperties", &["object"]),
    ("minProperties", &["object"]),
    ("items", &["array"]),
    ("maxItems", &["array"]),
    ("minItems", &["array"]),
    ("uniqueItems", &["array"]),
    ("maxLength", &["string"]),
    ("minLength", &["string"]),
    ("pattern", &["string"]),
    ("maximum", &["number", "integer"]),
    ("minimum", &["number", "integer"]),
    ("multipleOf", &["number", "integer"]),
];

const EXTENSIONS: [(&str, &[&str]); 4] = [
    ("x-id", &["string"]),
    ("x-words", &["string"]),
    ("x-indexed", &["array"]),
    ("x-join", &["array"]),
];

pub fn check(input: &Input<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    input.each(&objects::SCHEMA, &mut |schema| {
        typed(input, schema, &mut found);
        enums(input, schema, &mut found);
        for (name, property) in schema.map("properties") {
            family(input, name, &property, &mut found);
        }
    });
    found
}

fn typed<'a>(input: &Input<'a>, schema: &Spot<'a>, found: &mut Vec<Diagnostic>) {
    let own = schema.text("type");
    for (key, types) in KEYWORDS {
        if let Some(own) = own.filter(|own| !types.contains(own) && schema.has(key)) {
            let message = format!("`{key}` says nothing about a schema of type `{own}`");
            found.push(misplaced(input, schema, key, Code::MisplacedKeyword, message, types));
        }
    }
    let any = kind(input, schema);
    for (key, types) in EXTENSIONS {
        if schema.has(key) && !any.is_some_and(|any| types.contains(&any)) {
            let message = format!("`{key}` goes with type `{}` only", types.join("` or `"));
            found.push(misplaced(input, schema, key, Code::MisplacedExtension, message, &[]));
        }
    }
    if own == Some("array") && !schema.has("items") {
        let message = "an array must have `items`";
        found.push(Diagnostic::new(Code::MissingMember, &schema.origin, message));
    }
}

fn misplaced(
    input: &Input<'_>,
    schema: &Spot<'_>,
    key: &str,
    code: Code,
    message: String,
    types: &[&str],
) -> Diagnostic {
    let at = schema.origin.child(key);
    let mut diagnostic = Diagnostic::new(code, &at, message).span(input.key(&at));
    if let [only] = types {
        diagnostic = diagnostic.help(format!("remove it, or write `type: {only}`"));
    }
    diagnostic
}

fn enums<'a>(input: &Input<'a>, schema: &Spot<'a>, found: &mut Vec<Diagnostic>) {
    let has_enum = parts(input, schema).iter().any(|part| part.has("enum"));
    for key in ["x-open", "x-enum-descriptions", "x-enum-names"] {
        if schema.has(key) && !has_enum {
            let message = format!("`{key}` goes with an `enum` only");
            found.push(misplaced(input, schema, key, Code::MisplacedExtension, message, &[]));
        }
    }
    // Numbers stay numbers, so there is nothing to name.
    let of_numbers = matches!(schema.text("type"), Some("integer" | "number"));
    if has_enum && of_numbers && schema.has("x-enum-names") {
        let message = "`x-enum-names` goes with an `enum` of words only".to_owned();
        let code = Code::MisplacedExtension;
        found.push(misplaced(input, schema, "x-enum-names", code, message, &[]));
    }
}

/// `x-family` and `{n}` go together.
fn family(input: &Input<'_>, name: &str, property: &Spot<'_>, found: &mut Vec<Diagnostic>) {
    let numbered = name.contains("{n}");
    let bounds = property.get("x-family");
    if numbered == bounds.is_some() {
        let number = |key: &str| match bounds.as_ref()?.node.get(key)?.scalar()? {
            Scalar::Integer(number) => Some(number),
            _ => None,
        };
        if let (Some(from), Some(to)) = (number("from"), number("to"))
            && from > to
        {
            let at = property.origin.child("x-family");
            let message = format!("a family from {from} to {to} has no member");
            found.push(Diagnostic::new(Code::BadExtensionValue, &at, message));
        }
        return;
    }
    let (at, message, help) = match numbered {
        true => (
            property.origin.clone(),
            format!("`{name}` holds `{{n}}`, and nothing says which numbers"),
            "add `x-family: { from: 1, to: … }`".to_owned(),
        ),
        false => (
            property.origin.child("x-family"),
            format!("`x-family` goes with a name that holds `{{n}}`, and `{name}` does not"),
            format!("call the property `'{name}{{n}}'`"),
        ),
    };
    let span = input.key(&at);
    found.push(Diagnostic::new(Code::MisplacedExtension, &at, message).span(span).help(help));
}
