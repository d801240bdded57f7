//! Names of headers are valid and unique, and the headers of requests can be sent.

use crate::diagnostics::{Code, Diagnostic};
use crate::spec::{Cursor, Elements};

/// Headers that only the client sets, or that apply to a connection. OpenAPI ignores parameters with the first three
/// names.
const RESERVED: [&str; 12] = [
    "accept",
    "authorization",
    "content-type",
    "connection",
    "content-length",
    "host",
    "keep-alive",
    "proxy-connection",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
];

/// Reports invalid and duplicate names of headers, and header parameters that cannot be sent.
pub fn check(spec: &Elements<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for parameter in spec.parameters.iter().filter(|parameter| parameter.location() == "header") {
        let Some(name) = parameter.cursor.get("name") else { continue };
        let text = name.node.as_str().unwrap_or_default();
        let invalid = check_sent_name(text).map(|(message, help)| {
            Diagnostic::new(Code::BadHeader, &name.origin, message).help(help)
        });
        found.extend(invalid.or_else(|| check_default(spec, &name, text)));
    }
    let responses = spec.responses.iter().map(|response| &response.cursor);
    for owner in responses.chain(&spec.encodings) {
        check_declared(spec, owner, &mut found);
    }
    found
}

/// Reports a parameter that every request has as a default header, with another value.
fn check_default(spec: &Elements<'_>, name: &Cursor<'_>, text: &str) -> Option<Diagnostic> {
    let client = spec.document.root_file()?.get("x-client")?;
    let mut headers = client.get_members("headers");
    let (_, header) = headers.find(|(header, _)| header.eq_ignore_ascii_case(text))?;
    let message = format!("header `{text}` is sent with every request");
    let diagnostic = Diagnostic::new(Code::BadHeader, &name.origin, message);
    let span = spec.document.key_span(&header.origin);
    let help = "remove the parameter, or the header of `x-client`";
    Some(diagnostic.label_span(&header.origin, span, "declared here").help(help))
}

/// Returns the message and the help about a header that cannot be sent.
pub fn check_sent_name(name: &str) -> Option<(String, &'static str)> {
    if !is_token(name) {
        return Some(invalid_name(name));
    }
    let is_reserved = RESERVED.iter().any(|reserved| reserved.eq_ignore_ascii_case(name));
    is_reserved.then(|| (format!("header `{name}` is set by the client"), "remove it"))
}

fn invalid_name(name: &str) -> (String, &'static str) {
    let message = format!("expected the name of a header, found `{}`", name.escape_debug());
    (message, "write letters, digits and `-`, as in `X-Version`")
}

/// Returns `true` if HTTP permits a text as a name.
pub fn is_token(name: &str) -> bool {
    let is_allowed = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c);
    !name.is_empty() && name.chars().all(is_allowed)
}

/// Reports invalid names in `headers` of an object, and those that differ only in case.
fn check_declared(spec: &Elements<'_>, owner: &Cursor<'_>, found: &mut Vec<Diagnostic>) {
    let headers: Vec<(&str, Cursor<'_>)> = owner.get_members("headers").collect();
    for (index, (name, header)) in headers.iter().enumerate() {
        let span = spec.document.key_span(&header.origin);
        if !is_token(name) {
            let (message, help) = invalid_name(name);
            let diagnostic = Diagnostic::new(Code::BadHeader, &header.origin, message);
            found.push(diagnostic.span(span).help(help));
        }
        let mut earlier = headers.iter().take(index);
        if let Some((_, first)) = earlier.find(|(other, _)| other.eq_ignore_ascii_case(name)) {
            let message = format!("duplicate header `{name}`");
            let diagnostic = Diagnostic::new(Code::BadHeader, &header.origin, message).span(span);
            let first_span = spec.document.key_span(&first.origin);
            found.push(
                diagnostic
                    .label_span(&first.origin, first_span, "first declared here")
                    .help("remove one of them; the case of letters has no meaning"),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::check_sent_name;

    #[test]
    fn sent_names_are_tokens_that_the_client_does_not_set() {
        for name in ["X-Version", "if-none-match", "a_b.c"] {
            assert_eq!(check_sent_name(name), None, "{name}");
        }
        for name in ["", "X Version", "X:", "\r\n", "é", "Authorization", "HOST", "content-type"] {
            assert!(check_sent_name(name).is_some(), "{name}");
        }
    }
}
