//! Node to tree, with references made internal and forms made flat.

use super::form;
use crate::load::yaml::{self, Mapping, Tree};
use crate::load::{Object, Shape, objects};
use crate::location::FileId;
use crate::resolve::{format_ref, parse_ref};
use crate::source::{Node, Sources};

/// Converts a node of the given shape, written in the file `file`.
pub fn convert(sources: &Sources, file: FileId, node: &Node, shape: Shape) -> Tree {
    match (shape, node.map(), node.list()) {
        (Shape::List(item), _, Some(items)) => {
            Tree::Sequence(items.iter().map(|node| convert(sources, file, node, *item)).collect())
        }
        (Shape::Map(item) | Shape::Responses(item), Some(members), _) => {
            let pairs = members.iter().map(|(name, member)| {
                (name.as_str().into(), convert(sources, file, &member.node, *item))
            });
            Tree::Mapping(pairs.collect())
        }
        (Shape::BoolOr(other), Some(_), _) => convert(sources, file, node, *other),
        (Shape::Object(object), Some(_), _) => self::object(sources, file, node, object),
        (Shape::OrRef(object), Some(_), _) => match node.get("$ref").and_then(Node::text) {
            Some(text) => {
                let mut reference = Mapping::new();
                reference.insert("$ref".into(), internal(sources, file, text));
                Tree::Mapping(reference)
            }
            None => self::object(sources, file, node, object),
        },
        (Shape::SchemaRef, ..) => match node.text().filter(|text| text.contains('#')) {
            Some(text) => internal(sources, file, text),
            None => yaml::tree(node),
        },
        _ => yaml::tree(node),
    }
}

fn internal(sources: &Sources, file: FileId, text: &str) -> Tree {
    let target = parse_ref(sources, file, text).ok();
    target.map_or_else(|| text.into(), |target| format_ref(sources, target.file, &target).into())
}

fn object(sources: &Sources, file: FileId, node: &Node, object: &'static Object) -> Tree {
    let mut out = Mapping::new();
    for (key, member) in node.map().into_iter().flatten() {
        let value = match objects::field(object, key) {
            Some(field) => convert(sources, file, &member.node, field.shape),
            None => yaml::tree(&member.node),
        };
        out.insert(key.as_str().into(), value);
    }
    if std::ptr::eq(object, &objects::SCHEMA) && out.contains_key("properties") {
        form::flatten(sources, file, node, &mut out);
    }
    Tree::Mapping(out)
}
