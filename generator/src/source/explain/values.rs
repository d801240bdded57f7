//! Strings that begin with a character of a list or a mapping.

use super::comments::comment_start;
use super::quotes::unquoted;
use super::{Explanation, Line, SyntaxError};
use crate::location::Span;

/// Finds text after a value in brackets, which is probably the beginning of a string: `[Old] Lists the notes.`
pub(super) fn find_text_after_bracket(error: &SyntaxError<'_>) -> Option<Explanation> {
    error.near().find_map(text_after_bracket)
}

fn text_after_bracket(line: Line<'_>) -> Option<Explanation> {
    let (key, value, span) = key_and_value(line)?;
    if !value.starts_with(['[', '{']) || key.contains(['{', '[', '#', '\'', '"']) {
        return None;
    }
    let mut depth = 0_usize;
    let end = unquoted(value).find_map(|(at, _, c)| {
        match c {
            '[' | '{' => depth += 1,
            ']' | '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        (depth == 0).then_some(at + 1)
    })?;
    value.get(end..)?.trim_start().starts_with(char::is_alphanumeric).then(|| Explanation {
        span,
        message: "expected quotes around a string that begins with a bracket".to_owned(),
        help: format!("write `'{}'`", value.replace('\'', "''")),
    })
}

/// Finds a string that begins with a hyphen.
pub(super) fn find_hyphen(error: &SyntaxError<'_>) -> Option<Explanation> {
    if !error.mentions(&["block sequence entries are not allowed"]) {
        return None;
    }
    let line = error.line()?;
    let (_, value, span) = key_and_value(line).filter(|(_, value, _)| value.starts_with("- "))?;
    Some(Explanation {
        span,
        message: "expected quotes around a string that begins with `- `".to_owned(),
        help: format!("write `'{}'`, or a list on lines of its own", value.replace('\'', "''")),
    })
}

/// Returns the key of a line, the value without the comment after it, and the range of the value.
fn key_and_value(line: Line<'_>) -> Option<(&str, &str, Span)> {
    let (key, value) = line.text.split_once(": ")?;
    let value = value.trim_start();
    let start = line.start + line.text.len() - value.len();
    let value = value.get(..comment_start(value).unwrap_or(value.len()))?.trim_end();
    Some((key, value, Span::new(start, start + value.len())))
}
