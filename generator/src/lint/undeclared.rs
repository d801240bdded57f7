//! `x-errors`, and `id`, `immediate` and `objects` of queues may name members that no response declares, but not misspell
//! others.

use std::collections::BTreeSet;

use crate::diagnostics::{Code, Diagnostic, differs_by};
use crate::inflect::singularize;
use crate::spec::{Cursor, Elements};

/// The fewest letters of a name that is compared. Shorter ones resemble too many others.
pub(super) const MIN_LETTERS: usize = 5;

/// The keys of `x-errors` with members of errors.
const MEMBERS: [&str; 9] =
    ["status", "success", "failure", "message", "list", "warnings", "field", "text", "level"];

/// Reports names that differ by a letter from a property.
pub fn check(spec: &Elements<'_>) -> Vec<Diagnostic> {
    let root = spec.document.root_file();
    let entries: Vec<_> = spec.document.long_running_entries().collect();
    let ids: Vec<Cursor<'_>> = entries.iter().filter_map(|entry| entry.get("id")).collect();
    let named: Vec<Cursor<'_>> = entries
        .iter()
        .flat_map(|entry| {
            let objects = entry.get("list").into_iter().flat_map(|it| it.get_items("objects"));
            entry.get_items("immediate").chain(objects).collect::<Vec<_>>()
        })
        .collect();
    let errors = root.iter().filter_map(|root| root.get("x-errors"));
    let errors: Vec<Cursor<'_>> = errors
        .flat_map(|errors| MEMBERS.into_iter().filter_map(move |key| errors.get(key)))
        .collect();
    if entries.is_empty() && errors.is_empty() {
        return Vec::new();
    }
    let schemas = spec.schemas.iter();
    let known: BTreeSet<&str> = schemas
        .flat_map(|schema| schema.cursor.get_members("properties").map(|(name, _)| name))
        .collect();
    // an id that no response has is an error of its own
    let ids = ids.iter().flat_map(|ids| check_ids(ids, &known));
    let of_errors = errors.iter().filter_map(|list| check_spellings(list, &known));
    named.iter().filter_map(|at| check_name(at, &known)).chain(ids).chain(of_errors).collect()
}

/// Reports misspellings in a list, of which properties have others.
fn check_ids(list: &Cursor<'_>, known: &BTreeSet<&str>) -> Vec<Diagnostic> {
    let has_id = list.items().any(|at| at.text().is_some_and(|text| known.contains(text)));
    let items = list.items().filter(|_| has_id);
    items.filter_map(|at| check_name(&at, known)).collect()
}

/// Reports a misspelling in a list of spellings, of which no property has one.
fn check_spellings(list: &Cursor<'_>, known: &BTreeSet<&str>) -> Option<Diagnostic> {
    let is_known = |text: &str| known.iter().any(|known| known.eq_ignore_ascii_case(text));
    if list.items().any(|at| at.text().is_some_and(is_known)) {
        return None;
    }
    list.items().find_map(|at| check_name(&at, known))
}

fn check_name(at: &Cursor<'_>, known: &BTreeSet<&str>) -> Option<Diagnostic> {
    let name = at.node.as_str().filter(|name| name.chars().count() >= MIN_LETTERS)?;
    let lower = name.to_lowercase();
    let singular = singularize(&lower);
    if known.iter().any(|known| singularize(&known.to_lowercase()) == singular) {
        return None; // another spelling, or the singular or plural
    }
    let near = known.iter().find(|known| differs_by(&lower, &known.to_lowercase(), 1))?;
    let message = format!("no schema has a property `{name}`");
    let diagnostic = Diagnostic::new(Code::ImprobableValue, &at.origin, message);
    Some(diagnostic.help(format!(
        "did you mean `{near}`? If the name is right, allow it with `x-allow` and the reason"
    )))
}
