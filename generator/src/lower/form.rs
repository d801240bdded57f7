//! What a schema is, by the keywords it is written with.

use openapiv3::{
    AdditionalProperties, AnySchema, ArrayType, ObjectType, ReferenceOr, Schema, SchemaKind,
    Type as Shape,
};

/// What a schema is.
pub(super) enum Form<'a> {
    /// Another schema, under a description of its own.
    Same(&'a ReferenceOr<Schema>),
    /// An object with members, own or composed.
    Object,
    /// One word out of a list.
    Words(Vec<&'a str>),
    /// One of several schemas, and the keyword that says so.
    Choice(&'static str, &'a [ReferenceOr<Schema>]),
    /// A list, or one element of it without a list around it.
    OneOrMany(&'a ArrayType),
    /// A value of a plain type, a list, or an object with free names.
    Plain(&'a Shape),
    /// Anything.
    Anything,
    /// Anything but something.
    Not,
    /// Keywords that do not go together.
    Mixture,
}

/// What a schema is.
pub(super) fn of(schema: &Schema) -> Form<'_> {
    match &schema.schema_kind {
        SchemaKind::Type(Shape::String(shape)) if !shape.enumeration.is_empty() => {
            Form::Words(shape.enumeration.iter().flatten().map(String::as_str).collect())
        }
        SchemaKind::Type(Shape::Object(object)) if !object.properties.is_empty() => Form::Object,
        SchemaKind::Type(shape) => Form::Plain(shape),
        SchemaKind::AllOf { all_of } => composed(all_of),
        SchemaKind::OneOf { one_of } => choice("oneOf", one_of),
        SchemaKind::AnyOf { any_of } => choice("anyOf", any_of),
        SchemaKind::Not { .. } => Form::Not,
        SchemaKind::Any(any) => mixed(any),
    }
}

fn composed(all_of: &[ReferenceOr<Schema>]) -> Form<'_> {
    match all_of {
        [single @ ReferenceOr::Reference { .. }] => Form::Same(single),
        _ => Form::Object,
    }
}

fn choice<'a>(keyword: &'static str, choices: &'a [ReferenceOr<Schema>]) -> Form<'a> {
    match choices {
        [single] => Form::Same(single),
        [first, second] => {
            let many = many(first, second).or_else(|| many(second, first));
            many.map_or(Form::Choice(keyword, choices), Form::OneOrMany)
        }
        _ => Form::Choice(keyword, choices),
    }
}

/// The list, when `list` is one of such values as `one`.
fn many<'a>(list: &'a ReferenceOr<Schema>, one: &ReferenceOr<Schema>) -> Option<&'a ArrayType> {
    let SchemaKind::Type(Shape::Array(array)) = &list.as_item()?.schema_kind else { return None };
    let same = match (array.items.as_ref()?, one) {
        (ReferenceOr::Item(a), ReferenceOr::Item(b)) => a.schema_kind == b.schema_kind,
        (ReferenceOr::Reference { reference: a }, ReferenceOr::Reference { reference: b }) => {
            a == b
        }
        _ => false,
    };
    same.then_some(array)
}

/// Several keywords at once, or none.
fn mixed(any: &AnySchema) -> Form<'_> {
    if *any == AnySchema::default() {
        return Form::Anything;
    }
    let words: Option<Vec<&str>> = any.enumeration.iter().map(|word| word.as_str()).collect();
    let listed = AnySchema { enumeration: any.enumeration.clone(), ..AnySchema::default() };
    if let Some(words) = words.filter(|_| *any == listed) {
        return Form::Words(words);
    }
    if !is_object(any) {
        return Form::Mixture;
    }
    let bare =
        any.properties.is_empty() && any.required.is_empty() && any.additional_properties.is_none();
    match any.all_of.as_slice() {
        [single @ ReferenceOr::Reference { .. }] if bare => Form::Same(single),
        _ => Form::Object,
    }
}

/// Whether all keywords are about an object with members.
fn is_object(any: &AnySchema) -> bool {
    let typed = any.typ.as_deref().is_none_or(|name| name == "object");
    let described = !any.properties.is_empty() || !any.all_of.is_empty();
    let about_members = AnySchema {
        typ: any.typ.clone(),
        properties: any.properties.clone(),
        required: any.required.clone(),
        additional_properties: any.additional_properties.clone(),
        min_properties: any.min_properties,
        max_properties: any.max_properties,
        all_of: any.all_of.clone(),
        ..AnySchema::default()
    };
    typed && described && *any == about_members
}

/// What an object schema says about its members itself.
pub(super) struct Own<'a> {
    pub(super) properties: Vec<(&'a str, ReferenceOr<Schema>)>,
    pub(super) required: &'a [String],
    pub(super) more: Option<&'a AdditionalProperties>,
    /// The elements of its `allOf`.
    pub(super) composed: &'a [ReferenceOr<Schema>],
}

/// What an object schema says about its members itself; `None` when it is no object.
pub(super) fn own(schema: &Schema) -> Option<Own<'_>> {
    match &schema.schema_kind {
        SchemaKind::Type(Shape::Object(ObjectType {
            properties,
            required,
            additional_properties: more,
            ..
        })) => Some(Own {
            properties: unboxed(properties),
            required,
            more: more.as_ref(),
            composed: &[],
        }),
        SchemaKind::AllOf { all_of } => {
            Some(Own { properties: Vec::new(), required: &[], more: None, composed: all_of })
        }
        // A part of an `allOf` may hold `required` alone.
        SchemaKind::Any(any) if is_object(any) || requires_only(any) => Some(Own {
            properties: unboxed(&any.properties),
            required: &any.required,
            more: any.additional_properties.as_ref(),
            composed: &any.all_of,
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
