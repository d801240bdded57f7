//! Parses items. What is not listed is skipped: bodies, values, and the contents of items that are not public.

use super::cursor::{Cursor, split};
use super::syntax::{
    Attribute, Declared, Function, Generics, Implementation, Item, Member, Tokens,
};
use crate::emit::token::{Kind, Token};

/// An item with its attributes.
pub(super) struct Statement<'s, 'a> {
    pub(super) attributes: Vec<Attribute<'a>>,
    pub(super) is_public: bool,
    pub(super) content: Content<'s, 'a>,
}

/// What is declared.
pub(super) enum Content<'s, 'a> {
    Item(&'a str, Item<'a>),
    /// An item that is not public.
    Private(&'a str),
    Implementation(Implementation<'a>),
    /// A module, with its items unless they are in a file.
    Module(&'a str, Option<&'s [Token<'a>]>),
    /// The tree of a `use` declaration.
    Import(&'s [Token<'a>]),
    /// The name and the rules of a macro.
    Macro(&'a str, &'s [Token<'a>]),
    /// The name and the arguments of a call.
    MacroCall(&'a str, &'s [Token<'a>]),
    /// The items of a constant without a name.
    Block(&'s [Token<'a>]),
    /// Nothing that is listed.
    Other,
}

/// Parses all items.
///
/// # Errors
///
/// Returns an error if an item has another form than that of Rust.
pub(super) fn items<'s, 'a>(tokens: &'s [Token<'a>]) -> Result<Vec<Statement<'s, 'a>>, String> {
    let mut rest = Cursor(tokens);
    let mut found = Vec::new();
    while rest.peek().is_some() {
        let attributes = attributes(&mut rest);
        if rest.peek().is_none() {
            break;
        }
        let is_public = visibility(&mut rest);
        let content = content(&mut rest, is_public)?;
        found.push(Statement { attributes, is_public, content });
    }
    Ok(found)
}

fn content<'s, 'a>(rest: &mut Cursor<'s, 'a>, is_public: bool) -> Result<Content<'s, 'a>, String> {
    let before = *rest;
    let qualifiers = qualifiers(rest);
    let keyword = rest.text_at(0);
    if !KEYWORDS.contains(&keyword) {
        *rest = before;
        return macro_call(rest);
    }
    rest.next();
    if keyword == "impl" {
        return implementation(rest).map(Content::Implementation);
    }
    if keyword == "use" {
        let tree = rest.until(|token| token.is_punct(";"));
        rest.eat(";");
        return Ok(Content::Import(tree));
    }
    if keyword == "extern" {
        end(rest, keyword);
        return Ok(Content::Other);
    }
    if keyword == "static" {
        rest.eat("mut");
    }
    let name = rest.name()?;
    let content = match keyword {
        "mod" => Content::Module(name, rest.group("{")),
        "const" if name == "_" => {
            rest.until(|token| token.is_punct("="));
            rest.eat("=");
            rest.group("{").map_or(Content::Other, Content::Block)
        }
        _ if !is_public => Content::Private(name),
        "const" | "static" => {
            let keyword = if keyword == "const" { "const" } else { "static" };
            Content::Item(name, Item::Value(keyword, annotation(rest)))
        }
        "fn" => Content::Item(name, Item::Function(function(rest, qualifiers))),
        "type" => {
            let generics = generics(rest);
            rest.eat("=");
            Content::Item(name, Item::Alias(generics, until_end(rest)))
        }
        "struct" => Content::Item(name, structure(rest)?),
        "enum" => {
            let generics = generics(rest);
            let variants = variants(rest.group("{").unwrap_or_default())?;
            return Ok(Content::Item(name, Item::Enum(generics, variants)));
        }
        _ => return trait_item(rest, name),
    };
    if !matches!(content, Content::Module(_, Some(_))) {
        end(rest, keyword);
    }
    Ok(content)
}

/// The keywords that items begin with.
const KEYWORDS: [&str; 11] =
    ["const", "enum", "extern", "fn", "impl", "mod", "static", "struct", "trait", "type", "use"];

/// The qualifiers of a function.
#[derive(Clone, Copy, Default)]
struct Qualifiers {
    is_async: bool,
    is_const: bool,
}

fn qualifiers(rest: &mut Cursor<'_, '_>) -> Qualifiers {
    let mut found = Qualifiers::default();
    loop {
        let is_function = ["fn", "async", "unsafe", "extern"].contains(&rest.text_at(1));
        if is_function && rest.eat("const") {
            found.is_const = true;
        } else if rest.eat("async") {
            found.is_async = true;
        } else if !rest.eat("unsafe") {
            return found;
        }
    }
}

/// Removes the rest of an item: up to a semicolon, or up to braces unless they are part of a value or a type.
fn end(rest: &mut Cursor<'_, '_>, keyword: &str) {
    let has_value = ["const", "static", "type"].contains(&keyword);
    while let Some([first, ..]) = rest.next() {
        if first.is_punct(";") || (first.text == "{" && !has_value) {
            return;
        }
    }
}

fn until_end<'a>(rest: &mut Cursor<'_, 'a>) -> Tokens<'a> {
    rest.until(|token| token.is_punct(";")).to_vec()
}

/// Returns `true` for an attribute that the listing depends on.
fn is_listed(attribute: &[Token<'_>]) -> bool {
    const LISTED: [&str; 5] = ["cfg", "deprecated", "derive", "doc", "non_exhaustive"];
    attribute.first().is_some_and(|name| LISTED.contains(&name.text))
}

/// Parses the attributes that the listing depends on. Those of the enclosing module are skipped.
fn attributes<'a>(rest: &mut Cursor<'_, 'a>) -> Vec<Attribute<'a>> {
    let mut found = Vec::new();
    while rest.eat("#") {
        let is_inner = rest.eat("!");
        let group = rest.group("[").filter(|group| !is_inner && is_listed(group));
        found.extend(group.map(|tokens| Attribute(tokens.to_vec())));
    }
    found
}

/// Returns `true` for `pub` without restriction.
fn visibility(rest: &mut Cursor<'_, '_>) -> bool {
    if !rest.eat("pub") {
        return false;
    }
    let is_restricted =
        rest.text_at(0) == "(" && ["crate", "in", "self", "super"].contains(&rest.text_at(1));
    if is_restricted {
        rest.next();
    }
    !is_restricted
}

fn macro_call<'s, 'a>(rest: &mut Cursor<'s, 'a>) -> Result<Content<'s, 'a>, String> {
    let mut name = rest.name()?;
    while rest.eat("::") {
        name = rest.name()?;
    }
    if !rest.eat("!") {
        return Err(format!("expected an item, found `{name}`"));
    }
    let defined = if name == "macro_rules" { Some(rest.name()?) } else { None };
    let arguments = ["(", "[", "{"].into_iter().find_map(|open| rest.group(open));
    rest.eat(";");
    let arguments = arguments.ok_or_else(|| format!("expected the arguments of `{name}!`"))?;
    Ok(match defined {
        Some(defined) => Content::Macro(defined, arguments),
        None => Content::MacroCall(name, arguments),
    })
}

/// Parses generic parameters, and a `where` clause if it follows them.
fn generics<'a>(rest: &mut Cursor<'_, 'a>) -> Generics<'a> {
    let parameters = rest.angle_brackets().to_vec();
    Generics { parameters, predicates: predicates(rest) }
}

fn predicates<'a>(rest: &mut Cursor<'_, 'a>) -> Tokens<'a> {
    if !rest.eat("where") {
        return Vec::new();
    }
    rest.until(|token| matches!(token.text, "{" | ";" | "=")).to_vec()
}

/// Parses a colon and a type.
fn annotation<'a>(rest: &mut Cursor<'_, 'a>) -> Tokens<'a> {
    rest.eat(":");
    rest.until(|token| token.is_punct("=") || token.is_punct(";")).to_vec()
}

/// Parses what follows the name of a function. The body is left.
fn function<'a>(rest: &mut Cursor<'_, 'a>, qualifiers: Qualifiers) -> Function<'a> {
    let parameters = rest.angle_brackets().to_vec();
    let inputs = rest.group("(").unwrap_or_default().to_vec();
    let ends = |token: &Token<'_>| matches!(token.text, "{" | ";") || token.is_word("where");
    let output = if rest.eat("->") { rest.until(ends).to_vec() } else { Vec::new() };
    let predicates = predicates(rest);
    Function {
        generics: Generics { parameters, predicates },
        inputs,
        output,
        is_async: qualifiers.is_async,
        is_const: qualifiers.is_const,
        has_body: rest.text_at(0) == "{",
    }
}

/// Parses what follows the name of a struct.
fn structure<'a>(rest: &mut Cursor<'_, 'a>) -> Result<Item<'a>, String> {
    let mut generics = generics(rest);
    if let Some(tokens) = rest.group("(") {
        generics.predicates.extend(predicates(rest));
        return Ok(Item::Struct(generics, fields(tokens, false)?));
    }
    // the braces are left, because they are the end of the item
    let tokens = Cursor(rest.0).group("{").unwrap_or_default();
    Ok(Item::Struct(generics, fields(tokens, true)?))
}

fn fields<'a>(
    tokens: &[Token<'a>],
    are_named: bool,
) -> Result<Vec<Declared<'a, Tokens<'a>>>, String> {
    let field = |tokens: &[Token<'a>]| {
        let mut rest = Cursor(tokens);
        let attributes = attributes(&mut rest);
        let is_public = visibility(&mut rest);
        let name = if are_named { rest.name()? } else { "" };
        rest.eat(":");
        Ok(Declared { attributes, is_public, name, kind: rest.0.to_vec() })
    };
    split(tokens).into_iter().map(field).collect()
}

/// Parses the variants of an enum: each with its fields and their delimiters.
fn variants<'a>(tokens: &[Token<'a>]) -> Result<Vec<Declared<'a, Tokens<'a>>>, String> {
    let mut rest = Cursor(tokens);
    let mut found = Vec::new();
    while rest.peek().is_some() {
        let attributes = attributes(&mut rest);
        let name = rest.name()?;
        let has_fields = rest.peek().is_some_and(|next| next.kind == Kind::Open);
        let fields = if has_fields { rest.next() } else { None };
        let kind = fields.unwrap_or_default().to_vec();
        found.push(Declared { attributes, is_public: true, name, kind });
        // what precedes the comma is the number of the variant
        while !rest.eat(",") && rest.next().is_some() {}
    }
    Ok(found)
}

fn trait_item<'s, 'a>(rest: &mut Cursor<'s, 'a>, name: &'a str) -> Result<Content<'s, 'a>, String> {
    let parameters = rest.angle_brackets().to_vec();
    let ends = |token: &Token<'_>| token.text == "{" || token.is_word("where");
    let bounds = if rest.eat(":") { rest.until(ends).to_vec() } else { Vec::new() };
    let predicates = predicates(rest);
    let members = members(rest.group("{").unwrap_or_default(), |_, _| true)?;
    let generics = Generics { parameters, predicates };
    Ok(Content::Item(name, Item::Trait(generics, bounds, members)))
}

/// Parses what follows `impl`.
fn implementation<'a>(rest: &mut Cursor<'_, 'a>) -> Result<Implementation<'a>, String> {
    let parameters = rest.angle_brackets().to_vec();
    let ends =
        |token: &Token<'_>| token.text == "{" || token.is_word("where") || token.is_word("for");
    let first = rest.until(ends).to_vec();
    let (of, own) = match rest.eat("for") {
        true => (Some(first), rest.until(ends).to_vec()),
        false => (None, first),
    };
    let predicates = predicates(rest);
    // what the trait declares is known
    let is_listed =
        |is_public: bool, keyword: &str| if of.is_some() { keyword == "type" } else { is_public };
    let members = members(rest.group("{").unwrap_or_default(), is_listed)?;
    let generics = Generics { parameters, predicates };
    Ok(Implementation { generics, of, own, members })
}

/// Parses the members of a trait or of an implementation that are listed, given their visibility and their keyword. Calls of
/// macros are skipped.
fn members<'a>(
    tokens: &[Token<'a>],
    is_listed: impl Fn(bool, &str) -> bool,
) -> Result<Vec<Declared<'a, Member<'a>>>, String> {
    let mut rest = Cursor(tokens);
    let mut found = Vec::new();
    while rest.peek().is_some() {
        let attributes = attributes(&mut rest);
        let is_public = visibility(&mut rest);
        let before = rest;
        let qualifiers = qualifiers(&mut rest);
        let keyword = rest.text_at(0);
        if !["const", "fn", "type"].contains(&keyword) {
            rest = before;
            macro_call(&mut rest)?;
            continue;
        }
        rest.next();
        let name = rest.name()?;
        if !is_listed(is_public, keyword) {
            end(&mut rest, keyword);
            continue;
        }
        let kind = match keyword {
            "fn" => Member::Function(function(&mut rest, qualifiers)),
            "const" => Member::Const(annotation(&mut rest)),
            _ => {
                rest.angle_brackets();
                let _ = rest.eat(":") || rest.eat("=");
                let ends = |token: &Token<'_>| token.is_punct(";") || token.is_word("where");
                Member::Type(rest.until(ends).to_vec())
            }
        };
        end(&mut rest, keyword);
        found.push(Declared { attributes, is_public, name, kind });
    }
    Ok(found)
}
