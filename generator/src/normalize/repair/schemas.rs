//! Repairs schemas: a keyword that applies to one type implies the type.

use super::Repairs;
use crate::load::objects;
use crate::normalize::walk::for_each_object;
use crate::source::{Node, NodeKind, Scalar, insert, map, remove, string};

/// Keywords that state the type or refer to it.
const TYPED: [&str; 6] = ["$ref", "type", "allOf", "oneOf", "anyOf", "not"];

/// Repairs the schemas of a file.
pub(super) fn repair(tree: &mut Node, repairs: &mut Repairs) {
    for_each_object(tree, &mut |node, object| {
        if std::ptr::eq(object, &objects::SCHEMA) {
            correct_type(node, repairs);
            infer_type(node);
            add_items(node, repairs);
            round_limits(node, repairs);
            remove_lengths(node, repairs);
        }
    });
}

/// The types of OpenAPI, and what other languages call them.
const TYPE_NAMES: [(&str, &[&str]); 6] = [
    ("string", &["str", "text"]),
    ("integer", &["int", "long"]),
    ("number", &["float", "double", "decimal"]),
    ("boolean", &["bool"]),
    ("array", &["list"]),
    ("object", &["dict", "map"]),
];

/// Replaces the name of a type in another language or another case.
fn correct_type(schema: &mut Node, repairs: &mut Repairs) {
    let Some((text, span)) = schema.get("type").and_then(|ty| Some((ty.as_str()?, ty.span))) else {
        return;
    };
    let lower = text.to_ascii_lowercase();
    let is_meant = |(name, others): &&(&str, &[&str])| *name == lower || others.contains(&&*lower);
    let Some((name, _)) = TYPE_NAMES.iter().find(is_meant).filter(|(name, _)| *name != text) else {
        return;
    };
    repairs.add("replaced names of types", text, span);
    insert(schema, "type", string(*name, span));
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
        repairs.add("lists without `items` have items of any type", "array", schema.span);
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
            repairs.add("removed limits that exclude a value of the enum", key, span);
            remove(schema, key);
        }
    }
}

/// Makes limits of integers integers, and removes those that every 64-bit integer satisfies.
fn round_limits(schema: &mut Node, repairs: &mut Repairs) {
    /// The distance from zero that no 64-bit integer exceeds.
    const END: f64 = 9_223_372_036_854_775_808.0;
    if schema.get("type").and_then(Node::as_str) != Some("integer") {
        return;
    }
    for (limit, flag) in [
        ("minimum", "exclusiveMinimum"),
        ("maximum", "exclusiveMaximum"),
        ("multipleOf", "multipleOf"),
    ] {
        let Some(node) = schema.get(limit) else { continue };
        let (span, Some(Scalar::Float(number))) = (node.span, node.scalar()) else { continue };
        let NodeKind::Scalar { text: written, .. } = node.kind.clone() else { continue };
        let is_satisfied = match limit {
            "minimum" => number <= -END,
            "maximum" => number >= END,
            _ => false,
        };
        if is_satisfied {
            remove(schema, limit);
            remove(schema, flag);
        } else if number.fract() == 0.0 && number.abs() < END {
            let kind = NodeKind::Scalar { text: format!("{number:.0}"), plain: true };
            insert(schema, limit, Node { span, kind });
        } else {
            continue;
        }
        repairs.add("limits of integers are integers of 64 bits", written, span);
    }
}
