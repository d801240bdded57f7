//! Derives missing and repeated operation ids, and missing summaries, from methods and paths.

use std::collections::BTreeSet;

use heck::ToUpperCamelCase;

use super::repair::Repairs;
use super::walk::{for_each_operation, for_each_path};
use crate::context::Context;
use crate::diagnostics::{Code, Diagnostic};
use crate::location::{FileId, Origin};
use crate::source::{Node, insert, string};

/// Adds a summary and an `operationId` to operations without one. Reports the number of the ids.
pub(super) fn complete(ctx: &mut Context, files: &mut [(FileId, Node)]) {
    let (mut count, mut first) = (0, None);
    let is_foreign = ctx.dialect.is_foreign;
    let mut used = ids(files);
    for (file, tree) in files {
        for_each_path(tree, &mut |path, item| {
            for_each_operation(item, &mut |method, operation| {
                let is_missing = |key: &str, node: &Node| {
                    node.get(key).is_none_or(|text| text.as_str() == Some(""))
                };
                if is_missing("summary", &operation.node) && is_foreign {
                    let method = method.to_ascii_uppercase();
                    let summary = format!("Sends a `{method}` request to `{path}`.");
                    insert(&mut operation.node, "summary", string(summary, operation.key));
                }
                let id = operation.node.get("operationId").and_then(Node::as_str);
                let is_unusable =
                    is_foreign && id.is_some_and(|id| !id.contains(char::is_alphanumeric));
                if is_unusable || is_missing("operationId", &operation.node) {
                    let id = derive(method, path, &mut used);
                    count += 1;
                    first.get_or_insert_with(|| (*file, operation.key, id.clone()));
                    insert(&mut operation.node, "operationId", string(id, operation.key));
                }
            });
        });
    }
    let Some((file, span, id)) = first else { return };
    let message = match count {
        1 => format!("operation has no `operationId`: derived `{id}` from its method and path"),
        _ => format!(
            "{count} operations have no `operationId`: derived `{id}` and others from methods and paths"
        ),
    };
    let diagnostic = Diagnostic::new(Code::MissingOperationId, &Origin::root(file), message);
    let help = "add one; it identifies the operation in documentation, errors and logs";
    ctx.report(diagnostic.span(span).help(help));
}

/// Returns the ids of all operations.
fn ids(files: &mut [(FileId, Node)]) -> BTreeSet<String> {
    let mut ids = BTreeSet::new();
    for (_, tree) in files {
        for_each_path(tree, &mut |_, item| {
            for_each_operation(item, &mut |_, operation| {
                let id = operation.node.get("operationId").and_then(Node::as_str);
                ids.extend(id.map(str::to_owned));
            });
        });
    }
    ids
}

/// Replaces an `operationId` that an earlier operation has.
pub(super) fn separate(ctx: &mut Context, files: &mut [(FileId, Node)]) {
    let mut all = ids(files);
    let mut used = BTreeSet::new();
    for (file, tree) in files {
        let mut repairs = Repairs::default();
        for_each_path(tree, &mut |path, item| {
            for_each_operation(item, &mut |method, operation| {
                let Some(id) = operation.node.get("operationId") else { return };
                let (Some(text), span) = (id.as_str().map(str::to_owned), id.span) else { return };
                if used.insert(text) {
                    return;
                }
                let derived = derive(method, path, &mut all);
                used.insert(derived.clone());
                repairs.add(REPEATED, derived.as_str(), span);
                insert(&mut operation.node, "operationId", string(derived, span));
            });
        });
        repairs.report(ctx, *file);
    }
}

/// The repair of an `operationId` that is not the only one of its kind.
const REPEATED: &str = "derived an `operationId` in place of one that another operation has";

/// Returns the id of an operation, as `getNotesById` for `GET /notes/{id}`, and adds it to those that are used.
fn derive(method: &str, path: &str, used: &mut BTreeSet<String>) -> String {
    let mut id = method.to_owned();
    for segment in path.split('/').filter(|segment| !segment.is_empty()) {
        let name = segment.trim_matches(['{', '}']);
        if segment.starts_with('{') {
            id.push_str("By");
        }
        id.push_str(&name.to_upper_camel_case());
    }
    if id == method {
        id.push_str("Root");
    }
    // paths that differ in symbols only, as in a slash at the end
    while !used.insert(id.clone()) {
        id.push_str("Operation");
    }
    id
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_have_the_words_of_the_path() {
        let mut used = BTreeSet::new();
        let mut derive = |method: &str, path: &str| derive(method, path, &mut used);
        assert_eq!(derive("get", "/notes/{noteId}"), "getNotesByNoteId");
        assert_eq!(derive("post", "/notes/{id}/send-all"), "postNotesByIdSendAll");
        assert_eq!(derive("get", "/"), "getRoot");
        assert_eq!(derive("get", "//"), "getRootOperation");
    }
}
