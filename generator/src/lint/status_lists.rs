//! `list` of a queue names operations, and members of its items and of the writes.

use std::collections::BTreeSet;

use super::jobs::check_operation;
use super::paging::response_schemas;
use super::references::body_members;
use super::validate::{ValidationMode, validate_instance};
use crate::diagnostics::{Code, Diagnostic, did_you_mean};
use crate::spec::{Cursor, Elements, Operation, Schema};

/// Reports unknown operations and members, and kinds that do not distinguish the writes.
pub fn check(spec: &Elements<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (name, queue) in spec.document.queues() {
        if let Some(list) = queue.get("list") {
            check_kinds(spec, name, &list, &mut found);
            check_keys(spec, &list, &mut found);
            check_items(spec, &list, &mut found);
        }
    }
    found
}

/// Checks that `kinds` names writes of the queue, with one value each.
fn check_kinds(spec: &Elements<'_>, queue: &str, list: &Cursor<'_>, found: &mut Vec<Diagnostic>) {
    let mut earlier: Vec<Cursor<'_>> = Vec::new();
    for (id, kind) in list.get_members("kinds") {
        let span = spec.document.key_span(&kind.origin);
        match spec.operation(id).map(|operation| operation.cursor.get_str("x-queued")) {
            None => {
                let message = format!("unknown operation `{id}`");
                let mut diagnostic = Diagnostic::new(Code::UnknownOperation, &kind.origin, message);
                let ids = spec.operations.iter().filter_map(Operation::id);
                diagnostic.help = did_you_mean(id, ids);
                found.push(diagnostic.span(span));
            }
            // an unknown queue is an error of its own
            Some(Some(queued)) if !is_queue(spec, queued) => {}
            Some(queued) if queued != Some(queue) => {
                let message = format!("expected an operation with `x-queued: {queue}`, found {id}");
                let diagnostic = Diagnostic::new(Code::BadExtensionValue, &kind.origin, message);
                found
                    .push(diagnostic.span(span).help("remove it, or add the key to the operation"));
            }
            Some(_) => {}
        }
        let is_same = |other: &&Cursor<'_>| other.node.as_str() == kind.node.as_str();
        if let Some(first) = earlier.iter().find(is_same) {
            let message = format!("kind `{}` is listed twice", kind.text().unwrap_or_default());
            let diagnostic = Diagnostic::new(Code::BadExtensionValue, &kind.origin, message);
            found.push(
                diagnostic
                    .label(&first.origin, "first listed here")
                    .help("write the value that distinguishes the writes of the operations"),
            );
        }
        earlier.push(kind);
    }
}

fn is_queue(spec: &Elements<'_>, name: &str) -> bool {
    spec.document.queues().any(|(known, _)| known == name)
}

/// Checks that `members` are those of keys of the writes, unless one of these is unknown.
fn check_keys(spec: &Elements<'_>, list: &Cursor<'_>, found: &mut Vec<Diagnostic>) {
    if list.get_members("kinds").any(|(id, _)| spec.operation(id).is_none()) {
        return;
    }
    let mut known: BTreeSet<&str> = BTreeSet::new();
    for operation in list.get_members("kinds").filter_map(|(id, _)| spec.operation(id)) {
        let Some(bulk) = operation.cursor.get("x-bulk") else { continue };
        let members = body_members(operation);
        for name in [bulk.get_strings("key"), bulk.get_strings("qualifiers")].concat() {
            if !members.contains_key(name) {
                return; // an error of its own
            }
            known.insert(name);
        }
    }
    for (name, member) in list.get_members("members") {
        if known.is_empty() || known.contains(&name) {
            continue;
        }
        let message = format!("no `x-bulk` of an operation in `kinds` names the member `{name}`");
        let mut diagnostic = Diagnostic::new(Code::UnknownBodyMember, &member.origin, message);
        diagnostic.help = did_you_mean(name, known.iter().copied());
        found.push(diagnostic.span(spec.document.key_span(&member.origin)));
    }
}

/// Checks the operation that lists the statuses, and members of these.
fn check_items(spec: &Elements<'_>, list: &Cursor<'_>, found: &mut Vec<Diagnostic>) {
    found.extend(list.get("operation").and_then(|id| check_operation(spec, &id)));
    let Some(operation) = list.get_str("operation").and_then(|id| spec.operation(id)) else {
        return;
    };
    let Some(items) = operation.page_items() else {
        let message = format!("expected a list in pages, found {}", operation.name());
        let at = list.origin.child("operation");
        found.push(Diagnostic::new(Code::BadExtensionValue, &at, message));
        return;
    };
    let schemas = response_schemas(operation);
    let all = schemas.iter().flat_map(Schema::properties);
    let lists = all.filter(|(name, _)| *name == items);
    let items = lists.filter_map(|(_, schema)| schema.items());
    let members: Vec<(&str, Schema<'_>)> = items.flat_map(|schema| schema.properties()).collect();
    let known: Vec<&str> = members.iter().map(|(name, _)| *name).collect();
    let kind = list.get_str("kind").and_then(|kind| members.iter().find(|(name, _)| *name == kind));
    if let Some((_, kind)) = kind {
        for (_, value) in list.get_members("kinds") {
            let mismatches = validate_instance(kind, &value, ValidationMode::Request);
            found.extend(mismatches.into_iter().map(|mismatch| {
                let message = mismatch.message;
                let diagnostic = Diagnostic::new(Code::BadExtensionValue, &mismatch.at, message);
                let mut diagnostic = diagnostic.label(&mismatch.schema, "schema is here");
                diagnostic.help = mismatch.help;
                diagnostic
            }));
        }
    }
    let own = ["id", "date", "payload", "kind"].into_iter().filter_map(|key| list.get(key));
    for at in own.chain(list.get_members("members").map(|(_, at)| at)) {
        let Some(name) = at.node.as_str().filter(|name| !known.contains(name)) else { continue };
        let message = format!("item of {} has no member `{name}`", operation.name());
        let mut diagnostic = Diagnostic::new(Code::UnknownResponseMember, &at.origin, message);
        diagnostic.help = did_you_mean(name, known.iter().copied());
        found.push(diagnostic);
    }
}
