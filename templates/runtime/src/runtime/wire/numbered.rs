//! Fields whose names differ by a number: `Text1`, `Text2`, ….

use std::fmt;

/// The values of fields whose names differ only by a number, by that number.
#[derive(Clone, PartialEq)]
// a sorted list: there are few entries
pub struct Numbered<T>(Vec<(u32, T)>);

impl<T> Numbered<T> {
    /// Creates an empty collection.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the value of a number and returns the old value.
    pub fn set(&mut self, n: u32, value: T) -> Option<T> {
        match self.find(n) {
            Ok(at) => self.0.get_mut(at).map(|(_, old)| std::mem::replace(old, value)),
            Err(at) => {
                self.0.insert(at, (n, value));
                None
            }
        }
    }

    /// Returns the value of a number.
    pub fn get(&self, n: u32) -> Option<&T> {
        self.0.get(self.find(n).ok()?).map(|(_, value)| value)
    }

    /// Returns the number of values.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Returns `true` if there are no values.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns the position of a number, or the position where it belongs.
    fn find(&self, n: u32) -> Result<usize, usize> {
        self.0.binary_search_by_key(&n, |(n, _)| *n)
    }

    /// Iterates over the values in ascending order of their numbers.
    pub fn iter(&self) -> NumberedIter<'_, T> {
        NumberedIter(self.0.iter())
    }

    /// Removes the value of a number and returns it.
    pub fn remove(&mut self, n: u32) -> Option<T> {
        self.find(n).ok().map(|at| self.0.remove(at).1)
    }

    /// Removes all values.
    pub fn clear(&mut self) {
        self.0.clear();
    }

    /// Returns the first entry with this number or a higher one.
    pub(crate) fn first_from(&self, n: u32) -> Option<(u32, &T)> {
        let at = self.find(n).unwrap_or_else(|at| at);
        self.0.get(at).map(|(n, value)| (*n, value))
    }
}

impl<T> Default for Numbered<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T: fmt::Debug> fmt::Debug for Numbered<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.iter()).finish()
    }
}

/// An iterator over the values of a [`Numbered`].
#[derive(Clone, Debug)]
pub struct NumberedIter<'a, T>(std::slice::Iter<'a, (u32, T)>);

impl<'a, T> Iterator for NumberedIter<'a, T> {
    type Item = (u32, &'a T);

    fn next(&mut self) -> Option<Self::Item> {
        self.0.next().map(|(n, value)| (*n, value))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.0.size_hint()
    }
}

impl<T> ExactSizeIterator for NumberedIter<'_, T> {}

impl<'a, T> IntoIterator for &'a Numbered<T> {
    type Item = (u32, &'a T);
    type IntoIter = NumberedIter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<T> IntoIterator for Numbered<T> {
    type Item = (u32, T);
    type IntoIter = std::vec::IntoIter<(u32, T)>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<T> Extend<(u32, T)> for Numbered<T> {
    fn extend<I: IntoIterator<Item = (u32, T)>>(&mut self, values: I) {
        for (n, value) in values {
            self.set(n, value);
        }
    }
}

impl<T> FromIterator<(u32, T)> for Numbered<T> {
    fn from_iter<I: IntoIterator<Item = (u32, T)>>(values: I) -> Self {
        let mut all = Self::new();
        all.extend(values);
        all
    }
}
