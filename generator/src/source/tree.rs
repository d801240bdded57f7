//! A file as a tree in which every node and every key knows its place.

use indexmap::IndexMap;

use super::{Scalar, resolve};
use crate::location::Span;

/// A node of a file.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// Where it stands.
    pub span: Span,
    /// What it is.
    pub kind: NodeKind,
}

/// What a node is.
#[derive(Clone, Debug, PartialEq)]
pub enum NodeKind {
    /// A single value.
    Scalar {
        /// Its text, unquoted.
        text: String,
        /// Whether it stood without quotes, so that it may mean a number, a boolean or nothing.
        plain: bool,
    },
    /// A sequence.
    List(Vec<Node>),
    /// A mapping.
    Map(IndexMap<String, Member>),
}

/// A member of a mapping.
#[derive(Clone, Debug, PartialEq)]
pub struct Member {
    /// Where its key stands.
    pub key: Span,
    /// Its value.
    pub node: Node,
}

impl Node {
    /// The value of a scalar; none for lists and mappings.
    pub fn scalar(&self) -> Option<Scalar<'_>> {
        match &self.kind {
            NodeKind::Scalar { text, plain: true } => Some(resolve(text)),
            NodeKind::Scalar { text, plain: false } => Some(Scalar::Text(text)),
            NodeKind::List(_) | NodeKind::Map(_) => None,
        }
    }

    /// The text of a scalar that is text.
    pub fn text(&self) -> Option<&str> {
        match self.scalar() {
            Some(Scalar::Text(text)) => Some(text),
            _ => None,
        }
    }

    /// The members of a mapping.
    pub fn map(&self) -> Option<&IndexMap<String, Member>> {
        match &self.kind {
            NodeKind::Map(members) => Some(members),
            _ => None,
        }
    }

    /// The elements of a sequence.
    pub fn list(&self) -> Option<&[Node]> {
        match &self.kind {
            NodeKind::List(items) => Some(items),
            _ => None,
        }
    }

    /// The member `key` of a mapping.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.map()?.get(key).map(|member| &member.node)
    }

    /// The node at a JSON pointer, as far as it leads.
    pub fn at(&self, pointer: &str) -> Option<&Node> {
        steps(pointer).try_fold(self, |node, step| node.step(&step).map(|(_, node)| node))
    }

    /// The text to show for a pointer: a scalar itself, the key of anything bigger. Leads the
    /// pointer nowhere, the nearest node above is shown.
    pub fn shown(&self, pointer: &str) -> Span {
        let mut shown = Span::new(self.span.start, self.span.start);
        let mut node = self;
        for step in steps(pointer) {
            let Some((key, next)) = node.step(&step) else { break };
            node = next;
            shown = match (&node.kind, key) {
                (NodeKind::Scalar { .. }, _) if node.span.end > node.span.start => node.span,
                (_, Some(key)) => key,
                (_, None) => node.span,
            };
        }
        shown
    }

    /// The key at the end of a pointer; none for elements of sequences.
    pub fn key(&self, pointer: &str) -> Option<Span> {
        let (parent, last) = pointer.rsplit_once('/')?;
        self.at(parent)?.step(&unescape(last))?.0
    }

    fn step(&self, step: &str) -> Option<(Option<Span>, &Node)> {
        match &self.kind {
            NodeKind::Map(members) => members.get(step).map(|m| (Some(m.key), &m.node)),
            NodeKind::List(items) => items.get(step.parse::<usize>().ok()?).map(|n| (None, n)),
            NodeKind::Scalar { .. } => None,
        }
    }
}

fn steps(pointer: &str) -> impl Iterator<Item = String> {
    pointer.split('/').skip(1).map(unescape)
}

fn unescape(step: &str) -> String {
    step.replace("~1", "/").replace("~0", "~")
}
