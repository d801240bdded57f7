//! Where names stand.

use std::collections::HashMap;

/// StructMeta, and where each of them stands. One type for all who need it: a hash table is much code.
#[derive(Clone, Debug, Default)]
pub(crate) struct NameIndex(HashMap<Box<str>, usize>);

impl NameIndex {
    /// Adds a name; `false` when it was there before, it stands where it stood then.
    // in line, it would be compiled once more for each caller
    #[inline(never)]
    pub(crate) fn insert(&mut self, name: &str, at: usize) -> bool {
        let is_new = !self.0.contains_key(name);
        if is_new {
            self.0.insert(name.into(), at);
        }
        is_new
    }

    /// Where a name stands.
    #[inline(never)]
    pub(crate) fn get(&self, name: &str) -> Option<usize> {
        self.0.get(name).copied()
    }
}
