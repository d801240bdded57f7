//! Security schemes and servers are declared.

use crate::diagnostics::{Code, Diagnostic, did_you_mean};
use crate::normalize::requirements::is_in_authorization;
use crate::spec::{Cursor, Elements};

/// Reports unknown security schemes and servers.
pub fn check(spec: &Elements<'_>) -> Vec<Diagnostic> {
    let Some(root) = spec.document.root_file() else { return Vec::new() };
    let components = root.get("components");
    let schemes =
        components.iter().flat_map(|components| components.get_members("securitySchemes"));
    let schemes: Vec<(&str, Cursor<'_>)> = schemes.collect();
    let urls: Vec<&str> =
        root.get_items("servers").filter_map(|server| server.get_str("url")).collect();
    let mut found = Vec::new();
    check_requirements(spec, &root, &schemes, &mut found);
    for operation in &spec.operations {
        check_requirements(spec, &operation.cursor, &schemes, &mut found);
        check_servers(&operation.cursor, &urls, &mut found);
    }
    for file in spec.document.files() {
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
    spec: &Elements<'_>,
    cursor: &Cursor<'_>,
    schemes: &[(&str, Cursor<'_>)],
    found: &mut Vec<Diagnostic>,
) {
    for alternative in cursor.get_items("security") {
        let mut in_authorization = 0;
        for (name, cursor) in alternative.members() {
            match schemes.iter().find(|(known, _)| *known == name) {
                Some((_, scheme)) => {
                    in_authorization += usize::from(is_in_authorization(scheme.node));
                }
                None => {
                    let message = format!("unknown security scheme `{name}`");
                    let mut diagnostic =
                        Diagnostic::new(Code::UnknownSecurity, &cursor.origin, message);
                    diagnostic.help = did_you_mean(name, schemes.iter().map(|(known, _)| *known));
                    found.push(diagnostic.span(spec.document.key_span(&cursor.origin)));
                }
            }
        }
        if in_authorization > 1 {
            let message =
                "unsupported combination of security schemes that use the header `Authorization`";
            let diagnostic = Diagnostic::new(Code::Unsupported, &alternative.origin, message);
            found.push(diagnostic.help("name one of them per item; items are alternatives"));
        }
    }
}
