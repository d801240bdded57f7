//! Distinguishes the records of a union that have the same value of the discriminator.

use std::collections::{BTreeMap, BTreeSet};

use super::Lowering;
use crate::ir::{Discriminator, Union};

impl Lowering<'_> {
    /// Sets the members that identify a record among those with the same value of the discriminator. One of these may have
    /// none. If they are not distinguished, they have none at all.
    pub(super) fn distinguish_equal_tags(&self, union: &mut Union) {
        for group in equal_tags(union) {
            let picked = group.iter().filter_map(|at| union.alternatives.get(*at).cloned());
            let discriminator = Discriminator::UniqueMembers;
            let mut records = Union { discriminator, alternatives: picked.collect() };
            let members = self.unique_members(&records);
            self.set_tags(&mut records, members);
            let has_all = records.alternatives.iter().all(|own| !own.tags.is_empty());
            if !has_all && !self.has_default(&records) {
                continue;
            }
            for (at, own) in group.iter().zip(records.alternatives) {
                if let Some(alternative) = union.alternatives.get_mut(*at) {
                    alternative.members = own.tags;
                }
            }
        }
    }
}

/// Returns the positions of the alternatives that have a value of the discriminator together. Those that have different
/// values with different ones are left out.
fn equal_tags(union: &Union) -> Vec<Vec<usize>> {
    let mut owners: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, own) in union.alternatives.iter().enumerate() {
        for tag in &own.tags {
            owners.entry(tag).or_default().push(at);
        }
    }
    let groups: BTreeSet<Vec<usize>> =
        owners.into_values().filter(|group| group.len() > 1).collect();
    let is_alone = |group: &Vec<usize>| {
        let mut others = groups.iter().filter(|other| *other != group);
        others.all(|other| other.iter().all(|at| !group.contains(at)))
    };
    groups.iter().filter(|group| is_alone(group)).cloned().collect()
}
