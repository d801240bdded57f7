//! `x-constraints` of the schema of a request body.

use indexmap::IndexMap;
use serde::Deserialize;

use crate::constraint::{ConditionalConstraint, Constraint};
use crate::schema::declare::{KeyType, keys};
use crate::schema::{STRINGS, ValueSchema};
use crate::wire_name::WireName;

keys! {
    /// An entry of `x-constraints`: one requirement, and the condition under which it applies.
    #[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
    #[object("a constraint")]
    pub struct ConstraintExtension {
        /// Requirement: at least one of these must be present. A nested list counts as one, if all its members are present.
        #[key("any", default)]
        #[example("[Percent, [Amount, Currency]]")]
        pub any: Option<Vec<MemberSet>>,
        /// Requirement: all of these must be present.
        #[key("all", default)]
        #[example("[Currency]")]
        pub all: Option<Vec<String>>,
        /// Requirement: at most one of these may be present.
        #[key("not-both", default)]
        #[example("[Email, Phone]")]
        pub not_both: Option<Vec<String>>,
        /// Requirement: these may be present only under the condition.
        #[key("only", default)]
        #[example("[ProductName]")]
        pub only: Option<Vec<String>>,
        /// Condition: each member has one of the values.
        #[key("when", default)]
        #[example("{ Type: [FIXED] }")]
        pub when: IndexMap<String, Vec<String>>,
        /// Condition: one of these members is present.
        #[key("when-any", default)]
        #[example("[Amount, 'ItemPrice{i}', 'Money{n}']")]
        pub when_any: Vec<String>,
        /// The reason, as the end of a sentence. It is appended to the message.
        #[key("because", default)]
        pub because: Option<String>,
    }
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

impl KeyType for MemberSet {
    const SCHEMA: ValueSchema = ValueSchema::StringOr(&STRINGS);
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
    /// Returns the constraint with the declared names, or `None` for an empty one, which `lint` reports.
    pub fn to_constraint(&self) -> Option<ConditionalConstraint> {
        let constraint = match (&self.any, &self.all, &self.not_both, &self.only) {
            (Some(sets), ..) => {
                Constraint::AnyOf(sets.iter().map(|set| set.names().to_vec()).collect())
            }
            (_, Some(names), ..) => Constraint::AllOf(names.clone()),
            (_, _, Some(names), _) => Constraint::AtMostOne(names.clone()),
            (.., Some(names)) => Constraint::OnlyIf(names.clone()),
            _ => return None,
        };
        Some(ConditionalConstraint {
            list: None,
            constraint,
            when: self.when.clone().into_iter().collect(),
            when_any: self.when_any.clone(),
            reason: self.because.clone(),
        })
    }

    /// Returns the constrained members, without those of the condition.
    pub fn constrained_members(&self) -> Vec<&str> {
        let any = self.any.iter().flatten().flat_map(MemberSet::names);
        let others = [&self.all, &self.not_both, &self.only].into_iter().flatten().flatten();
        any.chain(others).map(String::as_str).collect()
    }

    /// Returns `true` if the constraint applies to each item of an indexed list.
    pub fn applies_to_items(&self) -> bool {
        let names = self.constrained_members();
        !names.is_empty() && names.iter().all(|name| WireName::parse(name).has_item())
    }
}
