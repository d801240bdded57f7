//! Ids: strings, with one type for each kind of object.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::convert::Infallible;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;
use std::str::FromStr;

#[cfg(feature = "serde")]
use serde_core::{Deserialize, Deserializer, Serialize, Serializer};

#[cfg(feature = "serde")]
use crate::runtime::json;

/// The id of an object of kind `K`, as a string.
///
/// The string is kept as the service sent it: leading zeros are significant.
pub struct Id<K> {
    text: Box<str>,
    kind: PhantomData<fn() -> K>,
}

/// A kind of object that has ids. Implemented by `ids!`.
///
/// This trait is sealed.
pub trait IdKind: sealed::IdKind + 'static {
    /// The name of the id type, for `Debug`.
    const NAME: &'static str;
}

pub mod sealed {
    //! The trait that seals the one of the same name. The module that exports that trait does not export this one.

    /// See [`IdKind`](super::IdKind).
    pub trait IdKind {}
}

impl<K> Id<K> {
    /// Replaces the string.
    pub(crate) fn text_mut(&mut self) -> &mut Box<str> {
        &mut self.text
    }

    /// Returns the id as it is on the wire.
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

impl<K> From<&String> for Id<K> {
    fn from(id: &String) -> Self {
        id.as_str().into()
    }
}

impl<K> From<Id<K>> for String {
    fn from(id: Id<K>) -> Self {
        id.text.into()
    }
}

impl<K> FromStr for Id<K> {
    type Err = Infallible;

    fn from_str(id: &str) -> Result<Self, Infallible> {
        Ok(id.into())
    }
}

/// Integers are accepted as ids of the same digits.
macro_rules! from_integers {
    ($($integer:ty)+) => {
        $(impl<K> From<$integer> for Id<K> {
            fn from(id: $integer) -> Self {
                id.to_string().into()
            }
        })+
    };
}

from_integers!(i32 i64 u16 u32 u64 usize);

impl<K> From<Cow<'_, str>> for Id<K> {
    fn from(id: Cow<'_, str>) -> Self {
        id.into_owned().into()
    }
}

impl<K> PartialEq<str> for Id<K> {
    fn eq(&self, other: &str) -> bool {
        self.as_str() == other
    }
}

impl<K> PartialEq<&str> for Id<K> {
    fn eq(&self, other: &&str) -> bool {
        self.as_str() == *other
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

#[cfg(feature = "serde")]
impl<K> Serialize for Id<K> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self.as_str())
    }
}

#[cfg(feature = "serde")]
impl<'de, K> Deserialize<'de> for Id<K> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        json::deserialize_string(from).map(Self::from)
    }
}
