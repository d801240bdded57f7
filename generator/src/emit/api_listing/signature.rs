//! Types and signatures as text, with the names that users know.

use unicode_ident::is_xid_continue;

use super::scope::Scope;
use super::syntax::{Generics, Parameter};
use crate::emit::token::Token;

/// Renders the types of an item.
#[derive(Clone)]
pub(super) struct Signatures<'a> {
    pub(super) scope: &'a Scope<'a>,
    /// The module whose names are in scope.
    pub(super) module: &'a str,
    /// The names of generic parameters.
    generics: Vec<&'a str>,
}

impl<'a> Signatures<'a> {
    pub(super) fn new(scope: &'a Scope<'a>, module: &'a str) -> Self {
        Self { scope, module, generics: Vec::new() }
    }

    /// Adds generic parameters.
    pub(super) fn with(&self, generics: &Generics<'a>) -> Self {
        let mut all = self.clone();
        all.generics.extend(generics.iter().filter_map(|(parameter, _)| match parameter {
            Parameter::Lifetime => None,
            Parameter::Const(name) | Parameter::Type { name, .. } => Some(name),
        }));
        all
    }

    /// Returns the text of tokens: those of a type, of arguments, or of a return type.
    pub(super) fn text(&self, tokens: &[Token<'_>]) -> String {
        let mut out = Output::default();
        let mut rest = tokens;
        while let Some((Token { text: word, .. }, after)) = rest.split_first() {
            rest = after;
            let next = after.first().map_or("", |next| next.text);
            if *word == "mut" && ["", "(", ","].contains(&out.last.as_str()) {
                continue;
            }
            if *word == "," && [")", ">"].contains(&next) {
                continue;
            }
            if !is_name(word) || out.last == "::" || self.is_declared(word, next) {
                out.push(word);
                continue;
            }
            let mut path = vec![*word];
            while let [colons, name, after @ ..] = rest
                && colons.is_punct("::")
                && is_name(name.text)
            {
                path.push(name.text);
                rest = after;
            }
            out.push(&self.path(&path));
        }
        out.text.trim_end_matches(',').to_owned()
    }

    /// Returns `true` if the word is no path: a parameter, an associated type of bounds, or generic.
    fn is_declared(&self, word: &str, next: &str) -> bool {
        next == ":"
            || next == "="
            || (word == "self" && next != "::")
            || self.generics.contains(&word)
    }

    fn path(&self, path: &[&str]) -> String {
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
    pub(super) fn parameters(&self, generics: &Generics<'_>) -> String {
        let text = self.text(&generics.parameters);
        if text.is_empty() { text } else { format!("<{text}>") }
    }

    /// Returns all bounds of an `impl` block as a `where` clause.
    pub(super) fn bounds(&self, generics: &Generics<'_>) -> String {
        let mut all = Vec::new();
        for (parameter, _) in generics.iter() {
            if let Parameter::Type { name, bounds } = parameter
                && !bounds.is_empty()
            {
                all.push(format!("{name}: {}", self.text(bounds)));
            }
        }
        if !generics.predicates.is_empty() {
            all.push(self.text(&generics.predicates));
        }
        if all.is_empty() { String::new() } else { format!(" where {}", all.join(", ")) }
    }
}

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
        c.is_some_and(|c| is_xid_continue(c) || c == '_' || c == '\'')
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
