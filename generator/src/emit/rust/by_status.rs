//! The enum with the successful responses of an operation whose types depend on the status.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::format::ident;
use super::{calls, docs, operations, values};
use crate::ir::{Api, Group, Operation, ResponseContent, StatusContent};
use crate::markdown;
use crate::name::by_status_type;

/// Returns the name of the enum of an operation.
pub fn name(operation: &Operation) -> Ident {
    ident(&by_status_type(&operation.request))
}

/// Renders the enum, if the response of the operation is one.
pub fn declaration(api: &Api, group: &Group, operation: &Operation) -> Option<TokenStream> {
    let ResponseContent::ByStatus(statuses) = &operation.response else { return None };
    let name = name(operation);
    let docs = docs::link_attributes(&format!(
        "The response to [`{}::{}`], by its status.",
        operations::group_type(group),
        operation.name.plain()
    ));
    let variants = statuses.iter().map(|content| variant(api, content));
    Some(quote! {
        #docs
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants,)*
            /// The body of a response with another status. A later version may list it.
            Other(Json),
        }
    })
}

fn variant(api: &Api, content: &StatusContent) -> TokenStream {
    let name = ident(&content.variant());
    let docs = markdown::escape(&content.docs.replace('\n', " "));
    let docs = docs::attributes(&format!("Status {}: {docs}", status(content)));
    let payload = content.ty.as_ref().map(|ty| {
        let ty = values::plain(api, ty);
        quote! { (#ty) }
    });
    quote! { #docs #name #payload }
}

/// Returns a status as it is declared.
fn status(content: &StatusContent) -> String {
    match content.is_range {
        true => format!("{}XX", content.status / 100),
        false => content.status.to_string(),
    }
}

/// Returns the macro call that implements the enum.
pub fn table(api: &Api, operation: &Operation) -> Option<String> {
    let ResponseContent::ByStatus(statuses) = &operation.response else { return None };
    let mut text = format!("by_status!({} {{\n", by_status_type(&operation.request));
    for content in statuses {
        let payload = content.ty.as_ref().map_or_else(String::new, |ty| {
            let document = if calls::is_scalar(api, ty) { "document " } else { "" };
            format!("({document}{})", values::plain(api, ty).to_string().replace(' ', ""))
        });
        let statuses = match content.is_range {
            true => format!("{} to {}", content.status, content.status + 99),
            false => content.status.to_string(),
        };
        text.push_str(&format!("    {}{payload} = {statuses},\n", content.variant()));
    }
    Some(text + "});\n")
}
