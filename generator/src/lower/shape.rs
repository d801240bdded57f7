//! Classification of schemas by their keywords.

use openapiv3::{
    AdditionalProperties, AnySchema, ArrayType, ObjectType, ReferenceOr, Schema, SchemaKind,
    Type as OpenApiType,
};

/// The shape of a schema.
pub(super) enum SchemaShape<'a> {
    /// An alias of another schema, possibly with its own description.
    Alias(&'a ReferenceOr<Schema>),
    /// An object with members, declared or composed.
    Object,
    /// One of several strings.
    Enum(Vec<&'a str>),
    /// One of several schemas, and the keyword that lists them.
    OneOf(&'static str, &'a [ReferenceOr<Schema>]),
    /// A list, or a single item without the list.
    OneOrMany(&'a ArrayType),
    /// A scalar, a list, or a map.
    Plain(&'a OpenApiType),
    /// Any value.
    Any,
    /// A negated schema.
    Not,
    /// An unsupported combination of keywords.
    Unsupported,
}

/// Returns the shape of a schema.
pub(super) fn classify(schema: &Schema) -> SchemaShape<'_> {
    match &schema.schema_kind {
        SchemaKind::Type(OpenApiType::String(shape)) if !shape.enumeration.is_empty() => {
            SchemaShape::Enum(shape.enumeration.iter().flatten().map(String::as_str).collect())
        }
        SchemaKind::Type(OpenApiType::Object(object)) if !object.properties.is_empty() => {
            SchemaShape::Object
        }
        SchemaKind::Type(shape) => SchemaShape::Plain(shape),
        SchemaKind::AllOf { all_of } => classify_all_of(all_of),
        SchemaKind::OneOf { one_of } => classify_one_of("oneOf", one_of),
        SchemaKind::AnyOf { any_of } => classify_one_of("anyOf", any_of),
        SchemaKind::Not { .. } => SchemaShape::Not,
        SchemaKind::Any(any) => classify_untyped(any),
    }
}

fn classify_all_of(all_of: &[ReferenceOr<Schema>]) -> SchemaShape<'_> {
    match all_of {
        [single @ ReferenceOr::Reference { .. }] => SchemaShape::Alias(single),
        _ => SchemaShape::Object,
    }
}

fn classify_one_of<'a>(
    keyword: &'static str,
    variants: &'a [ReferenceOr<Schema>],
) -> SchemaShape<'a> {
    match variants {
        [single] => SchemaShape::Alias(single),
        [first, second] => {
            let list = list_of(first, second).or_else(|| list_of(second, first));
            list.map_or(SchemaShape::OneOf(keyword, variants), SchemaShape::OneOrMany)
        }
        _ => SchemaShape::OneOf(keyword, variants),
    }
}

/// Returns the list if the schema `list` is a list of values of the schema `item`.
fn list_of<'a>(list: &'a ReferenceOr<Schema>, item: &ReferenceOr<Schema>) -> Option<&'a ArrayType> {
    let SchemaKind::Type(OpenApiType::Array(array)) = &list.as_item()?.schema_kind else {
        return None;
    };
    let same = match (array.items.as_ref()?, item) {
        (ReferenceOr::Item(a), ReferenceOr::Item(b)) => a.schema_kind == b.schema_kind,
        (ReferenceOr::Reference { reference: a }, ReferenceOr::Reference { reference: b }) => {
            a == b
        }
        _ => false,
    };
    same.then_some(array)
}

/// Classifies a schema without `type`.
fn classify_untyped(any: &AnySchema) -> SchemaShape<'_> {
    if *any == AnySchema::default() {
        return SchemaShape::Any;
    }
    let values: Option<Vec<&str>> = any.enumeration.iter().map(|value| value.as_str()).collect();
    let enum_only = AnySchema { enumeration: any.enumeration.clone(), ..AnySchema::default() };
    if let Some(values) = values.filter(|_| *any == enum_only) {
        return SchemaShape::Enum(values);
    }
    if let Some((keyword, variants)) = union_of(any) {
        return classify_one_of(keyword, variants);
    }
    if !is_object(any) {
        return SchemaShape::Unsupported;
    }
    let has_no_members =
        any.properties.is_empty() && any.required.is_empty() && any.additional_properties.is_none();
    match any.all_of.as_slice() {
        [single @ ReferenceOr::Reference { .. }] if has_no_members => SchemaShape::Alias(single),
        _ => SchemaShape::Object,
    }
}

/// Returns the alternatives of a schema that declares nothing else than that they are objects.
fn union_of(any: &AnySchema) -> Option<(&'static str, &[ReferenceOr<Schema>])> {
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

/// The members that an object schema declares itself.
pub(super) struct ObjectParts<'a> {
    pub(super) properties: Vec<(&'a str, ReferenceOr<Schema>)>,
    pub(super) required: &'a [String],
    pub(super) additional: Option<&'a AdditionalProperties>,
    /// The items of `allOf`.
    pub(super) all_of: &'a [ReferenceOr<Schema>],
}

/// Returns the members that an object schema declares itself, or `None` for other schemas.
pub(super) fn object_parts(schema: &Schema) -> Option<ObjectParts<'_>> {
    match &schema.schema_kind {
        SchemaKind::Type(OpenApiType::Object(ObjectType {
            properties,
            required,
            additional_properties: additional,
            ..
        })) => Some(ObjectParts {
            properties: unboxed(properties),
            required,
            additional: additional.as_ref(),
            all_of: &[],
        }),
        SchemaKind::AllOf { all_of } => {
            Some(ObjectParts { properties: Vec::new(), required: &[], additional: None, all_of })
        }
        // A part of an `allOf` may consist of `required` only.
        SchemaKind::Any(any) if is_object(any) || requires_only(any) => Some(ObjectParts {
            properties: unboxed(&any.properties),
            required: &any.required,
            additional: any.additional_properties.as_ref(),
            all_of: &any.all_of,
        }),
        _ => None,
    }
}

fn requires_only(any: &AnySchema) -> bool {
    *any == AnySchema { required: any.required.clone(), ..AnySchema::default() }
}

fn unboxed(
    properties: &indexmap::IndexMap<String, ReferenceOr<Box<Schema>>>,
) -> Vec<(&str, ReferenceOr<Schema>)> {
    properties.iter().map(|(name, property)| (name.as_str(), property.clone().unbox())).collect()
}
