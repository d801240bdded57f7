//! The rules of a `macro_rules!` definition, and the matching of the tokens of a call.

use std::collections::BTreeMap;

use super::cursor::{Cursor, inner};
use super::syntax::Tokens;
use crate::emit::token::{Kind, Token};

/// One element of a matcher or of a transcriber.
#[derive(Debug)]
pub(super) enum Pattern<'a> {
    /// A token other than a group.
    Token(Token<'a>),
    /// `$name`, in a matcher with the kind of its fragment.
    Variable { name: &'a str, kind: &'a str },
    /// `(…)`, `[…]` or `{…}`, with both delimiters.
    Group(Token<'a>, Token<'a>, Vec<Pattern<'a>>),
    /// `$(…) separator op`.
    Repeat { inner: Vec<Pattern<'a>>, separator: Option<Token<'a>>, once: bool },
}

/// What a variable is bound to.
#[derive(Clone, Debug)]
pub(super) enum Bound<'a> {
    /// The tokens of a fragment.
    Tokens(Tokens<'a>),
    /// One element for each repetition.
    Repeated(Vec<Bound<'a>>),
}

pub(super) type Bindings<'a> = BTreeMap<&'a str, Bound<'a>>;

/// Parses a matcher or a transcriber.
pub(super) fn parse<'a>(tokens: &[Token<'a>]) -> Vec<Pattern<'a>> {
    let mut patterns = Vec::new();
    let mut rest = Cursor(tokens);
    while let Some(tokens) = rest.next() {
        match tokens {
            [open, .., close] => {
                let inner = parse(inner(tokens).unwrap_or_default());
                patterns.push(Pattern::Group(*open, *close, inner));
            }
            [token] if !token.is_punct("$") => patterns.push(Pattern::Token(*token)),
            _ => patterns.extend(parse_variable(&mut rest)),
        }
    }
    patterns
}

/// Parses what follows a `$`.
fn parse_variable<'a>(rest: &mut Cursor<'_, 'a>) -> Option<Pattern<'a>> {
    if let Some(group) = rest.group("(") {
        let mut separator = None;
        while let Some([token, ..]) = rest.next() {
            if ["?", "*", "+"].contains(&token.text) {
                let once = token.is_punct("?");
                return Some(Pattern::Repeat { inner: parse(group), separator, once });
            }
            separator = Some(*token);
        }
        return None;
    }
    let [token] = rest.next()? else { return None };
    if token.is_word("crate") {
        return Some(Pattern::Token(*token));
    }
    // only a known kind: `$field: $type` of a transcriber has none
    let kind = rest.text_at(1);
    let has_kind = rest.text_at(0) == ":" && FRAGMENTS.contains(&kind);
    if has_kind {
        rest.next();
        rest.next();
    }
    Some(Pattern::Variable { name: token.text, kind: if has_kind { kind } else { "" } })
}

/// The kinds of fragments that are supported.
const FRAGMENTS: &[&str] =
    &["ident", "literal", "tt", "ty", "path", "expr", "meta", "vis", "lifetime"];

/// Returns the bindings of a call, or `None` if the tokens do not match.
pub(super) fn match_all<'a>(
    patterns: &[Pattern<'a>],
    tokens: &[Token<'a>],
) -> Option<Bindings<'a>> {
    let mut rest = Cursor(tokens);
    let bindings = match_some(patterns, &mut rest)?;
    rest.peek().is_none().then_some(bindings)
}

/// Matches the patterns with the next tokens, and removes those that match.
fn match_some<'a>(patterns: &[Pattern<'a>], rest: &mut Cursor<'_, 'a>) -> Option<Bindings<'a>> {
    let mut bindings = Bindings::new();
    for pattern in patterns {
        match pattern {
            Pattern::Token(expected) => {
                if !is_same(rest.next()?, expected) {
                    return None;
                }
            }
            Pattern::Group(open, _, inner) => {
                let group = rest.group(open.text)?;
                bindings.append(&mut match_all(inner, group)?);
            }
            Pattern::Variable { name, kind } => {
                bindings.insert(name, Bound::Tokens(fragment(kind, rest)?));
            }
            Pattern::Repeat { inner, separator, once } => {
                let found = match_repeated(inner, separator.as_ref(), *once, rest);
                let mut names = Vec::new();
                variables(inner, &mut names);
                for name in names {
                    let bound = |bindings: &Bindings<'a>| bindings.get(name).cloned();
                    let bound = found.iter().filter_map(bound).collect();
                    bindings.insert(name, Bound::Repeated(bound));
                }
            }
        }
    }
    Some(bindings)
}

/// Matches a pattern as often as possible.
fn match_repeated<'a>(
    inner: &[Pattern<'a>],
    separator: Option<&Token<'a>>,
    once: bool,
    input: &mut Cursor<'_, 'a>,
) -> Vec<Bindings<'a>> {
    let mut found = Vec::new();
    let most = if once { 1 } else { usize::MAX };
    while input.peek().is_some() && found.len() < most {
        // a mismatch consumes nothing
        let mut rest = *input;
        if let Some(separator) = separator.filter(|_| !found.is_empty())
            && !rest.next().is_some_and(|token| is_same(token, separator))
        {
            break;
        }
        match match_some(inner, &mut rest) {
            Some(bindings) if rest.0.len() < input.0.len() => found.push(bindings),
            _ => break,
        }
        *input = rest;
    }
    found
}

/// Lists the variables of a pattern.
pub(super) fn variables<'a>(patterns: &[Pattern<'a>], names: &mut Vec<&'a str>) {
    for pattern in patterns {
        match pattern {
            Pattern::Token(_) => {}
            Pattern::Variable { name, .. } => names.push(name),
            Pattern::Group(_, _, inner) | Pattern::Repeat { inner, .. } => variables(inner, names),
        }
    }
}

/// Removes a fragment.
fn fragment<'a>(kind: &str, rest: &mut Cursor<'_, 'a>) -> Option<Tokens<'a>> {
    let before = rest.0;
    match kind {
        "tt" => return rest.next().map(<[_]>::to_vec),
        "ident" => return one(rest, Kind::Ident),
        "literal" => return one(rest, Kind::Literal),
        "lifetime" => return one(rest, Kind::Lifetime),
        "ty" | "path" => skip_type(rest),
        "expr" => {
            while ![",", ";", ""].contains(&rest.text_at(0)) {
                rest.next();
            }
        }
        "meta" => {
            while rest.peek()?.kind == Kind::Ident || rest.text_at(0) == "::" {
                rest.next();
            }
            if rest.eat("=") {
                rest.until(|token| token.is_punct(","));
            } else {
                let _ = rest.group("(");
            }
        }
        "vis" => {
            if rest.eat("pub") && rest.text_at(0) == "(" {
                rest.next();
            }
            return before.get(..before.len() - rest.0.len()).map(<[_]>::to_vec);
        }
        _ => {}
    }
    let found = before.get(..before.len() - rest.0.len())?;
    (!found.is_empty()).then(|| found.to_vec())
}

/// Removes the next token if it has this kind.
fn one<'a>(rest: &mut Cursor<'_, 'a>, kind: Kind) -> Option<Tokens<'a>> {
    (rest.peek()?.kind == kind).then(|| rest.next().map(<[_]>::to_vec))?
}

/// Removes a type. Other tokens are left.
fn skip_type(rest: &mut Cursor<'_, '_>) {
    loop {
        if rest.eat("&") || rest.eat("*") {
            let _ = one(rest, Kind::Lifetime);
            let _ = rest.eat("mut") || rest.eat("const");
        } else if rest.eat("for") {
            rest.angle_brackets();
        } else {
            break;
        }
    }
    if rest.eat("dyn") || rest.eat("impl") {
        skip_bounds(rest);
    } else if rest.text_at(0) == "(" || rest.text_at(0) == "[" || rest.text_at(0) == "!" {
        rest.next();
    } else {
        rest.angle_brackets();
        skip_path(rest);
    }
}

fn skip_bounds(rest: &mut Cursor<'_, '_>) {
    loop {
        if one(rest, Kind::Lifetime).is_none() {
            skip_path(rest);
        }
        if !rest.eat("+") {
            return;
        }
    }
}

/// Removes a path with generic arguments, or with those of a function.
fn skip_path(rest: &mut Cursor<'_, '_>) {
    rest.eat("::");
    while rest.name().is_ok() {
        rest.angle_brackets();
        if rest.group("(").is_some() && rest.eat("->") {
            return skip_type(rest);
        }
        if !rest.eat("::") {
            return;
        }
        rest.angle_brackets();
        rest.eat("::");
    }
}

fn is_same(tokens: &[Token<'_>], expected: &Token<'_>) -> bool {
    tokens.first().is_some_and(|token| token.kind == expected.kind && token.text == expected.text)
}
