//! Security schemes and servers are declared.

use super::cursor::Cursor;
use super::input::Input;
use crate::diagnostics::{Code, Diagnostic, did_you_mean};

/// Reports unknown security schemes and servers.
pub fn check(input: &Input<'_>) -> Vec<Diagnostic> {
    let Some(root) = input.root() else { return Vec::new() };
    let schemes: Vec<&str> = root
        .get("components")
        .iter()
        .flat_map(|components| components.get_members("securitySchemes"))
        .map(|(name, _)| name)
        .collect();
    let urls: Vec<&str> =
        root.get_items("servers").filter_map(|server| server.get_str("url")).collect();
    let mut found = Vec::new();
    check_requirements(input, &root, &schemes, &mut found);
    for operation in &input.operations {
        check_requirements(input, &operation.cursor, &schemes, &mut found);
        check_servers(&operation.cursor, &urls, &mut found);
    }
    for file in input.files() {
        for (_, item) in file.get_members("paths") {
            check_servers(&item, &urls, &mut found);
        }
    }
    found
}

/// Checks that a path or an operation has at most one server, which the root lists.
fn check_servers(owner: &Cursor<'_>, urls: &[&str], found: &mut Vec<Diagnostic>) {
    for (index, server) in owner.get_items("servers").enumerate() {
        if index > 0 {
            let message = "unsupported further server of a path or an operation";
            let diagnostic = Diagnostic::new(Code::Unsupported, &server.origin, message);
            found.push(diagnostic.help("remove it; requests are sent to the first one"));
        }
        let Some(url) = server.get("url") else { continue };
        let Some(text) = url.node.as_str().filter(|url| !urls.contains(url)) else { continue };
        let message = format!("unknown server `{text}`");
        let mut diagnostic = Diagnostic::new(Code::UnknownServer, &url.origin, message);
        diagnostic.help = did_you_mean(text, urls.iter().copied());
        found.push(diagnostic);
    }
}

fn check_requirements(
    input: &Input<'_>,
    cursor: &Cursor<'_>,
    schemes: &[&str],
    found: &mut Vec<Diagnostic>,
) {
    for alternative in cursor.get_items("security") {
        let names: Vec<_> = alternative.members().collect();
        for (name, cursor) in names.iter().filter(|(name, _)| !schemes.contains(name)) {
            let message = format!("unknown security scheme `{name}`");
            let mut diagnostic = Diagnostic::new(Code::UnknownSecurity, &cursor.origin, message);
            diagnostic.help = did_you_mean(name, schemes.iter().copied());
            found.push(diagnostic.span(input.key_span(&cursor.origin)));
        }
        if names.len() > 1 {
            let message = "unsupported combination of security schemes";
            let diagnostic = Diagnostic::new(Code::Unsupported, &alternative.origin, message);
            found.push(diagnostic.help("name one scheme per item; items are alternatives"));
        }
    }
}
