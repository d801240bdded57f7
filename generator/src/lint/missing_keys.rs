//! Operations with the parameters of pages, or with the response that starts a job, have the keys for these.

use std::collections::BTreeSet;

use super::paging::response_schemas;
use crate::diagnostics::{Code, Diagnostic};
use crate::resolve::ComponentRef;
use crate::spec::{Cursor, Elements, Operation, Schema};

/// The keys of an operation whose response is not the result.
const KEYS: [&str; 2] = ["x-job", "x-queued"];

/// Reports operations that are probably lists in pages or start jobs, without `x-page`, `x-job` or `x-queued`.
pub fn check(spec: &Elements<'_>) -> Vec<Diagnostic> {
    let Some(root) = spec.document.root_file() else { return Vec::new() };
    let entries = spec.document.long_running_entries();
    let named: BTreeSet<&str> = entries.flat_map(|entry| named_operations(&entry)).collect();
    let starting: Vec<Starting<'_, '_>> = spec
        .operations
        .iter()
        .filter_map(|operation| {
            let key = KEYS.into_iter().find(|key| operation.cursor.has(key))?;
            Some(Starting { operation, key, components: response_components(operation) })
        })
        .collect();
    let mut found = Vec::new();
    for operation in &spec.operations {
        found.extend(check_page(&root, operation));
        if operation.id().is_none_or(|id| !named.contains(id)) {
            found.extend(check_job(operation, &starting));
        }
    }
    found
}

/// An operation that starts a job or queues a write.
struct Starting<'s, 'a> {
    operation: &'s Operation<'a>,
    key: &'static str,
    /// The components that are its responses.
    components: Vec<&'a ComponentRef>,
}

/// Returns the operations that an entry of `x-jobs` or `x-queues` names.
fn named_operations<'a>(entry: &Cursor<'a>) -> Vec<&'a str> {
    let own = ["poll", "download", "replay"].into_iter().filter_map(|key| entry.get_str(key));
    own.chain(entry.get("list").and_then(|list| list.get_str("operation"))).collect()
}

/// Reports an operation with both parameters of a paging style and with a list in its response that is no list in pages.
fn check_page(root: &Cursor<'_>, operation: &Operation<'_>) -> Option<Diagnostic> {
    let query = operation.query_names();
    let has = |paging: &Cursor<'_>| {
        let names = ["page", "size"].map(|key| paging.get_str(key));
        names.iter().all(|name| name.is_some_and(|name| query.contains(&name)))
    };
    let (style, _) = root.get_members("x-paging").find(|(_, paging)| has(paging))?;
    // `x-job` and `x-queued` exclude `x-page`
    let has_key =
        operation.cursor.has("x-page") || KEYS.iter().any(|key| operation.cursor.has(key));
    if has_key || !has_list(operation) {
        return None;
    }
    let message = format!(
        "{} has the parameters of the paging style `{style}`, but no `x-page`",
        operation.name()
    );
    let diagnostic = Diagnostic::new(Code::MissingKey, &operation.cursor.origin, message);
    let help = format!(
        "add `x-page: {{ style: {style}, items: … }}`, or allow it with `x-allow` and the reason"
    );
    Some(diagnostic.help(help))
}

/// Returns `true` if a response has a member that is a list.
fn has_list(operation: &Operation<'_>) -> bool {
    let is_list = |schema: &Schema<'_>| schema.items().is_some();
    response_schemas(operation).iter().any(|schema| schema.properties().values().any(is_list))
}

/// Reports an operation whose response is the one by which others start a job or queue a write.
fn check_job(operation: &Operation<'_>, starting: &[Starting<'_, '_>]) -> Option<Diagnostic> {
    let is_read = operation.cursor.get_str("x-retry-safety") == Some("read");
    if is_read || KEYS.iter().any(|key| operation.cursor.has(key)) {
        return None;
    }
    let components = response_components(operation);
    let is_same = |other: &&Starting<'_, '_>| {
        other.components.iter().any(|component| components.contains(component))
    };
    let other = starting.iter().find(is_same)?;
    let (name, key) = (other.operation.name(), other.key);
    let message =
        format!("{} returns the response of {name}, but has no `{key}`", operation.name());
    let diagnostic = Diagnostic::new(Code::MissingKey, &operation.cursor.origin, message);
    let diagnostic = diagnostic.label(&other.operation.cursor.origin.child(key), "key is here");
    Some(diagnostic.help(format!("add `{key}`, or allow it with `x-allow` and the reason")))
}

/// Returns the components that are successful responses in JSON.
fn response_components<'a>(operation: &Operation<'a>) -> Vec<&'a ComponentRef> {
    response_schemas(operation).iter().filter_map(|schema| schema.resolved().component).collect()
}
