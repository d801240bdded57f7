//! Every operation has a unique `operationId`.

use std::collections::BTreeMap;

use super::input::Input;
use crate::diagnostics::{Code, Diagnostic};

/// Reports missing and duplicate operation ids.
pub fn check(input: &Input<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let mut first = BTreeMap::new();
    for operation in &input.operations {
        let origin = &operation.cursor.origin;
        let Some(id) = operation.id().filter(|id| !id.is_empty()) else {
            let message = format!("{} has no `operationId`", operation.name());
            found
                .push(Diagnostic::new(Code::MissingOperationId, origin, message).help(
                    "add one; it identifies the operation in documentation, errors and logs",
                ));
            continue;
        };
        let at = origin.child("operationId");
        match first.get(id) {
            Some(other) => found.push(
                Diagnostic::new(
                    Code::DuplicateOperationId,
                    &at,
                    format!("duplicate `operationId`: `{id}`"),
                )
                .label(other, "first declared here")
                .help("rename one of them"),
            ),
            None => {
                first.insert(id, at);
            }
        }
    }
    found
}
