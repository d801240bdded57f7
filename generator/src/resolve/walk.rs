//! Finds all references, by the schemas of OpenAPI objects. A `$ref` in an example is not a reference.

use super::reference::{Reference, Section};
use crate::load::{ValueSchema, objects};
use crate::location::{FileId, Origin};
use crate::source::{Node, Sources};

/// Returns all references of a file, in document order.
pub fn references(sources: &Sources, file: FileId) -> Vec<Reference> {
    let mut found = Vec::new();
    if let Some(tree) = sources.tree(file) {
        let schema = ValueSchema::Object(&objects::ROOT);
        for_each_ref(&Origin::root(file), &tree, schema, &mut |reference| found.push(reference));
    }
    found
}

/// Visits all references below a node with the given schema.
pub fn for_each_ref(
    origin: &Origin,
    node: &Node,
    schema: ValueSchema,
    visit: &mut dyn FnMut(Reference),
) {
    Visitor { visit, response: None }.value(origin, node, schema, "");
}

struct Visitor<'a> {
    visit: &'a mut dyn FnMut(Reference),
    /// The member of `responses` that contains the current node.
    response: Option<Origin>,
}

impl Visitor<'_> {
    /// Visits a value. `key` is the key of the object that contains it, or a list of it.
    fn value(&mut self, origin: &Origin, node: &Node, schema: ValueSchema, key: &str) {
        match schema {
            ValueSchema::List(item) => {
                for (index, node) in node.as_list().unwrap_or_default().iter().enumerate() {
                    self.value(&origin.index(index), node, *item, key);
                }
            }
            ValueSchema::Map(item) => {
                for (name, member) in node.as_map().into_iter().flatten() {
                    self.value(&origin.child(name), &member.node, *item, key);
                }
            }
            ValueSchema::Responses(item) => {
                for (status, member) in node.as_map().into_iter().flatten() {
                    let origin = origin.child(status);
                    self.response = Some(origin.clone());
                    self.value(&origin, &member.node, *item, key);
                    self.response = None;
                }
            }
            ValueSchema::BoolOr(other) => self.value(origin, node, *other, key),
            ValueSchema::Object(object) => {
                for (key, member) in node.as_map().into_iter().flatten() {
                    if let Some(field) = objects::field(object, key) {
                        self.value(&origin.child(key), &member.node, field.schema, key);
                    }
                }
            }
            ValueSchema::OrRef(object) => match node.get("$ref") {
                None => self.value(origin, node, ValueSchema::Object(object), key),
                Some(text) => {
                    let expected = objects::section(object).and_then(Section::from_key);
                    if let (Some(text), Some(expected)) = (text.as_str(), expected) {
                        self.reference(origin.child("$ref"), expected, text.to_owned(), key);
                    }
                }
            },
            ValueSchema::SchemaRef => {
                if let Some(text) = node.as_str() {
                    let text = match text.contains('#') {
                        true => text.to_owned(),
                        false => format!("#/components/schemas/{text}"),
                    };
                    self.reference(origin.clone(), Section::Schemas, text, key);
                }
            }
            _ => {}
        }
    }

    fn reference(&mut self, origin: Origin, expected: Section, text: String, key: &str) {
        let (response, is_part) = (self.response.clone(), key == "allOf");
        (self.visit)(Reference { origin, expected, text, response, is_part });
    }
}
