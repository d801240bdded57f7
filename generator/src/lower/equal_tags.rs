//! Distinguishes the records of a union that have the same value of the discriminator.

use std::collections::{BTreeMap, BTreeSet};

use super::Lowering;
use super::alternatives::is_constant;
use crate::diagnostics::{Code, Diagnostic};
use crate::inflect::first_names;
use crate::ir::{Alternative, Discriminator, TypeId, Union};

impl Lowering<'_> {
    /// Finds a member that has other values in most records, and makes it the discriminator if members distinguish those with
    /// the same value. In descriptions of others, some may not be distinguished.
    pub(super) fn find_shared_constants(&self, union: &mut Union) {
        if union.discriminator != Discriminator::UniqueMembers {
            return;
        }
        let records: Vec<TypeId> = self.api.records_of(union).map(|(_, id)| id).collect();
        let Some(first) = records.first() else { return };
        let mut best: Option<(usize, Union)> = None;
        for member in self.members_of(*first) {
            let values = records.iter().map(|own| self.present_values(*own, &member, is_constant));
            let Some(values) = values.collect::<Option<Vec<_>>>() else { continue };
            let mut found = union.clone();
            found.discriminator = Discriminator::Member(member);
            self.set_tags(&mut found, values);
            self.distinguish_equal_tags(&mut found);
            let count = conflicting_records(&found).len();
            if best.as_ref().is_none_or(|(least, _)| count < *least) {
                best = Some((count, found));
            }
        }
        if let Some((_, found)) = best.filter(|own| own.0 == 0 || self.ctx.dialect.is_foreign) {
            *union = found;
        }
    }

    /// Removes the values of the discriminator that records share which nothing distinguishes: these are read as
    /// an unknown variant.
    pub(super) fn remove_conflicting_tags(&mut self, union: &mut Union) {
        let tags: Vec<String> =
            conflicting_tags(union).iter().map(|(tag, ..)| (*tag).to_owned()).collect();
        for at in conflicting_records(union) {
            if let Some(own) = union.alternatives.get_mut(at) {
                own.tags.retain(|tag| !tags.contains(tag));
                self.undistinguished.insert(own.name.words.clone(), own.origin.clone());
            }
        }
    }

    /// Reports the alternatives that nothing distinguishes.
    pub(super) fn report_undistinguished(&mut self) {
        let names: Vec<String> =
            self.undistinguished.keys().map(|name| format!("`{name}`")).collect();
        let Some((_, first)) = self.undistinguished.first_key_value() else { return };
        let action = "alternatives that nothing distinguishes are read as `Unknown`";
        let message = format!("{action}: {}", first_names(names.into_iter()));
        self.ctx.report(Diagnostic::new(Code::Repaired, first, message));
    }

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

/// A value of the discriminator, and two alternatives that have it and are not distinguished by members.
type Conflict<'u> = (&'u str, &'u Alternative, &'u Alternative);

/// Returns the values of the discriminator that several records have, unless members distinguish these.
pub(super) fn conflicting_tags(union: &Union) -> Vec<Conflict<'_>> {
    let mut owners: BTreeMap<&str, &Alternative> = BTreeMap::new();
    let mut found = Vec::new();
    for own in union.alternatives.iter().filter(|own| own.members.is_empty()) {
        for tag in &own.tags {
            match owners.get(tag.as_str()) {
                Some(first) => found.push((tag.as_str(), *first, own)),
                None => {
                    owners.insert(tag, own);
                }
            }
        }
    }
    found
}

/// Returns the positions of the records with a value of the discriminator that others have, unless members distinguish them.
fn conflicting_records(union: &Union) -> Vec<usize> {
    let tags: BTreeSet<&str> = conflicting_tags(union).iter().map(|(tag, ..)| *tag).collect();
    let has_tag = |own: &Alternative| own.tags.iter().any(|tag| tags.contains(tag.as_str()));
    let all = union.alternatives.iter().enumerate();
    all.filter(|(_, own)| own.members.is_empty() && has_tag(own)).map(|(at, _)| at).collect()
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
