//! The rules of a `macro_rules!` definition, and the matching of the tokens of a call.

use std::collections::BTreeMap;

use proc_macro2::token_stream::IntoIter;
use proc_macro2::{Delimiter, TokenStream, TokenTree};
use quote::ToTokens;
use syn::parse::{Parse, ParseStream, Parser};

/// One element of a matcher or of a transcriber.
#[derive(Debug)]
pub(super) enum Pattern {
    /// A token other than a group.
    Token(TokenTree),
    /// `$name`, in a matcher with the kind of its fragment.
    Variable { name: String, kind: String },
    /// `(…)`, `[…]` or `{…}`.
    Group(Delimiter, Vec<Pattern>),
    /// `$(…) separator op`.
    Repeat { inner: Vec<Pattern>, separator: Option<TokenTree>, once: bool },
}

/// What a variable is bound to.
#[derive(Clone, Debug)]
pub(super) enum Bound {
    /// The tokens of a fragment.
    Tokens(TokenStream),
    /// One element for each repetition.
    Repeated(Vec<Bound>),
}

pub(super) type Bindings = BTreeMap<String, Bound>;

/// Parses a matcher or a transcriber.
pub(super) fn parse(tokens: TokenStream) -> Vec<Pattern> {
    let mut patterns = Vec::new();
    let mut tokens = tokens.into_iter();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Group(group) => {
                patterns.push(Pattern::Group(group.delimiter(), parse(group.stream())));
            }
            token if !is_punct(&token, '$') => patterns.push(Pattern::Token(token)),
            _ => patterns.extend(parse_variable(&mut tokens)),
        }
    }
    patterns
}

/// Parses what follows a `$`.
fn parse_variable(tokens: &mut IntoIter) -> Option<Pattern> {
    match tokens.next()? {
        TokenTree::Group(group) => {
            let mut separator = None;
            for token in tokens {
                if is_punct(&token, '?') || is_punct(&token, '*') || is_punct(&token, '+') {
                    let once = is_punct(&token, '?');
                    return Some(Pattern::Repeat { inner: parse(group.stream()), separator, once });
                }
                separator = Some(token);
            }
            None
        }
        TokenTree::Ident(name) if name == "crate" => Some(Pattern::Token(TokenTree::Ident(name))),
        TokenTree::Ident(name) => {
            // only a known kind: `$field: $type` of a transcriber has none
            let mut ahead = tokens.clone();
            let colon = ahead.next().is_some_and(|token| is_punct(&token, ':'));
            let kind = match ahead.next() {
                Some(TokenTree::Ident(kind)) if colon => kind.to_string(),
                _ => String::new(),
            };
            let kind = if FRAGMENTS.contains(&kind.as_str()) {
                *tokens = ahead;
                kind
            } else {
                String::new()
            };
            Some(Pattern::Variable { name: name.to_string(), kind })
        }
        _ => None,
    }
}

/// The kinds of fragments that are supported.
const FRAGMENTS: &[&str] =
    &["ident", "literal", "tt", "ty", "path", "expr", "meta", "vis", "lifetime"];

/// Returns the bindings of a call, or `None` if the tokens do not match.
pub(super) fn match_all(patterns: &[Pattern], tokens: TokenStream) -> Option<Bindings> {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let mut input = tokens.as_slice();
    let bindings = match_some(patterns, &mut input)?;
    input.is_empty().then_some(bindings)
}

/// Matches the patterns with the start of `input`, and removes the tokens that match.
fn match_some(patterns: &[Pattern], input: &mut &[TokenTree]) -> Option<Bindings> {
    let mut bindings = Bindings::new();
    for pattern in patterns {
        match pattern {
            Pattern::Token(expected) => {
                if !is_same(next(input)?, expected) {
                    return None;
                }
            }
            Pattern::Group(delimiter, inner) => match next(input)? {
                TokenTree::Group(group) if group.delimiter() == *delimiter => {
                    bindings.append(&mut match_all(inner, group.stream())?);
                }
                _ => return None,
            },
            Pattern::Variable { name, kind } => {
                bindings.insert(name.clone(), Bound::Tokens(fragment(kind, input)?));
            }
            Pattern::Repeat { inner, separator, once } => {
                let found = match_repeated(inner, separator.as_ref(), *once, input);
                let mut names = Vec::new();
                variables(inner, &mut names);
                for name in names {
                    let bound = |bindings: &Bindings| bindings.get(&name).cloned();
                    let bound = found.iter().filter_map(bound).collect();
                    bindings.insert(name, Bound::Repeated(bound));
                }
            }
        }
    }
    Some(bindings)
}

/// Matches a pattern as often as possible.
fn match_repeated(
    inner: &[Pattern],
    separator: Option<&TokenTree>,
    once: bool,
    input: &mut &[TokenTree],
) -> Vec<Bindings> {
    let mut found = Vec::new();
    let most = if once { 1 } else { usize::MAX };
    while !input.is_empty() && found.len() < most {
        // a mismatch consumes nothing
        let mut rest = *input;
        if let Some(separator) = separator.filter(|_| !found.is_empty())
            && !next(&mut rest).is_some_and(|token| is_same(token, separator))
        {
            break;
        }
        match match_some(inner, &mut rest) {
            Some(bindings) if rest.len() < input.len() => found.push(bindings),
            _ => break,
        }
        *input = rest;
    }
    found
}

/// Lists the variables of a pattern.
pub(super) fn variables(patterns: &[Pattern], names: &mut Vec<String>) {
    for pattern in patterns {
        match pattern {
            Pattern::Token(_) => {}
            Pattern::Variable { name, .. } => names.push(name.clone()),
            Pattern::Group(_, inner) | Pattern::Repeat { inner, .. } => variables(inner, names),
        }
    }
}

/// Removes a fragment from the start of `input`.
fn fragment(kind: &str, input: &mut &[TokenTree]) -> Option<TokenStream> {
    match kind {
        "tt" => next(input).cloned().map(Into::into),
        "ident" => match next(input)? {
            TokenTree::Ident(ident) => Some(ident.to_token_stream()),
            _ => None,
        },
        "literal" => match next(input)? {
            TokenTree::Literal(literal) => Some(literal.to_token_stream()),
            _ => None,
        },
        "ty" => parse_fragment::<syn::Type>(input),
        "path" => parse_fragment::<syn::Path>(input),
        "expr" => parse_fragment::<syn::Expr>(input),
        "meta" => parse_fragment::<syn::Meta>(input),
        "vis" => parse_fragment::<syn::Visibility>(input),
        "lifetime" => parse_fragment::<syn::Lifetime>(input),
        _ => None,
    }
}

/// Removes what parses as `T`.
fn parse_fragment<T: Parse + ToTokens>(input: &mut &[TokenTree]) -> Option<TokenStream> {
    let parser = |stream: ParseStream<'_>| {
        let fragment = stream.parse::<T>()?.into_token_stream();
        Ok((fragment, stream.parse::<TokenStream>()?))
    };
    let (fragment, rest) = parser.parse2(input.iter().cloned().collect()).ok()?;
    let start = input.len().checked_sub(rest.into_iter().count())?;
    *input = input.get(start..)?;
    Some(fragment)
}

/// Removes the first token.
fn next<'a>(input: &mut &'a [TokenTree]) -> Option<&'a TokenTree> {
    let (first, rest) = input.split_first()?;
    *input = rest;
    Some(first)
}

fn is_same(a: &TokenTree, b: &TokenTree) -> bool {
    match (a, b) {
        (TokenTree::Punct(a), TokenTree::Punct(b)) => a.as_char() == b.as_char(),
        (TokenTree::Ident(a), TokenTree::Ident(b)) => a == b,
        (TokenTree::Literal(a), TokenTree::Literal(b)) => a.to_string() == b.to_string(),
        _ => false,
    }
}

pub(super) fn is_punct(token: &TokenTree, c: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == c)
}
