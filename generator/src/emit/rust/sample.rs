//! The members of examples, assigned to fields.

use serde_json::{Map, Value};

use crate::ir::{Api, Field, Kind, Ty};

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

/// Assigns the members of an example to `fields`, in the order of the fields.
///
/// A name without a number can be that of a field and of the first element of a list. It is that of the element if
/// the example has other members of elements.
pub fn assign<'a>(
    api: &'a Api,
    fields: &'a [Field],
    members: &'a Map<String, Value>,
) -> Vec<(&'a Field, ExampleValue<'a>)> {
    let is_field = |name: &str| fields.iter().any(|field| field.wire == name);
    let of_elements = |name: &str| {
        let mut lists = fields.iter().filter_map(|field| indexed(api, field));
        lists.any(|inner| inner.iter().any(|field| numbers(&field.wire, name).is_some()))
    };
    let has_elements = members.keys().any(|name| of_elements(name) && !is_field(name));
    let mut given = Vec::new();
    for field in fields {
        if let Some(inner) = indexed(api, field) {
            if has_elements {
                given.push((field, ExampleValue::Elements(elements(inner, members))));
            }
        } else if let Some(value) = members.get(&field.wire) {
            if !(has_elements && of_elements(&field.wire)) {
                given.push((field, ExampleValue::One(value)));
            }
        } else if field.wire.contains("{n}") {
            let numbered: Vec<(u32, &Value)> = members
                .iter()
                .filter_map(|(name, value)| Some((numbers(&field.wire, name)?.n?, value)))
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
            if record.fields.iter().any(|field| field.wire.contains("{i")) =>
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
        .flat_map(|field| members.keys().filter_map(|name| numbers(&field.wire, name)?.i))
        .collect();
    positions.sort_unstable();
    positions.dedup();
    let element = |i: u32| {
        fields
            .iter()
            .filter_map(|field| {
                let matching = members.iter().filter_map(|(name, value)| {
                    let found = numbers(&field.wire, name)?;
                    (found.i == Some(i)).then_some((found.n, value))
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

/// The numbers in a wire name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Numbers {
    /// In place of `{i}`.
    pub i: Option<u32>,
    /// In place of `{n}`.
    pub n: Option<u32>,
}

/// Returns the numbers with which a pattern yields a name; `None` if it does not.
pub fn numbers(pattern: &str, name: &str) -> Option<Numbers> {
    let mut found = Numbers::default();
    let (mut pattern, mut name) = (pattern, name);
    while let Some(at) = pattern.find('{') {
        let (fixed, rest) = pattern.split_at_checked(at)?;
        name = name.strip_prefix(fixed)?;
        let (placeholder, after) = rest.split_once('}')?;
        let digits = name.find(|c: char| !c.is_ascii_digit()).unwrap_or(name.len());
        let (number, left) = name.split_at_checked(digits)?;
        match placeholder {
            "{n" => found.n = Some(number.parse().ok()?),
            "{i?" if number.is_empty() => found.i = Some(1),
            _ => found.i = Some(number.parse().ok()?),
        }
        (pattern, name) = (after, left);
    }
    (pattern == name && (found.i.is_some() || found.n.is_some())).then_some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_give_their_numbers() {
        let both = |i, n| Some(Numbers { i, n });
        assert_eq!(numbers("Text{n}", "Text12"), both(None, Some(12)));
        assert_eq!(numbers("ItemText{i}_{n}", "ItemText2_40"), both(Some(2), Some(40)));
        assert_eq!(numbers("Sku{i?}", "Sku"), both(Some(1), None));
        assert_eq!(numbers("Sku{i?}", "Sku3"), both(Some(3), None));
        assert_eq!(numbers("Text{n}", "Text"), None);
        assert_eq!(numbers("Text{n}", "Texts1"), None);
        assert_eq!(numbers("Text", "Text"), None);
    }
}
