//! `#[cfg]`: under which features an item exists.

use std::collections::BTreeSet;

use super::cursor::{inner, split};
use super::syntax::Attribute;
use crate::emit::token::Token;

/// The feature of the repository's own tests and tools. What needs it is not public.
const INTERNALS: &str = "internals";

/// The conditions that hold for tests and for the documentation only.
const NOT_COMPILED: [&str; 3] = ["test", "doc", "doctest"];

/// The conditions of an item, all of which must hold.
pub(super) type Conditions = BTreeSet<String>;

/// Returns the conditions of an item, or `None` if users never compile it.
pub(super) fn of(attributes: &[Attribute<'_>]) -> Option<Conditions> {
    let mut conditions = Conditions::new();
    for attribute in attributes {
        let arguments = attribute.arguments();
        if attribute.is("doc") && arguments.first().is_some_and(|first| first.is_word("hidden")) {
            return None;
        }
        if attribute.is("cfg") {
            conditions.extend(all(arguments)?);
        }
    }
    Some(conditions)
}

/// Returns the conditions that a predicate consists of, or `None` if users cannot fulfill it.
fn all(predicate: &[Token<'_>]) -> Option<Conditions> {
    match predicate {
        [name] if NOT_COMPILED.contains(&name.text) => None,
        [name] => Some(Conditions::from([name.text.to_owned()])),
        [key, equals, value] if key.is_word("feature") && equals.is_punct("=") => {
            let name = value.text.trim_matches('"');
            (name != INTERNALS).then(|| Conditions::from([name.to_owned()]))
        }
        [key, equals, _] if equals.is_punct("=") => Some(Conditions::from([key.text.to_owned()])),
        [operator, group @ ..] => {
            let mut inner = split(inner(group).unwrap_or_default()).into_iter().map(all);
            if operator.is_word("all") {
                return inner
                    .collect::<Option<Vec<_>>>()
                    .map(|all| all.into_iter().flatten().collect());
            }
            if operator.is_word("any") {
                let any: Vec<String> = inner.flatten().map(|all| join(&all, " and ")).collect();
                return (!any.is_empty()).then(|| Conditions::from([any.join(" or ")]));
            }
            match inner.next()? {
                // the opposite of what never holds always holds
                None => Some(Conditions::new()),
                Some(not) => Some(Conditions::from([format!("not {}", join(&not, " and "))])),
            }
        }
        [] => None,
    }
}

/// Joins conditions.
pub(super) fn join(conditions: &Conditions, separator: &str) -> String {
    conditions.iter().map(String::as_str).collect::<Vec<_>>().join(separator)
}
