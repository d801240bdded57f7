//! `x-bulk` names members of the elements, each once.

use super::references::{body_members, unknown_member};
use crate::diagnostics::{Code, Diagnostic};
use crate::spec::{Cursor, Elements, MediaType, Operation};

/// Reports unknown members, members that are named twice, and lists without a limit.
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
        found.extend(bulk.get_items("qualifiers").filter_map(|at| check_qualifier(&bulk, &at)));
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

/// Checks that a qualifier is not a member of the key, in which elements are equal already.
fn check_qualifier(bulk: &Cursor<'_>, at: &Cursor<'_>) -> Option<Diagnostic> {
    let name = at.node.as_str()?;
    let first = bulk.get_items("key").find(|key| key.node.as_str() == Some(name))?;
    let message = format!("member `{name}` is listed twice");
    let diagnostic = Diagnostic::new(Code::BadExtensionValue, &at.origin, message);
    Some(diagnostic.label(&first.origin, "first listed here").help("remove one of them"))
}
