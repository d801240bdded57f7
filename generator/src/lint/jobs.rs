//! `x-jobs` and `x-queues` name existing operations and members of their responses.

use super::distinct::check_distinct;
use super::paging::{response_members, unknown_member};
use super::quota::{check_key, check_used};
use crate::diagnostics::{Code, Diagnostic, closest, did_you_mean};
use crate::source::Scalar;
use crate::spec::{Cursor, Elements, MediaKind, Operation, Parameter, Response};

/// Reports unknown operations and response members.
pub fn check(spec: &Elements<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (key, table, code) in
        [("x-job", "x-jobs", Code::UnknownJob), ("x-queued", "x-queues", Code::UnknownQueue)]
    {
        for operation in &spec.operations {
            let Some(name) = operation.cursor.get(key) else { continue };
            found.extend(check_key(spec, &name, table, code));
            found.extend(check_single(spec, operation, key));
        }
        check_used(spec, key, table, &mut found);
        for (name, poll) in spec.document.root_entries(table) {
            check_start(spec, (name, &poll), key, &mut found);
            for named in ["poll", "download", "replay"] {
                found.extend(poll.get(named).and_then(|id| check_operation(spec, &id)));
            }
            check_paths(spec, &poll, &mut found);
            check_polled(spec, &poll, &mut found);
            check_states(&poll, &mut found);
            found.extend(check_download(spec, &poll));
            found.extend(check_page_size(&poll));
        }
    }
    found
}

/// Checks that the responses that start a job contain its id. If none does, the names of the id are wrong.
fn check_start(
    spec: &Elements<'_>,
    (name, entry): (&str, &Cursor<'_>),
    key: &str,
    found: &mut Vec<Diagnostic>,
) {
    let Some(ids) = entry.get("id") else { return };
    let has_key = |it: &&Operation<'_>| it.cursor.get_str(key) == Some(name);
    let starting: Vec<&Operation<'_>> = spec.operations.iter().filter(has_key).collect();
    let known = entry.get_strings("id");
    let lacks_id = |it: &&&Operation<'_>| {
        let members = response_members(it);
        !known.iter().any(|id| members.contains(id))
    };
    let lacking: Vec<&&Operation<'_>> = starting.iter().filter(lacks_id).collect();
    let names = known.join("`, `");
    if lacking.len() > 1 && lacking.len() == starting.len() {
        let message = format!("no response with `{key}: {name}` has any of `{names}`");
        let mut diagnostic = Diagnostic::new(Code::UnknownResponseMember, &ids.origin, message);
        let members: Vec<&str> = starting.iter().flat_map(|it| response_members(it)).collect();
        let near = known.iter().find_map(|id| closest(id, members.iter().copied()));
        diagnostic.help = near.map(|near| format!("did you mean `{near}`?"));
        found.push(diagnostic);
        return;
    }
    for operation in lacking {
        let message = format!("response of {} has none of `{names}`", operation.name());
        let at = operation.cursor.origin.child(key);
        let diagnostic = Diagnostic::new(Code::UnknownResponseMember, &at, message);
        found.push(diagnostic.label(&ids.origin, "one of these contains the id"));
    }
}

/// Checks that the response of an operation has one meaning.
fn check_single(spec: &Elements<'_>, operation: &Operation<'_>, key: &str) -> Option<Diagnostic> {
    let others: &[&str] = if key == "x-job" { &["x-queued", "x-page"] } else { &["x-page"] };
    let other = others.iter().find(|other| operation.cursor.has(other))?;
    let (at, first) = (operation.cursor.origin.child(other), operation.cursor.origin.child(key));
    let message = format!("`{other}` contradicts `{key}`");
    let diagnostic = Diagnostic::new(Code::BadExtensionValue, &at, message);
    let span = spec.document.key_span(&first);
    Some(
        diagnostic
            .span(spec.document.key_span(&at))
            .label_span(&first, span, format!("`{key}` is here"))
            .help("remove one of them"),
    )
}

/// Checks that the operations of a job have the path parameter of the polled one, which is sent to all of them.
fn check_paths(spec: &Elements<'_>, entry: &Cursor<'_>, found: &mut Vec<Diagnostic>) {
    let Some(poll) = entry.get_str("poll").and_then(|id| spec.operation(id)) else { return };
    let parameters = path_parameters(spec, poll);
    let [expected] = parameters.as_slice() else { return }; // an error of its own
    for at in ["download", "replay"].into_iter().filter_map(|key| entry.get(key)) {
        let Some(operation) = at.node.as_str().and_then(|id| spec.operation(id)) else { continue };
        let names = path_parameters(spec, operation);
        if names == parameters {
            continue;
        }
        let message = format!(
            "expected `{expected}`, the path parameter of {}, found {}",
            poll.name(),
            if names.is_empty() { "none".to_owned() } else { format!("`{}`", names.join("`, `")) }
        );
        let help = match names.len() {
            1 => format!("rename the path parameter of {} to `{expected}`", operation.name()),
            _ => format!("name an operation whose only path parameter is `{expected}`"),
        };
        let diagnostic = Diagnostic::new(Code::BadExtensionValue, &at.origin, message);
        found.push(diagnostic.label(&operation.cursor.origin, "operation is here").help(help));
    }
}

/// Returns the path parameters of an operation, without the account.
fn path_parameters<'a>(spec: &Elements<'a>, operation: &Operation<'a>) -> Vec<&'a str> {
    let account = spec.document.account();
    let names = operation.parameters_in("path").map(Parameter::name);
    names.filter(|name| Some(*name) != account).collect()
}

/// Checks that the operation at `id` exists.
pub(super) fn check_operation(spec: &Elements<'_>, id: &Cursor<'_>) -> Option<Diagnostic> {
    let name = id.node.as_str()?;
    if spec.operation(name).is_some() {
        return None;
    }
    let message = format!("unknown operation `{name}`");
    let mut diagnostic = Diagnostic::new(Code::UnknownOperation, &id.origin, message);
    diagnostic.help = did_you_mean(name, spec.operations.iter().filter_map(|o| o.id()));
    Some(diagnostic)
}

/// Checks that the polled response has the members that are read from it.
fn check_polled(spec: &Elements<'_>, entry: &Cursor<'_>, found: &mut Vec<Diagnostic>) {
    let Some(operation) = entry.get_str("poll").and_then(|id| spec.operation(id)) else { return };
    let members = response_members(operation);
    let single = ["state", "progress", "message", "job-id", "created"]
        .into_iter()
        .filter_map(|key| entry.get(key));
    let named: Vec<Cursor<'_>> = single.chain(entry.get_items("failure")).collect();
    let is_unknown = |at: &Cursor<'_>| at.node.as_str().is_some_and(|it| !members.contains(&it));
    if named.len() > 1 && named.iter().all(is_unknown) {
        found.extend(entry.get("poll").map(|poll| wrong_operation(operation, &poll, &named)));
        return;
    }
    for cursor in named {
        let Some(name) = cursor.node.as_str().filter(|name| !members.contains(name)) else {
            continue;
        };
        let mut diagnostic = unknown_member(operation, &cursor, name);
        diagnostic.help = did_you_mean(name, members.iter().copied());
        found.push(diagnostic);
    }
}

/// Returns a diagnostic about a polled operation whose response has none of the members that are read from it.
fn wrong_operation(
    operation: &Operation<'_>,
    poll: &Cursor<'_>,
    named: &[Cursor<'_>],
) -> Diagnostic {
    let names: Vec<&str> = named.iter().filter_map(Cursor::text).collect();
    let message = format!("response of {} has none of `{}`", operation.name(), names.join("`, `"));
    Diagnostic::new(Code::UnknownResponseMember, &poll.origin, message)
        .label(&operation.cursor.origin, "operation is here")
        .help("name the operation that returns the state")
}

/// Reports a state with two meanings, and a job that never succeeds. The letter case of states is ignored.
fn check_states(entry: &Cursor<'_>, found: &mut Vec<Diagnostic>) {
    if let Some(done) = entry.get("done").filter(|done| done.items().next().is_none()) {
        let message = "expected at least one state in `done`, found none";
        let diagnostic = Diagnostic::new(Code::BadExtensionValue, &done.origin, message);
        found.push(diagnostic.help("add the state that means success"));
    }
    let keys = ["pending", "done", "failed", "undocumented-done", "undocumented-failed"];
    let lists = keys.into_iter().filter_map(|key| entry.get(key));
    check_distinct(lists, |state| format!("state `{state}` is listed twice"), found);
}

/// Checks that a job is downloaded by an operation that returns a file.
fn check_download(spec: &Elements<'_>, entry: &Cursor<'_>) -> Option<Diagnostic> {
    let download = entry.get("download")?;
    let operation = spec.operation(download.node.as_str()?)?;
    let successes = operation.successes();
    let has_file = |response: &Response<'_>| {
        response.media_types().iter().any(|media| media.kind() != Some(MediaKind::Json))
    };
    if operation.cursor.has("x-redirect") || successes.iter().any(has_file) {
        return None;
    }
    let message = format!("expected an operation that returns a file, found {}", operation.name());
    Some(
        Diagnostic::new(Code::BadExtensionValue, &download.origin, message)
            .label(&operation.cursor.origin, "operation is here")
            .help("name another operation, or declare a response with a file"),
    )
}

/// Checks that a page of statuses is not empty.
fn check_page_size(entry: &Cursor<'_>) -> Option<Diagnostic> {
    let size = entry.get("list")?.get("page-size")?;
    if size.node.scalar() != Some(Scalar::Integer(0)) {
        return None;
    }
    let message = "expected a number above 0, found 0";
    Some(Diagnostic::new(Code::BadExtensionValue, &size.origin, message))
}
