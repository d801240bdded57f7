//! Repairs responses: descriptions, ranges of statuses, content that HTTP does not permit, and a missing successful
//! response.

use super::Repairs;
use crate::load::objects;
use crate::location::Span;
use crate::normalize::newer::add_responses;
use crate::normalize::walk::{for_each_object, for_each_operation, for_each_path};
use crate::source::{Node, NodeKind, find_mut, insert, map, remove, rename, string};

/// Repairs the responses of a file.
pub(super) fn repair(tree: &mut Node, repairs: &mut Repairs) {
    for_each_object(tree, &mut |node, object| {
        let is_response = std::ptr::eq(object, &objects::RESPONSE);
        if is_response && node.as_map().is_some() && node.get("$ref").is_none() {
            add_description(node);
        }
    });
    for_each_path(tree, &mut |path, item| {
        for_each_operation(item, &mut |method, operation| {
            let name = format!("{} {path}", method.to_ascii_uppercase());
            if let Some(span) = add_responses(&mut operation.node) {
                repairs.add("added responses to operations without any", &*name, span);
            }
            if let Some(responses) = find_mut(&mut operation.node, &["responses".to_owned()]) {
                capitalize_ranges(responses, repairs);
                if method == "head" {
                    let kind = "ignored the content of responses to HEAD";
                    remove_content(responses, |_| true, kind, &name, repairs);
                }
                let kind = "ignored the content of responses with the status 204";
                remove_content(responses, |status| status == "204", kind, &name, repairs);
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

/// Removes the content of responses that have none in HTTP.
fn remove_content(
    responses: &mut Node,
    is_empty: impl Fn(&str) -> bool,
    kind: &'static str,
    name: &str,
    repairs: &mut Repairs,
) {
    let NodeKind::Map(statuses) = &mut responses.kind else { return };
    for (_, response) in statuses.iter_mut().filter(|(status, _)| is_empty(status)) {
        if let Some(content) = remove(&mut response.node, "content") {
            repairs.add(kind, name, content.key);
        }
    }
}

/// Makes ranges of statuses upper case, as in `2XX`.
fn capitalize_ranges(responses: &mut Node, repairs: &mut Repairs) {
    let NodeKind::Map(statuses) = &mut responses.kind else { return };
    let is_range = |status: &str| status.len() == 3 && status.to_ascii_lowercase().ends_with("xx");
    let found: Vec<String> = statuses.keys().filter(|status| is_range(status)).cloned().collect();
    for status in found {
        let upper = status.to_ascii_uppercase();
        let Some(span) = statuses.get(&status).map(|response| response.key) else { continue };
        if !statuses.contains_key(&upper) {
            rename(statuses, &status, &upper);
            repairs.add("wrote ranges of statuses in upper case", status, span);
        }
    }
}

/// Adds a successful response without a body to an operation that declares only errors.
fn add_success(responses: &mut Node, name: String, repairs: &mut Repairs) {
    let span = responses.span;
    let Some(statuses) = responses.as_map() else { return };
    let is_error = |status: &String| status.starts_with(['4', '5']);
    if statuses.keys().all(is_error) {
        repairs.add(
            "added empty successful responses to operations that declare only errors",
            name,
            span,
        );
        let response = map([("description", string("", span))], Span::new(span.start, span.start));
        insert(responses, "2XX", response);
    }
}
