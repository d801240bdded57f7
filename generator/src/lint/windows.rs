//! `x-windows` names query parameters of its operation, and `api-version` names a header.

use super::input::Input;
use crate::diagnostics::{Code, Diagnostic, did_you_mean};

/// Reports unknown query parameters and headers.
pub fn check(input: &Input<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for operation in &input.operations {
        let query = operation.query_names();
        for window in operation.cursor.get_items("x-windows") {
            for at in ["start", "end"].into_iter().filter_map(|key| window.get(key)) {
                let Some(name) = at.node.as_str().filter(|name| !query.contains(name)) else {
                    continue;
                };
                let message = format!("{} has no query parameter `{name}`", operation.name());
                let mut diagnostic = Diagnostic::new(Code::UnknownParameter, &at.origin, message);
                diagnostic.help = did_you_mean(name, query.iter().copied());
                found.push(diagnostic);
            }
        }
    }
    found.extend(check_api_version(input));
    found
}

/// Checks that the header with the API version is one of the default headers.
fn check_api_version(input: &Input<'_>) -> Option<Diagnostic> {
    let client = input.root()?.get("x-client")?;
    let version = client.get("api-version")?;
    let name = version.node.as_str()?;
    let headers: Vec<&str> = client.get_members("headers").map(|(name, _)| name).collect();
    if headers.contains(&name) {
        return None;
    }
    let message = format!("header `{name}` is not declared in `headers`");
    let mut diagnostic = Diagnostic::new(Code::BadExtensionValue, &version.origin, message);
    diagnostic.help =
        did_you_mean(name, headers).or_else(|| Some(format!("add `headers: {{ {name}: '…' }}`")));
    Some(diagnostic)
}
