//! Indentation of lines.

use super::{Explanation, SyntaxError};

/// Finds a line whose indentation is that of no block that contains it.
pub(super) fn find_misaligned(error: &SyntaxError<'_>) -> Option<Explanation> {
    let is_about_blocks = error.mentions(&[
        "expected key",
        "expected '-'",
        "mapping values are not allowed",
        "block collection",
    ]);
    let line = error.line().filter(|line| is_about_blocks && line.has_content())?;
    let found = line.indentation();
    let mut open: Vec<usize> = Vec::new();
    for before in error.before() {
        let indentation = before.indentation();
        if open.last().is_none_or(|last| indentation < *last) {
            open.push(indentation);
            // the keys of an item of a list are indented by its hyphen, too
            if before.content().starts_with("- ") {
                open.insert(open.len() - 1, indentation + 2);
            }
        }
    }
    if open.contains(&found) {
        return None;
    }
    let inner = open.iter().copied().filter(|level| *level > found).min();
    let outer = open.iter().copied().filter(|level| *level < found).max();
    let expected: Vec<String> = outer.into_iter().chain(inner).map(|n| n.to_string()).collect();
    let plural = if found == 1 { "" } else { "s" };
    Some(Explanation {
        span: line.span(),
        message: format!("expected the indentation of a line above, found {found} space{plural}"),
        help: format!("indent it with {} spaces", expected.join(" or ")),
    })
}
