//! A node with its place.

use crate::location::Origin;
use crate::source::Node;

/// A node with its place.
#[derive(Clone, Debug)]
pub struct Spot<'a> {
    /// The place.
    pub origin: Origin,
    /// The node.
    pub node: &'a Node,
}

impl<'a> Spot<'a> {
    /// The member `key`.
    pub fn get(&self, key: &str) -> Option<Spot<'a>> {
        self.node.get(key).map(|node| Spot { origin: self.origin.child(key), node })
    }

    /// The text of the member `key`.
    pub fn text(&self, key: &str) -> Option<&'a str> {
        self.node.get(key).and_then(Node::text)
    }

    /// Whether the member `key` is there.
    pub fn has(&self, key: &str) -> bool {
        self.node.get(key).is_some()
    }

    /// The elements of a list.
    pub fn items(&self) -> impl Iterator<Item = Spot<'a>> {
        let origin = self.origin.clone();
        let items = self.node.list().unwrap_or_default().iter().enumerate();
        items.map(move |(index, node)| Spot { origin: origin.index(index), node })
    }

    /// The members of a mapping.
    pub fn members(&self) -> impl Iterator<Item = (&'a str, Spot<'a>)> {
        let origin = self.origin.clone();
        let members = self.node.map().into_iter().flatten();
        members.map(move |(key, member)| {
            (key.as_str(), Spot { origin: origin.child(key), node: &member.node })
        })
    }

    /// The elements of the list `key`.
    pub fn list(&self, key: &str) -> impl Iterator<Item = Spot<'a>> + use<'a> {
        self.get(key).into_iter().flat_map(|list| list.items().collect::<Vec<_>>())
    }

    /// The members of the mapping `key`.
    pub fn map(&self, key: &str) -> impl Iterator<Item = (&'a str, Spot<'a>)> + use<'a> {
        self.get(key).into_iter().flat_map(|map| map.members().collect::<Vec<_>>())
    }
}
