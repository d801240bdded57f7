//! Values of unions in examples.

use proc_macro2::{Literal, TokenStream};
use quote::quote;
use serde_json::{Map, Value};

use super::literal::{Verbosity, element, items, record, text, value as value_of};
use super::values;
use crate::ir::{Alternative, Api, Discriminator, JsonKind, Kind, Ty, TypeId, Union};
use crate::scalar::ScalarType;

/// Renders a value that converts to a union.
pub(super) fn value(
    api: &Api,
    (id, union): (TypeId, &Union),
    given: &Value,
    verbosity: Verbosity<'_>,
) -> Option<TokenStream> {
    let others = || union.alternatives.iter().filter(|own| api.record_of(own).is_none());
    let of_kind = others().find(|own| api.json_kind(&own.ty) == kind(given));
    // examples have numbers as strings, and strings as numbers
    match of_kind.or_else(|| others().find(|own| accepts(&own.ty, given))) {
        Some(own) => other_alternative(api, &own.ty, given, verbosity),
        None => record_alternative(api, union, given.as_object()?, verbosity)
            .or_else(|| undistinguished_alternative(api, (id, union), given)),
    }
}

/// Renders a value of a union some of whose alternatives are not distinguished.
fn undistinguished_alternative(
    api: &Api,
    (id, union): (TypeId, &Union),
    given: &Value,
) -> Option<TokenStream> {
    let by_member = matches!(union.discriminator, Discriminator::Member(_));
    let is_possible = by_member && api.records_of(union).any(|(own, _)| own.tags.is_empty());
    is_possible.then(|| {
        let (union, json) = (values::named(api, id), given.to_string());
        quote! { #union::Unknown(Json::parse(#json)?) }
    })
}

/// Returns the kind of a value.
fn kind(value: &Value) -> Option<JsonKind> {
    match value {
        Value::Null => None,
        Value::Bool(_) => Some(JsonKind::Boolean),
        Value::Number(_) => Some(JsonKind::Number),
        Value::String(_) => Some(JsonKind::String),
        Value::Array(_) => Some(JsonKind::List),
        Value::Object(_) => Some(JsonKind::Object),
    }
}

/// Returns `true` for a scalar of another kind whose text is a value of the type, or items of a list.
fn accepts(ty: &Ty, given: &Value) -> bool {
    let accepts = |text: String| match ty {
        Ty::Scalar(scalar) => scalar.accepts(&text),
        ty => matches!(ty, Ty::List(_)),
    };
    text(given).is_some_and(accepts)
}

/// Renders an alternative that is not a record. A number has its type, because several numbers may convert to a union.
fn other_alternative(
    api: &Api,
    ty: &Ty,
    given: &Value,
    verbosity: Verbosity<'_>,
) -> Option<TokenStream> {
    if *ty == Ty::Scalar(ScalarType::Integer) {
        let number = Literal::i64_suffixed(text(given)?.parse().ok()?);
        return Some(quote! { #number });
    }
    let list = Value::Array(items(given));
    let given = if matches!(ty, Ty::List(_)) { &list } else { given };
    if let Ty::List(items) = ty
        && !values::has_exact_parameter(api, items)
        && let Some(list) = value_of(api, ty, given, verbosity)
    {
        return Some(list); // an array whose items convert
    }
    let value = element(api, ty, given, verbosity)?;
    Some(match ty {
        Ty::DateTimeOrKeyword(_) => quote! { DateTimeOrKeyword::from(#value) },
        _ => value,
    })
}

/// Renders the record of a union that an example has.
fn record_alternative(
    api: &Api,
    union: &Union,
    members: &Map<String, Value>,
    verbosity: Verbosity<'_>,
) -> Option<TokenStream> {
    let id = selected_record(api, union, members)?;
    let Kind::Record(own) = &api.types.get(id.0)?.kind else { return None };
    let is_declared = |name: &String| own.fields.iter().any(|field| field.wire == *name);
    let mut members = members.clone();
    if let Discriminator::Member(member) = &union.discriminator
        && !is_declared(member)
    {
        members.remove(member); // the union sends it
    }
    record(api, id, own, &members, verbosity)
}

/// Returns the record of a union that an example selects.
pub(super) fn selected_record(
    api: &Api,
    union: &Union,
    members: &Map<String, Value>,
) -> Option<TypeId> {
    let selected = match &union.discriminator {
        Discriminator::Member(member) => {
            let word = text(members.get(member)?)?;
            let records = api.records_of(union).filter(|(own, _)| own.tags.contains(&word));
            by_members(records, members, |own| &own.members)
        }
        Discriminator::UniqueMembers => by_members(api.records_of(union), members, |own| &own.tags),
        Discriminator::Object => api.records_of(union).next(),
    };
    selected.map(|(_, id)| id)
}

/// Returns the record that has one of the members of an example, or the one that is identified by none.
fn by_members<'u>(
    records: impl Iterator<Item = (&'u Alternative, TypeId)>,
    members: &Map<String, Value>,
    own_members: impl Fn(&Alternative) -> &Vec<String>,
) -> Option<(&'u Alternative, TypeId)> {
    let records: Vec<(&Alternative, TypeId)> = records.collect();
    let has = |word: &String| members.contains_key(word);
    let known = records.iter().find(|(own, _)| own_members(own).iter().any(has));
    known.or_else(|| records.iter().find(|(own, _)| own_members(own).is_empty())).copied()
}
