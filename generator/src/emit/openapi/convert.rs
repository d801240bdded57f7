//! Conversion of nodes to trees, with internal references and flattened forms.

use super::flatten;
use crate::load::yaml::{self, Mapping, Tree};
use crate::load::{Object, ValueSchema, objects};
use crate::location::FileId;
use crate::resolve::{format_ref, parse_ref};
use crate::source::{Node, Sources};

/// Converts a node with the given schema in the file `file`.
pub fn convert(sources: &Sources, file: FileId, node: &Node, schema: ValueSchema) -> Tree {
    match (schema, node.as_map(), node.as_list()) {
        (ValueSchema::List(item), _, Some(items)) => {
            Tree::Sequence(items.iter().map(|node| convert(sources, file, node, *item)).collect())
        }
        (ValueSchema::Map(item) | ValueSchema::Responses(item), Some(members), _) => {
            let pairs = members.iter().map(|(name, member)| {
                (name.as_str().into(), convert(sources, file, &member.node, *item))
            });
            Tree::Mapping(pairs.collect())
        }
        (ValueSchema::BoolOr(other), Some(_), _) => convert(sources, file, node, *other),
        (ValueSchema::Object(object), Some(_), _) => convert_object(sources, file, node, object),
        (ValueSchema::OrRef(object), Some(_), _) => match node.get("$ref").and_then(Node::as_str) {
            Some(text) => {
                let mut reference = Mapping::new();
                reference.insert("$ref".into(), internal_ref(sources, file, text));
                Tree::Mapping(reference)
            }
            None => convert_object(sources, file, node, object),
        },
        (ValueSchema::SchemaRef, ..) => match node.as_str().filter(|text| text.contains('#')) {
            Some(text) => internal_ref(sources, file, text),
            None => yaml::to_tree(node),
        },
        _ => yaml::to_tree(node),
    }
}

/// Returns the reference to the same component in the bundled file.
fn internal_ref(sources: &Sources, file: FileId, text: &str) -> Tree {
    let target = parse_ref(sources, file, text).ok();
    target.map_or_else(|| text.into(), |target| format_ref(sources, target.file, &target).into())
}

fn convert_object(sources: &Sources, file: FileId, node: &Node, object: &'static Object) -> Tree {
    let mut out = Mapping::new();
    // A suppression is about a rule of this generator.
    let members = node.as_map().into_iter().flatten().filter(|(key, _)| *key != "x-allow");
    for (key, member) in members {
        let value = match objects::field(object, key) {
            Some(field) => convert(sources, file, &member.node, field.schema),
            None => yaml::to_tree(&member.node),
        };
        out.insert(key.as_str().into(), value);
    }
    if std::ptr::eq(object, &objects::SCHEMA) && out.contains_key("properties") {
        flatten::flatten(sources, file, node, &mut out);
    }
    Tree::Mapping(out)
}
