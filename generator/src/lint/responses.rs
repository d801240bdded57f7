//! Every operation declares a successful response.

use super::input::Input;
use crate::diagnostics::{Code, Diagnostic};

/// Reports operations without a successful response.
pub fn check(input: &Input<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for operation in &input.operations {
        let success = |code: &str| code.starts_with(['2', '3']) || code == "default";
        if operation.cursor.get_members("responses").any(|(code, _)| success(code)) {
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
