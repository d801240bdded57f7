//! Lowers the limits of values.

use std::fmt::Display;

use openapiv3::{Schema, SchemaKind, Type as OpenApiType};

use crate::ir::{Bound, Limits, Range};
use crate::load::extension::SchemaExtensions;
use crate::markdown;
use crate::scalar::ScalarType;

/// Returns the limits that a schema declares, without those of items.
pub(super) fn lower_limits(schema: &Schema, scalar: Option<ScalarType>) -> Limits {
    let SchemaKind::Type(shape) = &schema.schema_kind else { return Limits::default() };
    match shape {
        OpenApiType::String(shape) if scalar == Some(ScalarType::File) => {
            Limits { size: range(None, shape.max_length).to, ..Limits::default() }
        }
        OpenApiType::String(shape) => Limits {
            length: range(shape.min_length, shape.max_length),
            pattern: shape.pattern.clone(),
            ..Limits::default()
        },
        OpenApiType::Number(shape) => Limits {
            minimum: bound(shape.minimum, shape.exclusive_minimum),
            maximum: bound(shape.maximum, shape.exclusive_maximum),
            multiple_of: shape.multiple_of.map(|of| of.to_string()),
            ..Limits::default()
        },
        OpenApiType::Integer(shape) => Limits {
            minimum: bound(shape.minimum, shape.exclusive_minimum),
            maximum: bound(shape.maximum, shape.exclusive_maximum),
            multiple_of: shape.multiple_of.map(|of| of.to_string()),
            ..Limits::default()
        },
        OpenApiType::Array(shape) => Limits {
            items: range(shape.min_items, shape.max_items),
            unique_items: shape.unique_items,
            ..Limits::default()
        },
        OpenApiType::Object(shape) => Limits {
            members: range(shape.min_properties, shape.max_properties),
            ..Limits::default()
        },
        OpenApiType::Boolean(_) => Limits::default(),
    }
}

fn range(from: Option<usize>, to: Option<usize>) -> Range {
    let count = |count| u64::try_from(count).unwrap_or(u64::MAX);
    Range { from: from.map(count), to: to.map(count) }
}

fn bound(number: Option<impl Display>, exclusive: bool) -> Option<Bound> {
    number.map(|number| Bound { number: number.to_string(), exclusive })
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
        Some(meaning) => format!("- {}: {}", markdown::code(value), super::text::clean(meaning)),
        None => format!("- {}", markdown::code(value)),
    };
    format!("Known values:\n\n{}", listed.iter().map(line).collect::<Vec<_>>().join("\n"))
}
