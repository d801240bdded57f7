//! The keywords that are accepted in place of a time.

use proc_macro2::TokenStream;
use quote::quote;

use super::format::texts;
use super::sent;
use crate::ir::{Api, Content, Operation, Ty};

/// Renders the parameters and members of a request that accept keywords; `None` if there are none.
pub fn all(api: &Api, operation: &Operation) -> Option<TokenStream> {
    let parameters = operation.parameters.iter().map(|own| (&*own.wire, &own.ty));
    let list = match operation.body.as_ref().map(|body| &body.content) {
        Some(Content::List(ty)) => Some(("", ty)),
        _ => None,
    };
    let fields = sent::fields(api, operation).into_iter().map(|field| (&*field.wire, &field.ty));
    let mut found: Vec<(&str, &[String])> = Vec::new();
    for (name, ty) in parameters.chain(list).chain(fields) {
        let keywords = of_type(ty).map(|keywords| (name, keywords));
        found.extend(keywords.filter(|keywords| !found.contains(keywords)));
    }
    let all = found.iter().map(|(name, keywords)| {
        let keywords = texts(keywords);
        quote! { (#name, #keywords) }
    });
    let all: Vec<TokenStream> = all.collect();
    (!all.is_empty()).then(|| quote! { &[#(#all),*] })
}

/// Returns the keywords of a type, or of its items or values.
fn of_type(ty: &Ty) -> Option<&[String]> {
    match ty {
        Ty::DateTimeOrKeyword(keywords) => Some(keywords),
        Ty::List(inner) | Ty::Map(inner) | Ty::Numbered(inner) => of_type(inner),
        _ => None,
    }
}
