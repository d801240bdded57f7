//! Anchors, aliases and merge keys.

use std::collections::HashMap;

use super::{MemberMap, Node, NodeKind};

/// The nodes with an anchor, by the number that the parser gives it.
#[derive(Default)]
pub(super) struct Anchors {
    nodes: HashMap<usize, Node>,
    /// The number of nodes that aliases have added.
    expanded: usize,
}

impl Anchors {
    /// Adds a complete node. The anchor 0 means that the node has none.
    pub(super) fn insert(&mut self, anchor: usize, node: &Node) {
        if anchor > 0 {
            self.nodes.insert(anchor, node.clone());
        }
    }

    /// Returns the node that an alias stands for. Returns `None` if the node is not complete, or if the aliases of the
    /// file stand for too many nodes.
    pub(super) fn expand(&mut self, anchor: usize) -> Option<Node> {
        const MAX_NODES: usize = 1_000_000;
        let node = self.nodes.get(&anchor)?;
        self.expanded += count(node);
        (self.expanded <= MAX_NODES).then(|| node.clone())
    }
}

/// Returns the number of nodes in a node.
fn count(node: &Node) -> usize {
    1 + match &node.kind {
        NodeKind::Scalar { .. } => 0,
        NodeKind::List(items) => items.iter().map(count).sum(),
        NodeKind::Map(members) => members.values().map(|member| count(&member.node)).sum(),
    }
}

/// Adds the members of the value of a merge key, a mapping or a list of mappings, unless they are present.
pub(super) fn merge(members: &mut MemberMap, value: Node) {
    match value.kind {
        NodeKind::Map(merged) => {
            for (name, member) in merged {
                members.entry(name).or_insert(member);
            }
        }
        NodeKind::List(items) => items.into_iter().for_each(|item| merge(members, item)),
        NodeKind::Scalar { .. } => {}
    }
}
