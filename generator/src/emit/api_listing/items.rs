//! The lines of items: one for the item, and one for each of its public fields, variants and methods.

use syn::{
    Attribute, Fields, FnArg, GenericParam, Generics, ImplItem, Item, ItemImpl, Signature,
    TraitItem, Type, TypeParam, Variant,
};

use super::condition::{self, Conditions};
use super::modules::is_public;
use super::scope::{Definition, Scope};
use super::signature::Signatures;

/// Collects the lines of a crate.
pub(super) struct Listing<'a> {
    pub(super) crate_name: &'a str,
    pub(super) scope: &'a Scope<'a>,
    pub(super) lines: Vec<String>,
}

impl Listing<'_> {
    /// Adds a line with the marks at its end.
    fn add(&mut self, text: String, attributes: &[Attribute], conditions: &Conditions) {
        let Some(own) = condition::of(attributes) else { return };
        let mut line = text;
        if attributes.iter().any(|attribute| attribute.path().is_ident("non_exhaustive")) {
            line.push_str(" #[non_exhaustive]");
        }
        if attributes.iter().any(|attribute| attribute.path().is_ident("deprecated")) {
            line.push_str(" #[deprecated]");
        }
        let conditions: Conditions = conditions.union(&own).cloned().collect();
        if !conditions.is_empty() {
            line.push_str(&format!(" [feature {}]", condition::join(&conditions, ", ")));
        }
        self.lines.push(line);
    }

    /// Adds a module.
    pub(super) fn add_module(&mut self, path: &str, conditions: &Conditions) {
        self.add(format!("pub mod {}::{path}", self.crate_name), &[], conditions);
    }

    /// Adds an item of another path that is public as `path`, too.
    pub(super) fn add_import(&mut self, from: &str, path: &str, conditions: &Conditions) {
        self.add(format!("pub use {from} as {}::{path}", self.crate_name), &[], conditions);
    }

    /// Adds an item under its shortest path.
    pub(super) fn add_item(
        &mut self,
        module: &str,
        item: &Item,
        path: &str,
        conditions: &Conditions,
    ) {
        let signatures = Signatures::new(self.scope, module);
        let name = format!("{}::{path}", self.crate_name);
        match item {
            Item::Const(item) => {
                let text = format!("pub const {name}: {}", signatures.text(&item.ty));
                self.add(text, &item.attrs, conditions);
            }
            Item::Static(item) => {
                let text = format!("pub static {name}: {}", signatures.text(&item.ty));
                self.add(text, &item.attrs, conditions);
            }
            Item::Fn(item) => {
                let text = format!("pub fn {name}{}", function(&signatures, &item.sig, ""));
                self.add(text, &item.attrs, conditions);
            }
            Item::Type(item) => {
                let signatures = signatures.with(&item.generics);
                let parameters = signatures.parameters(&item.generics);
                let text = format!("type {name}{parameters} = {}", signatures.text(&item.ty));
                self.add(text, &item.attrs, conditions);
            }
            Item::Struct(item) => {
                let signatures = signatures.with(&item.generics);
                let parameters = signatures.parameters(&item.generics);
                self.add(format!("pub struct {name}{parameters}"), &item.attrs, conditions);
                self.add_fields(&signatures, &name, &item.fields, conditions);
                self.add_derives(&signatures, &name, &item.generics, &item.attrs, conditions);
            }
            Item::Enum(item) => {
                let signatures = signatures.with(&item.generics);
                let parameters = signatures.parameters(&item.generics);
                self.add(format!("pub enum {name}{parameters}"), &item.attrs, conditions);
                for variant in &item.variants {
                    let text = format!("{name}::{}", variant_text(&signatures, variant));
                    self.add(text, &variant.attrs, conditions);
                }
                self.add_derives(&signatures, &name, &item.generics, &item.attrs, conditions);
            }
            Item::Trait(item) => {
                let signatures = signatures.with(&item.generics);
                let mut text = format!("pub trait {name}{}", signatures.parameters(&item.generics));
                if !item.supertraits.is_empty() {
                    text.push_str(&format!(": {}", signatures.text(&item.supertraits)));
                }
                self.add(text, &item.attrs, conditions);
                for member in &item.items {
                    self.add_trait_item(&signatures, &name, member, conditions);
                }
            }
            _ => {}
        }
    }

    fn add_fields(
        &mut self,
        signatures: &Signatures<'_>,
        name: &str,
        fields: &Fields,
        conditions: &Conditions,
    ) {
        for (i, field) in fields.iter().enumerate().filter(|(_, field)| is_public(&field.vis)) {
            let field_name = field.ident.as_ref().map_or(i.to_string(), ToString::to_string);
            let text = format!("{name}::{field_name}: {}", signatures.text(&field.ty));
            self.add(text, &field.attrs, conditions);
        }
    }

    /// Adds what `#[derive]` implements.
    fn add_derives(
        &mut self,
        signatures: &Signatures<'_>,
        name: &str,
        generics: &Generics,
        attributes: &[Attribute],
        conditions: &Conditions,
    ) {
        for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("derive")) {
            let _ = attribute.parse_nested_meta(|meta| {
                let derived = match meta.path.get_ident().map(ToString::to_string).as_deref() {
                    Some("Debug") => "std::fmt::Debug".to_owned(),
                    Some("Hash") => "std::hash::Hash".to_owned(),
                    _ => signatures.text(&meta.path),
                };
                let bound = |param: &TypeParam| format!("{}: {derived}", param.ident);
                let bounds: Vec<String> = generics.type_params().map(bound).collect();
                let parameters = parameter_names(signatures, generics);
                let mut text = format!("impl{parameters} {derived} for {name}{parameters}");
                if !bounds.is_empty() {
                    text.push_str(&format!(" where {}", bounds.join(", ")));
                }
                self.add(text, &[], conditions);
                Ok(())
            });
        }
    }

    fn add_trait_item(
        &mut self,
        signatures: &Signatures<'_>,
        name: &str,
        member: &TraitItem,
        conditions: &Conditions,
    ) {
        match member {
            TraitItem::Fn(function_item) => {
                let mut text = format!(
                    "{name}::{}{}",
                    function_item.sig.ident,
                    function(signatures, &function_item.sig, "")
                );
                if function_item.default.is_some() {
                    text.push_str(" [provided]");
                }
                self.add(text, &function_item.attrs, conditions);
            }
            TraitItem::Type(ty) => {
                let mut text = format!("type {name}::{}", ty.ident);
                if !ty.bounds.is_empty() {
                    text.push_str(&format!(": {}", signatures.text(&ty.bounds)));
                }
                self.add(text, &ty.attrs, conditions);
            }
            TraitItem::Const(constant) => {
                let ty = signatures.text(&constant.ty);
                self.add(
                    format!("const {name}::{}: {ty}", constant.ident),
                    &constant.attrs,
                    conditions,
                );
            }
            _ => {}
        }
    }

    /// Adds an `impl` block, as far as users can see it.
    pub(super) fn add_impl(&mut self, module: &str, item: &ItemImpl, conditions: &Conditions) {
        let signatures = Signatures::new(self.scope, module).with(&item.generics);
        match &item.trait_ {
            None => self.add_methods(&signatures, item, conditions),
            Some(_) => self.add_trait_impl(&signatures, item, conditions),
        }
    }

    fn add_methods(
        &mut self,
        signatures: &Signatures<'_>,
        item: &ItemImpl,
        conditions: &Conditions,
    ) {
        let Some(path) = self.self_path(signatures, &item.self_ty) else { return };
        let bounds = signatures.bounds(&item.generics);
        let Some(own) = condition::of(&item.attrs) else { return };
        let conditions: Conditions = conditions.union(&own).cloned().collect();
        for member in &item.items {
            match member {
                ImplItem::Fn(method) if is_public(&method.vis) => {
                    let signature = function(signatures, &method.sig, &bounds);
                    let text = format!("{path}::{}{signature}", method.sig.ident);
                    self.add(text, &method.attrs, &conditions);
                }
                ImplItem::Const(constant) if is_public(&constant.vis) => {
                    let ty = signatures.text(&constant.ty);
                    let text = format!("const {path}::{}: {ty}{bounds}", constant.ident);
                    self.add(text, &constant.attrs, &conditions);
                }
                _ => {}
            }
        }
    }

    fn add_trait_impl(
        &mut self,
        signatures: &Signatures<'_>,
        item: &ItemImpl,
        conditions: &Conditions,
    ) {
        let Some((path, _)) = &item.trait_ else { return };
        if !self.is_visible(signatures, item) {
            return;
        }
        let types = item.items.iter().filter_map(|member| match member {
            ImplItem::Type(ty) => Some(format!("{} = {}", ty.ident, signatures.text(&ty.ty))),
            _ => None,
        });
        let types = types.collect::<Vec<_>>().join(", ");
        let mut name = signatures.text(path);
        match name.strip_suffix('>') {
            _ if types.is_empty() => {}
            Some(open) => name = format!("{open}, {types}>"),
            None => name = format!("{name}<{types}>"),
        }
        let parameters = parameter_names(signatures, &item.generics);
        let own = match self.self_path(signatures, &item.self_ty) {
            Some(path) => format!("{path}{}", arguments(signatures, &item.self_ty)),
            None => signatures.text(&item.self_ty),
        };
        let bounds = signatures.bounds(&item.generics);
        self.add(format!("impl{parameters} {name} for {own}{bounds}"), &item.attrs, conditions);
    }

    /// Returns `true` if the trait and the type are public, or of another crate while the other is not.
    fn is_visible(&self, signatures: &Signatures<'_>, item: &ItemImpl) -> bool {
        let Some((path, _)) = &item.trait_ else { return false };
        let mut any_own = false;
        let mut names = Vec::new();
        paths(quote::ToTokens::to_token_stream(path), &mut names);
        paths(quote::ToTokens::to_token_stream(&*item.self_ty), &mut names);
        for path in names {
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
    fn self_path(&self, signatures: &Signatures<'_>, ty: &Type) -> Option<String> {
        let Type::Path(ty) = ty else { return None };
        let path: Vec<String> =
            ty.path.segments.iter().map(|segment| segment.ident.to_string()).collect();
        let (definition, _) = signatures.scope.resolve(signatures.module, &path)?;
        let Definition::Item(..) = definition else { return None };
        let path = signatures.scope.public_path(&definition)?;
        Some(format!("{}::{path}", self.crate_name))
    }
}

/// Returns a variant with its fields.
fn variant_text(signatures: &Signatures<'_>, variant: &Variant) -> String {
    match &variant.fields {
        Fields::Unit => variant.ident.to_string(),
        Fields::Unnamed(fields) => format!("{}{}", variant.ident, signatures.text(fields)),
        Fields::Named(fields) => format!("{} {}", variant.ident, signatures.text(fields)),
    }
}

/// Returns the generic parameters without their bounds in angle brackets, or nothing.
fn parameter_names(signatures: &Signatures<'_>, generics: &Generics) -> String {
    let names: Vec<String> = generics
        .params
        .iter()
        .map(|param| match param {
            GenericParam::Type(param) => param.ident.to_string(),
            param => signatures.text(param),
        })
        .collect();
    if names.is_empty() { String::new() } else { format!("<{}>", names.join(", ")) }
}

/// Returns the generic arguments of a type.
fn arguments(signatures: &Signatures<'_>, ty: &Type) -> String {
    match ty {
        Type::Path(ty) => {
            ty.path.segments.last().map(|last| signatures.text(&last.arguments)).unwrap_or_default()
        }
        _ => String::new(),
    }
}

/// Returns the signature of a function without its name.
fn function(signatures: &Signatures<'_>, signature: &Signature, bounds: &str) -> String {
    let signatures = signatures.with(&signature.generics);
    let inputs: Vec<String> =
        signature.inputs.iter().map(|input| argument(&signatures, input)).collect();
    let mut text = format!("{}({})", signatures.parameters(&signature.generics), inputs.join(", "));
    if let syn::ReturnType::Type(_, ty) = &signature.output {
        text.push_str(&format!(" -> {}", signatures.text(ty)));
    }
    text.push_str(bounds);
    if let Some(clause) = &signature.generics.where_clause {
        let joint = if bounds.is_empty() { " where " } else { ", " };
        text.push_str(&format!("{joint}{}", signatures.text(&clause.predicates)));
    }
    for (mark, present) in
        [("async", signature.asyncness.is_some()), ("const", signature.constness.is_some())]
    {
        if present {
            text.push_str(&format!(" [{mark}]"));
        }
    }
    text
}

/// Returns an argument: `self` as it is written, others by name and type.
fn argument(signatures: &Signatures<'_>, input: &FnArg) -> String {
    match input {
        FnArg::Receiver(receiver) => signatures.text(receiver),
        FnArg::Typed(argument) => {
            format!("{}: {}", signatures.text(&argument.pat), signatures.text(&argument.ty))
        }
    }
}

/// Lists the paths in tokens.
fn paths(tokens: proc_macro2::TokenStream, found: &mut Vec<Vec<String>>) {
    let mut continues = false;
    for token in tokens {
        match token {
            proc_macro2::TokenTree::Ident(ident) => {
                match found.last_mut().filter(|_| continues) {
                    Some(path) => path.push(ident.to_string()),
                    None => found.push(vec![ident.to_string()]),
                }
                continues = false;
            }
            proc_macro2::TokenTree::Punct(punct) => continues = punct.as_char() == ':',
            proc_macro2::TokenTree::Group(group) => {
                paths(group.stream(), found);
                continues = false;
            }
            proc_macro2::TokenTree::Literal(_) => continues = false,
        }
    }
}
