//! Removes security requirements that name no security scheme.

use std::collections::BTreeSet;

use super::Repairs;
use crate::load::objects::METHODS;
use crate::source::{Node, NodeKind, find_mut};

/// Removes the alternatives with unknown schemes. Requests are sent without their credentials.
pub(super) fn repair(tree: &mut Node, repairs: &mut Repairs) {
    let schemes = tree.get("components").and_then(|components| components.get("securitySchemes"));
    let known: BTreeSet<String> =
        schemes.and_then(Node::as_map).into_iter().flat_map(|map| map.keys().cloned()).collect();
    clean(tree, &known, repairs);
    let Some(NodeKind::Map(paths)) =
        find_mut(tree, &["paths".to_owned()]).map(|node| &mut node.kind)
    else {
        return;
    };
    for item in paths.values_mut() {
        for method in METHODS {
            if let Some(operation) = find_mut(&mut item.node, &[method.to_owned()]) {
                clean(operation, &known, repairs);
            }
        }
    }
}

fn clean(owner: &mut Node, known: &BTreeSet<String>, repairs: &mut Repairs) {
    let Some(security) = find_mut(owner, &["security".to_owned()]) else { return };
    let NodeKind::List(items) = &mut security.kind else { return };
    items.retain(|item| {
        let mut names = item.as_map().into_iter().flat_map(|names| names.keys());
        let Some(unknown) = names.find(|name| !known.contains(*name)) else { return true };
        repairs.add("ignored unknown security schemes", unknown, item.span);
        false
    });
}
