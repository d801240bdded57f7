//! Keys and the colons after them.

use super::{Explanation, Line, SyntaxError};
use crate::location::Span;

/// Finds a key without a space after its colon, or a list item without a space after its hyphen.
pub(super) fn find_missing_space(error: &SyntaxError<'_>) -> Option<Explanation> {
    error.near().find_map(|line| missing_after_hyphen(&line).or_else(|| missing_after_colon(&line)))
}

fn missing_after_colon(line: &Line<'_>) -> Option<Explanation> {
    let (key, value) = line.content().split_once(':')?;
    let is_joined = value.starts_with(|c: char| !c.is_whitespace() && c != '/' && c != ':');
    if !is_key(key) || !is_joined {
        return None;
    }
    Some(Explanation {
        span: line.span(),
        message: "expected a space after the colon of a key".to_owned(),
        help: format!("write `{key}: {value}`"),
    })
}

fn missing_after_hyphen(line: &Line<'_>) -> Option<Explanation> {
    let item = line.content().strip_prefix('-')?;
    if !item.starts_with(['{', '[', '\'', '"', '$']) {
        return None;
    }
    let start = line.span().start;
    Some(Explanation {
        span: Span::new(start, start + 1),
        message: "expected a space after the `-` of a list item".to_owned(),
        help: "write `- ` before the item".to_owned(),
    })
}

/// Finds a colon in a string without quotes.
pub(super) fn find_unquoted_colon(error: &SyntaxError<'_>) -> Option<Explanation> {
    error.near().find_map(|line| {
        let (key, value) = line.text.split_once(": ")?;
        let is_plain = !value.starts_with(['\'', '"', '{', '[', '|', '>', '&', '*', '#']);
        if !is_plain || !value.contains(": ") || key.contains(['{', '[', '#']) {
            return None;
        }
        let from = line.start + line.text.len() - value.len();
        Some(Explanation {
            span: Span::new(from, line.start + line.text.len()),
            message: "expected quotes around a string that contains `: `".to_owned(),
            help: format!("write `'{}'`", value.replace('\'', "''")),
        })
    })
}

/// Finds a key without a colon before a line that is a key at the same level.
pub(super) fn find_missing_colon(error: &SyntaxError<'_>) -> Option<Explanation> {
    if !error.mentions(&["mapping values are not allowed", "simple key", "expected key"]) {
        return None;
    }
    let line = error.near().find(|line| {
        let first = line.content().split(' ').next().unwrap_or_default();
        line.has_content() && !line.content().contains(':') && is_key(first)
    })?;
    let (key, value) = line.content().split_once(' ').unwrap_or((line.content(), ""));
    Some(Explanation {
        span: line.span(),
        message: format!("expected a colon after the key `{key}`"),
        help: format!("write `{key}: {value}`").replace(": `", ":`"),
    })
}

fn is_key(text: &str) -> bool {
    let is_allowed = |c: char| c.is_ascii_alphanumeric() || "-_$@".contains(c);
    !text.is_empty() && text != "-" && text.chars().all(is_allowed)
}
