//! Doc comments: from the spec's Markdown to rustdoc, wrapped and made harmless.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

/// Columns that doc text may fill, without the slashes and the indentation.
const WIDTH: usize = 92;

/// The doc attributes of a text, one for each line.
pub fn attributes(text: &str) -> TokenStream {
    let lines = lines(text, WIDTH);
    quote! { #(#[doc = #lines])* }
}

/// The doc lines of a text, each with the blank that follows the slashes.
pub fn lines(text: &str, width: usize) -> Vec<String> {
    let lead = |line: String| if line.is_empty() { line } else { format!(" {line}") };
    wrapped(&escaped(text), width).into_iter().map(lead).collect()
}

/// The words under which people search for something, but for the name that it has anyway.
pub fn aliases(words: Vec<String>, own: &str) -> TokenStream {
    // What rustdoc does not take in an alias.
    let quotes = |c: char| matches!(c, '"' | '\'') || (c.is_whitespace() && c != ' ');
    let words = words.iter().map(|word| word.replace(quotes, "").trim().to_owned());
    let words: BTreeSet<String> = words.filter(|word| word != own && !word.is_empty()).collect();
    if words.is_empty() {
        return TokenStream::new();
    }
    quote! { #[doc(alias(#(#words),*))] }
}

/// Adds the doc comment of a text that is written out, indented by so many blanks.
pub fn push(to: &mut String, text: &str, indent: usize) {
    for line in lines(text, 94 - indent) {
        to.push_str(&format!("{:indent$}///{line}\n", ""));
    }
}

/// Wraps running text; lists, headings, tables and code stay as they are.
pub fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut code = false;
    for paragraph in text.lines() {
        if paragraph.trim_start().starts_with("```") {
            code = !code;
            lines.push(paragraph.to_owned());
        } else if code || paragraph.starts_with('|') || paragraph.starts_with('#') {
            lines.push(paragraph.to_owned());
        } else {
            fill(&mut lines, paragraph, width);
        }
    }
    lines
}

/// Breaks one line at blanks; the rest of a list item is indented like its text.
fn fill(lines: &mut Vec<String>, paragraph: &str, width: usize) {
    let trimmed = paragraph.trim_start();
    let lead = paragraph.len() - trimmed.len();
    let hang = if trimmed.starts_with("- ") || trimmed.starts_with("* ") { 2 } else { 0 };
    let mut line = " ".repeat(lead);
    let mut empty = true;
    for word in trimmed.split_whitespace() {
        if !empty && line.chars().count() + 1 + word.chars().count() > width {
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

/// Keeps rustdoc from reading links and HTML into plain text.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut fenced = false;
    for (i, line) in text.lines().enumerate() {
        if i > 0 {
            out.push('\n');
        }
        if line.trim_start().starts_with("```") {
            fenced = !fenced;
            out.push_str(line);
        } else if fenced {
            out.push_str(line);
        } else {
            escape_line(&mut out, line);
        }
    }
    out
}

/// Code between ticks stays as it is; a tick without another one is no more than a tick.
fn escape_line(out: &mut String, line: &str) {
    let last = line.split('`').count() - 1;
    for (i, span) in line.split('`').enumerate() {
        if i > 0 {
            out.push('`');
        }
        if i % 2 == 1 && i < last {
            out.push_str(span);
            continue;
        }
        for (j, word) in span.split(' ').enumerate() {
            if j > 0 {
                out.push(' ');
            }
            escape_word(out, word);
        }
    }
}

fn escape_word(out: &mut String, word: &str) {
    let link = word.strip_prefix('<').and_then(|rest| rest.split_once('>'));
    if link.is_some_and(|(address, _)| address.starts_with("https://")) {
        out.push_str(word);
        return;
    }
    if word.starts_with("https://") || word.starts_with("http://") {
        let end = word.trim_end_matches(['.', ',', ')', ';']);
        let rest = word.strip_prefix(end).unwrap_or_default();
        out.push_str(&format!("<{end}>{rest}"));
        return;
    }
    for c in word.chars() {
        if matches!(c, '[' | ']' | '<' | '>') {
            out.push('\\');
        }
        out.push(c);
    }
}

/// The first sentence of a text.
pub fn first_sentence(text: &str) -> String {
    let paragraph = text.split("\n\n").next().unwrap_or_default().replace('\n', " ");
    match paragraph.find(". ") {
        Some(end) => paragraph.get(..=end).unwrap_or(&paragraph).to_owned(),
        None => paragraph,
    }
}

/// A sentence as the continuation of another; names in capitals stay.
pub fn lower_first(text: &str) -> String {
    let mut letters = text.chars();
    match (letters.next(), letters.clone().next()) {
        (Some(first), Some(second)) if !second.is_uppercase() => {
            first.to_lowercase().collect::<String>() + letters.as_str()
        }
        _ => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hostile_text_is_made_harmless() {
        for (text, expected) in [
            ("see [Deprecated] and <T>", "see \\[Deprecated\\] and \\<T\\>"),
            ("`a[0]<b>` stays", "`a[0]<b>` stays"),
            ("at https://example.com/x.", "at <https://example.com/x>."),
            ("at <https://example.com/x>.", "at <https://example.com/x>."),
            ("`a[0]` and `[b]", "`a[0]` and `\\[b\\]"),
        ] {
            assert_eq!(escaped(text), expected);
        }
    }

    #[test]
    fn text_is_wrapped_and_lists_hang() {
        assert_eq!(wrapped("one two three", 7), ["one two", "three"]);
        assert_eq!(wrapped("- one two", 6), ["- one", "  two"]);
        assert_eq!(first_sentence("One. Two."), "One.");
    }
}
