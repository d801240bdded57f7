//! Types of `x-constraints`.

use indexmap::IndexMap;
use serde::Deserialize;

/// An entry of `x-constraints`: one constraint and its condition.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ConstraintExtension {
    /// At least one of these must be present.
    pub any: Option<Vec<MemberSet>>,
    /// All of these must be present.
    pub all: Option<Vec<String>>,
    /// At most one of these may be present.
    pub not_both: Option<Vec<String>>,
    /// These may be present only under the condition.
    pub only: Option<Vec<String>>,
    /// Condition: each member has one of the values.
    #[serde(default)]
    pub when: IndexMap<String, Vec<String>>,
    /// Condition: one of these members is present.
    #[serde(default)]
    pub when_any: Vec<String>,
    /// An explanation, as the end of a sentence.
    pub because: Option<String>,
}

/// One member, or several that must be present together.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub enum MemberSet {
    /// One member.
    One(String),
    /// Several members.
    Several(Vec<String>),
}

impl MemberSet {
    /// Returns the names of the members.
    pub fn names(&self) -> &[String] {
        match self {
            MemberSet::One(name) => std::slice::from_ref(name),
            MemberSet::Several(names) => names,
        }
    }
}

impl ConstraintExtension {
    /// Returns the constrained members, without those of the condition.
    pub fn constrained_members(&self) -> Vec<&str> {
        let any = self.any.iter().flatten().flat_map(MemberSet::names);
        let others = [&self.all, &self.not_both, &self.only].into_iter().flatten().flatten();
        any.chain(others).map(String::as_str).collect()
    }

    /// Returns `true` if the constraint applies to each item of an indexed list.
    pub fn applies_to_items(&self) -> bool {
        let names = self.constrained_members();
        !names.is_empty() && names.iter().all(|name| name.contains("{i}"))
    }
}
