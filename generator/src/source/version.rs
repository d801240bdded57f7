//! The version of the description.

use super::{Node, NodeKind};
use crate::diagnostics::{Code, Diagnostic};
use crate::location::{FileId, Origin};

/// Returns a diagnostic if the root file is of another version than 3.0 and 3.1. Nothing else is checked then, because the
/// objects of other versions have other keys.
///
/// A root file without a version is not of another version.
pub(super) fn check(file: FileId, tree: &Node) -> Option<Diagnostic> {
    const CONVERT: &str = "convert the description to OpenAPI 3.0 or 3.1";
    let root = Origin::root(file);
    if tree.get("openapi").is_none() {
        let NodeKind::Scalar { text, .. } = &tree.get("swagger")?.kind else { return None };
        let message = format!("expected OpenAPI 3.0 or 3.1, found Swagger {text}");
        let diagnostic = Diagnostic::new(Code::WrongVersion, &root.child("swagger"), message);
        return Some(diagnostic.help(CONVERT));
    }
    let NodeKind::Scalar { text, .. } = &tree.get("openapi")?.kind else { return None };
    if is_newer(tree) {
        return None;
    }
    let (help, expected) = match text.strip_prefix("3.0") {
        Some(patch) if is_patch(patch) => return None,
        Some("") => ("write `3.0.3`", "OpenAPI 3.0 with the number of the patch"),
        _ if text.is_empty() => return None,
        _ if !text.starts_with(|c: char| c.is_ascii_digit()) => {
            ("write `3.0.3`", "OpenAPI 3.0 or 3.1")
        }
        _ => (CONVERT, "OpenAPI 3.0 or 3.1"),
    };
    let message = format!("expected {expected}, found `{text}`");
    let diagnostic = Diagnostic::new(Code::WrongVersion, &root.child("openapi"), message);
    let diagnostic = diagnostic.help(help);
    Some(if text == "3.0" { diagnostic.replace("3.0.3") } else { diagnostic })
}

/// Returns `true` for a root file of version 3.1.
pub fn is_newer(tree: &Node) -> bool {
    let version = tree.get("openapi").and_then(Node::as_str);
    version.and_then(|text| text.strip_prefix("3.1")).is_some_and(is_patch)
}

/// Returns `true` for `.3` and `.0-rc1`.
fn is_patch(text: &str) -> bool {
    let number = text.strip_prefix('.').unwrap_or_default();
    number.split('-').next().is_some_and(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::is_patch;

    #[test]
    fn patches_are_numbers() {
        assert!(is_patch(".3") && is_patch(".12") && is_patch(".0-rc1"));
        assert!(!is_patch("") && !is_patch(".") && !is_patch(".x") && !is_patch("3"));
    }
}
