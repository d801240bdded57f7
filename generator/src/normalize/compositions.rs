//! Simplifies `allOf` in descriptions of other tools, which often contains parts that only describe the schema.

use std::collections::BTreeSet;

use super::newer::{members, set_nullable};
use super::scalar_parts::{ScalarComponents, is_annotation, is_scalar};
use super::walk::for_each_schema;
use crate::source::{Member, Node, NodeKind, Scalar, find_mut, insert, remove, rename, string};

/// Simplifies the schemas of a file.
pub(super) fn simplify(tree: &mut Node) {
    let scalars = ScalarComponents::new(tree);
    for_each_schema(tree, &mut |node| {
        remove_nullable(node);
        replace_only_alternative(node);
        remove_repeated(node);
        simplify_schema(node);
        if node.get("allOf").and_then(Node::as_list).is_some_and(|parts| parts.len() > 1)
            || !only_describes(node)
        {
            scalars.merge(node);
        }
    });
}

/// Removes references to a part that an earlier one refers to.
fn remove_repeated(schema: &mut Node) {
    let list = find_mut(schema, &["allOf".to_owned()]).map(|node| &mut node.kind);
    let Some(NodeKind::List(parts)) = list else { return };
    let mut used = BTreeSet::new();
    parts.retain(|part| {
        let target = part.get("$ref").and_then(Node::as_str);
        target.is_none_or(|target| used.insert(target.to_owned()))
    });
}

/// Removes alternatives that only allow `null`.
fn remove_nullable(schema: &mut Node) {
    for key in ["oneOf", "anyOf"] {
        let Some(list) = find_mut(schema, &[key.to_owned()]) else { continue };
        let NodeKind::List(items) = &mut list.kind else { continue };
        let Some(null) = items.iter().find(|item| is_nullable(item)).cloned() else { continue };
        items.retain(|item| !is_nullable(item));
        if items.is_empty() {
            remove(schema, key);
        }
        set_nullable(schema, null.span);
    }
}

/// Makes the only alternative of a schema a part of it, which allows the same values.
fn replace_only_alternative(schema: &mut Node) {
    if schema.get("allOf").is_some() || schema.get("discriminator").is_some() {
        return;
    }
    for key in ["oneOf", "anyOf"] {
        let list = schema.get(key).and_then(Node::as_list);
        if matches!(list, Some([only]) if only.get("$ref").is_none())
            && let Some(members) = members(schema)
        {
            rename(members, key, "allOf");
            return;
        }
    }
}

/// Returns `true` for a schema that declares nothing but that it allows `null`.
fn is_nullable(schema: &Node) -> bool {
    let Some(members) = schema.as_map() else { return false };
    let is_only = |(key, member): (&String, &Member)| match key.as_str() {
        "nullable" => member.node.scalar() == Some(Scalar::Bool(true)),
        "type" => member.node.as_str() == Some("null"),
        _ => false,
    };
    !members.is_empty() && members.iter().all(is_only)
}

fn simplify_schema(schema: &mut Node) {
    let Some(parts) = schema.get("allOf").and_then(Node::as_list) else { return };
    let has_scalar = is_scalar(schema);
    let (annotations, mut rest): (Vec<Node>, Vec<Node>) =
        parts.iter().cloned().partition(only_annotates);
    for member in annotations.iter().flat_map(|part| part.as_map().into_iter().flatten()) {
        let (key, member) = member;
        if schema.get(key).is_none() {
            insert(schema, key, member.node.clone());
        }
    }
    let lists_strings = schema
        .get("enum")
        .and_then(Node::as_list)
        .is_some_and(|values| values.iter().all(|value| value.as_str().is_some()));
    // the values that the schema lists are those of its parts
    if (has_scalar || lists_strings) && schema.get("enum").is_some() {
        rest.clear();
        if schema.get("type").is_none() {
            let span = schema.span;
            insert(schema, "type", string("string", span));
        }
    } else if has_scalar && matches!(rest.as_slice(), [only] if only.get("$ref").is_some()) {
        // the referenced schema has the type
        for key in ["type", "format", "enum"] {
            remove(schema, key);
        }
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
        match single.get("allOf") {
            Some(_) => simplify_schema(schema),
            None => {
                remove(schema, "allOf");
            }
        }
        return;
    }
    match find_mut(schema, &["allOf".to_owned()]) {
        Some(_) if rest.is_empty() => {
            remove(schema, "allOf");
        }
        Some(list) => list.kind = NodeKind::List(rest),
        None => {}
    }
}

/// Returns `true` for a part that only describes the schema.
fn only_annotates(part: &Node) -> bool {
    part.as_map().is_some_and(|members| members.keys().all(|key| is_annotation(key)))
}

/// Returns `true` if nothing but the `allOf` restricts the values.
fn only_describes(schema: &Node) -> bool {
    schema
        .as_map()
        .is_some_and(|members| members.keys().all(|key| key == "allOf" || is_annotation(key)))
}
