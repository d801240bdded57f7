//! Classification of schemas by their keywords.

use openapiv3::{AnySchema, ReferenceOr, Schema as Value, SchemaKind, Type as OpenApiType};

use super::schema::Schema;
use crate::scalar::ScalarType;

/// The shape of a schema.
#[derive(Clone, Debug)]
pub enum SchemaShape<'a> {
    /// An alias of another schema, possibly with its own description.
    Alias(Schema<'a>),
    /// An object with members, declared or composed.
    Object,
    /// One of several strings.
    Enum(Vec<&'a str>),
    /// One of several schemas, and the keyword that lists them.
    OneOf(&'static str, Vec<Schema<'a>>),
    /// A list, or a single item without the list.
    OneOrMany(Schema<'a>),
    /// A scalar, a list, or a map.
    Plain(&'a OpenApiType),
    /// Any value.
    Any,
    /// A negated schema.
    Not,
    /// An unsupported combination of keywords.
    Unsupported,
}

impl<'a> SchemaShape<'a> {
    /// Returns the shape of a schema with this value.
    pub(super) fn new(schema: &Schema<'a>, value: &'a Value) -> Self {
        let subschema =
            |keyword: &str, index: usize| schema.subschemas(keyword).into_iter().nth(index);
        match classify(value) {
            Class::Alias(keyword) => {
                subschema(keyword, 0).map_or(SchemaShape::Unsupported, SchemaShape::Alias)
            }
            Class::OneOrMany(keyword, index) => {
                subschema(keyword, index).map_or(SchemaShape::Unsupported, SchemaShape::OneOrMany)
            }
            Class::OneOf(keyword) => SchemaShape::OneOf(keyword, schema.subschemas(keyword)),
            Class::Object => SchemaShape::Object,
            Class::Enum(values) => SchemaShape::Enum(values),
            Class::Plain(shape) => SchemaShape::Plain(shape),
            Class::Any => SchemaShape::Any,
            Class::Not => SchemaShape::Not,
            Class::Unsupported => SchemaShape::Unsupported,
        }
    }
}

/// A shape without the schemas that belong to it.
enum Class<'a> {
    /// The keyword that lists the only schema.
    Alias(&'static str),
    Object,
    Enum(Vec<&'a str>),
    OneOf(&'static str),
    /// The keyword and the index of the list.
    OneOrMany(&'static str, usize),
    Plain(&'a OpenApiType),
    Any,
    Not,
    Unsupported,
}

/// Returns `true` if a schema makes a named type.
pub(super) fn makes_type(value: &Value) -> bool {
    matches!(classify(value), Class::Object | Class::Enum(_) | Class::OneOf(_))
}

/// What the schema of a media type describes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SchemaContent {
    /// There is no schema, or any value matches it.
    None,
    /// A string.
    Text,
    /// A string with the format `binary`.
    File,
    /// A value that is not a string.
    Other,
}

/// Returns what the schema of a media type describes.
pub(super) fn content(value: &Value, scalar: Option<ScalarType>) -> SchemaContent {
    match (&value.schema_kind, scalar) {
        (_, Some(ScalarType::File)) => SchemaContent::File,
        (SchemaKind::Type(OpenApiType::String(_)), _) => SchemaContent::Text,
        _ if matches!(classify(value), Class::Any) => SchemaContent::None,
        _ => SchemaContent::Other,
    }
}

fn classify(value: &Value) -> Class<'_> {
    match &value.schema_kind {
        SchemaKind::Type(OpenApiType::String(shape)) if !shape.enumeration.is_empty() => {
            Class::Enum(shape.enumeration.iter().flatten().map(String::as_str).collect())
        }
        SchemaKind::Type(OpenApiType::Object(object)) if !object.properties.is_empty() => {
            Class::Object
        }
        SchemaKind::Type(shape) => Class::Plain(shape),
        SchemaKind::AllOf { all_of } => match all_of.as_slice() {
            [ReferenceOr::Reference { .. }] => Class::Alias("allOf"),
            parts if parts.iter().all(is_any) => Class::Any,
            _ => Class::Object,
        },
        SchemaKind::OneOf { one_of } => classify_one_of("oneOf", one_of),
        SchemaKind::AnyOf { any_of } => classify_one_of("anyOf", any_of),
        SchemaKind::Not { .. } => Class::Not,
        SchemaKind::Any(any) => classify_untyped(any),
    }
}

/// Returns `true` for a part that any value matches.
fn is_any(part: &ReferenceOr<Value>) -> bool {
    part.as_item().is_some_and(|part| matches!(classify(part), Class::Any))
}

fn classify_one_of<'a>(keyword: &'static str, variants: &[ReferenceOr<Value>]) -> Class<'a> {
    match variants {
        [_] => Class::Alias(keyword),
        [first, second] if is_list_of(first, second) => Class::OneOrMany(keyword, 0),
        [first, second] if is_list_of(second, first) => Class::OneOrMany(keyword, 1),
        _ => Class::OneOf(keyword),
    }
}

/// Returns `true` if the schema `list` is a list of values of the schema `item`.
fn is_list_of(list: &ReferenceOr<Value>, item: &ReferenceOr<Value>) -> bool {
    let kind = list.as_item().map(|list| &list.schema_kind);
    let Some(SchemaKind::Type(OpenApiType::Array(array))) = kind else { return false };
    match (&array.items, item) {
        (Some(ReferenceOr::Item(a)), ReferenceOr::Item(b)) => a.schema_kind == b.schema_kind,
        (
            Some(ReferenceOr::Reference { reference: a }),
            ReferenceOr::Reference { reference: b },
        ) => a == b,
        _ => false,
    }
}

/// Classifies a schema without `type`.
fn classify_untyped(any: &AnySchema) -> Class<'_> {
    if *any == AnySchema::default() {
        return Class::Any;
    }
    let values: Option<Vec<&str>> = any.enumeration.iter().map(|value| value.as_str()).collect();
    let enum_only = AnySchema { enumeration: any.enumeration.clone(), ..AnySchema::default() };
    if let Some(values) = values.filter(|_| *any == enum_only) {
        return Class::Enum(values);
    }
    if let Some((keyword, variants)) = union_of(any) {
        return classify_one_of(keyword, variants);
    }
    if !is_object(any) {
        return Class::Unsupported;
    }
    let has_no_members =
        any.properties.is_empty() && any.required.is_empty() && any.additional_properties.is_none();
    match any.all_of.as_slice() {
        [ReferenceOr::Reference { .. }] if has_no_members => Class::Alias("allOf"),
        _ => Class::Object,
    }
}

/// Returns the alternatives of a schema that declares nothing else than that they are objects.
fn union_of(any: &AnySchema) -> Option<(&'static str, &[ReferenceOr<Value>])> {
    let is_object = any.typ.as_deref() == Some("object");
    let (one_of, any_of) = (any.one_of.clone(), any.any_of.clone());
    let typ = any.typ.clone();
    let is_union = is_object && *any == AnySchema { typ, one_of, any_of, ..AnySchema::default() };
    match (any.one_of.as_slice(), any.any_of.as_slice()) {
        (variants @ [_, ..], []) if is_union => Some(("oneOf", variants)),
        ([], variants @ [_, ..]) if is_union => Some(("anyOf", variants)),
        _ => None,
    }
}

/// Returns `true` if all keywords apply to an object with members.
fn is_object(any: &AnySchema) -> bool {
    let typed = any.typ.as_deref().is_none_or(|name| name == "object");
    let described = !any.properties.is_empty() || !any.all_of.is_empty();
    let object_only = AnySchema {
        typ: any.typ.clone(),
        properties: any.properties.clone(),
        required: any.required.clone(),
        additional_properties: any.additional_properties.clone(),
        min_properties: any.min_properties,
        max_properties: any.max_properties,
        all_of: any.all_of.clone(),
        ..AnySchema::default()
    };
    typed && described && *any == object_only
}

/// Returns `true` if a schema can be a part of an `allOf`: an object, or a composition.
pub(super) fn is_object_part(value: &Value) -> bool {
    match &value.schema_kind {
        SchemaKind::Type(OpenApiType::Object(_)) | SchemaKind::AllOf { .. } => true,
        // A part of an `allOf` may consist of `required` only.
        SchemaKind::Any(any) => is_object(any) || requires_only(any),
        _ => false,
    }
}

fn requires_only(any: &AnySchema) -> bool {
    *any == AnySchema { required: any.required.clone(), ..AnySchema::default() }
}
