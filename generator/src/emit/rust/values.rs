//! Types in Rust's spelling: in fields, in arguments, and on the way from one to the other.

use proc_macro2::TokenStream;
use quote::quote;

use super::format::ident;
use crate::ir::{Api, Field, Kind, Ty, TypeId};

/// The plain Rust type of a value.
pub fn plain(api: &Api, ty: &Ty) -> TokenStream {
    match ty {
        Ty::String => quote! { String },
        Ty::Integer => quote! { i64 },
        Ty::Decimal => quote! { Decimal },
        Ty::Boolean => quote! { bool },
        Ty::DateTime => quote! { DateTime },
        Ty::DateTimeOrKeyword => quote! { DateTimeOrKeyword },
        Ty::Date => quote! { Date },
        Ty::Json => quote! { Json },
        Ty::File => quote! { Upload },
        Ty::Id(id) => name(api.ids.get(*id).map(|id| id.name.ident.as_str())),
        Ty::Named(id) => named(api, *id),
        Ty::List(inner) => {
            let inner = plain(api, inner);
            quote! { Vec<#inner> }
        }
        Ty::Map(inner) => {
            let inner = plain(api, inner);
            quote! { Map<#inner> }
        }
        Ty::Numbered(inner) => {
            let inner = plain(api, inner);
            quote! { Numbered<#inner> }
        }
    }
}

/// The name of a type of our own.
pub fn named(api: &Api, id: TypeId) -> TokenStream {
    name(api.types.get(id.0).map(|ty| ty.name.ident.as_str()))
}

fn name(name: Option<&str>) -> TokenStream {
    let name = ident(name.filter(|name| !name.is_empty()).unwrap_or("Unnamed"));
    quote! { #name }
}

/// The type of a value that may have to be kept from view: in a list or a map, each element is.
pub fn guarded(api: &Api, ty: &Ty, sensitive: bool) -> TokenStream {
    match ty {
        Ty::List(inner) => {
            let inner = guarded(api, inner, sensitive);
            quote! { Vec<#inner> }
        }
        Ty::Map(inner) => {
            let inner = guarded(api, inner, sensitive);
            quote! { Map<#inner> }
        }
        Ty::Numbered(inner) => {
            let inner = guarded(api, inner, sensitive);
            quote! { Numbered<#inner> }
        }
        ty => {
            let plain = plain(api, ty);
            if sensitive {
                quote! { Sensitive<#plain> }
            } else {
                plain
            }
        }
    }
}

/// The type of a record's field.
pub fn field(api: &Api, field: &Field) -> TokenStream {
    let inner = guarded(api, &field.ty, field.sensitive);
    match &field.ty {
        Ty::List(_) | Ty::Map(_) | Ty::Numbered(_) => inner,
        _ if field.plain => inner,
        _ if field.boxed => quote! { Option<Box<#inner>> },
        _ => quote! { Option<#inner> },
    }
}

/// Whether a value is given as it is; otherwise anything that turns into it is taken.
pub fn given_as_is(api: &Api, ty: &Ty) -> bool {
    match ty {
        Ty::Integer | Ty::Boolean | Ty::File | Ty::Date => true,
        Ty::Named(id) => {
            matches!(api.types.get(id.0).map(|ty| &ty.kind), Some(Kind::Record(_)))
        }
        _ => false,
    }
}

/// The type of an argument.
pub fn argument(api: &Api, ty: &Ty) -> TokenStream {
    let plain = plain(api, ty);
    if given_as_is(api, ty) {
        plain
    } else {
        quote! { impl Into<#plain> }
    }
}

/// The type of an argument; lists are taken as anything that can be iterated.
pub fn taken(api: &Api, ty: &Ty) -> TokenStream {
    match ty {
        Ty::List(inner) => elements(api, inner),
        ty => argument(api, ty),
    }
}

/// The type of an argument for elements of this type.
pub fn elements(api: &Api, inner: &Ty) -> TokenStream {
    let element = argument(api, inner);
    quote! { impl IntoIterator<Item = #element> }
}
