//! Positions by name.

use std::collections::HashMap;

/// An index of names to positions. One type for all uses, because a hash table is costly to compile.
#[derive(Clone, Default)]
pub(crate) struct NameIndex(HashMap<Box<str>, usize>);

impl NameIndex {
    /// Adds a name. An existing name keeps its position, and `false` is returned.
    // not inlined: it would be compiled once more for each caller
    #[inline(never)]
    pub(crate) fn insert(&mut self, name: &str, at: usize) -> bool {
        let is_new = !self.0.contains_key(name);
        if is_new {
            self.0.insert(name.into(), at);
        }
        is_new
    }

    /// Returns the position of a name.
    // not inlined: it would be compiled once more for each caller
    #[inline(never)]
    pub(crate) fn get(&self, name: &str) -> Option<usize> {
        self.0.get(name).copied()
    }
}
