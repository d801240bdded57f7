//! Removes the media types of bodies that are also available as JSON.

use indexmap::IndexMap;

use super::walk::for_each_object;
use crate::context::Context;
use crate::diagnostics::{Code, Diagnostic};
use crate::load::objects;
use crate::location::{FileId, Origin};
use crate::source::{Node, NodeKind, find_mut};

/// Removes the other media types, and reports their number.
pub(super) fn remove(ctx: &mut Context, files: &mut [(FileId, Node)]) {
    const JSON: &str = "application/json";
    let mut counts: IndexMap<String, usize> = IndexMap::new();
    let mut first = None;
    for (file, tree) in files {
        for_each_object(tree, &mut |node, object| {
            let is_response = std::ptr::eq(object, &objects::RESPONSE);
            let is_body = is_response || std::ptr::eq(object, &objects::REQUEST_BODY);
            let content = find_mut(node, &["content".to_owned()]).filter(|_| is_body);
            let Some(NodeKind::Map(content)) = content.map(|node| &mut node.kind) else { return };
            let json = content.keys().find(|media| *media == JSON);
            // requests are sent as `application/json` only
            let mut similar =
                content.keys().filter(|media| is_response && media.ends_with("+json"));
            let Some(json) = json.or_else(|| similar.next()).cloned() else { return };
            content.retain(|media, member| {
                if *media != json {
                    first.get_or_insert((*file, member.key));
                    *counts.entry(media.clone()).or_default() += 1;
                }
                *media == json
            });
        });
    }
    let Some((file, span)) = first else { return };
    let named = counts.iter().map(|(media, count)| format!("`{media}` ({count})"));
    let message =
        format!("ignored media types next to JSON: {}", named.collect::<Vec<_>>().join(", "));
    ctx.report(Diagnostic::new(Code::OtherMediaTypes, &Origin::root(file), message).span(span));
}
