//! Members that `x-jobs` and `x-queues` name have the types of their meanings.

use super::paging::response_schemas;
use crate::diagnostics::{Code, Diagnostic};
use crate::spec::{Cursor, Elements, Schema};

/// What a member is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Meaning {
    /// A word, which is compared with the states.
    Word,
    /// A number.
    Number,
    /// A point in time.
    Time,
}

/// Reports states, progress and times of other types, and members with two meanings.
pub fn check(spec: &Elements<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for entry in spec.document.long_running_entries() {
        let meanings =
            [("state", Meaning::Word), ("progress", Meaning::Number), ("created", Meaning::Time)];
        let polled = check_members(spec, &entry, "poll", &meanings);
        // a failure may be the message, too
        let keys = ["state", "progress", "job-id", "created"].into_iter();
        let named = keys.filter_map(|key| entry.get(key)).chain(entry.get_items("failure"));
        found.extend(check_meanings_unless(polled, &named.collect::<Vec<_>>()));
        if let Some(list) = entry.get("list") {
            let meanings = [("kind", Meaning::Word), ("date", Meaning::Time)];
            let listed = check_members(spec, &list, "operation", &meanings);
            let keys = ["id", "date", "payload", "kind"].into_iter();
            let named: Vec<_> = keys.filter_map(|key| list.get(key)).collect();
            found.extend(check_meanings_unless(listed, &named));
        }
    }
    found
}

/// Returns the diagnostics about types, or else those about members with two meanings.
fn check_meanings_unless(types: Vec<Diagnostic>, named: &[Cursor<'_>]) -> Vec<Diagnostic> {
    if types.is_empty() { check_meanings(named) } else { types }
}

/// Checks the members of the response of an operation, or of the items if it is a page.
fn check_members(
    spec: &Elements<'_>,
    entry: &Cursor<'_>,
    operation: &str,
    meanings: &[(&str, Meaning)],
) -> Vec<Diagnostic> {
    let operation = entry.get_str(operation).and_then(|id| spec.operation(id));
    let Some(operation) = operation else { return Vec::new() };
    let mut schemas = response_schemas(operation);
    if let Some(items) = operation.page_items() {
        let lists = schemas.iter().filter_map(|own| own.properties().swap_remove(items)?.items());
        schemas = lists.collect();
    }
    let check = |(key, meaning): &(&str, Meaning)| {
        let at = entry.get(key)?;
        let name = at.node.as_str()?;
        let member = schemas.iter().find_map(|schema| schema.properties().swap_remove(name))?;
        check_type(&at, name, &member, *meaning)
    };
    meanings.iter().filter_map(check).collect()
}

/// Checks that a member has one meaning.
fn check_meanings(named: &[Cursor<'_>]) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (index, at) in named.iter().enumerate() {
        let Some(name) = at.node.as_str() else { continue };
        let is_same = |first: &&Cursor<'_>| first.node.as_str() == Some(name);
        let Some(first) = named.iter().take(index).find(is_same) else { continue };
        if first.origin.key().parse::<usize>().is_ok() {
            continue; // in the same list, and reported when that is read
        }
        let message = format!("member `{name}` has two meanings");
        let diagnostic = Diagnostic::new(Code::BadExtensionValue, &at.origin, message);
        found.push(diagnostic.label(&first.origin, "first named here").help("correct one of them"));
    }
    found
}

fn check_type(
    at: &Cursor<'_>,
    name: &str,
    member: &Schema<'_>,
    meaning: Meaning,
) -> Option<Diagnostic> {
    let kind = member.data_type()?;
    let format = member.find_str("format").unwrap_or_default();
    let is_time = kind == "string" && ["date", "date-time"].contains(&format);
    let is_number = ["integer", "number"].contains(&kind);
    let (is_expected, expected) = match meaning {
        Meaning::Word => (!is_time && !["object", "array"].contains(&kind), "a word"),
        Meaning::Number => (is_number, "a number"),
        Meaning::Time => (is_time, "a date or a time"),
    };
    if is_expected {
        return None;
    }
    let message =
        format!("expected a member with {expected} in `{}`, found `{name}`", at.origin.key());
    let diagnostic = Diagnostic::new(Code::BadExtensionValue, &at.origin, message);
    Some(diagnostic.label(&member.cursor.origin, "member is here"))
}
