//! Expansion of `macro_rules!` macros, from the text of their definitions.

use std::collections::BTreeMap;

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

use super::pattern::{self, Bindings, Bound, Pattern, is_punct};

/// The macros of the crate, by name.
#[derive(Debug, Default)]
pub(super) struct Macros(BTreeMap<String, Vec<Rule>>);

#[derive(Debug)]
struct Rule {
    matcher: Vec<Pattern>,
    transcriber: Vec<Pattern>,
}

impl Macros {
    /// Adds a definition, given the tokens in the braces of `macro_rules!`.
    pub(super) fn define(&mut self, name: String, definition: TokenStream) {
        let mut rules = Vec::new();
        let mut matcher = None;
        for token in definition {
            if let TokenTree::Group(group) = token {
                match matcher.take() {
                    None => matcher = Some(pattern::parse(group.stream())),
                    Some(matcher) => {
                        let transcriber = pattern::parse(group.stream());
                        rules.push(Rule { matcher, transcriber });
                    }
                }
            }
        }
        self.0.insert(name, rules);
    }

    /// Returns the tokens that a call expands to. Macros without a definition expand to nothing.
    ///
    /// # Errors
    ///
    /// Returns an error if no rule matches.
    pub(super) fn expand(&self, call: &syn::Macro) -> Result<TokenStream, String> {
        let name = call.path.segments.last().map(|last| last.ident.to_string());
        let name = name.unwrap_or_default();
        let Some(rules) = self.0.get(&name) else { return Ok(TokenStream::new()) };
        for rule in rules {
            if let Some(bindings) = pattern::match_all(&rule.matcher, call.tokens.clone()) {
                let mut expansion = TokenStream::new();
                transcribe(&rule.transcriber, &bindings, &mut expansion);
                return Ok(expansion);
            }
        }
        Err(format!("no rule of `{name}!` matches"))
    }
}

/// Replaces the variables of a transcriber.
fn transcribe(patterns: &[Pattern], bindings: &Bindings, out: &mut TokenStream) {
    for pattern in patterns {
        match pattern {
            Pattern::Token(token) => out.extend([token.clone()]),
            Pattern::Group(delimiter, inner) => {
                let mut tokens = TokenStream::new();
                transcribe(inner, bindings, &mut tokens);
                out.extend([TokenTree::Group(Group::new(*delimiter, tokens))]);
            }
            Pattern::Variable { name, .. } => {
                if let Some(Bound::Tokens(tokens)) = bindings.get(name) {
                    out.extend(tokens.clone());
                }
            }
            Pattern::Repeat { inner, separator, .. } => {
                let mut names = Vec::new();
                pattern::variables(inner, &mut names);
                let repeated = names.iter().find_map(|name| match bindings.get(name) {
                    Some(Bound::Repeated(repeated)) => Some(repeated.len()),
                    _ => None,
                });
                for i in 0..repeated.unwrap_or_default() {
                    if let Some(separator) = separator.clone().filter(|_| i > 0) {
                        out.extend([separator]);
                    }
                    transcribe(inner, &repetition(bindings, &names, i), out);
                }
            }
        }
    }
}

/// Returns the bindings of a repetition: those of its own variables, and the ones that are not repeated.
fn repetition(bindings: &Bindings, names: &[String], i: usize) -> Bindings {
    let mut own = Bindings::new();
    for name in names {
        let bound = match bindings.get(name) {
            Some(Bound::Repeated(repeated)) => repeated.get(i),
            other => other,
        };
        if let Some(bound) = bound {
            own.insert(name.clone(), bound.clone());
        }
    }
    own
}

/// Removes what is not listed, so that it is not parsed: the bodies of functions, and the members of implementations of
/// traits except for their types.
pub(super) fn without_bodies(tokens: TokenStream) -> TokenStream {
    let mut out = Vec::new();
    let mut braces = Braces::Items;
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        let token = match token {
            TokenTree::Group(group) => {
                let inner = match (group.delimiter(), braces) {
                    (Delimiter::Brace, Braces::Body) => TokenStream::new(),
                    (Delimiter::Brace, Braces::TraitMembers) => types(group.stream()),
                    _ => without_bodies(group.stream()),
                };
                if group.delimiter() == Delimiter::Brace {
                    braces = Braces::Items;
                }
                TokenTree::Group(Group::new(group.delimiter(), inner))
            }
            token => token,
        };
        match &token {
            TokenTree::Ident(ident) if ident == "fn" => braces = Braces::Body,
            TokenTree::Ident(ident) if ident == "impl" && braces == Braces::Items => {
                braces = Braces::Members;
            }
            TokenTree::Ident(ident) if ident == "for" && braces == Braces::Members => {
                // `for<'a>` is part of a bound
                let is_bound = tokens.peek().is_some_and(|next| is_punct(next, '<'));
                braces = if is_bound { braces } else { Braces::TraitMembers };
            }
            token if is_punct(token, ';') => braces = Braces::Items,
            _ => {}
        }
        out.push(token);
    }
    out.into_iter().collect()
}

/// What the next braces contain.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Braces {
    Items,
    /// The body of a function.
    Body,
    /// The members of an `impl` block.
    Members,
    /// The members of an implementation of a trait.
    TraitMembers,
}

/// Returns the associated types among the members of an implementation.
fn types(members: TokenStream) -> TokenStream {
    let mut in_type = false;
    let is_listed = |token: &TokenTree| {
        let was_in_type = in_type;
        in_type = match token {
            TokenTree::Ident(ident) if ident == "type" => true,
            token if is_punct(token, ';') => false,
            _ => in_type,
        };
        in_type || was_in_type
    };
    members.into_iter().filter(is_listed).collect()
}
