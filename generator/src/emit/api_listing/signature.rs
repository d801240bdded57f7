//! Types and signatures as text, with the names that users know.

use proc_macro2::{Delimiter, Spacing, TokenStream, TokenTree};
use quote::ToTokens;
use syn::{GenericParam, Generics};

use super::scope::Scope;

/// Renders the types of an item.
#[derive(Clone)]
pub(super) struct Signatures<'a> {
    pub(super) scope: &'a Scope<'a>,
    /// The module whose names are in scope.
    pub(super) module: &'a str,
    /// The names of generic parameters.
    generics: Vec<String>,
}

impl<'a> Signatures<'a> {
    pub(super) fn new(scope: &'a Scope<'a>, module: &'a str) -> Self {
        Self { scope, module, generics: Vec::new() }
    }

    /// Adds generic parameters.
    pub(super) fn with(&self, generics: &Generics) -> Self {
        let mut all = self.clone();
        all.generics.extend(generics.type_params().map(|param| param.ident.to_string()));
        all.generics.extend(generics.const_params().map(|param| param.ident.to_string()));
        all
    }

    /// Returns the text of tokens: those of a type, of arguments, or of a return type.
    pub(super) fn text(&self, tokens: impl ToTokens) -> String {
        let mut words = Vec::new();
        flatten(tokens.to_token_stream(), &mut words);
        let mut out = Output::default();
        let mut rest = words.as_slice();
        while let Some((word, after)) = rest.split_first() {
            rest = after;
            if word == "mut" && ["", "(", ","].contains(&out.last.as_str()) {
                continue;
            }
            if word == "," && after.first().is_some_and(|next| [")", ">"].contains(&next.as_str()))
            {
                continue;
            }
            if !is_name(word) || out.last == "::" || self.is_declared(word, after) {
                out.push(word);
                continue;
            }
            let mut path = vec![word.clone()];
            while let [colons, name, after @ ..] = rest
                && colons == "::"
                && is_name(name)
            {
                path.push(name.clone());
                rest = after;
            }
            out.push(&self.path(&path));
        }
        out.text.trim_end_matches(',').to_owned()
    }

    /// Returns `true` if the word is no path: a parameter, an associated type of bounds, or generic.
    fn is_declared(&self, word: &str, after: &[String]) -> bool {
        let next = after.first().map(String::as_str).unwrap_or_default();
        next == ":"
            || next == "="
            || (word == "self" && next != "::")
            || self.generics.iter().any(|name| name == word)
    }

    fn path(&self, path: &[String]) -> String {
        let Some((definition, used)) = self.scope.resolve(self.module, path) else {
            return path.join("::");
        };
        let mut text = self.scope.display(&definition);
        for name in path.get(used..).unwrap_or_default() {
            text.push_str("::");
            text.push_str(name);
        }
        text
    }

    /// Returns generic parameters with their bounds in angle brackets, or nothing.
    pub(super) fn parameters(&self, generics: &Generics) -> String {
        let text = self.text(&generics.params);
        if text.is_empty() { text } else { format!("<{text}>") }
    }

    /// Returns all bounds of an `impl` block as a `where` clause.
    pub(super) fn bounds(&self, generics: &Generics) -> String {
        let mut bounds = Vec::new();
        for param in &generics.params {
            if let GenericParam::Type(param) = param
                && !param.bounds.is_empty()
            {
                bounds.push(format!("{}: {}", param.ident, self.text(&param.bounds)));
            }
        }
        if let Some(clause) = &generics.where_clause {
            bounds.push(self.text(&clause.predicates));
        }
        if bounds.is_empty() { String::new() } else { format!(" where {}", bounds.join(", ")) }
    }
}

/// Lists tokens and delimiters; a `::`, an arrow and a lifetime are one word.
fn flatten(tokens: TokenStream, words: &mut Vec<String>) {
    let mut joint = String::new();
    for token in tokens {
        match token {
            TokenTree::Group(group) => {
                let (open, close) = match group.delimiter() {
                    Delimiter::Parenthesis => ("(", ")"),
                    Delimiter::Brace => ("{", "}"),
                    Delimiter::Bracket => ("[", "]"),
                    Delimiter::None => ("", ""),
                };
                words.push(open.to_owned());
                flatten(group.stream(), words);
                words.push(close.to_owned());
                words.retain(|word| !word.is_empty());
            }
            TokenTree::Punct(punct) => {
                joint.push(punct.as_char());
                // the parts of `::`, of `->` and of a lifetime
                if !JOINT.contains(&joint.as_str()) || punct.spacing() == Spacing::Alone {
                    words.push(std::mem::take(&mut joint));
                }
            }
            other => words.push(format!("{}{other}", std::mem::take(&mut joint))),
        }
    }
}

/// Punctuation that is continued by the next token.
const JOINT: &[&str] = &[":", "-", "'"];

/// Words that are no paths.
const KEYWORDS: &[&str] = &[
    "Self", "as", "async", "const", "dyn", "extern", "fn", "for", "impl", "mut", "ref", "unsafe",
    "where",
];

fn is_name(word: &str) -> bool {
    word.starts_with(|c: char| c.is_alphabetic() || c == '_') && !KEYWORDS.contains(&word)
}

/// A line with the spaces that rustfmt sets.
#[derive(Default)]
struct Output {
    text: String,
    last: String,
}

impl Output {
    fn push(&mut self, word: &str) {
        if needs_space(&self.last, word) {
            self.text.push(' ');
        }
        self.text.push_str(word);
        word.clone_into(&mut self.last);
    }
}

fn needs_space(last: &str, next: &str) -> bool {
    let is_word = |word: &str, at_end: bool| {
        let c = if at_end { word.chars().next_back() } else { word.chars().next() };
        c.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == '\'')
    };
    if last.is_empty() {
        return false;
    }
    let separates = [",", ":", "=", "+", "->", ";"].contains(&last);
    match next {
        "," | ":" | ";" | "::" | ")" | "]" | ">" => false,
        "=" | "+" | "->" | "{" | "}" => true,
        "?" => separates,
        "&" | "<" | "(" | "[" | "*" => {
            separates
                || (next == "&" || next == "[")
                    && (KEYWORDS.contains(&last) || last.starts_with('\''))
        }
        next => {
            separates
                || ["{", ")", ">", "]"].contains(&last)
                || is_word(last, true) && is_word(next, false)
        }
    }
}
