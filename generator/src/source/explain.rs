//! Messages about common mistakes in YAML, in place of those of the parser.

use crate::location::Span;

/// The likely cause of a syntax error.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Explanation {
    /// The byte range of the mistake.
    pub(super) span: Span,
    /// The message of the diagnostic.
    pub(super) message: &'static str,
    /// The help line of the diagnostic.
    pub(super) help: String,
}

/// Returns the likely cause of an error that the parser reports at byte `at` with the message `info`.
///
/// The parser detects most mistakes after the line that contains them.
pub(super) fn explain(text: &str, at: usize, info: &str) -> Option<Explanation> {
    let lines: Vec<(usize, &str)> = lines_until(text, at);
    let (last, earlier) = lines.split_last()?;
    let before = earlier.iter().rev().find(|(_, line)| !line.trim().is_empty());
    let next = lines_until(text, last.0 + last.1.len() + 1).pop();
    let near: Vec<(usize, &str)> = before.into_iter().chain([last]).copied().chain(next).collect();
    if info.contains("tab") {
        return near.iter().find_map(|(start, line)| explain_tab(*start, line));
    }
    if info.contains("quoted scalar") {
        return Some(Explanation {
            span: Span::new(at, at + 1),
            message: "expected a closing quote, found the end of the string",
            help: "close the quote, and write a quote in a string twice: `'It''s'`".to_owned(),
        });
    }
    let here = near.iter().take(2);
    here.clone()
        .find_map(|(start, line)| explain_space(*start, line))
        .or_else(|| here.clone().find_map(|(start, line)| explain_colon(*start, line)))
}

/// Returns the lines up to the one that contains byte `at`, with their offsets.
fn lines_until(text: &str, at: usize) -> Vec<(usize, &str)> {
    let mut start = 0;
    let mut lines = Vec::new();
    for line in text.split_inclusive('\n') {
        if start > at {
            break;
        }
        lines.push((start, line.trim_end()));
        start += line.len();
    }
    lines
}

/// Explains a tab in the indentation of a line.
fn explain_tab(start: usize, line: &str) -> Option<Explanation> {
    let indentation = line.get(..line.len() - line.trim_start().len())?;
    let tab = start + indentation.find('\t')?;
    Some(Explanation {
        span: Span::new(tab, tab + 1),
        message: "expected spaces, found a tab",
        help: "indent with two spaces per level".to_owned(),
    })
}

/// Explains a key without a space after its colon.
fn explain_space(start: usize, line: &str) -> Option<Explanation> {
    let content = line.trim_start();
    let (key, value) = content.split_once(':')?;
    let is_key = |c: char| c.is_ascii_alphanumeric() || "-_$@".contains(c);
    let is_joined = value.starts_with(|c: char| !c.is_whitespace() && c != '/' && c != ':');
    if key.is_empty() || !key.chars().all(is_key) || !is_joined {
        return None;
    }
    let from = start + line.len() - content.len();
    Some(Explanation {
        span: Span::new(from, start + line.len()),
        message: "expected a space after the colon of a key",
        help: format!("write `{key}: {value}`"),
    })
}

/// Explains a colon in a string without quotes.
fn explain_colon(start: usize, line: &str) -> Option<Explanation> {
    let (key, value) = line.split_once(": ")?;
    let is_plain = !value.starts_with(['\'', '"', '{', '[', '|', '>', '&', '*', '#']);
    if !is_plain || !value.contains(": ") || key.contains(['{', '[', '#']) {
        return None;
    }
    let from = start + line.len() - value.len();
    Some(Explanation {
        span: Span::new(from, start + line.len()),
        message: "expected quotes around a string that contains `: `",
        help: format!("write `'{}'`", value.replace('\'', "''")),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_space_is_located_in_its_line() {
        let text = "a:\n  x-method:delete\n  b: c\n";
        let found = explain(text, 23, "simple key expected").unwrap();
        assert_eq!(text.get(found.span.start..found.span.end), Some("x-method:delete"));
        assert_eq!(found.help, "write `x-method: delete`");
    }

    #[test]
    fn a_colon_needs_quotes() {
        let text = "a: One: two's\n";
        let found = explain(text, 6, "mapping values are not allowed").unwrap();
        assert_eq!(found.help, "write `'One: two''s'`");
    }

    #[test]
    fn other_errors_keep_the_message_of_the_parser() {
        assert_eq!(explain("a: { b\n", 6, "did not find expected ','"), None);
        assert_eq!(explain("a: https://b\n", 12, "block end"), None);
    }
}
