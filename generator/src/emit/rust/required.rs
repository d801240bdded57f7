//! Requests that need many things at once: a struct in place of a long row of arguments.

use proc_macro2::TokenStream;
use quote::quote;

use super::docs;
use super::format::ident;
use super::values;
use crate::ir::{Api, Kind, Ty};
use crate::name;

/// One of the things that are needed.
pub struct Needed<'a> {
    /// Its Rust name.
    pub name: &'a str,
    /// What it means.
    pub docs: &'a str,
    /// What it holds.
    pub ty: &'a Ty,
    /// Whether `Debug` must not show it.
    pub sensitive: bool,
}

impl Needed<'_> {
    /// The type of the field.
    pub fn field_type(&self, api: &Api) -> TokenStream {
        values::guarded(api, self.ty, self.sensitive)
    }
}

/// The name of the struct for `owner`.
pub fn name(owner: &str) -> proc_macro2::Ident {
    ident(&name::arguments_type(owner))
}

/// The struct.
pub fn structure(api: &Api, owner: &str, needed: &[Needed<'_>]) -> TokenStream {
    let name = name(owner);
    let docs = docs::link_attributes(&format!("The required arguments of [`{owner}`]."));
    let fields = needed.iter().map(|needed| {
        let (name, docs, ty) =
            (ident(needed.name), docs::attributes(needed.docs), needed.field_type(api));
        quote! { #docs pub #name: #ty }
    });
    quote! {
        #docs
        #[derive(Clone, Debug, PartialEq)]
        pub struct #name { #(#fields),* }
    }
}

/// The struct with these values.
pub fn literal(api: &Api, owner: &str, values: Vec<(Needed<'_>, TokenStream)>) -> TokenStream {
    let name = name(owner);
    let fields = values.into_iter().map(|(needed, value)| {
        let field = ident(needed.name);
        let list = matches!(needed.ty, Ty::List(_));
        if list {
            quote! { #field: #value.into_iter().map(Into::into).collect() }
        } else if needed.sensitive || is_turned(api, needed.ty) {
            quote! { #field: #value.into() }
        } else {
            quote! { #field: #value }
        }
    });
    quote! { #name { #(#fields),* } }
}

/// Whether examples give the value as something else that turns into it.
fn is_turned(api: &Api, ty: &Ty) -> bool {
    match ty {
        Ty::String | Ty::Id(_) | Ty::DateTimeOrKeyword => true,
        Ty::Named(id) => {
            let kind = api.types.get(id.0).map(|ty| &ty.kind);
            matches!(kind, Some(Kind::Enum(_) | Kind::Union(_)))
        }
        _ => false,
    }
}
