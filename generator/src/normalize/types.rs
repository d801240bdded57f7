//! Converts types of JSON Schema: lists of types, and the type `null`.

use super::newer::{members, set_nullable, take};
use crate::source::{Member, MemberMap, Node, NodeKind, insert, string};

/// The keywords that describe a value of any type.
const ANNOTATIONS: [&str; 9] = [
    "title",
    "description",
    "default",
    "example",
    "examples",
    "deprecated",
    "readOnly",
    "writeOnly",
    "externalDocs",
];

/// Converts a schema, without the schemas in it.
pub(super) fn convert(node: &mut Node) {
    convert_type(node);
    for key in ["oneOf", "anyOf"] {
        remove_null(node, key);
    }
    if node.get("nullable").is_some() {
        remove_null_value(node);
    }
}

/// Converts a list of types: `null` makes the schema nullable, and several others are alternatives.
fn convert_type(node: &mut Node) {
    let Some(ty) = node.get("type").cloned() else { return };
    let names: Vec<Node> = match &ty.kind {
        NodeKind::List(items) => items.clone(),
        NodeKind::Scalar { .. } => vec![ty.clone()],
        NodeKind::Map(_) => return,
    };
    let (null, types): (Vec<Node>, Vec<Node>) = names.into_iter().partition(is_null_name);
    if !null.is_empty() {
        set_nullable(node, ty.span);
    }
    match types.as_slice() {
        [] => {
            take(node, "type");
        }
        [only] => insert(node, "type", string(only.as_str().unwrap_or_default(), only.span)),
        several => split(node, several),
    }
}

/// Makes each type an alternative. Keywords other than annotations belong to one of the types only, so a schema with
/// such keywords is left as it is, and reported by `load`.
fn split(node: &mut Node, types: &[Node]) {
    let span = node.get("type").map_or(node.span, |ty| ty.span);
    let Some(members) = members(node) else { return };
    let is_known = |key: &String| {
        ANNOTATIONS.contains(&key.as_str()) || ["type", "nullable"].contains(&key.as_str())
    };
    if !members.keys().all(is_known) {
        return;
    }
    let alternative = |ty: &Node| {
        let member =
            Member { key: ty.span, node: string(ty.as_str().unwrap_or_default(), ty.span) };
        let members = MemberMap::from_iter([("type".to_owned(), member)]);
        Node { span: ty.span, kind: NodeKind::Map(members) }
    };
    let kind = NodeKind::List(types.iter().map(alternative).collect());
    members.shift_remove("type");
    insert(node, "oneOf", Node { span, kind });
}

/// Removes the alternative `null`, and makes the schema nullable. A single other alternative becomes an `allOf`.
fn remove_null(node: &mut Node, key: &str) {
    let Some(alternatives) = node.get(key).and_then(Node::as_list) else { return };
    let is_null = |node: &Node| {
        node.get("type").is_some_and(is_null_name) && node.as_map().is_some_and(|it| it.len() == 1)
    };
    let Some(null) = alternatives.iter().find(|node| is_null(node)).map(|node| node.span) else {
        return;
    };
    let rest: Vec<Node> = alternatives.iter().filter(|node| !is_null(node)).cloned().collect();
    let Some(list) = take(node, key) else { return };
    set_nullable(node, null);
    let is_single = rest.len() == 1 && node.get("allOf").is_none();
    let key = if is_single { "allOf" } else { key };
    if !rest.is_empty() {
        insert(node, key, Node { span: list.span, kind: NodeKind::List(rest) });
    }
}

/// Returns `true` for the name of the type `null`, with or without quotes.
pub(super) fn is_null_name(node: &Node) -> bool {
    matches!(&node.kind, NodeKind::Scalar { text, .. } if text == "null")
}

/// Removes `null` from the values of a nullable enum.
fn remove_null_value(node: &mut Node) {
    let Some(values) = members(node).and_then(|members| members.get_mut("enum")) else { return };
    if let NodeKind::List(items) = &mut values.node.kind {
        items.retain(|item| item.scalar() != Some(crate::source::Scalar::Null));
    }
}
