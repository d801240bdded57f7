//! Characters that YAML does not allow where they are.

use super::{Explanation, Line, SyntaxError};
use crate::location::Span;

/// Characters that look like a space, and those that are invisible.
const INVISIBLE: [(char, &str); 6] = [
    ('\u{a0}', "a no-break space"),
    ('\u{2003}', "an em space"),
    ('\u{2009}', "a thin space"),
    ('\u{202f}', "a narrow no-break space"),
    ('\u{3000}', "an ideographic space"),
    ('\u{200b}', "a zero-width space"),
];

/// Finds a marker that a merge has left.
pub(super) fn find_conflict_marker(error: &SyntaxError<'_>) -> Option<Explanation> {
    const MARKERS: [&str; 3] = ["<<<<<<< ", "=======", ">>>>>>> "];
    let is_marker = |line: &Line<'_>| MARKERS.iter().any(|marker| line.text.starts_with(marker));
    let around = error.lines.iter().rev().take(3).copied().chain(error.next);
    let line = around.into_iter().filter(is_marker).min_by_key(|line| line.start)?;
    Some(Explanation {
        span: line.span(),
        message: "conflict marker of a merge".to_owned(),
        help: "resolve the conflict, and remove the markers".to_owned(),
    })
}

/// Finds a tab in the indentation of a line or after a colon.
pub(super) fn find_tab(error: &SyntaxError<'_>) -> Option<Explanation> {
    let in_indentation = |line: &Line<'_>| {
        let indentation = line.text.get(..line.indentation())?;
        Some(line.start + indentation.find('\t')?)
    };
    let help = "indent with two spaces per level".to_owned();
    let tab = if error.mentions(&["tab"]) {
        error.near().chain(error.next).find_map(|line| in_indentation(&line))
    } else {
        error.near().find_map(|line| in_indentation(&line))
    };
    let after_colon = || Some(error.line()?.start + error.line()?.text.find(":\t")? + 1);
    let (at, help) = match tab {
        Some(at) => (at, help),
        None => (after_colon()?, "write a space after the colon".to_owned()),
    };
    Some(Explanation {
        span: Span::new(at, at + 1),
        message: "expected spaces, found a tab".to_owned(),
        help,
    })
}

/// Finds a character that looks like a space, in the indentation or after a colon.
pub(super) fn find_invisible(error: &SyntaxError<'_>) -> Option<Explanation> {
    let is_misplaced = |before: &str| before.trim().is_empty() || before.ends_with(':');
    error.near().find_map(|line| {
        let (at, found) = line.text.char_indices().find_map(|(at, c)| {
            let (_, name) = INVISIBLE.iter().find(|(known, _)| *known == c)?;
            line.text.get(..at).is_some_and(is_misplaced).then_some((at, (c, *name)))
        })?;
        let (character, name) = found;
        let start = line.start + at;
        Some(Explanation {
            span: Span::new(start, start + character.len_utf8()),
            message: format!("expected a space, found {name}"),
            help: "replace it by a space".to_owned(),
        })
    })
}

/// Finds a string that begins with a character that has a meaning in YAML.
pub(super) fn find_reserved(error: &SyntaxError<'_>) -> Option<Explanation> {
    if !error.mentions(&["unexpected character", "unknown anchor", "directive"]) {
        return None;
    }
    let line = error.line()?;
    let value = error.text.get(error.at..line.start + line.text.len())?;
    let character = value.chars().next().filter(|c| "@`%*&!".contains(*c))?;
    let named = if character == '`' { "a backtick" } else { &format!("`{character}`") };
    Some(Explanation {
        span: Span::new(error.at, error.at + value.len()),
        message: format!("expected quotes around a string that begins with {named}"),
        help: format!("write `'{}'`", value.replace('\'', "''")),
    })
}
