//! `id`, `immediate` and `objects` of a queue may name members that no response declares, but not misspell others.

use std::collections::BTreeSet;

use crate::diagnostics::{Code, Diagnostic, differs_by};
use crate::spec::{Cursor, Elements};

/// The fewest letters of a name that is compared. Shorter ones resemble too many others.
const MIN_LETTERS: usize = 6;

/// Reports names that differ by a letter from a property.
pub fn check(spec: &Elements<'_>) -> Vec<Diagnostic> {
    let root = spec.document.root_file();
    let tables = ["x-jobs", "x-queues"].into_iter();
    let entries = tables.flat_map(|table| root.iter().flat_map(move |it| it.get_members(table)));
    let named: Vec<Cursor<'_>> = entries
        .flat_map(|(_, entry)| {
            let objects = entry.get("list").into_iter().flat_map(|it| it.get_items("objects"));
            entry
                .get_items("id")
                .chain(entry.get_items("immediate"))
                .chain(objects)
                .collect::<Vec<_>>()
        })
        .collect();
    if named.is_empty() {
        return Vec::new();
    }
    let schemas = spec.schemas.iter();
    let known: BTreeSet<&str> = schemas
        .flat_map(|schema| schema.cursor.get_members("properties").map(|(name, _)| name))
        .collect();
    named.iter().filter_map(|at| check_name(at, &known)).collect()
}

fn check_name(at: &Cursor<'_>, known: &BTreeSet<&str>) -> Option<Diagnostic> {
    let name = at.node.as_str().filter(|name| name.chars().count() >= MIN_LETTERS)?;
    let lower = name.to_lowercase();
    if known.iter().any(|known| known.to_lowercase() == lower) {
        return None; // another spelling
    }
    let near = known.iter().find(|known| differs_by(&lower, &known.to_lowercase(), 1))?;
    let message = format!("no schema has a property `{name}`");
    let diagnostic = Diagnostic::new(Code::ImprobableValue, &at.origin, message);
    Some(diagnostic.help(format!("did you mean `{near}`?")))
}
