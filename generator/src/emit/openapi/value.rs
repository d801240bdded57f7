//! The values that the bundle is written from. They borrow the text of the nodes.

use std::borrow::Cow;
use std::hash::BuildHasherDefault;

use indexmap::IndexMap;

use crate::fnv::Fnv;
use crate::source::{Node, NodeKind, Scalar};

/// A value without locations.
#[derive(Clone, Debug, PartialEq)]
pub enum Value<'a> {
    /// A scalar of the spec.
    Scalar(Scalar<'a>),
    /// A string that is not in the spec.
    Text(String),
    /// A list.
    List(Vec<Value<'a>>),
    /// A mapping.
    Map(Mapping<'a>),
}

/// The members of a mapping by key, in order.
pub type Mapping<'a> = IndexMap<Cow<'a, str>, Value<'a>, BuildHasherDefault<Fnv>>;

impl<'a> Value<'a> {
    /// Creates a value from a node.
    pub fn new(node: &'a Node) -> Self {
        match &node.kind {
            NodeKind::List(items) => Self::List(items.iter().map(Self::new).collect()),
            NodeKind::Map(members) => {
                let pairs = members.iter();
                Self::Map(pairs.map(|(key, m)| (key.into(), Self::new(&m.node))).collect())
            }
            NodeKind::Scalar { .. } => Self::Scalar(node.scalar().unwrap_or(Scalar::Null)),
        }
    }

    /// Returns the value of a string.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::Scalar(Scalar::String(text)) => Some(text),
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Returns the member `key` of a mapping.
    pub fn get(&self, key: &str) -> Option<&Value<'a>> {
        match self {
            Self::Map(members) => members.get(key),
            _ => None,
        }
    }
}

impl<'a> From<&'a str> for Value<'a> {
    fn from(text: &'a str) -> Self {
        Self::Scalar(Scalar::String(text))
    }
}

impl From<String> for Value<'_> {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}
