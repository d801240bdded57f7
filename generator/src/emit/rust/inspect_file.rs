//! `inspect.rs`: a decoder for each answer of each operation, by operation id.

use proc_macro2::TokenStream;
use quote::quote;

use super::format::{Source, ident};
use super::{group_file, statics, values};
use crate::context::Context;
use crate::ir::{Api, ModulePath, Operation, ResponseContent, Ty};

/// The text of the file.
pub fn render(ctx: &mut Context, api: &Api, header: &str) -> String {
    let mut source = Source::new(
        "What the client makes of a captured answer: decoded through the types of its operation, with a \
         report of all that was not as the description says. For maintainers and for tests.",
    );
    let (mut decoders, mut files) = (TokenStream::new(), TokenStream::new());
    for group in &api.groups {
        let feature = group.name.plain();
        let mut seen: Vec<&str> = Vec::new();
        for operation in &group.operations {
            if seen.contains(&operation.id.as_str()) {
                continue;
            }
            seen.push(&operation.id);
            if let Some(decoder) = decoder(api, &group.name.ident, operation) {
                decoders.extend(quote! { #[cfg(feature = #feature)] #decoder, });
            }
            if is_passed_on(&operation.response) {
                let (module, name) = (ident(&group.name.ident), statics::operation_name(operation));
                files.extend(
                    quote! { #[cfg(feature = #feature)] &crate::#module::operations::#name, },
                );
            }
        }
    }
    let text = decoders.to_string();
    source.block(&group_file::allowances(api, &text));
    source.block(&["pub use crate::runtime::internals::{Decoder, Inspection};".to_owned()]);
    source.item(
        ctx,
        "the decoders",
        quote! {
            /// The decoders, in document order. Answers that are files have none.
            pub static DECODERS: &[Decoder] = &[#decoders];
        },
    );
    source.item(
        ctx,
        "the answers that are passed on",
        quote! {
            /// The operations whose answer is passed on as it comes in. One that has a decoder as well
            /// answers what that reads (202) as long as there is no file.
            pub static PASSED_ON: &[&crate::runtime::api::Operation] = &[#files];
        },
    );
    source.item(
        ctx,
        "the inspection",
        quote! {
            /// Decodes an answer of the operation with this id; `None` when there is no such operation, or
            /// when it answers a file.
            pub fn inspect(operation: &str, body: &[u8]) -> Option<Inspection> {
                let decoder = DECODERS.iter().find(|decoder| decoder.operation().id == operation)?;
                Some(decoder.inspect(body))
            }
        },
    );
    source.finish(header)
}

fn decoder(api: &Api, module: &str, operation: &Operation) -> Option<TokenStream> {
    let (module, name) = (ident(module), statics::operation_name(operation));
    let description = quote! { crate::#module::operations::#name };
    if let Some(paged) = &operation.paged {
        let row = path(api, &paged.item);
        return Some(quote! { Decoder::page::<#row>(&#description) });
    }
    match &operation.response {
        ResponseContent::Value(Ty::List(row)) => {
            let row = path(api, row);
            Some(quote! { Decoder::page::<#row>(&#description) })
        }
        ResponseContent::Value(ty) | ResponseContent::FileOr(ty) => {
            let ty = path(api, ty);
            Some(quote! { Decoder::value::<#ty>(&#description) })
        }
        ResponseContent::Empty
        | ResponseContent::Page
        | ResponseContent::Text
        | ResponseContent::File => None,
    }
}

/// Whether there is nothing to decode, at least once the answer is there.
fn is_passed_on(answer: &ResponseContent) -> bool {
    match answer {
        ResponseContent::File
        | ResponseContent::FileOr(_)
        | ResponseContent::Text
        | ResponseContent::Empty => true,
        ResponseContent::Page | ResponseContent::Value(_) => false,
    }
}

/// The type with its module.
fn path(api: &Api, ty: &Ty) -> TokenStream {
    let plain = values::plain(api, ty);
    match ty {
        Ty::Named(id) => match api.types.get(id.0).map(|ty| ty.module) {
            Some(ModulePath::Group(group)) => {
                let module = api.groups.get(group).map(|group| ident(&group.name.ident));
                quote! { crate::#module::#plain }
            }
            _ => quote! { crate::types::#plain },
        },
        Ty::Map(inner) => {
            let inner = path(api, inner);
            quote! { crate::wire::Map<#inner> }
        }
        Ty::List(inner) => {
            let inner = path(api, inner);
            quote! { Vec<#inner> }
        }
        Ty::Id(_) => quote! { crate::ids::#plain },
        Ty::String | Ty::Integer | Ty::Boolean => plain,
        _ => quote! { crate::wire::#plain },
    }
}
