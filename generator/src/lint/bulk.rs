//! `x-bulk` names members of the elements, and `list` of a queue names an operation and members of its items.

use super::jobs::check_operation;
use super::paging::response_schemas;
use super::references::{body_members, unknown_member};
use crate::diagnostics::{Code, Diagnostic, did_you_mean};
use crate::spec::{Cursor, Elements, MediaType, Operation, Schema};

/// Reports unknown members and operations, and lists without a limit.
pub fn check(spec: &Elements<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for operation in &spec.operations {
        let Some(bulk) = operation.cursor.get("x-bulk") else { continue };
        let known = body_members(operation);
        if known.is_empty() {
            let message = format!("{} has no request body with members", operation.name());
            found.push(Diagnostic::new(Code::BadExtensionValue, &bulk.origin, message));
            continue;
        }
        found.extend(check_limit(operation, &bulk));
        let key = bulk.get("key");
        if let Some(key) = key.as_ref().filter(|key| key.items().next().is_none()) {
            let message = "expected at least a member, found none".to_owned();
            found.push(Diagnostic::new(Code::BadExtensionValue, &key.origin, message));
        }
        for at in bulk.get_items("key").chain(bulk.get_items("qualifiers")) {
            let Some(name) = at.node.as_str().filter(|name| !known.contains_key(name)) else {
                continue;
            };
            found.push(unknown_member(operation, &at, name, &known));
        }
    }
    let root = spec.document.root_file();
    for (_, queue) in root.iter().flat_map(|root| root.get_members("x-queues")) {
        if let Some(list) = queue.get("list") {
            check_list(spec, &list, &mut found);
        }
    }
    found
}

/// Checks that a list as a body has a maximum number of items, which is the size of a chunk.
fn check_limit(operation: &Operation<'_>, bulk: &Cursor<'_>) -> Option<Diagnostic> {
    let schema = operation.body_media_types().iter().find_map(MediaType::schema)?;
    let is_list = schema.data_type() == Some("array");
    if !is_list || schema.parts().iter().any(|part| part.cursor.has("maxItems")) {
        return None;
    }
    let message = "expected `maxItems` of the list, by which elements are divided into requests";
    let diagnostic = Diagnostic::new(Code::BadExtensionValue, &bulk.origin, message);
    Some(diagnostic.label(&schema.cursor.origin, "list is here"))
}

/// Checks the operations and members in `list`.
fn check_list(spec: &Elements<'_>, list: &Cursor<'_>, found: &mut Vec<Diagnostic>) {
    found.extend(list.get("operation").and_then(|id| check_operation(spec, &id)));
    for (id, kind) in list.get_members("kinds") {
        if spec.operation(id).is_none() {
            let message = format!("unknown operation `{id}`");
            let mut diagnostic = Diagnostic::new(Code::UnknownOperation, &kind.origin, message);
            diagnostic.help = did_you_mean(id, spec.operations.iter().filter_map(Operation::id));
            found.push(diagnostic.span(spec.document.key_span(&kind.origin)));
        }
    }
    let Some(operation) = list.get_str("operation").and_then(|id| spec.operation(id)) else {
        return;
    };
    let Some(items) = operation.cursor.get("x-page").and_then(|page| page.get_str("items")) else {
        let message = format!("expected a list in pages, found {}", operation.name());
        let at = list.origin.child("operation");
        found.push(Diagnostic::new(Code::BadExtensionValue, &at, message));
        return;
    };
    let schemas = response_schemas(operation);
    let all = schemas.iter().flat_map(Schema::properties);
    let lists = all.filter(|(name, _)| *name == items);
    let items = lists.filter_map(|(_, schema)| schema.items());
    let known: Vec<&str> = items.flat_map(|schema| schema.properties().into_keys()).collect();
    let own = ["id", "date", "payload", "kind"].into_iter().filter_map(|key| list.get(key));
    for at in own.chain(list.get_members("members").map(|(_, at)| at)) {
        let Some(name) = at.node.as_str().filter(|name| !known.contains(name)) else { continue };
        let message = format!("item of {} has no member `{name}`", operation.name());
        let mut diagnostic = Diagnostic::new(Code::UnknownResponseMember, &at.origin, message);
        diagnostic.help = did_you_mean(name, known.iter().copied());
        found.push(diagnostic);
    }
}
