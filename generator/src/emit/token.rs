//! Rust as tokens that borrow the text. Comments are not tokens.

use std::fmt;

use unicode_ident::is_xid_continue;

/// A token, or a delimiter of a group.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Token<'a> {
    pub(super) kind: Kind,
    /// The text: one character of punctuation, except for `::` and `->`.
    pub(super) text: &'a str,
    /// The [length](Self::length) as a small number, because there are many tokens.
    length: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Ident,
    Lifetime,
    Literal,
    Punct,
    Open,
    Close,
}

impl fmt::Debug for Token<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.text)
    }
}

impl Token<'_> {
    /// Returns the number of tokens to the one after the group, if this token opens one, or else 1.
    pub(super) fn length(&self) -> usize {
        usize::try_from(self.length).unwrap_or(usize::MAX)
    }

    /// Returns `true` for an identifier or a keyword with this text.
    pub(super) fn is_word(&self, word: &str) -> bool {
        self.kind == Kind::Ident && self.text == word
    }

    /// Returns `true` for punctuation with this text.
    pub(super) fn is_punct(&self, text: &str) -> bool {
        self.kind == Kind::Punct && self.text == text
    }
}

/// Returns the tokens of a text.
///
/// # Errors
///
/// Returns an error if a delimiter has no counterpart.
pub(super) fn tokens(text: &str) -> Result<Vec<Token<'_>>, String> {
    let mut found = Vec::with_capacity(text.len() / 8);
    let mut rest = text;
    loop {
        rest = without_space(rest);
        let Some(first) = rest.chars().next() else { break };
        let (kind, length) = measure(rest, first);
        let (text, after) = rest.split_at_checked(length).unwrap_or((rest, ""));
        found.push(Token { kind, text, length: 1 });
        rest = after;
    }
    match_delimiters(&mut found)?;
    Ok(found)
}

/// Sets the lengths of the groups.
///
/// # Errors
///
/// Returns an error if a delimiter has no counterpart.
pub(super) fn match_delimiters(tokens: &mut [Token<'_>]) -> Result<(), String> {
    let mut open = Vec::new();
    for end in 0..tokens.len() {
        let Some(token) = tokens.get(end).copied() else { break };
        match token.kind {
            Kind::Open => open.push((end, closing(token.text))),
            Kind::Close => {
                let start = open.pop().filter(|(_, expected)| *expected == token.text);
                let Some(own) = start.and_then(|(start, _)| tokens.get_mut(start).zip(Some(start)))
                else {
                    return Err(format!("found `{}` without its counterpart", token.text));
                };
                own.0.length = u32::try_from(end + 1 - own.1).unwrap_or(u32::MAX);
            }
            _ => {}
        }
    }
    match open.pop() {
        Some((_, expected)) => Err(format!("expected `{expected}`, found the end")),
        None => Ok(()),
    }
}

fn closing(open: &str) -> &'static str {
    match open {
        "(" => ")",
        "[" => "]",
        _ => "}",
    }
}

/// Removes white space and comments at the start.
fn without_space(text: &str) -> &str {
    let mut rest = text;
    loop {
        rest = rest.trim_ascii_start();
        rest = if rest.starts_with("//") {
            rest.split_once('\n').map_or("", |(_, after)| after)
        } else if rest.starts_with("/*") {
            rest.split_once("*/").map_or("", |(_, after)| after)
        } else {
            return rest;
        };
    }
}

/// Returns the kind and the length of the token that a text begins with.
fn measure(text: &str, first: char) -> (Kind, usize) {
    let bytes = text.as_bytes();
    match first {
        '(' | '[' | '{' => (Kind::Open, 1),
        ')' | ']' | '}' => (Kind::Close, 1),
        '"' => (Kind::Literal, string(text, 0)),
        '\'' => quote(text),
        '0'..='9' => (Kind::Literal, number(text)),
        ':' if text.starts_with("::") => (Kind::Punct, 2),
        '-' if text.starts_with("->") => (Kind::Punct, 2),
        _ if is_word(first) => match (bytes, raw_string(text)) {
            (_, Some(length)) => (Kind::Literal, length),
            ([b'b' | b'c', b'"', ..], _) => (Kind::Literal, string(text, 1)),
            ([b'b', b'\'', ..], _) => (Kind::Literal, 1 + character(text.get(1..))),
            ([b'r', b'#', ..], _) => (Kind::Ident, 2 + word(text.get(2..))),
            _ => (Kind::Ident, word(Some(text))),
        },
        other => (Kind::Punct, other.len_utf8()),
    }
}

fn is_word(c: char) -> bool {
    c == '_' || is_xid_continue(c)
}

/// Returns the length of an identifier or a keyword.
fn word(text: Option<&str>) -> usize {
    let text = text.unwrap_or_default();
    text.find(|c| !is_word(c)).unwrap_or(text.len())
}

/// Returns the length of a number. A dot belongs to it if a digit follows.
fn number(text: &str) -> usize {
    let length = word(Some(text));
    let after = text.get(length..).unwrap_or_default();
    match after.strip_prefix('.') {
        Some(digits) if digits.starts_with(|c: char| c.is_ascii_digit()) => {
            length + 1 + word(Some(digits))
        }
        _ => length,
    }
}

/// Returns the length of a string literal with a prefix of this length.
fn string(text: &str, prefix: usize) -> usize {
    let mut is_escaped = false;
    for (at, byte) in text.bytes().enumerate().skip(prefix + 1) {
        match byte {
            b'"' if !is_escaped => return at + 1,
            _ => is_escaped = byte == b'\\' && !is_escaped,
        }
    }
    text.len()
}

/// Returns the length of a raw string literal, if the text begins with one.
fn raw_string(text: &str) -> Option<usize> {
    let marks = text.strip_prefix("br").or_else(|| text.strip_prefix('r'))?;
    let content = marks.trim_start_matches('#');
    let count = marks.len() - content.len();
    let content = content.strip_prefix('"')?;
    let end = format!("\"{}", "#".repeat(count));
    let length = content.find(&end).map_or(content.len(), |at| at + end.len());
    Some(text.len() - content.len() + length)
}

/// Measures a lifetime or a character.
fn quote(text: &str) -> (Kind, usize) {
    let name = word(text.get(1..));
    let is_character = text.get(1 + name..).is_some_and(|after| after.starts_with('\''));
    match name > 0 && !is_character {
        true => (Kind::Lifetime, 1 + name),
        false => (Kind::Literal, character(Some(text))),
    }
}

/// Returns the length of a character literal.
fn character(text: Option<&str>) -> usize {
    let mut is_escaped = false;
    let text = text.unwrap_or_default();
    for (at, byte) in text.bytes().enumerate().skip(1) {
        match byte {
            b'\'' if !is_escaped => return at + 1,
            _ => is_escaped = byte == b'\\' && !is_escaped,
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> String {
        let tokens = tokens(text).unwrap();
        let texts: Vec<String> = tokens.iter().map(|t| format!("{:?}:{t:?}", t.kind)).collect();
        texts.join(" ").replace("Punct:", "").replace("Ident:", "").replace("Literal:", "L:")
    }

    #[test]
    fn tokens_are_told_apart() {
        for (text, expected) in [
            ("a::b->c=>d", "a :: b -> c = > d"),
            ("/* x */ r#type // y\n'a 'b' '\\'' '\"'", "r#type Lifetime:'a L:'b' L:'\\'' L:'\"'"),
            ("b'x' b\"y\" c\"z\" br#\"\"q\"\"# r", "L:b'x' L:b\"y\" L:c\"z\" L:br#\"\"q\"\"# r"),
            ("1.5e3 0..2 x.0.1", "L:1.5e3 L:0 . . L:2 x . L:0.1"),
            ("\"a\\\"}\" 'é' ü", "L:\"a\\\"}\" L:'é' ü"),
            ("f(x)", "f Open:( x Close:)"),
        ] {
            assert_eq!(texts(text), expected, "{text}");
        }
    }

    #[test]
    fn groups_have_lengths() {
        let found: Vec<usize> =
            tokens("a (b [c] {}) d").unwrap().iter().map(|token| token.length()).collect();
        assert_eq!(found, [1, 8, 1, 3, 1, 1, 2, 1, 1, 1]);
        for text in ["(", ")", "(]", "{ ( }"] {
            assert!(tokens(text).is_err(), "{text}");
        }
    }
}
