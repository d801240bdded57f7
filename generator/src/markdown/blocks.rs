//! Blocks of descriptions: code is marked as text, and HTML is escaped.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, Tag, TagEnd};

use super::{parse, printable};

/// Trims a description and its lines, escapes HTML, and marks code blocks with their language or as `text`. Rustdoc
/// compiles other code blocks as tests.
pub fn clean(text: &str) -> String {
    let text = printable(text);
    let lines: Vec<&str> = text.trim().lines().map(str::trim_end).collect();
    let text = escape_html(lines.join("\n"));
    // most descriptions have no code, and are not parsed
    if !CODE_MARKS.iter().any(|mark| text.contains(mark)) {
        return text;
    }
    let text = mark_code(&text);
    match has_tests(&text) {
        true => fenced("text", &text, ""),
        false => text,
    }
}

/// What every code block contains: a fence or an indentation.
const CODE_MARKS: [&str; 4] = ["```", "~~~", "    ", "\t"];

/// Returns the first paragraph of a description and the rest. The former is empty if the description begins with another
/// block.
pub fn first_paragraph(text: &str) -> (&str, &str) {
    let end = match parse(text).next() {
        Some((Event::Start(Tag::Paragraph), range)) => range.end,
        _ => 0,
    };
    let (first, rest) = text.split_at_checked(end).unwrap_or((text, ""));
    (first.trim(), rest.trim())
}

/// Escapes HTML, whose content is parsed as Markdown then, and may contain further HTML.
fn escape_html(mut text: String) -> String {
    while text.contains('<') {
        let mut found: Vec<usize> = Vec::new();
        for (event, range) in parse(&text) {
            if matches!(event, Event::Html(_) | Event::InlineHtml(_)) {
                let html = text.get(range.clone()).unwrap_or_default();
                found.extend(html.match_indices('<').map(|(at, _)| range.start + at));
            }
        }
        if found.is_empty() {
            break;
        }
        found.into_iter().rev().for_each(|at| text.insert(at, '\\'));
    }
    text
}

/// Renders all code blocks as fenced blocks with a language that rustdoc does not compile.
fn mark_code(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut copied = 0;
    let mut block: Option<(Range<usize>, String)> = None;
    let mut content = String::new();
    for (event, range) in parse(text) {
        match (event, &block) {
            (Event::Start(Tag::CodeBlock(kind)), _) => {
                let language = match kind {
                    CodeBlockKind::Fenced(info) => language(&info).to_owned(),
                    CodeBlockKind::Indented => String::new(),
                };
                let start = text.get(..range.start).unwrap_or_default();
                let line = start.rfind('\n').map_or(0, |end| end + 1);
                let prefix = start.get(line..).unwrap_or_default();
                let prefix = if language.is_empty() { without_indentation(prefix) } else { prefix };
                out.push_str(text.get(copied..line).unwrap_or_default());
                out.push_str(prefix);
                block = Some((range, language));
                content.clear();
                copied = line + prefix.len();
            }
            (Event::Text(code), Some(_)) => content.push_str(&code),
            (Event::End(TagEnd::CodeBlock), Some((range, language))) => {
                let line = out.rfind('\n').map_or(0, |end| end + 1);
                let inner = out.get(line..).unwrap_or_default();
                let inner = inner.replace(|c: char| !matches!(c, '>' | '\t'), " ");
                let language = if language.is_empty() { "text" } else { language };
                out.push_str(&fenced(language, content.trim_end(), &inner));
                let end = text.get(..range.end).unwrap_or_default().trim_end_matches('\n').len();
                copied = end.max(copied);
                block = None;
            }
            _ => {}
        }
    }
    out.push_str(text.get(copied..).unwrap_or_default());
    out
}

/// Returns the language of a fenced code block, or `text` if rustdoc would compile it.
fn language(info: &str) -> &str {
    const COMPILED: [&str; 5] = ["rust", "no_run", "should_panic", "compile_fail", "test_harness"];
    const PREFIXES: [&str; 5] = ["ignore", "edition", "standalone", "custom", "E0"];
    let word = info.split(|c: char| !c.is_alphanumeric() && !"_+-#".contains(c)).next();
    let is_text = |word: &&str| {
        !word.is_empty()
            && !COMPILED.contains(word)
            && !PREFIXES.iter().any(|prefix| word.starts_with(prefix))
    };
    word.filter(is_text).unwrap_or("text")
}

/// Returns what precedes indented code without the indentation itself, which is four columns.
fn without_indentation(prefix: &str) -> &str {
    let shorter = prefix.strip_suffix("    ").or_else(|| prefix.strip_suffix('\t'));
    shorter.unwrap_or_else(|| prefix.trim_end())
}

/// Renders a code block whose lines begin with `inner`, except the first one.
fn fenced(language: &str, content: &str, inner: &str) -> String {
    let longest = content.split(|c| c != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat(longest.max(2) + 1);
    let mut out = format!("{fence}{language}\n");
    for line in content.lines() {
        out.push_str(format!("{inner}{line}").trim_end());
        out.push('\n');
    }
    format!("{out}{inner}{fence}")
}

/// Returns `true` if rustdoc finds a test.
fn has_tests(text: &str) -> bool {
    parse(text).any(|(event, _)| match event {
        Event::Start(Tag::CodeBlock(CodeBlockKind::Indented)) => true,
        Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => language(&info) != &*info,
        _ => false,
    })
}

#[cfg(test)]
mod tests {
    use super::{clean, first_paragraph};

    #[test]
    fn code_is_marked_as_text() {
        for (text, expected) in [
            (" One.  \n\n Two. ", "One.\n\n Two."),
            ("a\n```\nlet x;\n```\nb", "a\n```text\nlet x;\n```\nb"),
            ("```json\n{}", "```json\n{}\n```"),
            ("```rust\nlet x;\n```", "```text\nlet x;\n```"),
            ("```json,no_run\n{}\n```", "```json\n{}\n```"),
            ("```E0277\nx\n```", "```text\nx\n```"),
            ("~~~\nlet x;\n~~~\nb", "```text\nlet x;\n```\nb"),
            ("````\n```\n````", "````text\n```\n````"),
            ("a\n\n    code\n\n    more\n\nb", "a\n\n```text\ncode\n\nmore\n```\n\nb"),
            ("a\n\n\tcode\n\nb", "a\n\n```text\ncode\n```\n\nb"),
            ("- a\n\n    still a\n\nb", "- a\n\n    still a\n\nb"),
            ("a\n    the same", "a\n    the same"),
            ("- a\n\n      code\n\nb", "- a\n\n  ```text\n  code\n  ```\n\nb"),
            ("-     code\n- b", "- ```text\n  code\n  ```\n- b"),
            ("- ~~~\n  code\n  ~~~\n- b", "- ```text\n  code\n  ```\n- b"),
            ("1. ```no_run\n   x\n2. b", "1. ```text\n   x\n   ```\n2. b"),
            ("> q\n>\n>     code\n\nb", "> q\n>\n> ```text\n> code\n> ```\n\nb"),
        ] {
            assert_eq!(clean(text), expected, "{text}");
            assert_eq!(clean(expected), expected, "{text}");
        }
    }

    #[test]
    fn html_is_escaped() {
        for (text, expected) in [
            ("a<br>b", "a\\<br>b"),
            ("<div>\n\n    x\n</div>", "\\<div>\n\n```text\nx\n```\n\\</div>"),
            ("<pre>\n```\nx\n```\n</pre>", "\\<pre>\n```text\nx\n```\n\\</pre>"),
            ("`<b>` and 1 < 2", "`<b>` and 1 < 2"),
        ] {
            assert_eq!(clean(text), expected);
        }
    }

    #[test]
    fn characters_that_comments_cannot_have_are_removed() {
        assert_eq!(clean("a\u{202e}b\u{2066}c\0d\re\r\nf"), "abcd\ne\nf");
    }

    #[test]
    fn the_first_paragraph_is_not_a_part_of_a_block() {
        assert_eq!(first_paragraph("a\nb\n\nc"), ("a\nb", "c"));
        assert_eq!(first_paragraph("```text\na\n\nb\n```"), ("", "```text\na\n\nb\n```"));
        assert_eq!(first_paragraph(""), ("", ""));
    }
}
