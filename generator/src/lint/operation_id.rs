//! Every operation has an `operationId` of its own.

use std::collections::BTreeMap;

use super::input::Input;
use crate::diagnostics::{Code, Diagnostic};

pub fn check(input: &Input<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let mut first = BTreeMap::new();
    for operation in &input.operations {
        let origin = &operation.spot.origin;
        let Some(id) = operation.id().filter(|id| !id.is_empty()) else {
            let message = format!("{} has no `operationId`", operation.name());
            found.push(
                Diagnostic::new(Code::MissingOperationId, origin, message)
                    .help("add one; documents, errors and logs call the operation by it"),
            );
            continue;
        };
        let at = origin.child("operationId");
        match first.get(id) {
            Some(other) => found.push(
                Diagnostic::new(
                    Code::DuplicateOperationId,
                    &at,
                    format!("a second operation `{id}`"),
                )
                .label(other, "here is the first")
                .help("rename one of them"),
            ),
            None => {
                first.insert(id, at);
            }
        }
    }
    found
}
