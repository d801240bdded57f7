//! Converts alternatives that are constants to an enum.

use std::collections::BTreeSet;

use indexmap::IndexMap;

use super::newer::take;
use crate::location::Span;
use crate::source::{Node, NodeKind, insert, map, string};

/// The keywords of an alternative, in addition to its constant.
const ANNOTATIONS: [&str; 6] = ["title", "description", "type", "format", "deprecated", "$comment"];

/// Converts a schema with a `oneOf` or `anyOf` of constants. Titles become the names of the variants.
pub(super) fn convert(node: &mut Node) {
    for key in ["oneOf", "anyOf"] {
        let Some(list) = node.get(key).filter(|_| node.get("enum").is_none()) else { continue };
        let span = list.span;
        let items = list.as_list().unwrap_or_default();
        if items.is_empty() || !items.iter().all(is_constant) {
            continue;
        }
        let items = items.to_vec();
        take(node, key);
        if node.get("type").is_none()
            && let Some(ty) = items.first().and_then(|item| item.get("type"))
        {
            let ty = ty.clone();
            insert(node, "type", ty);
        }
        let values = items.iter().filter_map(|item| item.get("const").cloned()).collect();
        insert(node, "enum", Node { span, kind: NodeKind::List(values) });
        // only enums of strings have names and descriptions of values
        if !items.iter().all(|item| item.get("const").is_some_and(|it| it.as_str().is_some())) {
            continue;
        }
        let names = texts(&items, "title");
        let unique: BTreeSet<Option<&str>> = names.values().map(Node::as_str).collect();
        if unique.len() == items.len() && names.values().all(is_identifier) {
            insert(node, "x-enum-names", map(names, span));
        }
        let descriptions = texts(&items, "description");
        if !descriptions.is_empty() {
            insert(node, "x-enum-descriptions", map(descriptions, span));
        }
    }
}

/// Returns `true` for a schema with a constant string or number, and annotations.
fn is_constant(node: &Node) -> bool {
    let is_known = |key: &String| key == "const" || ANNOTATIONS.contains(&key.as_str());
    let is_annotated = node.as_map().is_some_and(|members| members.keys().all(is_known));
    is_annotated && node.get("const").is_some_and(|value| text(value).is_some())
}

/// Returns an annotation of each constant, by its value.
fn texts(items: &[Node], key: &str) -> IndexMap<String, Node> {
    let pair = |item: &Node| {
        let span: Span = item.get(key)?.span;
        Some((text(item.get("const")?)?, string(item.get(key)?.as_str()?, span)))
    };
    items.iter().filter_map(pair).collect()
}

/// Returns the text of a string or a number.
fn text(node: &Node) -> Option<String> {
    match &node.kind {
        NodeKind::Scalar { text, .. } => Some(text.clone()),
        _ => None,
    }
}

fn is_identifier(name: &Node) -> bool {
    let Some(name) = name.as_str() else { return false };
    name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}
