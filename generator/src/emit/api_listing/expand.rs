//! Expansion of `macro_rules!` macros, from the text of their definitions.

use std::collections::BTreeMap;

use super::cursor::Cursor;
use super::pattern::{self, Bindings, Bound, Pattern};
use super::syntax::Tokens;
use crate::emit::token::{Kind, Token, match_delimiters};

/// The macros of the crate, by name.
#[derive(Debug, Default)]
pub(super) struct Macros<'a>(BTreeMap<&'a str, Vec<Rule<'a>>>);

#[derive(Debug)]
struct Rule<'a> {
    matcher: Vec<Pattern<'a>>,
    transcriber: Vec<Pattern<'a>>,
}

impl<'a> Macros<'a> {
    /// Adds a definition, given the tokens in the braces of `macro_rules!`.
    pub(super) fn define(&mut self, name: &'a str, definition: &[Token<'a>]) {
        let mut rules = Vec::new();
        let mut matcher = None;
        let mut rest = Cursor(definition);
        while let Some(token) = rest.peek() {
            let Some(group) = Some(token.text).filter(|_| token.kind == Kind::Open) else {
                rest.next();
                continue;
            };
            let patterns = pattern::parse(rest.group(group).unwrap_or_default());
            match matcher.take() {
                None => matcher = Some(patterns),
                Some(matcher) => rules.push(Rule { matcher, transcriber: patterns }),
            }
        }
        self.0.insert(name, rules);
    }

    /// Returns the tokens that a call expands to. Macros without a definition expand to nothing.
    ///
    /// # Errors
    ///
    /// Returns an error if no rule matches.
    pub(super) fn expand(&self, name: &str, arguments: &[Token<'a>]) -> Result<Tokens<'a>, String> {
        let Some(rules) = self.0.get(name) else { return Ok(Vec::new()) };
        for rule in rules {
            if let Some(bindings) = pattern::match_all(&rule.matcher, arguments) {
                let mut expansion = Vec::new();
                transcribe(&rule.transcriber, &bindings, &mut expansion);
                match_delimiters(&mut expansion)?;
                return Ok(expansion);
            }
        }
        Err(format!("no rule of `{name}!` matches"))
    }
}

/// Replaces the variables of a transcriber.
fn transcribe<'a>(patterns: &[Pattern<'a>], bindings: &Bindings<'a>, out: &mut Tokens<'a>) {
    for pattern in patterns {
        match pattern {
            Pattern::Token(token) => out.push(*token),
            Pattern::Group(open, close, inner) => {
                out.push(*open);
                transcribe(inner, bindings, out);
                out.push(*close);
            }
            Pattern::Variable { name, .. } => {
                if let Some(Bound::Tokens(tokens)) = bindings.get(name) {
                    out.extend_from_slice(tokens);
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
                    out.extend(separator.filter(|_| i > 0));
                    transcribe(inner, &repetition(bindings, &names, i), out);
                }
            }
        }
    }
}

/// Returns the bindings of a repetition: those of its own variables, and the ones that are not repeated.
fn repetition<'a>(bindings: &Bindings<'a>, names: &[&'a str], i: usize) -> Bindings<'a> {
    let mut own = Bindings::new();
    for name in names {
        let bound = match bindings.get(name) {
            Some(Bound::Repeated(repeated)) => repeated.get(i),
            other => other,
        };
        if let Some(bound) = bound {
            own.insert(name, bound.clone());
        }
    }
    own
}
