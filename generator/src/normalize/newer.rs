//! Converts OpenAPI 3.1 to 3.0. Keywords without an equivalent remain, and are reported by `load`.

use super::walk::for_each_object;
use super::{constants, types};
use crate::load::objects;
use crate::location::{FileId, Span};
use crate::source::{
    MemberMap, Node, NodeKind, Scalar, find_mut, insert, map, remove, rename, string,
};

/// Keys without a meaning for values.
const COMMENTS: [&str; 2] = ["$comment", "$schema"];

/// The version of the result.
const VERSION: &str = "3.0.3";

/// Converts all files.
pub(super) fn convert(files: &mut [(FileId, Node)]) {
    for (_, tree) in files {
        convert_root(tree);
        for_each_object(tree, &mut |node, object| {
            if std::ptr::eq(object, &objects::SCHEMA) {
                convert_schema(node);
            } else if std::ptr::eq(object, &objects::OPERATION) {
                add_responses(node);
            } else if objects::section(object).is_some() && node.get("$ref").is_some() {
                keep_reference(node);
            }
        });
    }
}

fn convert_root(root: &mut Node) {
    const DIALECT: &str = "https://spec.openapis.org/oas/3.1/dialect/base";
    if let Some(version) = root.get("openapi") {
        let span = version.span;
        insert(root, "openapi", string(VERSION, span));
        if root.get("paths").is_none() {
            insert(root, "paths", map::<String>([], span));
        }
    }
    if root.get("jsonSchemaDialect").and_then(Node::as_str) == Some(DIALECT) {
        take(root, "jsonSchemaDialect");
    }
    if let Some(info) = find_mut(root, &["info".to_owned()]) {
        take(info, "summary");
    }
}

/// Adds the responses of an operation, which 3.1 does not require. Returns the location if there were none.
pub(super) fn add_responses(operation: &mut Node) -> Option<Span> {
    if operation.get("responses").is_some() || operation.as_map().is_none() {
        return None;
    }
    let span = Span::new(operation.span.start, operation.span.start);
    let response = map([("description", string("The response.", span))], span);
    insert(operation, "responses", map([("default", response)], span));
    Some(span)
}

/// Removes the summary and the description next to a `$ref`.
fn keep_reference(node: &mut Node) {
    if let NodeKind::Map(members) = &mut node.kind {
        members.retain(|key, _| key == "$ref");
    }
}

/// Removes a key and returns its value.
pub(super) fn take(node: &mut Node, key: &str) -> Option<Node> {
    remove(node, key).map(|member| member.node)
}

/// Converts a schema, without the schemas in it.
fn convert_schema(node: &mut Node) {
    wrap_reference(node);
    convert_node(node);
}

/// Converts the keywords of a schema, which is a boolean or a mapping.
pub(super) fn convert_node(node: &mut Node) {
    if let Some(Scalar::Bool(is_any)) = node.scalar() {
        let span = node.span;
        let nothing = [("not", map::<String>([], span))];
        *node = if is_any { map::<String>([], span) } else { map(nothing, span) };
        return;
    }
    if node.as_map().is_none() {
        return;
    }
    for comment in COMMENTS {
        take(node, comment);
    }
    types::convert(node);
    constants::convert(node);
    convert_const(node);
    convert_examples(node);
    for (exclusive, inclusive) in [("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")]
    {
        convert_bound(node, exclusive, inclusive);
    }
    convert_content(node);
}

/// Moves a `$ref` with other keys into an `allOf`.
fn wrap_reference(node: &mut Node) {
    let NodeKind::Map(members) = &mut node.kind else { return };
    let is_reference = members.get("$ref").is_some_and(|member| member.node.as_str().is_some());
    let keys = members.keys().filter(|key| !COMMENTS.contains(&key.as_str())).count();
    if keys < 2 || !is_reference || members.contains_key("allOf") {
        return;
    }
    let Some(reference) = members.get("$ref") else { return };
    let span = reference.node.span;
    let reference = MemberMap::from_iter([("$ref".to_owned(), reference.clone())]);
    let items = vec![Node { span, kind: NodeKind::Map(reference) }];
    rename(members, "$ref", "allOf");
    if let Some(member) = members.get_mut("allOf") {
        member.node = Node { span, kind: NodeKind::List(items) };
    }
}

/// Makes a constant an enum with one value.
fn convert_const(node: &mut Node) {
    let NodeKind::Map(members) = &mut node.kind else { return };
    let Some(value) = members.get("const").map(|member| member.node.clone()) else { return };
    let ty = match value.scalar() {
        Some(Scalar::String(_)) => "string",
        Some(Scalar::Integer(_)) => "integer",
        Some(Scalar::Float(_)) => "number",
        Some(Scalar::Bool(_)) => "boolean",
        _ => return,
    };
    let span = value.span;
    // an enum of booleans has no other values either way
    if ty == "boolean" {
        members.shift_remove("const");
    } else {
        rename(members, "const", "enum");
        if let Some(member) = members.get_mut("enum") {
            member.node = Node { span, kind: NodeKind::List(vec![value]) };
        }
    }
    if !members.contains_key("type") {
        insert(node, "type", string(ty, span));
    }
}

/// Makes the first of the `examples` the `example`.
fn convert_examples(node: &mut Node) {
    let Some(examples) = node.get("examples") else { return };
    let Some(first) = examples.as_list().map(|items| items.first().cloned()) else { return };
    let NodeKind::Map(members) = &mut node.kind else { return };
    match first {
        Some(first) if !members.contains_key("example") => {
            rename(members, "examples", "example");
            if let Some(member) = members.get_mut("example") {
                member.node = first;
            }
        }
        _ => {
            members.shift_remove("examples");
        }
    }
}

/// Makes an exclusive bound that is a number the inclusive bound and a flag.
fn convert_bound(node: &mut Node, exclusive: &str, inclusive: &str) {
    let number = |node: &Node, key: &str| match node.get(key)?.scalar()? {
        Scalar::Integer(number) => Some(number as f64),
        Scalar::Float(number) => Some(number),
        _ => None,
    };
    let Some(bound) = number(node, exclusive) else { return };
    let is_narrower = match number(node, inclusive) {
        Some(other) if inclusive == "minimum" => bound >= other,
        Some(other) => bound <= other,
        None => true,
    };
    let Some(value) = take(node, exclusive).filter(|_| is_narrower) else { return };
    let flag = Node { span: value.span, kind: plain("true") };
    insert(node, inclusive, value);
    insert(node, exclusive, flag);
}

/// Makes strings with an encoding or a media type `byte` or `binary`.
fn convert_content(node: &mut Node) {
    let encoding = node.get("contentEncoding").and_then(Node::as_str).map(str::to_owned);
    let media = node.get("contentMediaType").and_then(Node::as_str).map(str::to_owned);
    let span = match node.get("contentEncoding").or(node.get("contentMediaType")) {
        Some(node) => node.span,
        None => return,
    };
    let format = match (encoding.as_deref(), media.as_deref()) {
        (Some("base64" | "base64url"), _) => Some("byte"),
        (None | Some("binary"), Some(media)) if !is_text(media) => Some("binary"),
        (None | Some("7bit" | "8bit" | "binary"), _) => None,
        // reported by `load`
        (Some(_), _) => return,
    };
    take(node, "contentEncoding");
    take(node, "contentMediaType");
    if let Some(format) = format.filter(|_| node.get("format").is_none()) {
        insert(node, "format", string(format, span));
        if node.get("type").is_none() {
            insert(node, "type", string("string", span));
        }
    }
}

fn is_text(media: &str) -> bool {
    media.starts_with("text/") || media.ends_with("json") || media.ends_with("xml")
}

/// Returns an unquoted scalar.
pub(super) fn plain(text: &str) -> NodeKind {
    NodeKind::Scalar { text: text.to_owned(), plain: true }
}

/// Adds `nullable: true`.
pub(super) fn set_nullable(node: &mut Node, span: Span) {
    insert(node, "nullable", Node { span, kind: plain("true") });
}

/// Returns the members of a mapping, or none.
pub(super) fn members(node: &mut Node) -> Option<&mut MemberMap> {
    match &mut node.kind {
        NodeKind::Map(members) => Some(members),
        _ => None,
    }
}
