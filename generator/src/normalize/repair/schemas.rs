//! Repairs schemas: a keyword that applies to one type implies the type.

use regex_lite::Regex;

use super::Repairs;
use crate::normalize::walk::for_each_schema;
use crate::source::{Node, Scalar, insert, map, remove, string};

/// Keywords that state the type or refer to it.
const TYPED: [&str; 6] = ["$ref", "type", "allOf", "oneOf", "anyOf", "not"];

/// The repair of limits and patterns of an enum.
const EXCLUDED: &str = "removed limits that exclude a value of the enum";

/// Repairs the schemas of a file.
pub(super) fn repair(tree: &mut Node, repairs: &mut Repairs) {
    for_each_schema(tree, &mut |node| {
        infer_type(node);
        add_items(node, repairs);
        remove_lengths(node, repairs);
        remove_pattern(node, repairs);
    });
}

fn infer_type(schema: &mut Node) {
    let Some(members) = schema.as_map() else { return };
    if TYPED.iter().any(|key| members.contains_key(*key)) {
        return;
    }
    let implied = [("items", "array"), ("additionalProperties", "object")];
    let implied = implied.iter().find_map(|(key, ty)| Some((members.get(*key)?.key, *ty)));
    if let Some((span, ty)) = implied {
        insert(schema, "type", string(ty, span));
    }
}

/// Adds items of any type to a list without them.
fn add_items(schema: &mut Node, repairs: &mut Repairs) {
    let is_list = schema.get("type").and_then(Node::as_str) == Some("array");
    if is_list && schema.get("items").is_none() {
        repairs.add("added `items` of any type to lists", "array", schema.span);
        insert(schema, "items", map::<String>([], schema.span));
    }
}

/// Removes limits of lengths that exclude a value of the enum.
fn remove_lengths(schema: &mut Node, repairs: &mut Repairs) {
    let lengths = schema.get("enum").and_then(Node::as_list).unwrap_or_default().iter();
    let lengths: Vec<i64> =
        lengths.filter_map(|value| i64::try_from(value.as_str()?.chars().count()).ok()).collect();
    let (Some(shortest), Some(longest)) = (lengths.iter().min(), lengths.iter().max()) else {
        return;
    };
    for key in ["minLength", "maxLength"] {
        let Some(node) = schema.get(key) else { continue };
        let (span, Some(Scalar::Integer(limit))) = (node.span, node.scalar()) else { continue };
        let is_violated = if key == "minLength" { limit > *shortest } else { limit < *longest };
        if is_violated {
            repairs.add(EXCLUDED, key, span);
            remove(schema, key);
        }
    }
}

/// Removes a pattern that a value of the enum does not match.
fn remove_pattern(schema: &mut Node, repairs: &mut Repairs) {
    let Some(node) = schema.get("pattern") else { return };
    let Some(Ok(pattern)) = node.as_str().map(Regex::new) else { return };
    let mut values = schema.get("enum").and_then(Node::as_list).unwrap_or_default().iter();
    let span = node.span;
    if values.any(|value| value.as_str().is_some_and(|text| !pattern.is_match(text))) {
        repairs.add(EXCLUDED, "pattern", span);
        remove(schema, "pattern");
    }
}
