//! The lines of items: one for the item, and one for each of its public fields, variants and methods.

use super::condition::{Conditions, conditions_of};
use super::cursor::{Cursor, split};
use super::modules::Own;
use super::scope::{Definition, Scope};
use super::signature::Signatures;
use super::syntax::{
    Attribute, Declared, Function, Generics, Implementation, Item, Member, Parameter, Tokens,
};
use crate::emit::token::{Kind, Token};

/// Collects the lines of a crate.
pub(super) struct Listing<'a> {
    pub(super) crate_name: &'a str,
    pub(super) scope: &'a Scope<'a>,
    pub(super) lines: Vec<String>,
}

impl Listing<'_> {
    /// Adds a definition with its public paths, the shortest first.
    pub(super) fn add_definition(
        &mut self,
        definition: &Definition,
        paths: &[(String, Conditions)],
    ) {
        let Some(((path, conditions), others)) = paths.split_first() else { return };
        match definition {
            Definition::Module(_) => self.add_module(path, conditions),
            Definition::External(from) => self.add_import(from, path, conditions),
            Definition::Item(module, name) => {
                let items =
                    self.scope.modules.get(module).and_then(|own| own.items.get(name.as_str()));
                for item in items.into_iter().flatten() {
                    self.add_item(module, item, path, conditions);
                }
            }
        }
        for (other, conditions) in others {
            let from = format!("{}::{path}", self.crate_name);
            self.add_import(&from, other, conditions);
        }
    }

    /// Adds a line with the marks at its end.
    fn add(&mut self, text: String, attributes: &[Attribute<'_>], conditions: &Conditions) {
        let Some(own) = conditions_of(attributes) else { return };
        let mut line = text;
        if attributes.iter().any(|attribute| attribute.is("non_exhaustive")) {
            line.push_str(" #[non_exhaustive]");
        }
        if attributes.iter().any(|attribute| attribute.is("deprecated")) {
            line.push_str(" #[deprecated]");
        }
        let conditions = conditions.and(&own);
        if !conditions.is_empty() {
            line.push_str(&format!(" [feature {}]", conditions.join(", ")));
        }
        self.lines.push(line);
    }

    /// Adds a module.
    fn add_module(&mut self, path: &str, conditions: &Conditions) {
        self.add(format!("pub mod {}::{path}", self.crate_name), &[], conditions);
    }

    /// Adds an item of another path that is public as `path`, too.
    fn add_import(&mut self, from: &str, path: &str, conditions: &Conditions) {
        self.add(format!("pub use {from} as {}::{path}", self.crate_name), &[], conditions);
    }

    /// Adds an item under its shortest path.
    fn add_item(
        &mut self,
        module: &str,
        item: &Own<'_, Item<'_>>,
        path: &str,
        conditions: &Conditions,
    ) {
        let signatures = Signatures::new(self.scope, module);
        let name = format!("{}::{path}", self.crate_name);
        let attributes = &item.attributes;
        match &item.value {
            Item::Value(keyword, ty) => {
                let text = format!("pub {keyword} {name}: {}", signatures.text(ty));
                self.add(text, attributes, conditions);
            }
            Item::Function(own) => {
                let text = format!("pub fn {name}{}", function(&signatures, own, ""));
                self.add(text, attributes, conditions);
            }
            Item::Alias(generics, ty) => {
                let signatures = signatures.with(generics);
                let parameters = signatures.parameters(generics);
                let text = format!("type {name}{parameters} = {}", signatures.text(ty));
                self.add(text, attributes, conditions);
            }
            Item::Struct(generics, fields) => {
                let signatures = signatures.with(generics);
                let parameters = signatures.parameters(generics);
                self.add(format!("pub struct {name}{parameters}"), attributes, conditions);
                self.add_fields(&signatures, &name, fields, conditions);
                self.add_derives(&signatures, &name, generics, attributes, conditions);
            }
            Item::Enum(generics, variants) => {
                let signatures = signatures.with(generics);
                let parameters = signatures.parameters(generics);
                self.add(format!("pub enum {name}{parameters}"), attributes, conditions);
                for variant in variants {
                    let text = format!("{name}::{}", variant_text(&signatures, variant));
                    self.add(text, &variant.attributes, conditions);
                }
                self.add_derives(&signatures, &name, generics, attributes, conditions);
            }
            Item::Trait(generics, bounds, members) => {
                let signatures = signatures.with(generics);
                let mut text = format!("pub trait {name}{}", signatures.parameters(generics));
                if !bounds.is_empty() {
                    text.push_str(&format!(": {}", signatures.text(bounds)));
                }
                self.add(text, attributes, conditions);
                for member in members {
                    self.add_trait_item(&signatures, &name, member, conditions);
                }
            }
        }
    }

    fn add_fields(
        &mut self,
        signatures: &Signatures<'_>,
        name: &str,
        fields: &[Declared<'_, Tokens<'_>>],
        conditions: &Conditions,
    ) {
        for (i, field) in fields.iter().enumerate().filter(|(_, field)| field.is_public) {
            let number = i.to_string();
            let field_name = if field.name.is_empty() { &number } else { field.name };
            let text = format!("{name}::{field_name}: {}", signatures.text(&field.kind));
            self.add(text, &field.attributes, conditions);
        }
    }

    /// Adds what `#[derive]` implements.
    fn add_derives(
        &mut self,
        signatures: &Signatures<'_>,
        name: &str,
        generics: &Generics<'_>,
        attributes: &[Attribute<'_>],
        conditions: &Conditions,
    ) {
        let derives = attributes.iter().filter(|attribute| attribute.is("derive"));
        for path in derives.flat_map(|attribute| split(attribute.arguments())) {
            let derived = match path {
                [name] if name.is_word("Debug") => "std::fmt::Debug".to_owned(),
                [name] if name.is_word("Hash") => "std::hash::Hash".to_owned(),
                path => signatures.text(path),
            };
            let bounds: Vec<String> =
                generics.types().map(|name| format!("{name}: {derived}")).collect();
            let parameters = parameter_names(signatures, generics);
            let mut text = format!("impl{parameters} {derived} for {name}{parameters}");
            if !bounds.is_empty() {
                text.push_str(&format!(" where {}", bounds.join(", ")));
            }
            self.add(text, &[], conditions);
        }
    }

    fn add_trait_item(
        &mut self,
        signatures: &Signatures<'_>,
        name: &str,
        member: &Declared<'_, Member<'_>>,
        conditions: &Conditions,
    ) {
        let path = format!("{name}::{}", member.name);
        let text = match &member.kind {
            Member::Function(own) => {
                let provided = if own.has_body { " [provided]" } else { "" };
                format!("{path}{}{provided}", function(signatures, own, ""))
            }
            Member::Type(bounds) if bounds.is_empty() => format!("type {path}"),
            Member::Type(bounds) => format!("type {path}: {}", signatures.text(bounds)),
            Member::Const(ty) => format!("const {path}: {}", signatures.text(ty)),
        };
        self.add(text, &member.attributes, conditions);
    }

    /// Adds an `impl` block, as far as users can see it.
    pub(super) fn add_impl(&mut self, module: &str, item: &Own<'_, Implementation<'_>>) {
        let signatures = Signatures::new(self.scope, module).with(&item.value.generics);
        match &item.value.of {
            None => self.add_methods(&signatures, &item.value, &item.conditions),
            Some(path) => self.add_trait_impl(&signatures, path, item),
        }
    }

    fn add_methods(
        &mut self,
        signatures: &Signatures<'_>,
        item: &Implementation<'_>,
        conditions: &Conditions,
    ) {
        let Some(path) = self.self_path(signatures, &item.own) else { return };
        let bounds = signatures.bounds(&item.generics);
        for member in item.members.iter().filter(|member| member.is_public) {
            let text = match &member.kind {
                Member::Function(own) => {
                    format!("{path}::{}{}", member.name, function(signatures, own, &bounds))
                }
                Member::Const(ty) => {
                    format!("const {path}::{}: {}{bounds}", member.name, signatures.text(ty))
                }
                Member::Type(_) => continue,
            };
            self.add(text, &member.attributes, conditions);
        }
    }

    fn add_trait_impl(
        &mut self,
        signatures: &Signatures<'_>,
        path: &[Token<'_>],
        item: &Own<'_, Implementation<'_>>,
    ) {
        let Implementation { generics, own, members, .. } = &item.value;
        if !self.is_visible(signatures, path, own) {
            return;
        }
        let types = members.iter().filter_map(|member| match &member.kind {
            Member::Type(ty) => Some(format!("{} = {}", member.name, signatures.text(ty))),
            _ => None,
        });
        let types = types.collect::<Vec<_>>().join(", ");
        let mut name = signatures.text(path);
        match name.strip_suffix('>') {
            _ if types.is_empty() => {}
            Some(open) => name = format!("{open}, {types}>"),
            None => name = format!("{name}<{types}>"),
        }
        let parameters = parameter_names(signatures, generics);
        let own = match self.self_path(signatures, own) {
            Some(path) => format!("{path}{}", arguments(signatures, own)),
            None => signatures.text(own),
        };
        let bounds = signatures.bounds(generics);
        let text = format!("impl{parameters} {name} for {own}{bounds}");
        self.add(text, &item.attributes, &item.conditions);
    }

    /// Returns `true` if the trait and the type are public, or of another crate while the other is not.
    fn is_visible(
        &self,
        signatures: &Signatures<'_>,
        path: &[Token<'_>],
        own: &[Token<'_>],
    ) -> bool {
        let mut any_own = false;
        for path in paths(path).into_iter().chain(paths(own)) {
            if let Some((definition @ Definition::Item(..), _)) =
                signatures.scope.resolve(signatures.module, &path)
            {
                if signatures.scope.public_path(&definition).is_none() {
                    return false;
                }
                any_own = true;
            }
        }
        any_own
    }

    /// Returns the full public path of the type of an `impl` block.
    fn self_path(&self, signatures: &Signatures<'_>, ty: &[Token<'_>]) -> Option<String> {
        let path = path_of(ty)?;
        let (definition, _) = signatures.scope.resolve(signatures.module, &path)?;
        let Definition::Item(..) = definition else { return None };
        let path = signatures.scope.public_path(&definition)?;
        Some(format!("{}::{path}", self.crate_name))
    }
}

/// Returns a variant with its fields.
fn variant_text(signatures: &Signatures<'_>, variant: &Declared<'_, Tokens<'_>>) -> String {
    let space = if variant.kind.first().is_some_and(|open| open.text == "{") { " " } else { "" };
    format!("{}{space}{}", variant.name, signatures.text(&variant.kind))
}

/// Returns the generic parameters without their bounds in angle brackets, or nothing.
fn parameter_names(signatures: &Signatures<'_>, generics: &Generics<'_>) -> String {
    let names: Vec<String> = generics
        .iter()
        .map(|(parameter, tokens)| match parameter {
            Parameter::Type { name, .. } => name.to_owned(),
            _ => signatures.text(tokens),
        })
        .collect();
    if names.is_empty() { String::new() } else { format!("<{}>", names.join(", ")) }
}

/// Returns the segments of a type that is a path, without generic arguments.
fn path_of<'a>(ty: &[Token<'a>]) -> Option<Vec<&'a str>> {
    let mut rest = Cursor(ty);
    rest.eat("::");
    let mut segments = Vec::new();
    loop {
        segments.push(rest.name().ok().filter(|name| !["dyn", "fn", "impl"].contains(name))?);
        rest.angle_brackets();
        if !rest.eat("::") {
            return rest.peek().is_none().then_some(segments);
        }
    }
}

/// Returns the generic arguments at the end of a type that is a path.
fn arguments(signatures: &Signatures<'_>, ty: &[Token<'_>]) -> String {
    let mut rest = Cursor(ty);
    while rest.peek().is_some() {
        let start = rest.0;
        let arguments = rest.angle_brackets();
        if !arguments.is_empty() && rest.peek().is_none() {
            return signatures.text(start);
        }
        if arguments.is_empty() {
            rest.next();
        }
    }
    String::new()
}

/// Returns the signature of a function without its name.
fn function(signatures: &Signatures<'_>, own: &Function<'_>, bounds: &str) -> String {
    let signatures = signatures.with(&own.generics);
    let inputs: Vec<String> =
        split(&own.inputs).into_iter().map(|input| argument(&signatures, input)).collect();
    let mut text = format!("{}({})", signatures.parameters(&own.generics), inputs.join(", "));
    if !own.output.is_empty() {
        text.push_str(&format!(" -> {}", signatures.text(&own.output)));
    }
    text.push_str(bounds);
    if !own.generics.predicates.is_empty() {
        let joint = if bounds.is_empty() { " where " } else { ", " };
        text.push_str(&format!("{joint}{}", signatures.text(&own.generics.predicates)));
    }
    for (mark, present) in [("async", own.is_async), ("const", own.is_const)] {
        if present {
            text.push_str(&format!(" [{mark}]"));
        }
    }
    text
}

/// Returns an argument: `self` as it is written, others by name and type.
fn argument(signatures: &Signatures<'_>, input: &[Token<'_>]) -> String {
    let mut ty = Cursor(input);
    let pattern = ty.until(|token| token.is_punct(":"));
    let is_receiver = pattern.last().is_some_and(|last| last.is_word("self"));
    if is_receiver || !ty.eat(":") {
        return signatures.text(input);
    }
    format!("{}: {}", signatures.text(pattern), signatures.text(ty.0))
}

/// Lists the paths in tokens.
fn paths<'a>(tokens: &[Token<'a>]) -> Vec<Vec<&'a str>> {
    let mut found: Vec<Vec<&str>> = Vec::new();
    let mut continues = false;
    for token in tokens {
        if token.kind == Kind::Ident {
            match found.last_mut().filter(|_| continues) {
                Some(path) => path.push(token.text),
                None => found.push(vec![token.text]),
            }
        }
        continues = token.is_punct("::") || token.is_punct(":");
    }
    found
}
