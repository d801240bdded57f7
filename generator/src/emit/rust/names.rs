//! The names that Rust code uses and that must be in scope.
//!
//! Names after `::` and `.`, variants where they are declared, associated types, and limits in the table of a struct need no
//! import. The name of a macro ends with `!`.

use std::collections::BTreeSet;

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// Returns the names that code uses; none if it cannot be parsed.
pub fn of_text(text: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    collect(text.parse().unwrap_or_default(), &mut found);
    found
}

/// Adds the names that tokens use.
pub fn collect(tokens: TokenStream, found: &mut BTreeSet<String>) {
    add(tokens, Scope::Code, found);
}

/// What the tokens of a group are.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Scope {
    /// Any code.
    Code,
    /// The arguments of a macro that implements an enum or a union. They have a group of variants.
    EnumMacro,
    /// The variants of an enum or a union, each of which begins with its name.
    Variants,
}

fn add(tokens: TokenStream, scope: Scope, found: &mut BTreeSet<String>) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let punct = |at: Option<usize>| match at.and_then(|at| tokens.get(at)) {
        Some(TokenTree::Punct(punct)) => Some(punct.as_char()),
        _ => None,
    };
    // what the next group is
    let mut inner = Scope::Code;
    let mut is_variant = scope == Scope::Variants;
    for (at, token) in tokens.iter().enumerate() {
        let before = punct(at.checked_sub(1));
        match token {
            TokenTree::Ident(ident) => {
                let name = ident.to_string();
                let follows_literal = at
                    .checked_sub(1)
                    .is_some_and(|at| matches!(tokens.get(at), Some(TokenTree::Literal(_))));
                let is_path = before == Some(':') && punct(at.checked_sub(2)) == Some(':');
                let is_member = before == Some('.') && punct(at.checked_sub(2)) != Some('.');
                let is_macro = punct(Some(at + 1)) == Some('!');
                let is_associated = before == Some('<')
                    && punct(Some(at + 1)) == Some('=')
                    && punct(Some(at + 2)) != Some('=');
                inner = match name.as_str() {
                    "enum" => Scope::Variants,
                    "open_enum" | "open_union" if is_macro => Scope::EnumMacro,
                    _ => inner,
                };
                if is_variant {
                    is_variant = false;
                } else if !is_path && !follows_literal && !is_member && !is_associated {
                    found.insert(if is_macro { format!("{name}!") } else { name });
                }
            }
            TokenTree::Group(group) => {
                let is_block = group.delimiter() == Delimiter::Brace;
                let scope = match (scope, inner) {
                    (Scope::EnumMacro, _) if is_block => Scope::Variants,
                    // the bounds of an enum precede its variants
                    (_, Scope::Variants) if !is_block => Scope::Code,
                    _ => std::mem::replace(&mut inner, Scope::Code),
                };
                add(group.stream(), scope, found);
            }
            TokenTree::Punct(punct) if punct.as_char() == ',' => {
                is_variant = scope == Scope::Variants;
            }
            TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::of_text;

    #[test]
    fn names_of_code_are_found() {
        for (text, expected) in [
            ("// Comment\nlet a: Vec<Note> = \"text\"; b::C(d_2)", "Note Vec a b d_2 let"),
            ("f(\"a \\\" Date\", Time)", "Time f"),
            ("call::<\n    Note,\n    Other,\n>()", "Note Other call"),
            ("client.notes().list(Note::new())", "Note client"),
            ("fn f(a: impl I<Item = Note>) {}", "I Note a f fn impl"),
            (
                "enum E { Note, Other(Box<Inner>), #[doc = \"x\"] Last } fn f(a: Note) {}",
                "Box E Inner Note a doc enum f fn",
            ),
            ("open_enum!(E { Note = \"N\", Other = \"O\" });", "E open_enum!"),
            (
                "open_union!(U by \"k\" { A(Note) = \"A\" | \"a\", B(Other) = \"B\" });",
                "Note Other U by open_union!",
            ),
            (
                "record!(T { \"N\" => n required } limits [\"N\" Date(64)]);",
                "T limits n record! required",
            ),
            ("Self { a, ..Note::empty() }", "Note Self a"),
            ("struct S { open_enum: u8 }", "S open_enum struct u8"),
        ] {
            let found: Vec<String> = of_text(text).into_iter().collect();
            assert_eq!(found.join(" "), expected, "{text}");
        }
    }
}
