//! Every operation declares a successful response.

use crate::diagnostics::{Code, Diagnostic};
use crate::spec::Elements;

/// Reports operations without a successful response.
pub fn check(spec: &Elements<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for operation in &spec.operations {
        let responses = operation.responses();
        if responses.iter().any(|it| it.is_in(2) || it.is_in(3) || it.is_default()) {
            continue;
        }
        let at = operation.cursor.origin.child("responses");
        let message = format!("{} has no successful response", operation.name());
        found.push(
            Diagnostic::new(Code::MissingResponse, &at, message)
                .help("add `'200'` or another 2xx status"),
        );
    }
    found
}
