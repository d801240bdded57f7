//! `delegate` of `x-client` has one placeholder and names a server.

use crate::diagnostics::{Code, Diagnostic, did_you_mean};
use crate::spec::{Cursor, Elements};

/// Reports a malformed prefix and an unknown server.
pub fn check(spec: &Elements<'_>) -> Vec<Diagnostic> {
    let Some(root) = spec.document.root_file() else { return Vec::new() };
    let Some(delegate) = root.get("x-client").and_then(|client| client.get("delegate")) else {
        return Vec::new();
    };
    let prefix = delegate.get("prefix").and_then(|prefix| check_prefix(&prefix));
    let host = delegate.get("host").and_then(|host| check_host(&root, &host));
    prefix.into_iter().chain(host).collect()
}

fn check_prefix(prefix: &Cursor<'_>) -> Option<Diagnostic> {
    let text = prefix.node.as_str()?;
    let message = if !text.starts_with('/') || text.ends_with('/') {
        format!("expected a prefix that starts with `/` and does not end with it, found `{text}`")
    } else {
        match placeholders(text) {
            Some(1) => return None,
            Some(count) => format!("expected one placeholder, found {count}"),
            None => "unbalanced braces".to_owned(),
        }
    };
    let diagnostic = Diagnostic::new(Code::BadPath, &prefix.origin, message);
    Some(diagnostic.help("write the acting account as a placeholder, as in `/Agencies/{Agency}`"))
}

/// Returns the number of placeholders of a path, or `None` if its braces are unbalanced.
fn placeholders(path: &str) -> Option<usize> {
    let mut count = 0;
    let mut rest = path;
    while let Some((before, after)) = rest.split_once('{') {
        let (name, tail) = after.split_once('}')?;
        if before.contains('}') || name.is_empty() || name.contains(['{', '/']) {
            return None;
        }
        count += 1;
        rest = tail;
    }
    (!rest.contains('}')).then_some(count)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_are_counted() {
        for (path, count) in [
            ("/Agencies/{Agency}", Some(1)),
            ("/Agencies", Some(0)),
            ("/{A}/{B}", Some(2)),
            ("/{A", None),
            ("/A}", None),
            ("/{}", None),
            ("/{A{B}}", None),
        ] {
            assert_eq!(placeholders(path), count, "{path}");
        }
    }
}
