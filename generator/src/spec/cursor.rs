//! A node of the spec together with its location.

use crate::location::Origin;
use crate::source::{Node, NodeKind, Scalar};

/// A node and its location.
#[derive(Clone, Debug)]
pub struct Cursor<'a> {
    /// The location of the node.
    pub origin: Origin,
    /// The node.
    pub node: &'a Node,
}

impl<'a> Cursor<'a> {
    /// Returns the member `key` of a mapping.
    pub fn get(&self, key: &str) -> Option<Cursor<'a>> {
        self.node.get(key).map(|node| Cursor { origin: self.origin.child(key), node })
    }

    /// Returns the member `key` if it is a string.
    pub fn get_str(&self, key: &str) -> Option<&'a str> {
        self.node.get(key).and_then(Node::as_str)
    }

    /// Returns `true` if there is a member `key`.
    pub fn has(&self, key: &str) -> bool {
        self.node.get(key).is_some()
    }

    /// Returns `true` if the member `key` is `true`.
    pub fn has_flag(&self, key: &str) -> bool {
        self.node.get(key).and_then(Node::scalar) == Some(Scalar::Bool(true))
    }

    /// Returns the text of a scalar as it is written, without quotes.
    pub fn text(&self) -> Option<&'a str> {
        match &self.node.kind {
            NodeKind::Scalar { text, .. } => Some(text),
            NodeKind::List(_) | NodeKind::Map(_) => None,
        }
    }

    /// Returns the items of a list.
    pub fn items(&self) -> impl Iterator<Item = Cursor<'a>> + use<'a> {
        let origin = self.origin.clone();
        let items = self.node.as_list().unwrap_or_default().iter().enumerate();
        items.map(move |(index, node)| Cursor { origin: origin.index(index), node })
    }

    /// Returns the members of a mapping.
    pub fn members(&self) -> impl Iterator<Item = (&'a str, Cursor<'a>)> + use<'a> {
        let origin = self.origin.clone();
        let members = self.node.as_map().into_iter().flatten();
        members.map(move |(key, member)| {
            (key.as_str(), Cursor { origin: origin.child(key), node: &member.node })
        })
    }

    /// Returns the items of the list `key`.
    pub fn get_items(&self, key: &str) -> impl Iterator<Item = Cursor<'a>> + use<'a> {
        self.get(key).into_iter().flat_map(|list| list.items().collect::<Vec<_>>())
    }

    /// Returns the members of the mapping `key`.
    pub fn get_members(&self, key: &str) -> impl Iterator<Item = (&'a str, Cursor<'a>)> + use<'a> {
        self.get(key).into_iter().flat_map(|map| map.members().collect::<Vec<_>>())
    }

    /// Returns the strings in the list `key`.
    pub fn get_strings(&self, key: &str) -> Vec<&'a str> {
        let items = self.node.get(key).and_then(Node::as_list);
        items.into_iter().flatten().filter_map(Node::as_str).collect()
    }
}
