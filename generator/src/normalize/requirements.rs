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

/// Removes the alternatives that name a scheme which is not known, from a file and its operations. `removed` is called with
/// the name and the location of each.
pub fn remove_unknown(
    tree: &mut Node,
    known: &BTreeSet<String>,
    removed: &mut dyn FnMut(&str, Span),
) {
    clean(tree, known, removed);
    for_each_path(tree, &mut |_, item| {
        for_each_operation(item, &mut |_, operation| clean(&mut operation.node, known, removed));
    });
}

fn clean(owner: &mut Node, known: &BTreeSet<String>, removed: &mut dyn FnMut(&str, Span)) {
    let Some(security) = find_mut(owner, &["security".to_owned()]) else { return };
    let NodeKind::List(items) = &mut security.kind else { return };
    items.retain(|item| {
        let mut names = item.as_map().into_iter().flat_map(|names| names.keys());
        let Some(unknown) = names.find(|name| !known.contains(*name)) else { return true };
        removed(unknown, item.span);
        false
    });
}
