//! Security requirements that name schemes which do not exist.

use std::collections::BTreeSet;

use super::walk::{for_each_operation, for_each_path};
use crate::location::Span;
use crate::source::{Node, NodeKind, find_mut};

/// Returns the names of the security schemes that a file declares.
pub fn schemes(tree: &Node) -> BTreeSet<String> {
    let schemes = tree.get("components").and_then(|components| components.get("securitySchemes"));
    schemes.and_then(Node::as_map).into_iter().flat_map(|map| map.keys().cloned()).collect()
}

/// Returns `true` for a security scheme whose credentials are the header `Authorization`.
pub fn is_in_authorization(scheme: &Node) -> bool {
    let text = |key: &str| scheme.get(key).and_then(Node::as_str);
    match text("type") {
        Some("apiKey") => {
            text("in") == Some("header")
                && text("name").is_some_and(|name| name.eq_ignore_ascii_case("authorization"))
        }
        _ => true,
    }
}

/// Removes the alternatives that name a scheme which is not known, from a file and its operations. `removed` is called with
/// the name and the location of each.
pub fn remove_unknown(
    tree: &mut Node,
    known: &BTreeSet<String>,
    removed: &mut dyn FnMut(&str, Span),
) {
    for_each_list(tree, &mut |items| {
        items.retain(|item| {
            let mut names = item.as_map().into_iter().flat_map(|names| names.keys());
            let Some(unknown) = names.find(|name| !known.contains(*name)) else { return true };
            removed(unknown, item.span);
            false
        });
    });
}

/// Visits the alternatives of a file and of each of its operations.
pub(super) fn for_each_list(tree: &mut Node, visit: &mut dyn FnMut(&mut Vec<Node>)) {
    let mut visit_in = |owner: &mut Node| {
        let security = find_mut(owner, &["security".to_owned()]).map(|node| &mut node.kind);
        if let Some(NodeKind::List(items)) = security {
            visit(items);
        }
    };
    visit_in(tree);
    for_each_path(tree, &mut |_, item| {
        for_each_operation(item, &mut |_, operation| visit_in(&mut operation.node));
    });
}
