//! Lists and mappings in brackets.

use super::{Explanation, Line, SyntaxError, comments, quotes};
use crate::location::Span;

/// Finds a closing bracket without an opening one.
pub(super) fn find_unmatched(error: &SyntaxError<'_>) -> Option<Explanation> {
    if !error.mentions(&["misplaced bracket"]) {
        return None;
    }
    let bracket = error.text.get(error.at..)?.chars().next().filter(|c| "}]".contains(*c))?;
    Some(Explanation {
        span: Span::new(error.at, error.at + 1),
        message: format!("unexpected `{bracket}`"),
        help: "remove it, or add the opening bracket".to_owned(),
    })
}

/// Finds an opening bracket in a line above that is not closed.
pub(super) fn find_unclosed(error: &SyntaxError<'_>) -> Option<Explanation> {
    const MAX_LINES: usize = 20;
    if !is_in_brackets(error) {
        return None;
    }
    let unclosed =
        |line: Line<'_>| unclosed_in(&line).map(|(at, bracket)| (line.start, at, bracket));
    let (start, at, bracket) = error.before().take(MAX_LINES).find_map(unclosed)?;
    let closing = if bracket == '{' { '}' } else { ']' };
    let in_comment = comments::find_value(error, start, at)
        .or_else(|| comments::find_bracket(error, (start, at), (bracket, closing)));
    in_comment.or_else(|| {
        Some(Explanation {
            span: Span::new(at, at + 1),
            message: format!("expected `{closing}` to close `{bracket}`"),
            help: format!("add `{closing}` at the end of the line"),
        })
    })
}

/// Finds a missing comma or a missing bracket in the line of the error.
pub(super) fn find_missing_comma(error: &SyntaxError<'_>) -> Option<Explanation> {
    if !error.mentions(&["expected ',' or"]) {
        return None;
    }
    let bracket = if error.info.contains("']'") { ']' } else { '}' };
    Some(Explanation {
        span: Span::new(error.at, error.at + 1),
        message: format!("expected `,` or `{bracket}`"),
        help: "separate the members by commas, and close the bracket".to_owned(),
    })
}

/// Returns `true` if the parser may have been in a list or a mapping in brackets.
fn is_in_brackets(error: &SyntaxError<'_>) -> bool {
    error.mentions(&[
        "flow",
        "invalid indentation",
        "only valid inside a block",
        "illegal placement of ':'",
        "mapping values are not allowed",
        "expected ',' or",
    ])
}

/// Returns the first opening bracket that the line does not close.
fn unclosed_in(line: &Line<'_>) -> Option<(usize, char)> {
    let end = comments::comment_start(line.text).unwrap_or(line.text.len());
    let mut open = Vec::new();
    for (at, before, c) in quotes::unquoted(line.text.get(..end)?) {
        match c {
            '{' | '[' if " {[,:".contains(before) => open.push((line.start + at, c)),
            '}' | ']' => drop(open.pop()),
            _ => {}
        }
    }
    open.first().copied()
}
