//! Every `operationId` is unique. Missing ones are derived before.

use std::collections::BTreeMap;

use crate::diagnostics::{Code, Diagnostic};
use crate::spec::Elements;

/// Reports duplicate operation ids.
pub fn check(spec: &Elements<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let mut first = BTreeMap::new();
    for operation in &spec.operations {
        let origin = &operation.cursor.origin;
        let Some(id) = operation.id().filter(|id| !id.is_empty()) else { continue };
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
