//! Changes of trees. New nodes have the byte ranges of those that they replace, so that diagnostics about them are
//! located in the text.

use super::{Member, MemberMap, Node, NodeKind};
use crate::location::Span;

/// Returns a string node.
pub fn string(text: impl Into<String>, span: Span) -> Node {
    Node { span, kind: NodeKind::Scalar { text: text.into(), plain: false } }
}

/// Returns a mapping node.
pub fn map<K: Into<String>>(members: impl IntoIterator<Item = (K, Node)>, span: Span) -> Node {
    let member = |(key, node): (K, Node)| (key.into(), Member { key: span, node });
    Node { span, kind: NodeKind::Map(members.into_iter().map(member).collect()) }
}

/// Sets a member of a mapping. A new member is located at the mapping.
pub fn insert(node: &mut Node, key: &str, value: Node) {
    let span = value.span;
    if let NodeKind::Map(members) = &mut node.kind {
        match members.get_mut(key) {
            Some(member) => member.node = value,
            None => {
                members.insert(key.to_owned(), Member { key: span, node: value });
            }
        }
    }
}

/// Removes a member of a mapping, or an item of a list, and returns it.
pub fn remove(node: &mut Node, key: &str) -> Option<Member> {
    match &mut node.kind {
        NodeKind::Map(members) => members.shift_remove(key),
        NodeKind::List(items) => {
            let index = key.parse().ok().filter(|index| *index < items.len())?;
            let node = items.remove(index);
            Some(Member { key: node.span, node })
        }
        NodeKind::Scalar { .. } => None,
    }
}

/// Changes the key of a member of a mapping, and keeps its position. It replaces another member with the new key.
pub fn rename(members: &mut MemberMap, from: &str, to: &str) {
    let Some((index, _, member)) = members.shift_remove_full(from) else { return };
    match members.get_mut(to) {
        Some(other) => *other = member,
        None => drop(members.shift_insert(index, to.to_owned(), member)),
    }
}

/// Returns the node at the segments of a pointer.
pub fn find_mut<'a>(node: &'a mut Node, segments: &[String]) -> Option<&'a mut Node> {
    segments.iter().try_fold(node, |node, step| match &mut node.kind {
        NodeKind::Map(members) => members.get_mut(step).map(|member| &mut member.node),
        NodeKind::List(items) => items.get_mut(step.parse::<usize>().ok()?),
        NodeKind::Scalar { .. } => None,
    })
}
