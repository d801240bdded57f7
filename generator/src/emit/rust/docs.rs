//! Doc comments: from the spec's Markdown to rustdoc, wrapped and made harmless.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::Name;

/// Columns that doc text may fill, without the slashes and the indentation.
const WIDTH: usize = 92;

/// The end of a line in a doc attribute. Doc comments cannot contain this character.
pub const LINE_END: char = '\r';

/// Returns the doc attribute of a text.
pub fn attributes(text: &str) -> TokenStream {
    attribute(&wrapped(&escaped(text), WIDTH))
}

/// Renders the doc attribute of text with links, which are not escaped.
pub fn link_attributes(text: &str) -> TokenStream {
    attribute(&wrapped(text, WIDTH))
}

/// Renders a single attribute for all lines, which the formatter separates: parsing and printing an attribute for each
/// line takes several times as long.
pub fn attribute(lines: &[String]) -> TokenStream {
    if lines.is_empty() {
        return TokenStream::new();
    }
    let lines = lines.iter().map(|line| lead(line.trim_end_matches(' ')));
    let text = lines.collect::<Vec<_>>().join(&LINE_END.to_string());
    quote! { #[doc = #text] }
}

/// Returns the doc lines of a text, each with the space that follows the slashes.
pub fn lines(text: &str, width: usize) -> Vec<String> {
    wrapped(&escaped(text), width).iter().map(|line| lead(line)).collect()
}

/// Puts a space before a line of a doc comment.
fn lead(line: &str) -> String {
    if line.is_empty() { String::new() } else { format!(" {line}") }
}

/// Returns the attribute with search terms, without the name of the item itself.
pub fn aliases(words: Vec<String>, own: &str) -> TokenStream {
    let words = words.iter().map(|word| searchable(word));
    let words: BTreeSet<String> = words.filter(|word| word != own && !word.is_empty()).collect();
    if words.is_empty() {
        return TokenStream::new();
    }
    quote! { #[doc(alias(#(#words),*))] }
}

/// Returns the wire name of an item as a search term; `None` if the search finds it without one, because the
/// identifier is derived from it or differs only in case and spaces.
pub fn wire_alias(name: &Name, own: &str, wire: &str) -> Option<String> {
    name.explicit.as_ref()?;
    let fixed: String =
        wire.split('{').map(|part| part.rsplit('}').next().unwrap_or(part)).collect();
    let word = searchable(&fixed);
    let letters = |text: &str| -> String {
        text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
    };
    (!word.is_empty() && letters(&word) != letters(own)).then_some(word)
}

/// Returns the attribute for [`wire_alias`].
pub fn wire_alias_attribute(name: &Name, own: &str, wire: &str) -> TokenStream {
    match wire_alias(name, own, wire) {
        Some(word) => quote! { #[doc(alias = #word)] },
        None => TokenStream::new(),
    }
}

/// Removes the characters that rustdoc does not accept in an alias.
fn searchable(word: &str) -> String {
    let unfit = |c: char| matches!(c, '"' | '\'') || (c.is_whitespace() && c != ' ');
    word.replace(unfit, "").trim().to_owned()
}

/// Appends the doc comment of a text, with this many spaces of indentation.
pub fn push(to: &mut String, text: &str, indent: usize) {
    for line in lines(text, 94 - indent) {
        to.push_str(&format!("{:indent$}///{line}\n", ""));
    }
}

/// Wraps paragraphs. Headings, tables and code stay as they are.
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
            wrap_line(&mut lines, paragraph, width);
        }
    }
    lines
}

/// Breaks a line at spaces. The other lines of a list item are indented.
fn wrap_line(lines: &mut Vec<String>, paragraph: &str, width: usize) {
    let trimmed = paragraph.trim_start();
    let lead = paragraph.len() - trimmed.len();
    let hang = if trimmed.starts_with("- ") || trimmed.starts_with("* ") { 2 } else { 0 };
    let mut line = " ".repeat(lead);
    let mut empty = true;
    for word in trimmed.split_whitespace() {
        // a list item whose first word is long keeps it behind its mark
        let is_mark = matches!(line.trim_start(), "-" | "*");
        if !empty && !is_mark && line.chars().count() + 1 + word.chars().count() > width {
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

/// Escapes what rustdoc would parse as a link or as HTML.
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

/// Escapes a line except code between backticks. A backtick without a second one does not start code.
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

/// Returns the first sentence of a text.
pub fn first_sentence(text: &str) -> String {
    let paragraph = text.split("\n\n").next().unwrap_or_default().replace('\n', " ");
    match paragraph.find(". ") {
        Some(end) => paragraph.get(..=end).unwrap_or(&paragraph).to_owned(),
        None => paragraph,
    }
}

/// Returns a sentence in lower case, to continue another one. Names in capitals are not changed.
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
    fn only_chosen_names_have_the_wire_name_as_an_alias() {
        let alias = |explicit: Option<&str>, own: &str, wire: &str| {
            wire_alias(&Name::new(wire).with_explicit(explicit.map(str::to_owned)), own, wire)
        };
        assert_eq!(alias(None, "ids", "Id"), None);
        assert_eq!(alias(Some("ids"), "ids", "Id"), Some("Id".to_owned()));
        assert_eq!(alias(Some("note_text"), "note_text", "Text{n}"), Some("Text".to_owned()));
        assert_eq!(alias(Some("SriLanka"), "SriLanka", "SRI LANKA"), None);
        assert_eq!(alias(Some("OnSale"), "OnSale", "it's on sale"), Some("its on sale".to_owned()));
    }

    #[test]
    fn text_is_wrapped_and_lists_hang() {
        assert_eq!(wrapped("one two three", 7), ["one two", "three"]);
        assert_eq!(wrapped("- one two", 6), ["- one", "  two"]);
        assert_eq!(wrapped("* indivisible", 6), ["* indivisible"]);
        assert_eq!(first_sentence("One. Two."), "One.");
    }
}
