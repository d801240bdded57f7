//! Keys that are valid, but from which nothing is generated.

use std::collections::BTreeMap;

use crate::load::{Field, Object, ValueSchema, objects};
use crate::scalar::ScalarType;
use crate::source::{Node, Sources};

/// The format that marks a value as secret.
const SECRET: &str = "password";

/// The number of keys without effect, by the name of their object and the key.
pub(super) type Keys = BTreeMap<(&'static str, String), usize>;

/// Counts the keys without effect in all files.
pub(super) fn count(sources: &Sources) -> Keys {
    let mut keys = Keys::new();
    for (_, file) in sources.iter() {
        if let Some(tree) = &file.tree {
            visit(tree, ValueSchema::Object(&objects::ROOT), &mut keys);
        }
    }
    keys
}

fn visit(node: &Node, schema: ValueSchema, keys: &mut Keys) {
    match schema {
        ValueSchema::List(item) => {
            node.as_list().unwrap_or_default().iter().for_each(|node| visit(node, *item, keys));
        }
        ValueSchema::Map(item) | ValueSchema::Responses(item) => {
            let members = node.as_map().into_iter().flatten();
            members.for_each(|(_, member)| visit(&member.node, *item, keys));
        }
        ValueSchema::BoolOr(other) => visit(node, *other, keys),
        ValueSchema::OrRef(_) if node.get("$ref").is_some() => {}
        ValueSchema::Object(object) | ValueSchema::OrRef(object) => {
            for (key, member) in node.as_map().into_iter().flatten() {
                let Some(field) = objects::field(object, key) else { continue };
                if let Some(key) = key_without_effect(object, field, &member.node) {
                    *keys.entry((object.name, key)).or_default() += 1;
                }
                visit(&member.node, field.schema, keys);
            }
        }
        _ => {}
    }
}

/// Returns the key, or the key and its value, if it has no effect.
fn key_without_effect(object: &'static Object, field: &Field, value: &Node) -> Option<String> {
    if std::ptr::eq(object, &objects::SCHEMA) && field.key == "format" {
        // others than that have an effect only if they select a type
        let format = value.as_str().filter(|format| *format != SECRET)?;
        if ScalarType::formats("string").any(|known| known == format) {
            return None;
        }
        return Some(format!("format: {format}"));
    }
    (!field.has_effect).then(|| field.key.to_owned())
}
