//! Visits the objects of a tree, by the schemas of OpenAPI objects.

use crate::load::{Object, ValueSchema, objects};
use crate::source::{Node, NodeKind};

/// Visits the objects of a file, each before those in it. References to objects are visited, too.
pub(super) fn for_each_object(tree: &mut Node, visit: &mut dyn FnMut(&mut Node, &'static Object)) {
    walk(tree, ValueSchema::Object(&objects::ROOT), visit);
}

fn walk(node: &mut Node, schema: ValueSchema, visit: &mut dyn FnMut(&mut Node, &'static Object)) {
    match schema {
        ValueSchema::List(item) => {
            if let NodeKind::List(items) = &mut node.kind {
                items.iter_mut().for_each(|node| walk(node, *item, visit));
            }
        }
        ValueSchema::Map(item) | ValueSchema::Responses(item) => {
            if let NodeKind::Map(members) = &mut node.kind {
                members.values_mut().for_each(|member| walk(&mut member.node, *item, visit));
            }
        }
        ValueSchema::BoolOr(other) if matches!(node.kind, NodeKind::Map(_)) => {
            walk(node, *other, visit);
        }
        ValueSchema::Object(object) | ValueSchema::OrRef(object) => {
            visit(node, object);
            let is_reference =
                matches!(schema, ValueSchema::OrRef(_)) && node.get("$ref").is_some();
            let NodeKind::Map(members) = &mut node.kind else { return };
            for (key, member) in members.iter_mut().filter(|_| !is_reference) {
                if let Some(field) = objects::field(object, key) {
                    walk(&mut member.node, field.schema, visit);
                }
            }
        }
        _ => {}
    }
}
