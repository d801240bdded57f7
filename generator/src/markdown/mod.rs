//! Markdown of the spec, prepared for rustdoc: code is not compiled, and nothing is a broken link or HTML.

mod blocks;
mod escape;
mod wrap;

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser};

pub use blocks::{clean, first_paragraph};
pub use escape::escape;
pub use wrap::wrap;

/// Parses Markdown like rustdoc. Events have the range of their source.
fn parse(text: &str) -> impl Iterator<Item = (Event<'_>, Range<usize>)> {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS;
    Parser::new_ext(text, options).into_offset_iter()
}

/// Returns text as inline code on one line, whatever it contains.
pub fn code(text: &str) -> String {
    let text: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let text = printable(&text);
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or_default();
    let marks = "`".repeat(longest + 1);
    let is_padded = text.starts_with('`') || text.ends_with('`') || text.is_empty();
    let space = if is_padded { " " } else { "" };
    format!("{marks}{space}{text}{space}{marks}")
}

/// Removes characters that comments cannot have: control characters, and those that change the direction of text, which
/// the compiler denies.
pub fn printable(text: &str) -> Cow<'_, str> {
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~' | b'\n' | b'\t')) {
        return Cow::Borrowed(text);
    }
    let is_direction = |c: char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let is_removed = |c: char| is_direction(c) || (c.is_control() && !matches!(c, '\n' | '\t'));
    let lines = text.replace("\r\n", "\n").replace('\r', "\n");
    lines.chars().filter(|c| !is_removed(*c)).collect()
}

#[cfg(test)]
mod tests {
    use super::code;

    #[test]
    fn any_text_is_inline_code() {
        for (text, expected) in [
            ("a", "`a`"),
            ("a`b", "``a`b``"),
            ("`", "`` ` ``"),
            ("a\n\n    b", "`a      b`"),
            ("a\u{202e}b", "`ab`"),
            ("", "`  `"),
        ] {
            assert_eq!(code(text), expected);
        }
    }
}
