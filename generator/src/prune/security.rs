//! Removes the names of removed security schemes.

use std::collections::BTreeSet;

use crate::context::Context;
use crate::load::objects::METHODS;
use crate::location::FileId;
use crate::source::{Node, NodeKind, find_mut};

/// Removes the alternatives that name a scheme that does not exist. Requests are sent without its credentials.
pub(super) fn remove_unknown(ctx: &mut Context) {
    let root = FileId(0);
    let Some(tree) = ctx.sources.tree(root) else { return };
    let schemes = tree.get("components").and_then(|components| components.get("securitySchemes"));
    let known: BTreeSet<String> =
        schemes.and_then(Node::as_map).into_iter().flat_map(|map| map.keys().cloned()).collect();
    drop(tree);
    let files: Vec<FileId> = ctx.sources.iter().map(|(id, _)| id).collect();
    for file in files {
        let Some(mut tree) = ctx.sources.take_tree(file) else { continue };
        clean(&mut tree, &known);
        if let Some(NodeKind::Map(paths)) =
            find_mut(&mut tree, &["paths".to_owned()]).map(|node| &mut node.kind)
        {
            for item in paths.values_mut() {
                for method in METHODS {
                    if let Some(operation) = find_mut(&mut item.node, &[method.to_owned()]) {
                        clean(operation, &known);
                    }
                }
            }
        }
        ctx.sources.set_tree(file, tree);
    }
}

fn clean(owner: &mut Node, known: &BTreeSet<String>) {
    let Some(security) = find_mut(owner, &["security".to_owned()]) else { return };
    let NodeKind::List(items) = &mut security.kind else { return };
    items.retain(|item| {
        item.as_map().is_none_or(|names| names.keys().all(|name| known.contains(name)))
    });
}
