//! Repairs security requirements: they name known security schemes, and at most one that sends the header `Authorization`.

use std::collections::BTreeSet;

use super::Repairs;
use crate::normalize::requirements::{for_each_list, is_in_authorization, remove_unknown, schemes};
use crate::source::{Node, NodeKind};

/// Removes the alternatives with unknown schemes, whose credentials are not sent, and divides those whose schemes exclude
/// each other.
pub(super) fn repair(tree: &mut Node, repairs: &mut Repairs) {
    let known = schemes(tree);
    remove_unknown(tree, &known, &mut |scheme, span| {
        repairs.add("ignored unknown security schemes", scheme, span);
    });
    let declared = tree.get("components").and_then(|components| components.get("securitySchemes"));
    let declared = declared.and_then(Node::as_map).into_iter().flatten();
    let exclusive: BTreeSet<String> = declared
        .filter(|(_, member)| is_in_authorization(&member.node))
        .map(|(name, _)| name.clone())
        .collect();
    for_each_list(tree, &mut |items| {
        *items = items.drain(..).flat_map(|item| divide(item, &exclusive, repairs)).collect();
    });
}

/// Returns an alternative for each of the exclusive schemes, with all others.
fn divide(item: Node, exclusive: &BTreeSet<String>, repairs: &mut Repairs) -> Vec<Node> {
    let names = item.as_map().into_iter().flat_map(|names| names.keys());
    let found: Vec<String> = names.filter(|name| exclusive.contains(*name)).cloned().collect();
    if found.len() < 2 {
        return vec![item];
    }
    let kind = "made security schemes that send the header `Authorization` alternatives";
    repairs.add(kind, found.join("` and `"), item.span);
    let with_one = |name: &String| {
        let mut item = item.clone();
        if let NodeKind::Map(members) = &mut item.kind {
            members.retain(|other, _| other == name || !found.contains(other));
        }
        item
    };
    found.iter().map(with_one).collect()
}
