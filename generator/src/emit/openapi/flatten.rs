//! Flattening of numbered properties.
//!
//! A family `Text{n}` becomes `Text1` to `Text50`, and an indexed list becomes the members of its first item.

use indexmap::IndexMap;

use super::convert::convert;
use super::value::{Mapping, Value};
use crate::load::{ValueSchema, objects};
use crate::source::{Node, Scalar};
use crate::spec::{Cursor, Schema};
use crate::wire_name::{Numbering, WireName};

/// Replaces numbered properties in `properties` and `required` of the converted schema `out`.
pub fn flatten<'a>(schema: &Schema<'a>, out: &mut Mapping<'a>) {
    let Some(Value::Map(properties)) = out.get_mut("properties") else { return };
    let mut flat = Mapping::default();
    let mut required = Vec::new();
    let all_required = schema.cursor.get_strings("required");
    for (name, property) in schema.own_properties() {
        let Some(value) = properties.swap_remove(name) else { continue };
        let is_required = all_required.contains(&name);
        if let Some(indexed) = property.cursor.get("x-indexed") {
            let names = add_first_item(&property, &indexed, &mut flat);
            required.extend(names.into_iter().filter(|_| is_required));
        } else if property.cursor.has("x-family") && !WireName::parse(name).has_item() {
            add_family(name, &value, &mut flat);
        } else {
            required.extend(is_required.then(|| name.to_owned()));
            flat.insert(name.into(), value);
        }
    }
    *properties = flat;
    if out.swap_remove("required").is_some() && !required.is_empty() {
        let names = required.into_iter().map(Value::from).collect();
        out.insert("required".into(), Value::List(names));
    }
}

/// Adds the members of the first item and returns the required ones.
fn add_first_item<'a>(
    list: &Schema<'a>,
    indexed: &Cursor<'_>,
    flat: &mut Mapping<'a>,
) -> Vec<String> {
    let Some(item) = list.items() else { return Vec::new() };
    let from = number(indexed.node.get("from")).unwrap_or(1);
    let numbering = Numbering::new(from, indexed.has_flag("bare-first"));
    let numbering = numbering.unwrap_or(Numbering::FromOne);
    let wire = |name: &str, position: usize, number: Option<u32>| {
        WireName::parse(name).with_numbering(numbering).with_numbers(Some(position), number)
    };
    let parts = item.merged_parts();
    let members: IndexMap<&str, Schema<'_>> =
        parts.iter().flat_map(Schema::own_properties).collect();
    for (name, member) in members {
        let shape = ValueSchema::OrRef(&objects::SCHEMA);
        let mut value = convert(member.document(), &member.cursor, shape);
        let second = wire(name, 1, Some(1));
        let sentence = format!("The second item is sent as `{second}`, and so on.");
        append_description(&mut value, &sentence);
        if member.cursor.has("x-family") {
            add_family(&wire(name, 0, None), &value, flat);
        } else {
            flat.insert(wire(name, 0, None).into(), value);
        }
    }
    let required = parts.iter().flat_map(|part| part.cursor.get_strings("required"));
    required.map(|name| wire(name, 0, None)).collect()
}

/// Adds a property for each number of a family.
fn add_family<'a>(name: &str, value: &Value<'a>, flat: &mut Mapping<'a>) {
    const MAX_MEMBERS: i64 = 1000;
    let bound = |key: &str| match value.get("x-family")?.get(key)? {
        Value::Scalar(Scalar::Integer(number)) => Some(*number),
        _ => None,
    };
    let (Some(from), Some(to)) = (bound("from"), bound("to")) else { return };
    let mut value = value.clone();
    if let Value::Map(members) = &mut value {
        members.swap_remove("x-family");
    }
    let name = WireName::parse(name);
    for number in from..=to.min(from + MAX_MEMBERS) {
        flat.insert(name.with_numbers(None, u32::try_from(number).ok()).into(), value.clone());
    }
}

fn number(node: Option<&Node>) -> Option<i64> {
    match node?.scalar()? {
        Scalar::Integer(number) => Some(number),
        _ => None,
    }
}

/// Appends a sentence to the description. A reference is wrapped in `allOf` for this.
fn append_description(schema: &mut Value<'_>, sentence: &str) {
    let Value::Map(members) = schema else { return };
    if members.contains_key("$ref") {
        let reference = Value::Map(std::mem::take(members));
        members.insert("allOf".into(), Value::List(vec![reference]));
    }
    let text = match members.get("description").and_then(Value::as_str) {
        Some(text) => format!("{} {sentence}", text.trim_end()),
        None => sentence.to_owned(),
    };
    members.insert("description".into(), text.into());
}
