//! Names in `x-rate-limits` and `x-errors` are valid, and differ in more than case.

use super::distinct::check_distinct;
use super::headers::is_token;
use crate::diagnostics::{Code, Diagnostic};
use crate::spec::{Cursor, Elements};

/// Reports invalid names of headers, a header with two meanings, and spellings that differ only in case.
pub fn check(spec: &Elements<'_>) -> Vec<Diagnostic> {
    let Some(root) = spec.document.root_file() else { return Vec::new() };
    let mut found = Vec::new();
    let duplicate = |text: &str| format!("duplicate item `{text}`");
    if let Some(limits) = root.get("x-rate-limits") {
        let lists = || limits.members().map(|(_, list)| list);
        for header in lists().flat_map(|list| list.items().collect::<Vec<_>>()) {
            found.extend(check_header(&header));
        }
        // a header has one meaning
        check_distinct(lists(), duplicate, &mut found);
    }
    // a member of an error can have several meanings
    for (_, list) in root.get_members("x-errors") {
        check_distinct(std::iter::once(list), duplicate, &mut found);
    }
    found
}

fn check_header(header: &Cursor<'_>) -> Option<Diagnostic> {
    let name = header.node.as_str().filter(|name| !name.trim().is_empty() && !is_token(name))?;
    let message = format!("expected the name of a header, found `{}`", name.escape_debug());
    let diagnostic = Diagnostic::new(Code::BadExtensionValue, &header.origin, message);
    Some(diagnostic.help("write letters, digits and `-`, as in `Retry-After`"))
}
