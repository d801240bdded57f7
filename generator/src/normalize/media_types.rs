//! Removes the media types of bodies that are also available as JSON, or of which only one sends files.

use std::collections::BTreeSet;

use super::component;
use super::counts::Counts;
use super::walk::for_each_object;
use crate::context::Context;
use crate::diagnostics::Code;
use crate::load::objects;
use crate::location::FileId;
use crate::media_type::{JSON, MULTIPART};
use crate::source::{MemberMap, Node, NodeKind, find_mut};

/// Removes the other media types, and reports their number.
pub(super) fn remove(ctx: &mut Context, files: &mut [(FileId, Node)]) {
    let (mut beside_json, mut beside_files) = (Counts::default(), Counts::default());
    for (file, tree) in files {
        let with_files = schemas_with_files(tree);
        for_each_object(tree, &mut |node, object| {
            let is_response = std::ptr::eq(object, &objects::RESPONSE);
            let is_body = is_response || std::ptr::eq(object, &objects::REQUEST_BODY);
            let content = find_mut(node, &["content".to_owned()]).filter(|_| is_body);
            let Some(NodeKind::Map(content)) = content.map(|node| &mut node.kind) else { return };
            let Some(json) = json_type(content, is_response) else { return };
            let sends_file = |media: &str| {
                let schema = content.get(media).and_then(|member| member.node.get("schema"));
                schema.is_some_and(|schema| has_file(schema, &with_files))
            };
            // JSON cannot contain the file
            let (kept, removed) = match !is_response && sends_file(&json) && sends_file(MULTIPART) {
                true => (MULTIPART.to_owned(), &mut beside_files),
                false => (json, &mut beside_json),
            };
            content.retain(|media, member| {
                if *media != kept {
                    removed.add(media, *file, member.key);
                }
                *media == kept
            });
        });
    }
    for (removed, kept) in [(beside_json, "JSON"), (beside_files, "multipart bodies with files")] {
        removed.report(ctx, Code::OtherMediaTypes, &format!("ignored media types next to {kept}"));
    }
}

/// Returns the media type of JSON. Requests are sent as `application/json` only.
fn json_type(content: &MemberMap, is_response: bool) -> Option<String> {
    let is_similar = |media: &&String| is_response && media.ends_with("+json");
    let exact = content.keys().find(|media| *media == JSON);
    exact.or_else(|| content.keys().find(is_similar)).cloned()
}

/// Returns the names of the component schemas that have a member that is a file.
fn schemas_with_files(tree: &Node) -> BTreeSet<String> {
    let schemas = tree.get("components").and_then(|all| all.get("schemas")).and_then(Node::as_map);
    let mut found = BTreeSet::new();
    loop {
        let others = schemas.into_iter().flatten().filter(|(name, _)| !found.contains(*name));
        let more = others.filter(|(_, member)| has_file(&member.node, &found));
        let more: Vec<String> = more.map(|(name, _)| name.clone()).collect();
        if more.is_empty() {
            return found;
        }
        found.extend(more);
    }
}

/// Returns `true` if a schema, or a part of its `allOf`, has a member that is a file or a list of files.
fn has_file(schema: &Node, with_files: &BTreeSet<String>) -> bool {
    let mut parts = schema.get("allOf").and_then(Node::as_list).into_iter().flatten();
    let mut members = schema.get("properties").and_then(Node::as_map).into_iter().flatten();
    component::name(schema).is_some_and(|name| with_files.contains(name))
        || members.any(|(_, member)| is_file(&member.node))
        || parts.any(|part| has_file(part, with_files))
}

fn is_file(schema: &Node) -> bool {
    schema.get("format").and_then(Node::as_str) == Some("binary")
        || schema.get("items").is_some_and(is_file)
}
