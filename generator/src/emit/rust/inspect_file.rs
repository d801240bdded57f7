//! `inspect.rs`: a decoder for each response of each operation, by operation id.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use super::format::{Source, ident};
use super::{group_file, statics, values};
use crate::context::Context;
use crate::ir::{Api, ModulePath, Operation, ResponseContent, Ty};

/// Renders the file.
pub fn render(ctx: &mut Context, api: &Api, header: &str) -> String {
    let mut source = Source::new(
        "Decodes captured responses with the types of their operations, and reports deviations from the \
         description. For maintainers and tests.",
    );
    let (mut decoders, mut files) = (TokenStream::new(), TokenStream::new());
    for group in &api.groups {
        let feature = group.name.plain();
        let mut seen = BTreeSet::new();
        for operation in &group.operations {
            if !seen.insert(&operation.id) {
                continue;
            }
            if let Some(decoder) = decoder(api, &group.name.ident, operation) {
                decoders.extend(quote! { #[cfg(feature = #feature)] #decoder, });
            }
            if is_streamed(&operation.response) {
                let (module, name) = (ident(&group.name.ident), statics::operation_name(operation));
                files.extend(
                    quote! { #[cfg(feature = #feature)] &crate::#module::operations::#name, },
                );
            }
        }
    }
    source.block(&group_file::allowances(api, &returned_types(api)));
    source.block(&["pub use crate::runtime::internals::{Decoder, Inspection};".to_owned()]);
    source.item(
        ctx,
        "the API",
        quote! {
            /// The API.
            pub static API: &crate::runtime::api::Api = &crate::api::API;
        },
    );
    source.item(
        ctx,
        "the decoders",
        quote! {
            /// The decoders, in document order. Responses that are files have none.
            pub static DECODERS: &[Decoder] = &[#decoders];
        },
    );
    source.item(
        ctx,
        "the responses that are streamed",
        quote! {
            /// The operations whose response body is streamed. An operation that also has a decoder returns
            /// a JSON status (202) until the file exists.
            pub static STREAMED: &[&crate::runtime::api::Operation] = &[#files];
        },
    );
    source.item(
        ctx,
        "the inspection",
        quote! {
            /// Decodes a response of the operation with this id. Returns `None` if there is no such
            /// operation, or if its response is a file.
            pub fn inspect(operation: &str, body: &[u8]) -> Option<Inspection> {
                let decoder = DECODERS.iter().find(|decoder| decoder.operation().id == operation)?;
                Some(decoder.inspect(body))
            }
        },
    );
    source.finish(header)
}

/// Returns the names of the types in responses.
fn returned_types(api: &Api) -> BTreeSet<String> {
    api.types.iter().filter(|ty| ty.read).map(|ty| ty.name.ident.clone()).collect()
}

fn decoder(api: &Api, module: &str, operation: &Operation) -> Option<TokenStream> {
    let (module, name) = (ident(module), statics::operation_name(operation));
    let description = quote! { crate::#module::operations::#name };
    if let Some(paged) = &operation.paged {
        let item = path(api, &paged.item);
        return Some(quote! { Decoder::page::<#item>(&#description) });
    }
    match &operation.response {
        ResponseContent::Value(Ty::List(item)) => {
            let item = path(api, item);
            Some(quote! { Decoder::page::<#item>(&#description) })
        }
        ResponseContent::Value(ty) | ResponseContent::FileOr(ty) => {
            let ty = path(api, ty);
            Some(quote! { Decoder::value::<#ty>(&#description) })
        }
        ResponseContent::Empty
        | ResponseContent::Page
        | ResponseContent::Text
        | ResponseContent::File
        | ResponseContent::ByStatus(_) => None,
    }
}

/// Returns `true` if the body is not decoded, at least once the file exists.
fn is_streamed(response: &ResponseContent) -> bool {
    match response {
        ResponseContent::File
        | ResponseContent::FileOr(_)
        | ResponseContent::Text
        | ResponseContent::Empty => true,
        ResponseContent::Page | ResponseContent::Value(_) | ResponseContent::ByStatus(_) => false,
    }
}

/// Renders the type with its module path.
fn path(api: &Api, ty: &Ty) -> TokenStream {
    let plain = values::plain(api, ty);
    match ty {
        Ty::Named(id) => {
            let module = api.types.get(id.0).map_or(ModulePath::Shared, |ty| ty.module);
            let module = ident(api.module_name(module));
            quote! { crate::#module::#plain }
        }
        Ty::Map(inner) => {
            let inner = path(api, inner);
            quote! { crate::wire::Map<#inner> }
        }
        Ty::List(inner) => {
            let inner = path(api, inner);
            quote! { Vec<#inner> }
        }
        Ty::Id(_) => quote! { crate::ids::#plain },
        Ty::Scalar(scalar) if !scalar.is_in_wire() => plain,
        _ => quote! { crate::wire::#plain },
    }
}
