//! Every operation says what it answers when all goes well.

use super::input::Input;
use crate::diagnostics::{Code, Diagnostic};

pub fn check(input: &Input<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for operation in &input.operations {
        let success = |code: &str| code.starts_with(['2', '3']) || code == "default";
        if operation.spot.map("responses").any(|(code, _)| success(code)) {
            continue;
        }
        let at = operation.spot.origin.child("responses");
        let message = format!("{} declares no answer for the case of success", operation.name());
        found.push(
            Diagnostic::new(Code::MissingResponse, &at, message).help("add `'200'` or another 2xx"),
        );
    }
    found
}
