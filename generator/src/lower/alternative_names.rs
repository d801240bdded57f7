//! Names of the alternatives of unions.

use std::iter;

use crate::source::Scalar;
use crate::spec::{Schema, SchemaShape};

/// Returns a name for the type of a schema that is declared in a union. That of an object is its title, its constant, its
/// only required member, a member or a part that no other alternative has, or else `other` if it is the only such object.
pub(super) fn inline_name<'a>(schema: &Schema<'a>, variants: &[Schema<'a>]) -> Option<String> {
    let is_other = || {
        let mut inline = others(schema, variants).filter(|own| own.reference().is_none());
        inline.all(|own| own_name(own, variants).is_some())
    };
    own_name(schema, variants).or_else(|| is_other().then(|| "other".to_owned()))
}

/// Returns the name that a schema has apart from the other alternatives.
fn own_name<'a>(schema: &Schema<'a>, variants: &[Schema<'a>]) -> Option<String> {
    match schema.shape() {
        Some(SchemaShape::Object) => {
            let others: Vec<&Schema<'a>> = others(schema, variants).collect();
            let mut inline = others.iter().filter(|own| own.reference().is_none());
            let first = object_name(schema);
            let is_repeated = first.is_some() && inline.any(|own| object_name(own) == first);
            let distinct = || distinct_name(schema, &others).or_else(|| part_name(schema, &others));
            match first {
                Some(first) if is_repeated => distinct().or(Some(first)),
                first => first.or_else(distinct),
            }
        }
        _ if is_empty_object(schema, variants) => Some("empty".to_owned()),
        Some(SchemaShape::Enum(_)) => Some("value".to_owned()),
        _ => Some("item".to_owned()),
    }
}

/// Returns the alternatives apart from one of them.
fn others<'v, 'a>(
    schema: &'v Schema<'a>,
    variants: &'v [Schema<'a>],
) -> impl Iterator<Item = &'v Schema<'a>> {
    variants.iter().filter(|other| other.cursor.origin != schema.cursor.origin)
}

/// Returns the title of an object or of a part that is declared in it, its constant, or its only required member.
fn object_name(schema: &Schema<'_>) -> Option<String> {
    let constant = |property: &Schema<'_>| match property.shape()? {
        SchemaShape::Enum(values) => match values.as_slice() {
            [single] => Some((*single).to_owned()),
            _ => None,
        },
        _ => None,
    };
    let required = schema.cursor.get_strings("required");
    let title = |part: &Schema<'_>| part.value()?.schema_data.title.clone();
    let title = iter::once(schema).chain(&schema.subschemas("allOf")).find_map(title);
    let constants = || {
        let mut properties = schema.own_properties().into_iter();
        properties.find_map(|(name, own)| constant(&own).filter(|_| required.contains(&name)))
    };
    title.or_else(constants).or_else(|| match required.as_slice() {
        [only] => Some((*only).to_owned()),
        _ => None,
    })
}

/// Returns the first member that no other alternative has; `object` if the others are no objects.
fn distinct_name(schema: &Schema<'_>, others: &[&Schema<'_>]) -> Option<String> {
    let others: Vec<_> =
        others.iter().filter(|other| other.data_type() == Some("object")).collect();
    if others.is_empty() {
        return Some("object".to_owned());
    }
    let names = schema.own_properties().into_iter().map(|(name, _)| name);
    let is_distinct =
        |name: &&str| others.iter().all(|other| !other.properties().contains_key(*name));
    names.into_iter().find(is_distinct).map(str::to_owned)
}

/// Returns the name of the first component in the `allOf` that no other alternative is or contains.
fn part_name(schema: &Schema<'_>, others: &[&Schema<'_>]) -> Option<String> {
    let known: Vec<&str> = others
        .iter()
        .flat_map(|other| iter::once((*other).clone()).chain(other.subschemas("allOf")))
        .filter_map(|part| part.reference())
        .collect();
    let is_known = |part: &Schema<'_>| part.reference().is_none_or(|text| known.contains(&text));
    let parts = schema.subschemas("allOf");
    parts.iter().find(|part| !is_known(part))?.component_name().map(str::to_owned)
}

/// Returns `true` for an object that has no members, if others have some.
pub(super) fn is_empty_object<'a>(schema: &Schema<'a>, variants: &[Schema<'a>]) -> bool {
    let additional = schema.cursor.get("additionalProperties");
    let is_closed = additional.is_some_and(|own| own.node.scalar() == Some(Scalar::Bool(false)));
    is_closed
        && schema.own_type() == Some("object")
        && schema.own_properties().is_empty()
        && variants.iter().any(|other| !other.properties().is_empty())
}
