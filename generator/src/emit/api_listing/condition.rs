//! `#[cfg]`: under which features an item exists.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::cursor::{inner, split};
use super::syntax::Attribute;
use crate::emit::token::Token;

/// The feature of the repository's own tests and tools. What needs it is not public.
const INTERNALS: &str = "internals";

/// The conditions that hold for tests and for the documentation only.
const NOT_COMPILED: [&str; 3] = ["test", "doc", "doctest"];

/// The conditions of an item, all of which must hold. Most items share those of their module.
#[derive(Clone, Debug, Default)]
pub(super) struct Conditions(Option<Arc<BTreeSet<String>>>);

impl Conditions {
    fn one(condition: impl Into<String>) -> Self {
        Self(Some(Arc::new(BTreeSet::from([condition.into()]))))
    }

    /// Returns these conditions and others.
    pub(super) fn and(&self, others: &Self) -> Self {
        match (&self.0, &others.0) {
            (_, None) => self.clone(),
            (None, _) => others.clone(),
            (Some(own), Some(others)) => Self(Some(Arc::new(own.union(others).cloned().collect()))),
        }
    }

    /// Returns `true` if there are none.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_none()
    }

    /// Joins the conditions.
    pub(super) fn join(&self, separator: &str) -> String {
        let all = self.0.iter().flat_map(|all| all.iter());
        all.map(String::as_str).collect::<Vec<_>>().join(separator)
    }
}

/// Returns the conditions of an item, or `None` if users never compile it.
pub(super) fn conditions_of(attributes: &[Attribute<'_>]) -> Option<Conditions> {
    let mut conditions = Conditions::default();
    for attribute in attributes {
        let arguments = attribute.arguments();
        if attribute.is("doc") && arguments.first().is_some_and(|first| first.is_word("hidden")) {
            return None;
        }
        if attribute.is("cfg") {
            conditions = conditions.and(&all(arguments)?);
        }
    }
    Some(conditions)
}

/// Returns the conditions that a predicate consists of, or `None` if users cannot fulfill it.
fn all(predicate: &[Token<'_>]) -> Option<Conditions> {
    match predicate {
        [name] if NOT_COMPILED.contains(&name.text) => None,
        [name] => Some(Conditions::one(name.text)),
        [key, equals, value] if key.is_word("feature") && equals.is_punct("=") => {
            let name = value.text.trim_matches('"');
            (name != INTERNALS).then(|| Conditions::one(name))
        }
        [key, equals, _] if equals.is_punct("=") => Some(Conditions::one(key.text)),
        [operator, group @ ..] => {
            let mut inner = split(inner(group).unwrap_or_default()).into_iter().map(all);
            if operator.is_word("all") {
                return inner.try_fold(Conditions::default(), |all, own| Some(all.and(&own?)));
            }
            if operator.is_word("any") {
                let any: Vec<String> = inner.flatten().map(|all| all.join(" and ")).collect();
                return (!any.is_empty()).then(|| Conditions::one(any.join(" or ")));
            }
            match inner.next()? {
                // the opposite of what never holds always holds
                None => Some(Conditions::default()),
                Some(not) => Some(Conditions::one(format!("not {}", not.join(" and ")))),
            }
        }
        [] => None,
    }
}
