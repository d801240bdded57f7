//! Simplifies `allOf` in descriptions of other tools, which often contains parts that only describe the schema.

use super::walk::for_each_object;
use crate::load::objects;
use crate::source::{Node, NodeKind, insert};

/// Keywords that describe a value, but do not restrict it.
const ANNOTATIONS: [&str; 10] = [
    "title",
    "description",
    "default",
    "example",
    "examples",
    "nullable",
    "deprecated",
    "readOnly",
    "writeOnly",
    "externalDocs",
];

/// Types without members.
const SCALARS: [&str; 4] = ["string", "integer", "number", "boolean"];

/// Simplifies the schemas of a file.
pub(super) fn simplify(tree: &mut Node) {
    for_each_object(tree, &mut |node, object| {
        if std::ptr::eq(object, &objects::SCHEMA) {
            simplify_schema(node);
        }
    });
}

fn simplify_schema(schema: &mut Node) {
    let Some(parts) = schema.get("allOf").and_then(Node::as_list) else { return };
    let is_scalar = |key: &str| SCALARS.contains(&key);
    let has_scalar = schema.get("type").and_then(Node::as_str).is_some_and(is_scalar);
    let (annotations, mut rest): (Vec<Node>, Vec<Node>) =
        parts.iter().cloned().partition(is_annotation);
    for member in annotations.iter().flat_map(|part| part.as_map().into_iter().flatten()) {
        let (key, member) = member;
        if schema.get(key).is_none() {
            insert(schema, key, member.node.clone());
        }
    }
    // the values that the schema lists are those of its parts
    if has_scalar && schema.get("enum").is_some() {
        rest.clear();
    }
    if let [single] = rest.as_slice()
        && single.get("$ref").is_none()
        && only_describes(schema)
    {
        for (key, member) in single.as_map().cloned().into_iter().flatten() {
            if schema.get(&key).is_none() || key == "allOf" {
                insert(schema, &key, member.node);
            }
        }
        if single.get("allOf").is_none() {
            remove(schema, "allOf");
        }
        return;
    }
    match find(schema, "allOf") {
        Some(_) if rest.is_empty() => remove(schema, "allOf"),
        Some(list) => list.kind = NodeKind::List(rest),
        None => {}
    }
}

/// Returns `true` for a part that only describes the schema.
fn is_annotation(part: &Node) -> bool {
    part.as_map().is_some_and(|members| {
        members.keys().all(|key| ANNOTATIONS.contains(&key.as_str()) || key.starts_with("x-"))
    })
}

/// Returns `true` if nothing but the `allOf` restricts the values.
fn only_describes(schema: &Node) -> bool {
    schema.as_map().is_some_and(|members| {
        members.keys().all(|key| {
            key == "allOf" || ANNOTATIONS.contains(&key.as_str()) || key.starts_with("x-")
        })
    })
}

fn find<'a>(node: &'a mut Node, key: &str) -> Option<&'a mut Node> {
    match &mut node.kind {
        NodeKind::Map(members) => members.get_mut(key).map(|member| &mut member.node),
        _ => None,
    }
}

fn remove(node: &mut Node, key: &str) {
    if let NodeKind::Map(members) = &mut node.kind {
        members.shift_remove(key);
    }
}
