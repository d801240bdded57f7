//! A YAML document as a tree of nodes with byte ranges.

use std::borrow::Cow;
use std::hash::BuildHasherDefault;

use indexmap::IndexMap;

use super::{Scalar, resolve};
use crate::fnv::Fnv;
use crate::location::{Span, unescape};

/// A node of a file.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// The byte range.
    pub span: Span,
    /// The kind and contents.
    pub kind: NodeKind,
}

/// The kind and contents of a node.
#[derive(Clone, Debug, PartialEq)]
pub enum NodeKind {
    /// A single value.
    Scalar {
        /// The text without quotes.
        text: String,
        /// `true` if it is not quoted and may be a number, a boolean or null.
        plain: bool,
    },
    /// A sequence.
    List(Vec<Node>),
    /// A mapping.
    Map(MemberMap),
}

/// The members of a mapping by key, in the order of the file.
pub type MemberMap = IndexMap<String, Member, BuildHasherDefault<Fnv>>;

/// A member of a mapping.
#[derive(Clone, Debug, PartialEq)]
pub struct Member {
    /// The byte range of the key.
    pub key: Span,
    /// The value.
    pub node: Node,
}

impl Node {
    /// Returns the value of a scalar, or `None` for lists and mappings.
    pub fn scalar(&self) -> Option<Scalar<'_>> {
        match &self.kind {
            NodeKind::Scalar { text, plain: true } => Some(resolve(text)),
            NodeKind::Scalar { text, plain: false } => Some(Scalar::String(text)),
            NodeKind::List(_) | NodeKind::Map(_) => None,
        }
    }

    /// Returns the value of a string.
    pub fn as_str(&self) -> Option<&str> {
        match self.scalar() {
            Some(Scalar::String(text)) => Some(text),
            _ => None,
        }
    }

    /// Returns the members of a mapping.
    pub fn as_map(&self) -> Option<&MemberMap> {
        match &self.kind {
            NodeKind::Map(members) => Some(members),
            _ => None,
        }
    }

    /// Returns the items of a list.
    pub fn as_list(&self) -> Option<&[Node]> {
        match &self.kind {
            NodeKind::List(items) => Some(items),
            _ => None,
        }
    }

    /// Returns the member `key` of a mapping.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.as_map()?.get(key).map(|member| &member.node)
    }

    /// Returns the node at a JSON pointer.
    pub fn at(&self, pointer: &str) -> Option<&Node> {
        segments(pointer).try_fold(self, |node, step| node.step(&step).map(|(_, node)| node))
    }

    /// Returns the span to underline for a pointer: that of a scalar, or that of the key of a list or a
    /// mapping. If there is no node, the closest ancestor is used.
    pub fn display_span(&self, pointer: &str) -> Span {
        let mut span = Span::new(self.span.start, self.span.start);
        let mut node = self;
        for step in segments(pointer) {
            let Some((key, next)) = node.step(&step) else { break };
            node = next;
            span = match (&node.kind, key) {
                (NodeKind::Scalar { .. }, _) if node.span.end > node.span.start => node.span,
                (_, Some(key)) => key,
                (_, None) => node.span,
            };
        }
        span
    }

    /// Returns the span of the key at the end of a pointer, or `None` for items of lists.
    pub fn key_span(&self, pointer: &str) -> Option<Span> {
        let (parent, last) = pointer.rsplit_once('/')?;
        self.at(parent)?.step(&unescape(last))?.0
    }

    /// Returns the child for a segment, and the span of its key in a mapping.
    pub fn step(&self, step: &str) -> Option<(Option<Span>, &Node)> {
        match &self.kind {
            NodeKind::Map(members) => members.get(step).map(|m| (Some(m.key), &m.node)),
            NodeKind::List(items) => items.get(step.parse::<usize>().ok()?).map(|n| (None, n)),
            NodeKind::Scalar { .. } => None,
        }
    }
}

/// Returns the unescaped segments of a JSON pointer.
fn segments(pointer: &str) -> impl Iterator<Item = Cow<'_, str>> {
    pointer.split('/').skip(1).map(unescape)
}
