//! Structs in place of arguments, for constructors and methods with too many required arguments.

use proc_macro2::{TokenStream, TokenTree};
use quote::quote;

use super::docs;
use super::format::ident;
use super::models::plain_docs;
use super::setters::with_limits;
use super::values;
use crate::ir::{Api, Kind, Limits, Ty};
use crate::name;
use crate::scalar::LiteralKind;

/// A required argument.
pub struct RequiredArgument<'a> {
    /// The identifier.
    pub name: &'a str,
    /// The wire name.
    pub wire: &'a str,
    /// The description.
    pub docs: &'a str,
    /// The limits.
    pub limits: &'a Limits,
    /// The type.
    pub ty: &'a Ty,
    /// `true` if it is redacted in `Debug` output.
    pub sensitive: bool,
}

impl RequiredArgument<'_> {
    /// Renders the type of the field.
    pub fn field_type(&self, api: &Api) -> TokenStream {
        values::redacted_type(api, self.ty, self.sensitive)
    }
}

/// Returns the name of the struct for the arguments of a type or a request builder.
pub fn name(owner: &str) -> proc_macro2::Ident {
    ident(&name::arguments_type(owner))
}

/// Renders the struct.
pub fn structure(api: &Api, owner: &str, arguments: &[RequiredArgument<'_>]) -> TokenStream {
    let name = name(owner);
    let docs = docs::link_attributes(&format!("The required arguments of [`{owner}`]."));
    let fields = arguments.iter().map(|argument| {
        let docs = plain_docs(argument.docs, argument.wire);
        let docs = docs::attributes(&with_limits(&docs, argument.limits, None));
        let (name, ty) = (ident(argument.name), argument.field_type(api));
        quote! { #docs pub #name: #ty }
    });
    quote! {
        #docs
        #[derive(Clone, Debug, PartialEq)]
        pub struct #name { #(#fields),* }
    }
}

/// Renders the struct with these values.
pub fn literal(
    api: &Api,
    owner: &str,
    values: Vec<(RequiredArgument<'_>, TokenStream)>,
) -> TokenStream {
    let name = name(owner);
    let fields = values.into_iter().map(|(argument, value)| {
        let field = ident(argument.name);
        let list = matches!(argument.ty, Ty::List(_));
        if list {
            quote! { #field: #value.into_iter().map(Into::into).collect() }
        } else if is_union(api, argument.ty) {
            // a record can have a setter `into`
            quote! { #field: Into::into(#value) }
        } else if argument.sensitive || needs_into(api, argument.ty, &value) {
            quote! { #field: #value.into() }
        } else {
            quote! { #field: #value }
        }
    });
    quote! { #name { #(#fields),* } }
}

/// Returns `true` if examples convert a value of another type. Listed values of enums are variants.
fn needs_into(api: &Api, ty: &Ty, value: &TokenStream) -> bool {
    match ty {
        Ty::Scalar(scalar) => scalar.literal() == LiteralKind::Text,
        Ty::Id(_) | Ty::DateTimeOrKeyword(_) => true,
        Ty::Named(id) => {
            let kind = api.types.get(id.0).map(|ty| &ty.kind);
            let is_string = matches!(value.clone().into_iter().next(), Some(TokenTree::Literal(_)));
            is_string && matches!(kind, Some(Kind::Enum(_)))
        }
        _ => false,
    }
}

fn is_union(api: &Api, ty: &Ty) -> bool {
    let Ty::Named(id) = ty else { return false };
    matches!(api.types.get(id.0).map(|ty| &ty.kind), Some(Kind::Union(_)))
}
