//! Visits the objects of a tree, by the schemas of OpenAPI objects, and the operations.

use crate::load::objects::METHODS;
use crate::load::{Object, ValueSchema, objects};
use crate::source::{Member, Node, NodeKind, find_mut};

/// Visits the path items of a file.
pub(super) fn for_each_path(tree: &mut Node, visit: &mut dyn FnMut(&str, &mut Node)) {
    let paths = find_mut(tree, &["paths".to_owned()]).map(|node| &mut node.kind);
    let Some(NodeKind::Map(paths)) = paths else { return };
    paths.iter_mut().for_each(|(path, item)| visit(path, &mut item.node));
}

/// Visits the operations of a path item, with their methods.
pub(super) fn for_each_operation(item: &mut Node, visit: &mut dyn FnMut(&str, &mut Member)) {
    let NodeKind::Map(members) = &mut item.kind else { return };
    for (method, operation) in members {
        if METHODS.contains(&method.as_str()) && operation.node.as_map().is_some() {
            visit(method, operation);
        }
    }
}

/// Visits the objects of a file, each before those in it. References to objects are visited, too.
pub(super) fn for_each_object(tree: &mut Node, visit: &mut dyn FnMut(&mut Node, &'static Object)) {
    walk(tree, ValueSchema::Object(&objects::ROOT), visit);
}

/// Visits the schemas of a file, each before those in it. References to schemas are visited, too.
pub(super) fn for_each_schema(tree: &mut Node, visit: &mut dyn FnMut(&mut Node)) {
    for_each_object(tree, &mut |node, object| {
        if std::ptr::eq(object, &objects::SCHEMA) {
            visit(node);
        }
    });
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
