//! Compares two versions of a spec: what changes on the wire, what changes for programs, and whether it is breaking.
//!
//! The models of both versions are compared from the root to the members of types. Each difference is a [`SpecChange`] with
//! a [`Rule`], which decides whether it is breaking. The differences of the listings of public items (`API.txt`) are
//! joined to the changes that cause them. Differences without a change have another cause: the generator, or a key of
//! the spec that is not compared.
//!
//! Descriptions and examples are not compared.

mod alternatives;
mod approval;
mod change;
mod comparer;
mod contents;
mod items;
mod join;
mod limits;
mod members;
mod operations;
mod pairs;
mod parameters;
mod report;
mod root;
mod rule;
mod values;
mod version;

use std::collections::BTreeSet;

pub use approval::{Approval, Approvals, Date, Expiry};
pub use change::{Cause, SpecChange};
pub use items::ItemChange;
pub use report::{Format, Report};
pub use rule::Rule;
pub use version::{ChangeLevel, Version};

use comparer::Comparer;

use crate::ir::Api;

/// A version of the spec and what is generated from it.
#[derive(Clone, Copy, Debug)]
pub struct Side<'a> {
    /// The model.
    pub api: &'a Api,
    /// The listing of public items that this generator renders.
    pub listing: &'a str,
}

/// A changed item that is not generated from a changed element.
#[derive(Clone, Debug, PartialEq)]
pub struct OtherItem {
    /// The item.
    pub item: ItemChange,
    /// The origin of the change.
    pub cause: Cause,
    /// The reason of its approval.
    pub approval: Option<String>,
}

/// The changes between two versions.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Comparison {
    /// The changes of elements of the spec, in document order.
    pub changes: Vec<SpecChange>,
    /// The other changed items.
    pub others: Vec<OtherItem>,
}

/// Compares two versions.
///
/// `recorded` is the listing that was stored with the old version, by the generator of that time. What differs from
/// the listing that this generator renders is a change of the generator.
pub fn compare(old: Side<'_>, new: Side<'_>, recorded: Option<&str>) -> Comparison {
    let mut comparer =
        Comparer { old: old.api, new: new.api, changes: Vec::new(), visited: BTreeSet::new() };
    comparer.compare_roots();
    comparer.compare_operations();
    let mut changes = comparer.changes;
    let rendered = items::lines(old.listing);
    let mut others = Vec::new();
    for item in items::changed_items(recorded.unwrap_or(old.listing), new.listing) {
        let is_rendered =
            |line: &Option<String>| line.as_ref().map(|line| rendered.contains(line.as_str()));
        let is_by_generator = match (is_rendered(&item.old), is_rendered(&item.new)) {
            (Some(is_old), _) => !is_old,
            (None, is_new) => is_new.unwrap_or_default(),
        };
        if is_by_generator {
            others.push(OtherItem { item, cause: Cause::Generator, approval: None });
        } else if let Some(change) = join::cause_of(&item, &mut changes) {
            change.items.push(item);
        } else {
            others.push(OtherItem { item, cause: Cause::Spec, approval: None });
        }
    }
    Comparison { changes, others }
}

impl Comparison {
    /// Returns the effect on the version, without approved changes.
    pub fn level(&self) -> ChangeLevel {
        let items = self.changes.iter().flat_map(|change| &change.items);
        let mut items = items.chain(self.others.iter().map(|other| &other.item));
        if self.unapproved().next().is_some() {
            ChangeLevel::Breaking
        } else if items.any(|item| item.old.is_none()) {
            ChangeLevel::Addition
        } else if !self.changes.is_empty() || !self.others.is_empty() {
            ChangeLevel::Fix
        } else {
            ChangeLevel::None
        }
    }

    /// Returns the ids of breaking changes that are not approved.
    pub fn unapproved(&self) -> impl Iterator<Item = String> {
        self.breaking().filter(|(_, is_approved)| !is_approved).map(|(id, _)| id)
    }

    /// Returns the ids of breaking changes, each with `true` if it is approved.
    fn breaking(&self) -> impl Iterator<Item = (String, bool)> {
        let changes = self.changes.iter().filter(|change| change.is_breaking());
        let others = self.others.iter().filter(|other| other.item.rule.is_breaking());
        let changes = changes.map(|it| (it.id(), it.approval.is_some()));
        changes.chain(others.map(|it| (it.item.id(), it.approval.is_some())))
    }
}
