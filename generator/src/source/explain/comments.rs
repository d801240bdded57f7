//! Comments that begin within a value.

use super::{Explanation, SyntaxError, quotes};
use crate::location::Span;

/// What to do with a `#` that is a part of a string.
const QUOTE: &str = "quote the string: ` #` begins a comment";

/// Finds a comment within a string of several lines.
pub(super) fn find_in_text(error: &SyntaxError<'_>) -> Option<Explanation> {
    if !error.mentions(&["comment intercepting"]) {
        return None;
    }
    let comment = error.text.get(error.at..)?.lines().next()?;
    Some(Explanation {
        span: Span::new(error.at, error.at + comment.trim_end().len()),
        message: "expected the rest of a string, found a comment".to_owned(),
        help: QUOTE.to_owned(),
    })
}

/// Returns the offset of the `#` that begins the comment of a line.
pub(super) fn comment_start(line: &str) -> Option<usize> {
    let mut unquoted = quotes::unquoted(line);
    unquoted.find(|(_, before, c)| *c == '#' && [' ', '\t'].contains(before)).map(|(at, ..)| at)
}

/// Finds a value that a line lacks because ` #` begins a comment, after the bracket at `at`.
pub(super) fn find_value(error: &SyntaxError<'_>, start: usize, at: usize) -> Option<Explanation> {
    let line = error.text.get(start..)?.lines().next()?;
    let offset = comment_start(line).filter(|offset| start + offset > at)?;
    let (before, value) = line.split_at_checked(offset)?;
    if !before.trim_end().ends_with(':') {
        return None;
    }
    let hash = start + offset;
    let value = value.split([' ', '\'', '"', ',', ']', '}']).next().filter(|it| it.len() > 1)?;
    Some(Explanation {
        span: Span::new(hash, hash + value.len()),
        message: "expected quotes around a string that begins with `#`".to_owned(),
        help: format!("write `'{value}'`"),
    })
}

/// Finds the closing bracket in a comment, after the opening one at `at` in the line at `start`.
pub(super) fn find_bracket(
    error: &SyntaxError<'_>,
    (start, at): (usize, usize),
    (opening, closing): (char, char),
) -> Option<Explanation> {
    let line = error.text.get(start..)?.lines().next()?;
    let offset = comment_start(line).filter(|offset| start + offset > at)?;
    let comment = line.get(offset..)?;
    if comment.matches(closing).count() <= comment.matches(opening).count() {
        return None;
    }
    let hash = start + offset;
    Some(Explanation {
        span: Span::new(hash, hash + comment.trim_end().len()),
        message: format!("expected `{closing}`, found a comment"),
        help: QUOTE.to_owned(),
    })
}
