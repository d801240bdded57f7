//! Expansion of `macro_rules!` macros, from the text of their definitions.

use std::collections::BTreeMap;

use proc_macro2::{Group, TokenStream, TokenTree};

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
                        let transcriber = pattern::parse(without_bodies(group.stream()));
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

/// Empties the bodies of functions, which need not be parsed.
pub(super) fn without_bodies(tokens: TokenStream) -> TokenStream {
    let mut out = Vec::new();
    let mut in_function = false;
    for token in tokens {
        match token {
            TokenTree::Group(group) => {
                let is_body = group.delimiter() == proc_macro2::Delimiter::Brace && in_function;
                let inner =
                    if is_body { TokenStream::new() } else { without_bodies(group.stream()) };
                in_function = in_function && !is_body;
                out.push(TokenTree::Group(Group::new(group.delimiter(), inner)));
            }
            token => {
                match &token {
                    TokenTree::Ident(ident) if ident == "fn" => in_function = true,
                    token if is_punct(token, ';') => in_function = false,
                    _ => {}
                }
                out.push(token);
            }
        }
    }
    out.into_iter().collect()
}
