//! The parts of items that are listed.

use super::cursor::{Cursor, inner, split};
use crate::emit::token::{Kind, Token};

pub(super) type Tokens<'a> = Vec<Token<'a>>;

/// An attribute, without `#` and brackets.
pub(super) struct Attribute<'a>(pub(super) Tokens<'a>);

impl<'a> Attribute<'a> {
    /// Returns `true` if the attribute has this name.
    pub(super) fn is(&self, name: &str) -> bool {
        self.0.first().is_some_and(|first| first.is_word(name))
    }

    /// Returns what is in parentheses.
    pub(super) fn arguments(&self) -> &[Token<'a>] {
        let group = self.0.get(1..).filter(|group| group.first().is_some_and(|t| t.text == "("));
        group.and_then(inner).unwrap_or_default()
    }
}

/// What items and members have in common.
pub(super) struct Declared<'a, K> {
    pub(super) attributes: Vec<Attribute<'a>>,
    /// `true` for `pub` without restriction.
    pub(super) is_public: bool,
    pub(super) name: &'a str,
    pub(super) kind: K,
}

/// Generic parameters and the `where` clause.
pub(super) struct Generics<'a> {
    /// What is between the angle brackets.
    pub(super) parameters: Tokens<'a>,
    /// The predicates of the `where` clause.
    pub(super) predicates: Tokens<'a>,
}

/// A generic parameter.
pub(super) enum Parameter<'s, 'a> {
    Lifetime,
    Const(&'a str),
    Type { name: &'a str, bounds: &'s [Token<'a>] },
}

impl<'a> Generics<'a> {
    /// Returns each parameter with its tokens.
    pub(super) fn iter(&self) -> impl Iterator<Item = (Parameter<'_, 'a>, &[Token<'a>])> {
        split(&self.parameters).into_iter().filter_map(|tokens| {
            let mut rest = Cursor(tokens);
            let first = rest.peek()?;
            let parameter = match first.kind {
                Kind::Lifetime => Parameter::Lifetime,
                _ if rest.eat("const") => Parameter::Const(rest.text_at(0)),
                _ => {
                    rest.next();
                    rest.eat(":");
                    let bounds = rest.until(|token| token.is_punct("="));
                    Parameter::Type { name: first.text, bounds }
                }
            };
            Some((parameter, tokens))
        })
    }

    /// Returns the names of the parameters that are types.
    pub(super) fn types(&self) -> impl Iterator<Item = &'a str> {
        self.iter().filter_map(|(parameter, _)| match parameter {
            Parameter::Type { name, .. } => Some(name),
            _ => None,
        })
    }
}

pub(super) enum Item<'a> {
    /// A constant or a static, with the keyword and the type.
    Value(&'static str, Tokens<'a>),
    Function(Function<'a>),
    Alias(Generics<'a>, Tokens<'a>),
    Struct(Generics<'a>, Vec<Declared<'a, Tokens<'a>>>),
    Enum(Generics<'a>, Vec<Declared<'a, Tokens<'a>>>),
    Trait(Generics<'a>, Tokens<'a>, Vec<Declared<'a, Member<'a>>>),
}

/// A function without its body.
pub(super) struct Function<'a> {
    pub(super) generics: Generics<'a>,
    pub(super) inputs: Tokens<'a>,
    pub(super) output: Tokens<'a>,
    pub(super) is_async: bool,
    pub(super) is_const: bool,
    pub(super) has_body: bool,
}

/// A member of a trait or of an implementation.
pub(super) enum Member<'a> {
    Function(Function<'a>),
    /// The bounds of an associated type in a trait, or the type in an implementation.
    Type(Tokens<'a>),
    /// The type of an associated constant.
    Const(Tokens<'a>),
}

/// An `impl` block.
pub(super) struct Implementation<'a> {
    pub(super) generics: Generics<'a>,
    /// The trait; none for methods of the type itself.
    pub(super) of: Option<Tokens<'a>>,
    pub(super) own: Tokens<'a>,
    pub(super) members: Vec<Declared<'a, Member<'a>>>,
}
