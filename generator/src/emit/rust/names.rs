//! The names that Rust code uses and that must be in scope.
//!
//! Names after `::` and `.`, associated types, variants where they are declared, and limits in the table of a struct need
//! no import. The name of a macro ends with `!`.

use std::collections::BTreeSet;

use crate::emit::token::{Kind, Token, tokens};

/// Returns the names that code uses; none if it cannot be parsed.
pub fn of_text(text: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    collect(text, &mut found);
    found
}

/// Adds the names that code uses.
pub fn collect(text: &str, found: &mut BTreeSet<String>) {
    add(&tokens(text).unwrap_or_default(), Scope::Code, found);
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

fn add(tokens: &[Token<'_>], scope: Scope, found: &mut BTreeSet<String>) {
    // what the next group is
    let mut inner = Scope::Code;
    let mut is_variant = scope == Scope::Variants;
    let mut rest = tokens;
    // the two tokens before this one, the last one first
    let mut before: (Option<&Token<'_>>, Option<&Token<'_>>) = (None, None);
    while let Some(token) = rest.first() {
        let (tree, after) = rest.split_at_checked(token.length()).unwrap_or((rest, &[]));
        rest = after;
        match token.kind {
            Kind::Ident => {
                let is_next = |text| rest.first().is_some_and(|next| next.is_punct(text));
                let is_macro = is_next("!");
                // `Item` in `IntoIterator<Item = Note>`
                let is_associated = is_next("=") && before.0.is_some_and(|it| it.is_punct("<"));
                inner = match token.text {
                    "enum" => Scope::Variants,
                    "open_enum" | "open_union" if is_macro => Scope::EnumMacro,
                    _ => inner,
                };
                if is_variant {
                    is_variant = false;
                } else if is_in_scope(before) && !is_associated {
                    insert(token.text, is_macro, found);
                }
            }
            Kind::Open => {
                let is_block = token.text == "{";
                let scope = match (scope, inner) {
                    (Scope::EnumMacro, _) if is_block => Scope::Variants,
                    // the bounds of an enum precede its variants
                    (_, Scope::Variants) if !is_block => Scope::Code,
                    _ => std::mem::replace(&mut inner, Scope::Code),
                };
                if let [_, content @ .., _] = tree {
                    add(content, scope, found);
                }
            }
            Kind::Punct if token.text == "," => is_variant = scope == Scope::Variants,
            Kind::Punct | Kind::Lifetime | Kind::Literal | Kind::Close => {}
        }
        before = (tree.last(), before.0);
    }
}

/// Returns `true` if an identifier after these two tokens, the last one first, is a name that must be in scope.
fn is_in_scope((first, second): (Option<&Token<'_>>, Option<&Token<'_>>)) -> bool {
    let is_punct = |token: Option<&Token<'_>>, text| token.is_some_and(|it| it.is_punct(text));
    let follows_literal = first.is_some_and(|it| it.kind == Kind::Literal);
    let is_member = is_punct(first, ".") && !is_punct(second, ".");
    !is_punct(first, "::") && !follows_literal && !is_member
}

fn insert(name: &str, is_macro: bool, found: &mut BTreeSet<String>) {
    if is_macro {
        found.insert(format!("{name}!"));
    } else if !found.contains(name) {
        found.insert(name.to_owned());
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
            ("f(a: impl IntoIterator<Item = Note>)", "IntoIterator Note a f impl"),
            ("Self { a, ..Note::empty() }", "Note Self a"),
            ("struct S { open_enum: u8 }", "S open_enum struct u8"),
        ] {
            let found: Vec<String> = of_text(text).into_iter().collect();
            assert_eq!(found.join(" "), expected, "{text}");
        }
    }
}
