//! Finds all references, by the schemas of OpenAPI objects. A `$ref` in an example is not a reference.

use super::reference::{ComponentRef, Reference, Section};
use crate::load::{ValueSchema, objects};
use crate::location::{FileId, Origin};
use crate::source::{Node, Sources};

/// Returns all references of a file, in document order.
pub fn references(sources: &Sources, file: FileId) -> Vec<Reference> {
    let mut found = Vec::new();
    let Some(tree) = sources.tree(file) else { return found };
    let root = Origin::root(file);
    for (key, member) in tree.as_map().into_iter().flatten() {
        let origin = root.child(key);
        if key == "components" {
            components(&origin, &member.node, &mut found);
        } else if let Some(field) = objects::field(&objects::ROOT, key) {
            let mut add = |reference| found.push(reference);
            for_each_ref(&origin, &member.node, field.schema, &mut add);
        }
    }
    found
}

/// Adds the references of components, each with the component that contains it.
fn components(origin: &Origin, node: &Node, found: &mut Vec<Reference>) {
    for (key, members) in node.as_map().into_iter().flatten() {
        let schema = objects::field(&objects::COMPONENTS, key).map(|field| field.schema);
        let (Some(ValueSchema::Map(schema)), Some(section)) = (schema, Section::from_key(key))
        else {
            continue;
        };
        for (name, member) in members.node.as_map().into_iter().flatten() {
            let owner = ComponentRef { file: origin.file, section, name: name.clone() };
            for_each_ref(&owner.origin(), &member.node, *schema, &mut |reference| {
                found.push(Reference { owner: Some(owner.clone()), ..reference });
            });
        }
    }
}

/// Visits all references below a node with the given schema.
pub fn for_each_ref(
    origin: &Origin,
    node: &Node,
    schema: ValueSchema,
    visit: &mut dyn FnMut(Reference),
) {
    match schema {
        ValueSchema::List(item) => {
            for (index, node) in node.as_list().unwrap_or_default().iter().enumerate() {
                for_each_ref(&origin.index(index), node, *item, visit);
            }
        }
        ValueSchema::Map(item) | ValueSchema::Responses(item) => {
            for (name, member) in node.as_map().into_iter().flatten() {
                for_each_ref(&origin.child(name), &member.node, *item, visit);
            }
        }
        ValueSchema::BoolOr(other) => for_each_ref(origin, node, *other, visit),
        ValueSchema::Object(object) => {
            for (key, member) in node.as_map().into_iter().flatten() {
                if let Some(field) = objects::field(object, key) {
                    for_each_ref(&origin.child(key), &member.node, field.schema, visit);
                }
            }
        }
        ValueSchema::OrRef(object) => match node.get("$ref") {
            None => for_each_ref(origin, node, ValueSchema::Object(object), visit),
            Some(text) => {
                let (text, expected) = (text.as_str(), objects::section(object));
                if let (Some(text), Some(expected)) = (text, expected.and_then(Section::from_key)) {
                    let origin = origin.child("$ref");
                    visit(Reference { origin, expected, text: text.to_owned(), owner: None });
                }
            }
        },
        ValueSchema::SchemaRef => {
            if let Some(text) = node.as_str() {
                let text = match text.contains('#') {
                    true => text.to_owned(),
                    false => format!("#/components/schemas/{text}"),
                };
                let (origin, expected) = (origin.clone(), Section::Schemas);
                visit(Reference { origin, expected, text, owner: None });
            }
        }
        _ => {}
    }
}
