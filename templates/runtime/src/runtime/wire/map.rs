//! Ordered maps of names to values.

use std::borrow::Cow;
use std::fmt;

use super::name_index::NameIndex;

/// The number of entries from which names are looked up through an index.
const INDEXED: usize = 16;

/// A map of names to values that keeps the order of its entries.
#[derive(Clone)]
pub struct Map<T> {
    entries: Vec<(Box<str>, T)>,
    /// The position of each name, when there are many.
    index: NameIndex,
}

impl<T> Map<T> {
    /// Creates an empty map.
    pub fn new() -> Self {
        Self::default()
    }

    /// Returns the number of entries.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Returns `true` if there are no entries.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Returns the value of a name.
    pub fn get(&self, name: &str) -> Option<&T> {
        self.entries.get(self.position(name)?).map(|(_, value)| value)
    }

    /// Iterates over the entries, in order.
    pub fn iter(&self) -> MapIter<'_, T> {
        MapIter(self.entries.iter())
    }

    /// Returns the entries, in order.
    pub(crate) fn entries(&self) -> &[(Box<str>, T)] {
        &self.entries
    }

    /// Adds an entry at the end, or replaces the value of an existing one and returns the old value.
    pub fn insert<'n>(&mut self, name: impl Into<Cow<'n, str>>, value: T) -> Option<T> {
        let name = name.into();
        let found = self.position(&name);
        match found.and_then(|at| self.entries.get_mut(at)) {
            Some((_, old)) => Some(std::mem::replace(old, value)),
            None => {
                self.push(name.into(), value);
                None
            }
        }
    }

    /// Removes the entry of a name and returns its value. The order of the others is kept.
    pub fn remove(&mut self, name: &str) -> Option<T> {
        let (_, value) = self.entries.remove(self.position(name)?);
        self.index = NameIndex::default();
        if self.entries.len() > INDEXED {
            for (at, (name, _)) in self.entries.iter().enumerate() {
                self.index.insert(name, at);
            }
        }
        Some(value)
    }

    fn push(&mut self, name: Box<str>, value: T) {
        let at = self.entries.len();
        if at == INDEXED {
            for (at, (name, _)) in self.entries.iter().enumerate() {
                self.index.insert(name, at);
            }
        }
        if at >= INDEXED {
            self.index.insert(&name, at);
        }
        self.entries.push((name, value));
    }

    fn position(&self, name: &str) -> Option<usize> {
        if self.entries.len() <= INDEXED {
            self.entries.iter().position(|(known, _)| &**known == name)
        } else {
            self.index.get(name)
        }
    }

    pub(crate) fn clear(&mut self) {
        self.entries.clear();
        self.index = NameIndex::default();
    }
}

/// An iterator over the entries of a [`Map`].
#[derive(Clone, Debug)]
pub struct MapIter<'a, T>(std::slice::Iter<'a, (Box<str>, T)>);

impl<'a, T> MapIter<'a, T> {
    /// Creates an iterator over entries.
    pub(super) fn over(entries: &'a [(Box<str>, T)]) -> Self {
        Self(entries.iter())
    }
}

impl<'a, T> Iterator for MapIter<'a, T> {
    type Item = (&'a str, &'a T);

    fn next(&mut self) -> Option<Self::Item> {
        self.0.next().map(|(name, value)| (&**name, value))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.0.size_hint()
    }
}

impl<T> ExactSizeIterator for MapIter<'_, T> {}

impl<T> Default for Map<T> {
    fn default() -> Self {
        Self { entries: Vec::new(), index: NameIndex::default() }
    }
}

impl<T: fmt::Debug> fmt::Debug for Map<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.iter()).finish()
    }
}

/// Two maps are equal if they have the same entries in the same order.
impl<T: PartialEq> PartialEq for Map<T> {
    fn eq(&self, other: &Self) -> bool {
        self.entries == other.entries
    }
}

impl<'a, T> IntoIterator for &'a Map<T> {
    type Item = (&'a str, &'a T);
    type IntoIter = MapIter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<T> IntoIterator for Map<T> {
    type Item = (Box<str>, T);
    type IntoIter = std::vec::IntoIter<(Box<str>, T)>;

    fn into_iter(self) -> Self::IntoIter {
        self.entries.into_iter()
    }
}

impl<N: Into<Box<str>>, T> Extend<(N, T)> for Map<T> {
    fn extend<I: IntoIterator<Item = (N, T)>>(&mut self, entries: I) {
        for (name, value) in entries {
            let name: Box<str> = name.into();
            self.insert(String::from(name), value);
        }
    }
}

impl<N: Into<Box<str>>, T> FromIterator<(N, T)> for Map<T> {
    fn from_iter<I: IntoIterator<Item = (N, T)>>(entries: I) -> Self {
        let mut map = Self::new();
        map.extend(entries);
        map
    }
}
