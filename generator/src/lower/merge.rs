//! `allOf`: several schemas that describe one object.

use openapiv3::{AnySchema, ReferenceOr, Schema, SchemaKind, Type as Shape};

/// The reference of an `allOf` with one element: a reference that carries a description of its own.
pub(super) fn only_reference(schema: &Schema) -> Option<&ReferenceOr<Schema>> {
    let all_of = match &schema.schema_kind {
        SchemaKind::AllOf { all_of } => all_of,
        SchemaKind::Any(any) if any.properties.is_empty() => &any.all_of,
        _ => return None,
    };
    match all_of.as_slice() {
        [single @ ReferenceOr::Reference { .. }] => Some(single),
        _ => None,
    }
}

/// The schemas that describe one object, with the steps that lead to each: its own properties, and
/// the elements of its `allOf`.
pub(super) fn elements(schema: &Schema) -> &[ReferenceOr<Schema>] {
    match &schema.schema_kind {
        SchemaKind::AllOf { all_of } => all_of,
        SchemaKind::Any(any) => &any.all_of,
        _ => &[],
    }
}

/// The properties that a schema states itself, and the names of the required ones.
#[allow(clippy::type_complexity, reason = "it is the type of the library")]
pub(super) fn own(
    schema: &Schema,
) -> Option<(&indexmap::IndexMap<String, ReferenceOr<Box<Schema>>>, &[String])> {
    match &schema.schema_kind {
        SchemaKind::Type(Shape::Object(object)) => Some((&object.properties, &object.required)),
        SchemaKind::Any(any) => Some((&any.properties, &any.required)),
        _ => None,
    }
}

/// Whether a schema without a type says nothing at all.
pub(super) fn is_empty(any: &AnySchema) -> bool {
    *any == AnySchema::default()
}
