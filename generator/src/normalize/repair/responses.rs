//! Repairs responses: each has a description, and each operation has a successful one.

use super::Repairs;
use crate::load::objects;
use crate::location::Span;
use crate::normalize::walk::{for_each_object, for_each_operation, for_each_path};
use crate::source::{Node, NodeKind, find_mut, insert, map, rename, string};

const JSON: &str = "application/json";

/// Repairs the responses of a file.
pub(super) fn repair(tree: &mut Node, repairs: &mut Repairs) {
    for_each_object(tree, &mut |node, object| {
        let is_response = std::ptr::eq(object, &objects::RESPONSE);
        if is_response && node.as_map().is_some() && node.get("$ref").is_none() {
            add_description(node);
        }
        if is_response || std::ptr::eq(object, &objects::REQUEST_BODY) {
            shorten_media_type(node);
        }
    });
    for_each_path(tree, &mut |path, item| {
        for_each_operation(item, &mut |method, operation| {
            if let Some(responses) = find_mut(&mut operation.node, &["responses".to_owned()]) {
                let name = format!("{} {path}", method.to_ascii_uppercase());
                add_success(responses, name, repairs);
            }
        });
    });
}

/// Adds an empty description, which OpenAPI requires, but no client needs.
fn add_description(response: &mut Node) {
    if response.get("description").is_none() {
        let span = Span::new(response.span.start, response.span.start);
        insert(response, "description", string("", span));
    }
}

/// Removes the parameters of the media type of JSON, which is always encoded as UTF-8.
fn shorten_media_type(owner: &mut Node) {
    let content = find_mut(owner, &["content".to_owned()]).map(|node| &mut node.kind);
    let Some(NodeKind::Map(content)) = content else { return };
    let is_json = |media: &String| {
        media.split_once(';').is_some_and(|(name, _)| name.trim().eq_ignore_ascii_case(JSON))
    };
    let Some(media) = content.keys().find(|media| is_json(media)).cloned() else { return };
    if !content.contains_key(JSON) {
        rename(content, &media, JSON);
    }
}

/// Adds a successful response without a body to an operation that declares only errors.
fn add_success(responses: &mut Node, name: String, repairs: &mut Repairs) {
    let span = responses.span;
    let Some(statuses) = responses.as_map() else { return };
    let is_error = |status: &String| status.starts_with(['4', '5']);
    if statuses.keys().all(is_error) {
        repairs.add("successful responses are empty if only errors are declared", name, span);
        let response = map([("description", string("", span))], Span::new(span.start, span.start));
        insert(responses, "2XX", response);
    }
}
