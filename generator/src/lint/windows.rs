//! `x-windows` names query parameters of its operation; `x-client` names what exists.

use super::input::Input;
use crate::diagnostics::{Code, Diagnostic, did_you_mean};

pub fn check(input: &Input<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for operation in &input.operations {
        let query = operation.query();
        for window in operation.spot.list("x-windows") {
            for at in ["start", "end"].into_iter().filter_map(|key| window.get(key)) {
                let Some(name) = at.node.text().filter(|name| !query.contains(name)) else {
                    continue;
                };
                let message = format!("{} has no query parameter `{name}`", operation.name());
                let mut diagnostic = Diagnostic::new(Code::UnknownParameter, &at.origin, message);
                diagnostic.help = did_you_mean(name, query.iter().copied());
                found.push(diagnostic);
            }
        }
    }
    found.extend(api_version(input));
    found
}

/// The header that pins the version is one of those that are sent.
fn api_version(input: &Input<'_>) -> Option<Diagnostic> {
    let client = input.root()?.get("x-client")?;
    let version = client.get("api-version")?;
    let name = version.node.text()?;
    let headers: Vec<&str> = client.map("headers").map(|(name, _)| name).collect();
    if headers.contains(&name) {
        return None;
    }
    let message = format!("`{name}` is not one of the `headers`");
    let mut diagnostic = Diagnostic::new(Code::BadExtensionValue, &version.origin, message);
    diagnostic.help =
        did_you_mean(name, headers).or_else(|| Some(format!("add `headers: {{ {name}: '…' }}`")));
    Some(diagnostic)
}
