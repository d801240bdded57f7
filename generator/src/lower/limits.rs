//! What a value may be, in words: the service checks it, so the client only tells.

use openapiv3::{
    ArrayType, IntegerType, NumberType, ObjectType, Schema, SchemaKind, StringType, Type as Shape,
};

use crate::load::extension::SchemaExtensions;

/// The limits of a value as a sentence; empty when there are none.
pub(super) fn sentence(schema: &Schema) -> String {
    let SchemaKind::Type(shape) = &schema.schema_kind else { return String::new() };
    let parts: Vec<String> = match shape {
        Shape::String(shape) => text(shape),
        Shape::Number(shape) => number(shape),
        Shape::Integer(shape) => integer(shape),
        Shape::Array(shape) => list(shape),
        Shape::Object(shape) => object(shape),
        Shape::Boolean(_) => Vec::new(),
    };
    let sentence = parts.join(", ");
    let mut letters = sentence.chars();
    match letters.next() {
        Some(first) => format!("{}{}.", first.to_uppercase(), letters.as_str()),
        None => sentence,
    }
}

fn text(shape: &StringType) -> Vec<String> {
    let pattern = shape.pattern.as_ref().map(|pattern| format!("matching `{pattern}`"));
    span(shape.min_length, shape.max_length, "characters").into_iter().chain(pattern).collect()
}

fn number(shape: &NumberType) -> Vec<String> {
    bounds(shape.minimum, shape.exclusive_minimum, shape.maximum, shape.exclusive_maximum)
        .chain(multiple(shape.multiple_of))
        .collect()
}

fn integer(shape: &IntegerType) -> Vec<String> {
    bounds(shape.minimum, shape.exclusive_minimum, shape.maximum, shape.exclusive_maximum)
        .chain(multiple(shape.multiple_of))
        .collect()
}

fn list(shape: &ArrayType) -> Vec<String> {
    let unique = shape.unique_items.then(|| "each only once".to_owned());
    span(shape.min_items, shape.max_items, "elements").into_iter().chain(unique).collect()
}

fn object(shape: &ObjectType) -> Vec<String> {
    span(shape.min_properties, shape.max_properties, "members").into_iter().collect()
}

/// From so many to so many of something.
fn span(from: Option<usize>, to: Option<usize>, what: &str) -> Option<String> {
    match (from, to) {
        (Some(from), Some(to)) if from == to => Some(format!("exactly {from} {what}")),
        (Some(from), Some(to)) => Some(format!("{from} to {to} {what}")),
        (Some(from), None) => Some(format!("at least {from} {what}")),
        (None, Some(to)) => Some(format!("at most {to} {what}")),
        (None, None) => None,
    }
}

fn bounds<T: std::fmt::Display>(
    from: Option<T>,
    above: bool,
    to: Option<T>,
    below: bool,
) -> impl Iterator<Item = String> {
    let from = from.map(|from| format!("{} {from}", if above { "more than" } else { "at least" }));
    let to = to.map(|to| format!("{} {to}", if below { "less than" } else { "at most" }));
    from.into_iter().chain(to)
}

fn multiple<T: std::fmt::Display>(of: Option<T>) -> Option<String> {
    of.map(|of| format!("a multiple of {of}"))
}

/// The listed values of a number, as a list in Markdown.
///
/// They stay numbers. A number has no word to name a variant by, it is what is sent, and a value that
/// is not listed is as good as one that is.
pub(super) fn values(schema: &Schema, facts: &SchemaExtensions) -> String {
    let SchemaKind::Type(shape) = &schema.schema_kind else { return String::new() };
    let listed: Vec<String> = match shape {
        Shape::Integer(shape) => shape.enumeration.iter().flatten().map(i64::to_string).collect(),
        Shape::Number(shape) => shape.enumeration.iter().flatten().map(f64::to_string).collect(),
        _ => return String::new(),
    };
    if listed.is_empty() {
        return String::new();
    }
    let line = |value: &String| match facts.enum_descriptions.get(value) {
        Some(meaning) => format!("- `{value}`: {}", super::text::clean(meaning)),
        None => format!("- `{value}`"),
    };
    format!("Known values:\n\n{}", listed.iter().map(line).collect::<Vec<_>>().join("\n"))
}
