//! `#[cfg]`: under which features an item exists.

use std::collections::BTreeSet;

use syn::punctuated::Punctuated;
use syn::{Attribute, Expr, Lit, Meta, Token};

/// The feature of the repository's own tests and tools. What needs it is not public.
const INTERNALS: &str = "internals";

/// The conditions that hold for tests and for the documentation only.
const NOT_COMPILED: [&str; 3] = ["test", "doc", "doctest"];

/// The conditions of an item, all of which must hold.
pub(super) type Conditions = BTreeSet<String>;

/// Returns the conditions of an item, or `None` if users never compile it.
pub(super) fn of(attributes: &[Attribute]) -> Option<Conditions> {
    let mut conditions = Conditions::new();
    for attribute in attributes {
        if attribute.path().is_ident("doc") && is_hidden(attribute) {
            return None;
        }
        if attribute.path().is_ident("cfg") {
            conditions.extend(all(&attribute.parse_args::<Meta>().ok()?)?);
        }
    }
    Some(conditions)
}

/// Returns `true` for `#[doc(hidden)]`.
fn is_hidden(attribute: &Attribute) -> bool {
    attribute.parse_args::<Meta>().is_ok_and(|meta| meta.path().is_ident("hidden"))
}

/// Returns the conditions that a predicate consists of, or `None` if users cannot fulfill it.
fn all(predicate: &Meta) -> Option<Conditions> {
    match predicate {
        Meta::Path(path) if NOT_COMPILED.iter().any(|name| path.is_ident(name)) => None,
        Meta::NameValue(pair) if pair.path.is_ident("feature") => {
            let name = string(&pair.value)?;
            (name != INTERNALS).then(|| Conditions::from([name]))
        }
        Meta::List(list) => {
            let inner = list
                .parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated)
                .unwrap_or_default();
            let mut inner = inner.iter().map(all);
            if list.path.is_ident("all") {
                return inner
                    .collect::<Option<Vec<_>>>()
                    .map(|all| all.into_iter().flatten().collect());
            }
            if list.path.is_ident("any") {
                let any: Vec<String> = inner.flatten().map(|all| join(&all, " and ")).collect();
                return (!any.is_empty()).then(|| Conditions::from([any.join(" or ")]));
            }
            match inner.next()? {
                // the opposite of what never holds always holds
                None => Some(Conditions::new()),
                Some(not) => Some(Conditions::from([format!("not {}", join(&not, " and "))])),
            }
        }
        other => Some(Conditions::from([other.path().get_ident()?.to_string()])),
    }
}

fn string(value: &Expr) -> Option<String> {
    match value {
        Expr::Lit(literal) => match &literal.lit {
            Lit::Str(text) => Some(text.value()),
            _ => None,
        },
        _ => None,
    }
}

/// Joins conditions.
pub(super) fn join(conditions: &Conditions, separator: &str) -> String {
    conditions.iter().map(String::as_str).collect::<Vec<_>>().join(separator)
}
