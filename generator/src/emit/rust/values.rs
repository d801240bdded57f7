//! Rust types of values, fields and parameters.

use proc_macro2::TokenStream;
use quote::quote;

use super::format::ident;
use crate::ir::{Api, Field, Kind, Ty, TypeId};

/// Renders the type of a value.
pub fn plain(api: &Api, ty: &Ty) -> TokenStream {
    match ty {
        Ty::Scalar(scalar) => name(Some(scalar.rust())),
        Ty::DateTimeOrKeyword(_) => quote! { DateTimeOrKeyword },
        Ty::Json => quote! { Json },
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

/// Renders the name of a type of the API.
pub fn named(api: &Api, id: TypeId) -> TokenStream {
    name(api.types.get(id.0).map(|ty| ty.name.ident.as_str()))
}

fn name(name: Option<&str>) -> TokenStream {
    let name = ident(name.filter(|name| !name.is_empty()).unwrap_or("Unnamed"));
    quote! { #name }
}

/// Renders the type of a value that may be redacted in `Debug` output. In a list or a map, each element is redacted.
pub fn redacted_type(api: &Api, ty: &Ty, sensitive: bool) -> TokenStream {
    match ty {
        Ty::List(inner) => {
            let inner = redacted_type(api, inner, sensitive);
            quote! { Vec<#inner> }
        }
        Ty::Map(inner) => {
            let inner = redacted_type(api, inner, sensitive);
            quote! { Map<#inner> }
        }
        Ty::Numbered(inner) => {
            let inner = redacted_type(api, inner, sensitive);
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

/// Renders the type of a field of a record.
pub fn field(api: &Api, field: &Field) -> TokenStream {
    let inner = redacted_type(api, &field.ty, field.sensitive);
    match &field.ty {
        Ty::List(_) | Ty::Map(_) | Ty::Numbered(_) => inner,
        _ if field.plain => inner,
        _ if field.boxed => quote! { Option<Box<#inner>> },
        _ => quote! { Option<#inner> },
    }
}

/// Returns `true` if a parameter has the type of the value. Otherwise it accepts any type that converts to it.
pub fn has_exact_parameter(api: &Api, ty: &Ty) -> bool {
    match ty {
        Ty::Scalar(scalar) => scalar.is_exact(),
        Ty::Named(id) => {
            matches!(api.types.get(id.0).map(|ty| &ty.kind), Some(Kind::Record(_)))
        }
        _ => false,
    }
}

/// Renders the type of a parameter.
pub fn argument(api: &Api, ty: &Ty) -> TokenStream {
    let plain = plain(api, ty);
    if has_exact_parameter(api, ty) {
        plain
    } else {
        quote! { impl Into<#plain> }
    }
}

/// Renders the type of a parameter; a list is any iterator.
pub fn parameter_type(api: &Api, ty: &Ty) -> TokenStream {
    match ty {
        Ty::List(inner) => elements(api, inner),
        ty => argument(api, ty),
    }
}

/// Renders the type of a parameter for elements of this type.
pub fn elements(api: &Api, inner: &Ty) -> TokenStream {
    let element = argument(api, inner);
    quote! { impl IntoIterator<Item = #element> }
}
