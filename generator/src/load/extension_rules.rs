//! `x-rules`, typed.

use indexmap::IndexMap;
use serde::Deserialize;

/// An entry of `x-rules`: one demand, and when it is made.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct RuleExtension {
    /// At least one of these is given.
    pub any: Option<Vec<Together>>,
    /// All of these are given.
    pub all: Option<Vec<String>>,
    /// At most one of these is given.
    pub not_both: Option<Vec<String>>,
    /// These are given only under the condition.
    pub only: Option<Vec<String>>,
    /// The condition: these members have one of these values.
    #[serde(default)]
    pub when: IndexMap<String, Vec<String>>,
    /// The condition: one of these members is given.
    #[serde(default)]
    pub when_any: Vec<String>,
    /// What else there is to say about it, as the end of a sentence.
    pub because: Option<String>,
}

/// A member, or several that count together.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub enum Together {
    /// One.
    One(String),
    /// Several.
    Several(Vec<String>),
}

impl Together {
    /// The members.
    pub fn names(&self) -> &[String] {
        match self {
            Together::One(name) => std::slice::from_ref(name),
            Together::Several(names) => names,
        }
    }
}

impl RuleExtension {
    /// The members that the demand is about.
    pub fn demanded(&self) -> Vec<&str> {
        let any = self.any.iter().flatten().flat_map(Together::names);
        let others = [&self.all, &self.not_both, &self.only].into_iter().flatten().flatten();
        any.chain(others).map(String::as_str).collect()
    }

    /// Whether it is about the elements of an indexed list, each by itself.
    pub fn is_of_elements(&self) -> bool {
        let names = self.demanded();
        !names.is_empty() && names.iter().all(|name| name.contains("{i}"))
    }
}
