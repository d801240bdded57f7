//! Doc comments: from the spec's Markdown to rustdoc, wrapped and escaped.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::Name;
use crate::markdown;

/// Columns that doc text may fill, without the slashes and the indentation.
const WIDTH: usize = 92;

/// The end of a line in a doc attribute. Doc comments cannot contain this character.
pub const LINE_END: char = '\r';

/// Returns the doc attribute of a text.
pub fn attributes(text: &str) -> TokenStream {
    attribute(&markdown::wrap(&markdown::escape(text), WIDTH))
}

/// Renders the doc attribute of text with links, which are not escaped.
pub fn link_attributes(text: &str) -> TokenStream {
    attribute(&markdown::wrap(text, WIDTH))
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
    markdown::wrap(&markdown::escape(text), width).iter().map(|line| lead(line)).collect()
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
    fn a_sentence_ends_before_the_next_one() {
        assert_eq!(first_sentence("One. Two."), "One.");
    }
}
