//! Descriptions of the limits of values. The service enforces them; the client only documents them.

use openapiv3::{
    ArrayType, IntegerType, NumberType, ObjectType, Schema, SchemaKind, StringType,
    Type as OpenApiType,
};

use crate::load::extension::SchemaExtensions;

/// Returns the limits of a value as a sentence, or an empty string.
pub(super) fn describe_limits(schema: &Schema) -> String {
    let SchemaKind::Type(shape) = &schema.schema_kind else { return String::new() };
    let parts: Vec<String> = match shape {
        OpenApiType::String(shape) => string_limits(shape),
        OpenApiType::Number(shape) => number_limits(shape),
        OpenApiType::Integer(shape) => integer_limits(shape),
        OpenApiType::Array(shape) => list_limits(shape),
        OpenApiType::Object(shape) => object_limits(shape),
        OpenApiType::Boolean(_) => Vec::new(),
    };
    let sentence = parts.join(", ");
    let mut letters = sentence.chars();
    match letters.next() {
        Some(first) => format!("{}{}.", first.to_uppercase(), letters.as_str()),
        None => sentence,
    }
}

fn string_limits(shape: &StringType) -> Vec<String> {
    let pattern = shape.pattern.as_ref().map(|pattern| format!("matching `{pattern}`"));
    count_range(shape.min_length, shape.max_length, "characters")
        .into_iter()
        .chain(pattern)
        .collect()
}

fn number_limits(shape: &NumberType) -> Vec<String> {
    bounds(shape.minimum, shape.exclusive_minimum, shape.maximum, shape.exclusive_maximum)
        .chain(multiple(shape.multiple_of))
        .collect()
}

fn integer_limits(shape: &IntegerType) -> Vec<String> {
    bounds(shape.minimum, shape.exclusive_minimum, shape.maximum, shape.exclusive_maximum)
        .chain(multiple(shape.multiple_of))
        .collect()
}

fn list_limits(shape: &ArrayType) -> Vec<String> {
    let unique = shape.unique_items.then(|| "without duplicates".to_owned());
    count_range(shape.min_items, shape.max_items, "items").into_iter().chain(unique).collect()
}

fn object_limits(shape: &ObjectType) -> Vec<String> {
    count_range(shape.min_properties, shape.max_properties, "members").into_iter().collect()
}

/// Describes a range of counts.
fn count_range(from: Option<usize>, to: Option<usize>, noun: &str) -> Option<String> {
    match (from, to) {
        (Some(from), Some(to)) if from == to => Some(format!("exactly {from} {noun}")),
        (Some(from), Some(to)) => Some(format!("{from} to {to} {noun}")),
        (Some(from), None) => Some(format!("at least {from} {noun}")),
        (None, Some(to)) => Some(format!("at most {to} {noun}")),
        (None, None) => None,
    }
}

/// Describes a range of numbers.
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

/// Returns the enum values of a number as a Markdown list, or an empty string.
///
/// Enums of numbers are documented but make no type, because there are no names for the variants.
pub(super) fn describe_values(schema: &Schema, extensions: &SchemaExtensions) -> String {
    let SchemaKind::Type(shape) = &schema.schema_kind else { return String::new() };
    let listed: Vec<String> = match shape {
        OpenApiType::Integer(shape) => {
            shape.enumeration.iter().flatten().map(i64::to_string).collect()
        }
        OpenApiType::Number(shape) => {
            shape.enumeration.iter().flatten().map(f64::to_string).collect()
        }
        _ => return String::new(),
    };
    if listed.is_empty() {
        return String::new();
    }
    let line = |value: &String| match extensions.enum_descriptions.get(value) {
        Some(meaning) => format!("- `{value}`: {}", super::text::clean(meaning)),
        None => format!("- `{value}`"),
    };
    format!("Known values:\n\n{}", listed.iter().map(line).collect::<Vec<_>>().join("\n"))
}
