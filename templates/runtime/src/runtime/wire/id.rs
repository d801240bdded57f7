//! Ids: text, of one type for each kind of thing.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;

#[cfg(feature = "serde")]
use super::bridge::{self, Deserialize, Deserializer, Serialize, Serializer};
use super::fault::Fault;
use super::raw::Raw;
use super::report::Context;
use super::slot::{Element, Put};
use super::text;
use super::view::View;

/// The text that identifies a thing of kind `K`, as it stands on the wire.
pub struct Id<K> {
    text: Box<str>,
    kind: PhantomData<fn() -> K>,
}

/// A kind of things that have ids. Implemented by `ids!`.
pub trait IdKind: 'static {
    /// The name of the id type, for `Debug`.
    const NAME: &'static str;
}

impl<K> Id<K> {
    /// The id as it stands on the wire.
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

impl<K> From<&str> for Id<K> {
    fn from(id: &str) -> Self {
        Self { text: id.into(), kind: PhantomData }
    }
}

impl<K> From<String> for Id<K> {
    fn from(id: String) -> Self {
        Self { text: id.into(), kind: PhantomData }
    }
}

impl<K> From<u64> for Id<K> {
    fn from(id: u64) -> Self {
        id.to_string().into()
    }
}

impl<K> From<&Id<K>> for Id<K> {
    fn from(id: &Id<K>) -> Self {
        id.clone()
    }
}

impl<K> Clone for Id<K> {
    fn clone(&self) -> Self {
        self.as_str().into()
    }
}

impl<K> Default for Id<K> {
    fn default() -> Self {
        Self { text: Box::default(), kind: PhantomData }
    }
}

impl<K> PartialEq for Id<K> {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl<K> Eq for Id<K> {}

impl<K> Hash for Id<K> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.text.hash(state);
    }
}

impl<K> PartialOrd for Id<K> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<K> Ord for Id<K> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.text.cmp(&other.text)
    }
}

impl<K> AsRef<str> for Id<K> {
    fn as_ref(&self) -> &str {
        &self.text
    }
}

impl<K> fmt::Display for Id<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.text)
    }
}

impl<K: IdKind> fmt::Debug for Id<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple(K::NAME).field(&self.text).finish()
    }
}

impl<K> Put for Id<K> {
    fn view(&self) -> View<'_> {
        View::Text(self.as_str().into())
    }
}

impl<K> Element for Id<K> {
    fn blank() -> Self {
        Self::default()
    }

    fn fill(&mut self, raw: Raw<'_>, cx: &mut Context) -> Result<bool, Fault> {
        text::fill(&mut self.text, raw, cx)
    }
}

#[cfg(feature = "serde")]
impl<K> Serialize for Id<K> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self.as_str())
    }
}

#[cfg(feature = "serde")]
impl<'de, K> Deserialize<'de> for Id<K> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        bridge::deserialize_text(from).map(Self::from)
    }
}
