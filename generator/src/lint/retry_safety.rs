//! `x-retry-safety` agrees with what an operation does, by its method, its names and the keys that refer to it.

use heck::ToSnakeCase;

use super::paging::response_members;
use crate::diagnostics::{Code, Diagnostic};
use crate::location::Origin;
use crate::spec::{Cursor, Elements, Operation};

/// The first words of methods that only read. A `POST` is often a read whose parameters do not fit a URL.
const READING: [&str; 26] = [
    "calculate",
    "check",
    "compare",
    "count",
    "describe",
    "download",
    "estimate",
    "exists",
    "export",
    "fetch",
    "filter",
    "find",
    "get",
    "head",
    "list",
    "look",
    "lookup",
    "match",
    "preview",
    "query",
    "read",
    "retrieve",
    "search",
    "show",
    "validate",
    "verify",
];

/// The values of operations that a job cannot repeat. Others are errors of their own.
const NOT_REPEATABLE: [&str; 3] = ["idempotent", "non-idempotent", "metered"];

/// Reports operations that are declared to read but probably write, and keys that contradict the retry safety.
pub fn check(spec: &Elements<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for operation in &spec.operations {
        let Some(safety) = operation.cursor.get("x-retry-safety") else { continue };
        let contradiction = check_keys(spec, operation, &safety);
        if contradiction.is_none() {
            found.extend(check_method(operation, &safety));
        }
        found.extend(contradiction);
    }
    for entry in spec.document.long_running_entries() {
        let list = entry.get("list").and_then(|list| list.get("operation"));
        // one without the state is another operation, which is an error of its own
        let poll = entry.get("poll").filter(|id| has_state(spec, &entry, id));
        let reads = [poll, list].into_iter().flatten();
        found.extend(reads.filter_map(|id| check_polled_safety(spec, &id)));
        found.extend(entry.get("replay").and_then(|id| check_replay(spec, &id)));
    }
    found
}

fn has_no_effect(safety: &str) -> bool {
    ["read", "metered"].contains(&safety)
}

/// Checks that an operation that only reads has the method of one, or a name of one.
fn check_method(operation: &Operation<'_>, safety: &Cursor<'_>) -> Option<Diagnostic> {
    let text = safety.node.as_str().filter(|text| has_no_effect(text))?;
    // correct for each operation that starts a job, whatever its method and name are
    if text == "metered" && operation.cursor.has("x-job") {
        return None;
    }
    let method = operation.method.as_str();
    let names = [operation.cursor.get_str("x-method"), operation.id()];
    let has_name = names.into_iter().flatten().any(|name| {
        let words = name.to_snake_case();
        words.split('_').next().is_some_and(|first| READING.contains(&first))
    });
    let is_expected = match method {
        "POST" => has_name,
        method => !["PUT", "PATCH", "DELETE"].contains(&method),
    };
    if is_expected {
        return None;
    }
    let message = format!("`{text}` for {}, whose method is `{method}`", operation.name());
    let diagnostic = Diagnostic::new(Code::ImprobableValue, &safety.origin, message);
    Some(diagnostic.help(
        "write `idempotent` or `non-idempotent`; if it only reads, allow it with `x-allow` and the reason",
    ))
}

/// Checks that the other keys of an operation do not contradict its retry safety.
fn check_keys(
    spec: &Elements<'_>,
    operation: &Operation<'_>,
    safety: &Cursor<'_>,
) -> Option<Diagnostic> {
    let text = safety.node.as_str()?;
    let (keys, help): (&[&str], _) = match text {
        "read" if operation.cursor.has("x-job") => {
            (&["x-job"], "write `metered`: a repetition starts another job")
        }
        text if has_no_effect(text) => {
            (&["x-queued", "x-bulk"], "write `idempotent` or `non-idempotent`, or remove the key")
        }
        _ => return None,
    };
    let key = keys.iter().find(|key| has_write_key(spec, operation, key))?;
    let at = operation.cursor.origin.child(key);
    let message = format!("`x-retry-safety: {text}` contradicts `{key}`");
    let diagnostic = Diagnostic::new(Code::BadExtensionValue, &safety.origin, message);
    let span = spec.document.key_span(&at);
    Some(diagnostic.label_span(&at, span, format!("`{key}` is here")).help(help))
}

/// Returns `true` if an operation has a key of writes. An unknown job and a bulk write without a body are errors of their own.
fn has_write_key(spec: &Elements<'_>, operation: &Operation<'_>, key: &str) -> bool {
    let has = |key: &str| operation.cursor.has(key);
    let table = match key {
        "x-job" => "x-jobs",
        "x-queued" if has("x-job") => return false, // reported with the jobs
        "x-queued" => "x-queues",
        _ => return has(key) && has("requestBody"),
    };
    let root = spec.document.root_file();
    let entry = operation.cursor.get_str(key).and_then(|name| root?.get(table)?.get(name));
    // one that polls itself is repeated as long as the job runs
    entry.is_some_and(|entry| entry.get_str("poll") != operation.id())
}

/// Checks that an operation that is repeated until it has a result only reads.
pub(super) fn check_polled_safety(spec: &Elements<'_>, id: &Cursor<'_>) -> Option<Diagnostic> {
    let operation = spec.operation(id.node.as_str()?)?;
    let safety = operation.cursor.get("x-retry-safety")?;
    let text = safety.node.as_str().filter(|text| NOT_REPEATABLE.contains(text))?;
    let message = format!(
        "expected an operation with `x-retry-safety: read`, found {}, which has `{text}`",
        operation.name()
    );
    Some(contradicting_operation(id, &safety.origin, message))
}

/// Returns `true` if the response of an operation has the state of a job.
fn has_state(spec: &Elements<'_>, entry: &Cursor<'_>, id: &Cursor<'_>) -> bool {
    let operation = id.node.as_str().and_then(|id| spec.operation(id));
    let state = entry.get_str("state");
    operation.is_some_and(|it| state.is_some_and(|state| response_members(it).contains(&state)))
}

/// Checks that an operation that runs a job again is not a read.
fn check_replay(spec: &Elements<'_>, id: &Cursor<'_>) -> Option<Diagnostic> {
    let operation = spec.operation(id.node.as_str()?)?;
    let safety = operation.cursor.get("x-retry-safety")?;
    safety.node.as_str().filter(|text| *text == "read")?;
    let message = format!(
        "expected an operation that starts a job, found {}, which is `read`",
        operation.name()
    );
    Some(contradicting_operation(id, &safety.origin, message))
}

/// Returns a diagnostic about an operation that is named.
fn contradicting_operation(id: &Cursor<'_>, safety: &Origin, message: String) -> Diagnostic {
    Diagnostic::new(Code::BadExtensionValue, &id.origin, message)
        .label(safety, "retry safety is here")
        .help("name another operation, or correct its `x-retry-safety`")
}
