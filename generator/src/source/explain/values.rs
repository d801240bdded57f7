//! Strings that begin with a character of a list or a mapping.

use super::{Explanation, Line, SyntaxError};
use crate::location::Span;

/// Finds text after a value in brackets, which is probably the beginning of a string: `[Old] Lists the notes.`
pub(super) fn find_text_after_bracket(error: &SyntaxError<'_>) -> Option<Explanation> {
    error.near().find_map(text_after_bracket)
}

fn text_after_bracket(line: Line<'_>) -> Option<Explanation> {
    let (key, value) = line.text.split_once(": ")?;
    let value = value.trim_start();
    if !value.starts_with(['[', '{']) || key.contains(['{', '[', '#', '\'', '"']) {
        return None;
    }
    let mut depth = 0_usize;
    let end = value.char_indices().find_map(|(at, c)| {
        match c {
            '[' | '{' => depth += 1,
            ']' | '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        (depth == 0).then_some(at + 1)
    })?;
    value.get(end..)?.trim_start().starts_with(char::is_alphanumeric).then(|| Explanation {
        span: quoted_span(line, value),
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
    let (_, value) = line.text.split_once(": ").filter(|(_, value)| value.starts_with("- "))?;
    Some(Explanation {
        span: quoted_span(line, value),
        message: "expected quotes around a string that begins with `- `".to_owned(),
        help: format!("write `'{}'`, or a list on lines of its own", value.replace('\'', "''")),
    })
}

/// Returns the range of a value at the end of a line.
fn quoted_span(line: Line<'_>, value: &str) -> Span {
    let end = line.start + line.text.len();
    Span::new(end - value.len(), end)
}
