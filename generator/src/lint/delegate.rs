//! `delegate` of `x-client` has one placeholder and names a server.

use crate::diagnostics::{Code, Diagnostic, did_you_mean};
use crate::path_template;
use crate::spec::{Cursor, Elements};

/// Reports a malformed prefix and an unknown server.
pub fn check(spec: &Elements<'_>) -> Vec<Diagnostic> {
    let Some(root) = spec.document.root_file() else { return Vec::new() };
    let Some(delegate) = root.get("x-client").and_then(|client| client.get("delegate")) else {
        return Vec::new();
    };
    let account = spec.document.account();
    let prefix = delegate.get("prefix").and_then(|prefix| check_prefix(&prefix, account));
    let host = delegate.get("host").and_then(|host| check_host(&root, &host));
    prefix.into_iter().chain(host).collect()
}

fn check_prefix(prefix: &Cursor<'_>, account: Option<&str>) -> Option<Diagnostic> {
    let text = prefix.node.as_str()?;
    let message = if !text.starts_with('/') || text.ends_with('/') {
        format!("expected a prefix that starts with `/` and does not end with it, found `{text}`")
    } else {
        match path_template::names(text) {
            _ if text.contains(['?', '#']) => {
                format!("expected a prefix without query and fragment, found `{text}`")
            }
            Ok(names) if names.iter().any(|name| Some(&**name) == account) => {
                "expected another placeholder than that of the account parameter".to_owned()
            }
            Ok(names) if names.len() == 1 => return None,
            Ok(names) => format!("expected one placeholder, found {}", names.len()),
            Err(message) => message,
        }
    };
    let diagnostic = Diagnostic::new(Code::BadPath, &prefix.origin, message);
    Some(diagnostic.help("write the acting account as a placeholder, as in `/Agencies/{Agency}`"))
}

fn check_host(root: &Cursor<'_>, host: &Cursor<'_>) -> Option<Diagnostic> {
    let name = host.node.as_str()?;
    let known: Vec<&str> =
        root.get_items("servers").filter_map(|server| server.get_str("x-name")).collect();
    if known.contains(&name) {
        return None;
    }
    let message = format!("unknown server `{name}`");
    let mut diagnostic = Diagnostic::new(Code::UnknownServer, &host.origin, message);
    diagnostic.help = did_you_mean(name, known)
        .or_else(|| Some("write the `x-name` of an item of `servers`".to_owned()));
    Some(diagnostic)
}
