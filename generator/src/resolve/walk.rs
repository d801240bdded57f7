//! Finds every `$ref`, by the tables of `load`: a `$ref` inside of an example is just text.

use super::reference::{Reference, Section};
use crate::load::{Shape, objects};
use crate::location::{FileId, Origin};
use crate::source::{Node, Sources};

/// All references of a file, in document order.
pub fn references(sources: &Sources, file: FileId) -> Vec<Reference> {
    let mut found = Vec::new();
    if let Some(tree) = sources.tree(file) {
        let root = Shape::Object(&objects::ROOT);
        for_each_ref(&Origin::root(file), &tree, root, &mut |reference| found.push(reference));
    }
    found
}

/// All references below a node of the given shape.
pub fn for_each_ref(origin: &Origin, node: &Node, shape: Shape, found: &mut dyn FnMut(Reference)) {
    match shape {
        Shape::List(item) => {
            for (index, node) in node.list().unwrap_or_default().iter().enumerate() {
                for_each_ref(&origin.index(index), node, *item, found);
            }
        }
        Shape::Map(item) | Shape::Responses(item) => {
            for (name, member) in node.map().into_iter().flatten() {
                for_each_ref(&origin.child(name), &member.node, *item, found);
            }
        }
        Shape::BoolOr(other) => for_each_ref(origin, node, *other, found),
        Shape::Object(object) => {
            for (key, member) in node.map().into_iter().flatten() {
                if let Some(field) = objects::field(object, key) {
                    for_each_ref(&origin.child(key), &member.node, field.shape, found);
                }
            }
        }
        Shape::OrRef(object) => match node.get("$ref") {
            None => for_each_ref(origin, node, Shape::Object(object), found),
            Some(text) => {
                let (text, wanted) = (text.text(), objects::section(object));
                if let (Some(text), Some(wanted)) = (text, wanted.and_then(Section::of)) {
                    let origin = origin.child("$ref");
                    found(Reference { origin, wanted, text: text.to_owned() });
                }
            }
        },
        Shape::SchemaRef => {
            if let Some(text) = node.text() {
                let text = match text.contains('#') {
                    true => text.to_owned(),
                    false => format!("#/components/schemas/{text}"),
                };
                found(Reference { origin: origin.clone(), wanted: Section::Schemas, text });
            }
        }
        _ => {}
    }
}
