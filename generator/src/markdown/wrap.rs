//! Wrapping of paragraphs.

use std::collections::BTreeSet;

use pulldown_cmark::{Event, Tag};

use super::{parse, printable};

/// Wraps paragraphs. Headings, tables, quotes and code stay as they are.
pub fn wrap(text: &str, width: usize) -> Vec<String> {
    let text = printable(text);
    let kept = kept_lines(&text);
    let mut lines = Vec::new();
    for (number, line) in text.lines().enumerate() {
        match kept.contains(&number) {
            true => lines.push(line.to_owned()),
            false => wrap_line(&mut lines, line, width),
        }
    }
    lines
}

/// Returns the numbers of the lines that are not wrapped.
fn kept_lines(text: &str) -> BTreeSet<usize> {
    let mut kept = BTreeSet::new();
    // most texts are paragraphs, and are not parsed
    if !may_have_blocks(text) {
        return kept;
    }
    for (event, range) in parse(text) {
        let is_kept = |tag: &Tag<'_>| {
            let heading = matches!(tag, Tag::Heading { .. });
            heading || matches!(tag, Tag::CodeBlock(_) | Tag::Table(_) | Tag::BlockQuote(_))
        };
        if matches!(&event, Event::Start(tag) if is_kept(tag)) {
            let line = |at| text.get(..at).unwrap_or_default().matches('\n').count();
            kept.extend(line(range.start)..=line(range.end.saturating_sub(1)));
        }
    }
    kept
}

/// Returns `false` for a text that has no block whose lines are kept.
fn may_have_blocks(text: &str) -> bool {
    const MARKS: [&str; 7] = ["#", ">", "|", "```", "~~~", "    ", "\t"];
    let is_underline = |line: &str| line.trim_start().starts_with(['=', '-']);
    MARKS.iter().any(|mark| text.contains(mark)) || text.lines().skip(1).any(is_underline)
}

/// Breaks a line at spaces. The other lines of a list item are indented.
fn wrap_line(lines: &mut Vec<String>, paragraph: &str, width: usize) {
    let trimmed = paragraph.trim_start();
    let lead = paragraph.len() - trimmed.len();
    let mark = trimmed.split(' ').next().filter(|word| is_mark(word) && *word != trimmed);
    let hang = mark.map_or(0, |mark| mark.len() + 1);
    let mut line = " ".repeat(lead);
    let mut empty = true;
    for word in trimmed.split_whitespace() {
        // a list item whose first word is long keeps it behind its mark
        let has_text = !empty && !is_mark(line.trim_start());
        let is_full = line.chars().count() + 1 + word.chars().count() > width;
        if has_text && is_full && !is_block_start(word) {
            lines.push(std::mem::replace(&mut line, " ".repeat(lead + hang)));
            empty = true;
        }
        if !empty {
            line.push(' ');
        }
        line.push_str(word);
        empty = false;
    }
    lines.push(if empty { String::new() } else { line });
}

/// Returns `true` for the mark of a list item.
fn is_mark(word: &str) -> bool {
    let number = word.strip_suffix(['.', ')']);
    matches!(word, "-" | "*" | "+")
        || number.is_some_and(|digits| {
            (1..=9).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit())
        })
}

/// Returns `true` for a word that would begin another block at the start of a line.
fn is_block_start(word: &str) -> bool {
    let is_line = ['-', '=', '_', '*', '#'].iter().any(|mark| word.trim_matches(*mark).is_empty());
    is_mark(word)
        || is_line
        || word.starts_with(['>', '|', ':'])
        || word.starts_with("```")
        || word.starts_with("~~~")
}

#[cfg(test)]
mod tests {
    use super::wrap;

    #[test]
    fn text_is_wrapped_and_lists_hang() {
        assert_eq!(wrap("one two three", 7), ["one two", "three"]);
        assert_eq!(wrap("- one two", 6), ["- one", "  two"]);
        assert_eq!(wrap("12. one two", 7), ["12. one", "    two"]);
        assert_eq!(wrap("* indivisible", 6), ["* indivisible"]);
    }

    #[test]
    fn other_blocks_stay_as_they_are() {
        for text in [
            "# one two",
            "one two\n===",
            "| one two |\n|---|",
            "> one two",
            "~~~\none two\n~~~",
            "- ```text\n  one two\n  ```",
        ] {
            assert_eq!(wrap(text, 4).join("\n"), text);
        }
    }

    #[test]
    fn a_line_does_not_begin_a_block() {
        for word in ["-", "+", "#", "1.", "2)", "```", "~~~", ">", "---", "==="] {
            let text = format!("one {word} two");
            assert_eq!(wrap(&text, 5), [format!("one {word}"), "two".to_owned()], "{word}");
        }
    }
}
