//! Items that two adjacent parts of a range have in common.

/// The hashes of the items of the previous part and of the current part.
///
/// The parts share a time, so an item of that time is in both. It is the same item if its JSON is the same.
#[derive(Default)]
pub(super) struct Duplicates {
    /// The hashes in order, each with the number of items that were not found again.
    previous: Vec<(u64, usize)>,
    current: Vec<u64>,
}

impl Duplicates {
    /// Adds the items of a page of the current part. Returns the positions of those that the previous part has, each
    /// as often as there.
    pub(super) fn add(&mut self, hashes: &[u64]) -> Vec<usize> {
        self.current.extend_from_slice(hashes);
        let mut found = Vec::new();
        for (index, hash) in hashes.iter().enumerate() {
            let Ok(at) = self.previous.binary_search_by_key(hash, |(hash, _)| *hash) else {
                continue;
            };
            if let Some((_, left)) = self.previous.get_mut(at).filter(|(_, left)| *left > 0) {
                *left -= 1;
                found.push(index);
            }
        }
        found
    }

    /// Begins the next part.
    pub(super) fn next_part(&mut self) {
        let mut hashes = std::mem::take(&mut self.current);
        hashes.sort_unstable();
        self.previous.clear();
        for hash in hashes {
            match self.previous.last_mut().filter(|(known, _)| *known == hash) {
                Some((_, count)) => *count += 1,
                None => self.previous.push((hash, 1)),
            }
        }
    }
}
