//! The members of examples, assigned to fields.

use serde_json::{Map, Value};

use crate::ir::{Api, Field, Kind, Ty};
use crate::wire_name::FormNames;

/// The value of a field in an example.
#[derive(Clone, Debug, PartialEq)]
pub enum ExampleValue<'a> {
    /// One value.
    One(&'a Value),
    /// Values by number, for `Text{n}`.
    Numbered(Vec<(u32, &'a Value)>),
    /// The elements of an indexed list, each with its fields.
    Elements(Vec<Vec<(&'a Field, ExampleValue<'a>)>>),
}

/// Returns the names of fields, with those of the elements of indexed lists.
pub fn names<'a>(api: &'a Api, fields: &'a [Field]) -> FormNames<'a> {
    let own = |field: &'a Field| match indexed(api, field) {
        Some(inner) => inner,
        None => std::slice::from_ref(field),
    };
    let fields = fields.iter().flat_map(own);
    FormNames::new(fields.map(|field| (field.wire.as_str(), field.wire_name())))
}

/// Assigns the members of an example to `fields`, in the order of the fields.
pub fn assign<'a>(
    api: &'a Api,
    fields: &'a [Field],
    members: &'a Map<String, Value>,
) -> Vec<(&'a Field, ExampleValue<'a>)> {
    let names = names(api, fields);
    let has_elements = names.has_items(members.keys().map(String::as_str));
    let is_of_element = |name: &str| {
        let found = names.find(name, has_elements);
        found.is_some_and(|(_, numbers)| numbers.item.is_some())
    };
    let mut given = Vec::new();
    for field in fields {
        if let Some(inner) = indexed(api, field) {
            if has_elements {
                given.push((field, ExampleValue::Elements(elements(inner, members))));
            }
        } else if let Some(value) = members.get(&field.wire) {
            if !is_of_element(&field.wire) {
                given.push((field, ExampleValue::One(value)));
            }
        } else if field.wire_name().has_number() {
            let wire = field.wire_name();
            let numbered: Vec<(u32, &Value)> = members
                .iter()
                .filter_map(|(name, value)| Some((wire.numbers_in(name)?.number?, value)))
                .collect();
            if !numbered.is_empty() {
                given.push((field, ExampleValue::Numbered(numbered)));
            }
        }
    }
    given
}

/// Returns the fields of the elements of an indexed list.
pub fn indexed<'a>(api: &'a Api, field: &Field) -> Option<&'a [Field]> {
    let Ty::List(inner) = &field.ty else { return None };
    let Ty::Named(id) = **inner else { return None };
    match api.types.get(id.0).map(|ty| &ty.kind) {
        Some(Kind::Record(record))
            if record.fields.iter().any(|field| field.wire_name().has_item()) =>
        {
            Some(&record.fields)
        }
        _ => None,
    }
}

fn elements<'a>(
    fields: &'a [Field],
    members: &'a Map<String, Value>,
) -> Vec<Vec<(&'a Field, ExampleValue<'a>)>> {
    let mut positions: Vec<u32> = fields
        .iter()
        .map(Field::wire_name)
        .flat_map(|wire| members.keys().filter_map(move |name| wire.numbers_in(name)?.item))
        .collect();
    positions.sort_unstable();
    positions.dedup();
    let element = |i: u32| {
        fields
            .iter()
            .filter_map(|field| {
                let wire = field.wire_name();
                let matching = members.iter().filter_map(|(name, value)| {
                    let found = wire.numbers_in(name)?;
                    (found.item == Some(i)).then_some((found.number, value))
                });
                let matching: Vec<(Option<u32>, &Value)> = matching.collect();
                let numbered: Vec<(u32, &Value)> =
                    matching.iter().filter_map(|(n, value)| Some(((*n)?, *value))).collect();
                match (numbered.is_empty(), matching.first()) {
                    (false, _) => Some((field, ExampleValue::Numbered(numbered))),
                    (true, Some((_, value))) => Some((field, ExampleValue::One(value))),
                    (true, None) => None,
                }
            })
            .collect()
    };
    positions.into_iter().map(element).collect()
}
