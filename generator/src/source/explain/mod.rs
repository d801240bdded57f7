//! Messages about common mistakes in YAML, in place of those of the parser.
//!
//! The parser detects most mistakes after the line that contains them.

mod brackets;
mod characters;
mod comments;
mod indentation;
mod keys;
mod quotes;
mod values;

use crate::location::Span;

/// The likely cause of a syntax error.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Explanation {
    /// The byte range of the mistake.
    pub(super) span: Span,
    /// The message of the diagnostic.
    pub(super) message: String,
    /// The help line of the diagnostic.
    pub(super) help: String,
}

/// A rule that recognizes one kind of mistake.
type Rule = fn(&SyntaxError<'_>) -> Option<Explanation>;

/// The rules, the most specific ones first.
const RULES: [Rule; 17] = [
    characters::find_conflict_marker,
    characters::find_tab,
    characters::find_invisible,
    comments::find_in_text,
    quotes::find_unknown_escape,
    quotes::find_unclosed_at_end,
    quotes::find_unclosed_before,
    characters::find_reserved,
    values::find_hyphen,
    brackets::find_unmatched,
    brackets::find_unclosed,
    keys::find_missing_space,
    values::find_text_after_bracket,
    keys::find_unquoted_colon,
    indentation::find_misaligned,
    keys::find_missing_colon,
    brackets::find_missing_comma,
];

/// Returns the likely cause of an error that the parser reports at byte `at` with the message `info`.
pub(super) fn explain(text: &str, at: usize, info: &str) -> Option<Explanation> {
    let error = SyntaxError::new(text, at, info);
    RULES.iter().find_map(|rule| rule(&error))
}

/// A syntax error of the parser.
struct SyntaxError<'a> {
    text: &'a str,
    /// The byte that the parser reports.
    at: usize,
    /// The message of the parser.
    info: &'a str,
    /// The lines up to the one that contains `at`.
    lines: Vec<Line<'a>>,
    /// The line after `at`.
    next: Option<Line<'a>>,
}

/// A line without its line break.
#[derive(Clone, Copy, Debug)]
struct Line<'a> {
    /// The byte offset.
    start: usize,
    text: &'a str,
}

impl<'a> Line<'a> {
    /// Returns the number of spaces and tabs at the beginning.
    fn indentation(&self) -> usize {
        self.text.len() - self.content().len()
    }

    /// Returns the text after the indentation.
    fn content(&self) -> &'a str {
        self.text.trim_start_matches([' ', '\t'])
    }

    /// Returns `true` if the line contains a key or a value.
    fn has_content(&self) -> bool {
        !self.content().is_empty() && !self.content().starts_with('#')
    }

    /// Returns the span of the content.
    fn span(&self) -> Span {
        Span::new(self.start + self.indentation(), self.start + self.text.len())
    }
}

impl<'a> SyntaxError<'a> {
    fn new(text: &'a str, at: usize, info: &'a str) -> Self {
        let mut start = 0;
        let mut lines = Vec::new();
        let mut next = None;
        for line in text.split_inclusive('\n') {
            let found = Line { start, text: line.trim_end_matches(['\n', '\r', ' ']) };
            if start > at {
                next = Some(found);
                break;
            }
            lines.push(found);
            start += line.len();
        }
        Self { text, at, info, lines, next }
    }

    /// Returns the line that contains the error.
    fn line(&self) -> Option<Line<'a>> {
        self.lines.last().copied()
    }

    /// Returns the lines before that of the error that are not blank, the nearest one first.
    fn before(&self) -> impl Iterator<Item = Line<'a>> {
        self.lines.iter().rev().skip(1).filter(|line| line.has_content()).copied()
    }

    /// Returns the lines that may contain the mistake: the one before the error and its line.
    fn near(&self) -> impl Iterator<Item = Line<'a>> {
        self.before().next().into_iter().chain(self.line())
    }

    /// Returns `true` if the message of the parser contains one of these texts.
    fn mentions(&self, texts: &[&str]) -> bool {
        texts.iter().any(|text| self.info.contains(text))
    }
}

#[cfg(test)]
mod tests {
    use saphyr_parser::Parser;

    use super::explain;

    /// Returns the marked text, the message and the help.
    fn explained(text: &str, at: usize, info: &str) -> (String, String, String) {
        let found = explain(text, at, info).unwrap();
        let marked = text.get(found.span.start..found.span.end).unwrap_or_default();
        (marked.to_owned(), found.message, found.help)
    }

    /// Returns the same for the error that the parser reports.
    fn explained_by_parser(text: &str) -> (String, String, String) {
        let error = Parser::new_from_str(text).find_map(Result::err).unwrap();
        explained(text, error.marker().index(), error.info())
    }

    #[test]
    fn a_missing_space_is_located_in_its_line() {
        let text = "a:\n  x-method:delete\n  b: c\n";
        let (marked, _, help) = explained(text, 23, "simple key expected");
        assert_eq!(marked, "x-method:delete");
        assert_eq!(help, "write `x-method: delete`");
    }

    #[test]
    fn a_colon_needs_quotes() {
        let (_, _, help) = explained("a: One: two's\n", 6, "mapping values are not allowed");
        assert_eq!(help, "write `'One: two''s'`");
    }

    #[test]
    fn an_indentation_is_that_of_a_line_above() {
        let text = "a:\n  b: 1\n c: 2\n";
        let (marked, message, help) = explained(text, 11, "did not find expected key");
        assert_eq!((marked.as_str(), help.as_str()), ("c: 2", "indent it with 0 or 2 spaces"));
        assert_eq!(message, "expected the indentation of a line above, found 1 space");
    }

    #[test]
    fn an_unclosed_bracket_is_in_a_line_above() {
        let text = "a: { b: [1, 2], c: '}'\nd: 1\n";
        let (marked, message, _) = explained(text, 24, "did not find expected ',' or '}'");
        assert_eq!((marked.as_str(), message.as_str()), ("{", "expected `}` to close `{`"));
    }

    #[test]
    fn a_hash_in_quotes_begins_no_comment() {
        for line in ["{ b: 'It''s #1', c: { d: e }, f: g", "{ b: 'Color: #fff', c: {}"] {
            let (marked, message, _) = explained_by_parser(&format!("a: {line}\nh: 1\n"));
            assert_eq!((marked.as_str(), message.as_str()), ("{", "expected `}` to close `{`"));
        }
    }

    #[test]
    fn a_comment_hides_the_bracket_that_closes_one_before_it() {
        let (_, message, _) = explained_by_parser("a: { b: No. #1, c: { d: e } }\nf: 1\n");
        assert_eq!(message, "expected `}`, found a comment");
        let (_, message, _) = explained_by_parser("a: { b: c, # the {text}\nf: 1\n");
        assert_eq!(message, "expected `}` to close `{`");
        let (marked, _, help) = explained_by_parser("a: { b:  #/c/d }\ne: 1\n");
        assert_eq!((marked.as_str(), help.as_str()), ("#/c/d", "write `'#/c/d'`"));
    }

    #[test]
    fn a_string_with_a_bracket_ends_before_a_comment() {
        let (marked, _, help) = explained_by_parser("a: [Old] It's #1. # why\nb: 1\n");
        assert_eq!((marked.as_str(), help.as_str()), ("[Old] It's", "write `'[Old] It''s'`"));
        let (marked, _, help) = explained_by_parser("a: - b # why\n");
        assert_eq!(marked, "- b");
        assert_eq!(help, "write `'- b'`, or a list on lines of its own");
    }

    #[test]
    fn brackets_in_other_strings_are_no_mistakes() {
        for line in ["a: ['a]b', c]", "a: |\n  Note: [1] is the first."] {
            let (marked, _, help) = explained_by_parser(&format!("{line}\nb:The text.\nc: 1\n"));
            assert_eq!((marked.as_str(), help.as_str()), ("b:The text.", "write `b: The text.`"));
        }
    }

    #[test]
    fn an_unclosed_quote_is_in_a_line_above() {
        let text = "'200:\n  a: '#/b'\n";
        let info = "comments must be separated from other tokens by whitespace";
        let (marked, _, _) = explained(text, 12, info);
        assert_eq!(marked, "'");
    }

    #[test]
    fn other_errors_keep_the_message_of_the_parser() {
        assert_eq!(explain("a: https://b\n", 12, "block end"), None);
    }
}
