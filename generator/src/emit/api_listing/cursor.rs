//! Reads tokens one by one, or in parts.

use crate::emit::token::{Kind, Token};

/// The tokens that have not been read.
#[derive(Clone, Copy)]
pub(super) struct Cursor<'s, 'a>(pub(super) &'s [Token<'a>]);

impl<'s, 'a> Cursor<'s, 'a> {
    /// Returns the next token.
    pub(super) fn peek(&self) -> Option<&'s Token<'a>> {
        self.0.first()
    }

    /// Returns the text of the token at this position, or an empty string.
    pub(super) fn text_at(&self, at: usize) -> &'a str {
        self.0.get(at).map_or("", |token| token.text)
    }

    /// Returns the next token or group, and removes it.
    pub(super) fn next(&mut self) -> Option<&'s [Token<'a>]> {
        let (first, rest) = self.0.split_at_checked(self.peek()?.length())?;
        self.0 = rest;
        Some(first)
    }

    /// Removes the next token if it is a word or punctuation with this text.
    pub(super) fn eat(&mut self, text: &str) -> bool {
        let is_next = self.peek().is_some_and(|next| next.is_word(text) || next.is_punct(text));
        if is_next {
            self.next();
        }
        is_next
    }

    /// Removes the next token, which must be an identifier.
    pub(super) fn name(&mut self) -> Result<&'a str, String> {
        match self.peek() {
            Some(next) if next.kind == Kind::Ident => {
                self.next();
                Ok(next.text)
            }
            next => Err(format!("expected a name, found `{}`", next.map_or("", |next| next.text))),
        }
    }

    /// Removes the next token if it is a group with this delimiter, and returns its contents.
    pub(super) fn group(&mut self, open: &str) -> Option<&'s [Token<'a>]> {
        if self.peek()?.kind != Kind::Open || self.text_at(0) != open {
            return None;
        }
        inner(self.next()?)
    }

    /// Removes everything before the first token outside of groups and angle brackets that fulfills a condition.
    pub(super) fn until(&mut self, ends: impl Fn(&Token<'a>) -> bool) -> &'s [Token<'a>] {
        let mut depth = 0_usize;
        let mut at = 0;
        while let Some(token) = self.0.get(at) {
            if depth == 0 && ends(token) {
                break;
            }
            match token.text {
                "<" => depth += 1,
                ">" => depth = depth.saturating_sub(1),
                _ => {}
            }
            at += token.length();
        }
        let (before, rest) = self.0.split_at_checked(at).unwrap_or((self.0, &[]));
        self.0 = rest;
        before
    }

    /// Removes generic parameters or arguments in angle brackets, and returns what is between them.
    pub(super) fn angle_brackets(&mut self) -> &'s [Token<'a>] {
        if !self.eat("<") {
            return &[];
        }
        let inner = self.until(|token| token.is_punct(">"));
        self.eat(">");
        inner
    }
}

/// Returns the contents of a group.
pub(super) fn inner<'s, 'a>(group: &'s [Token<'a>]) -> Option<&'s [Token<'a>]> {
    group.get(1..group.len().checked_sub(1)?)
}

/// Splits tokens at commas outside of groups and angle brackets. Nothing follows a trailing comma.
pub(super) fn split<'s, 'a>(tokens: &'s [Token<'a>]) -> Vec<&'s [Token<'a>]> {
    let mut parts = Vec::new();
    let mut rest = Cursor(tokens);
    while rest.peek().is_some() {
        parts.push(rest.until(|token| token.is_punct(",")));
        rest.eat(",");
    }
    parts
}
