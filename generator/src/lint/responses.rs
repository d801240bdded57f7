//! Every operation declares a successful response, those with the status 204 have no content, and `x-redirect` has a status.

use crate::diagnostics::{Code, Diagnostic};
use crate::spec::Elements;

/// Reports operations without a successful response, and content that no response can have.
pub fn check(spec: &Elements<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for operation in &spec.operations {
        let responses = operation.responses();
        for response in responses.iter().filter(|it| it.status == "204" && !it.is_reference()) {
            if response.cursor.has("content") {
                let at = response.cursor.origin.child("content");
                let message = "unsupported `content` of a response with the status 204";
                let diagnostic = Diagnostic::new(Code::Unsupported, &at, message);
                let diagnostic = diagnostic.span(spec.document.key_span(&at));
                found.push(diagnostic.help("remove it, or declare another status"));
            }
        }
        if let Some(redirect) = operation.cursor.get("x-redirect")
            && operation.cursor.has_flag("x-redirect")
            && !responses.iter().any(|it| it.is_in(3))
        {
            let message = format!("{} has no response with a 3xx status", operation.name());
            let span = spec.document.key_span(&redirect.origin);
            found.push(
                Diagnostic::new(Code::MisplacedExtension, &redirect.origin, message)
                    .span(span)
                    .help("declare the redirect, as in `'302'`, or remove `x-redirect`"),
            );
        }
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
