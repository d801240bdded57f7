//! References to objects: their types, and the values of examples.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use serde_json::{Map, Value};

use super::format::ident;
use super::literal::{self, Verbosity};
use super::models::plain_docs;
use super::{docs, values};
use crate::ir::{Api, Constraint, Field, Operation, Reference, ReferenceForm, Ty};
use crate::markdown;
use crate::name::snake_words;
use crate::scalar::ScalarType;

/// Returns the reference that some members of the body of an operation form.
pub fn of_operation<'a>(api: &'a Api, operation: &Operation) -> Option<&'a Reference> {
    api.references.get(operation.body.as_ref()?.reference?)
}

/// Returns `true` for the constraint that one of the forms of the reference of an operation is given.
pub fn satisfies(api: &Api, operation: &Operation, constraint: &Constraint) -> bool {
    let Constraint::AnyOf(sets) = constraint else { return false };
    let has_form = |reference: &Reference| {
        let forms = reference.forms.iter();
        let forms = forms.map(|form| form.members.iter().map(|own| &own.wire).collect::<Vec<_>>());
        forms.eq(sets.iter().map(|set| set.iter().collect::<Vec<_>>()))
    };
    of_operation(api, operation).is_some_and(has_form)
}

/// Renders the type of a reference.
pub fn render(api: &Api, reference: &Reference) -> TokenStream {
    let name = ident(&reference.name.ident);
    let docs = docs::attributes(&reference.docs);
    let variants = reference.forms.iter().map(|form| variant(api, form));
    let constructors = reference.forms.iter().filter_map(|form| constructor(api, form));
    let arms = reference.forms.iter().map(|form| arm(api, form));
    let conversions = conversions(api, reference);
    quote! {
        #docs
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum #name { #(#variants),* }

        impl #name {
            #(#constructors)*

            /// Sets the members of a request.
            pub(crate) fn set_on<M>(self, request: Request<M>) -> Request<M> {
                match self { #(#arms),* }
            }
        }

        #conversions
    }
}

/// Renders the documentation of a member.
fn member_docs(member: &Field) -> TokenStream {
    docs::attributes(&plain_docs(&member.docs, &member.wire))
}

fn variant(api: &Api, form: &ReferenceForm) -> TokenStream {
    let name = ident(&form.name.ident);
    match form.members.as_slice() {
        [member] => {
            let (docs, ty) = (member_docs(member), values::plain(api, &member.ty));
            quote! { #docs #name(#ty) }
        }
        members => {
            let docs = docs::attributes(&format!("By {}.", joined(members)));
            let fields = members.iter().map(|member| {
                let (docs, ty) = (member_docs(member), values::plain(api, &member.ty));
                let name = ident(&member.name.ident);
                quote! { #docs #name: #ty }
            });
            quote! { #docs #name { #(#fields),* } }
        }
    }
}

/// Returns the wire names of members: `A` and `B`.
fn joined(members: &[Field]) -> String {
    let names: Vec<String> = members.iter().map(|member| markdown::code(&member.wire)).collect();
    names.join(" and ")
}

fn constructor_name(form: &ReferenceForm) -> proc_macro2::Ident {
    format_ident!("by_{}", snake_words(&form.name.words))
}

/// Renders the constructor of a form of several members.
fn constructor(api: &Api, form: &ReferenceForm) -> Option<TokenStream> {
    if form.members.len() < 2 {
        return None;
    }
    let (name, variant) = (constructor_name(form), ident(&form.name.ident));
    let docs = docs::attributes(&format!("Returns the reference by {}.", joined(&form.members)));
    let parameters = form.members.iter().map(|member| {
        let (name, ty) = (ident(&member.name.ident), values::argument(api, &member.ty));
        quote! { #name: #ty }
    });
    let fields = form.members.iter().map(|member| {
        let name = ident(&member.name.ident);
        match values::has_exact_parameter(api, &member.ty) {
            true => quote! { #name },
            false => quote! { #name: #name.into() },
        }
    });
    Some(quote! {
        #docs
        pub fn #name(#(#parameters),*) -> Self { Self::#variant { #(#fields),* } }
    })
}

fn arm(api: &Api, form: &ReferenceForm) -> TokenStream {
    let variant = ident(&form.name.ident);
    let names: Vec<_> = form.members.iter().map(|member| ident(&member.name.ident)).collect();
    let set = form.members.iter().zip(&names).map(|(member, name)| {
        let (wire, ty) = (&member.wire, values::plain(api, &member.ty));
        quote! { .member::<#ty>(#wire, #name) }
    });
    match names.as_slice() {
        [name] => quote! { Self::#variant(#name) => request #(#set)* },
        names => quote! { Self::#variant { #(#names),* } => request #(#set)* },
    }
}

/// Renders the conversions to the first form of one member.
fn conversions(api: &Api, reference: &Reference) -> TokenStream {
    let name = ident(&reference.name.ident);
    let single = reference.forms.iter().find_map(|form| match form.members.as_slice() {
        [member] => Some((ident(&form.name.ident), member)),
        _ => None,
    });
    let Some((variant, member)) = single else { return TokenStream::new() };
    let ty = values::plain(api, &member.ty);
    let own = quote! {
        impl From<#ty> for #name {
            fn from(value: #ty) -> Self { Self::#variant(value) }
        }
    };
    let others: &[TokenStream] = match &member.ty {
        Ty::Id(_) => &[quote! { &str }, quote! { String }],
        Ty::Scalar(ScalarType::String) => &[quote! { &str }],
        _ => &[],
    };
    let others = others.iter().map(|other| {
        quote! {
            impl From<#other> for #name {
                fn from(value: #other) -> Self { Self::#variant(value.into()) }
            }
        }
    });
    quote! { #own #(#others)* }
}

/// Renders the reference of an example.
pub fn literal(
    api: &Api,
    reference: &Reference,
    members: &Map<String, Value>,
    verbosity: Verbosity<'_>,
) -> Option<TokenStream> {
    let is_given =
        |form: &&ReferenceForm| form.members.iter().all(|own| members.contains_key(&own.wire));
    let form = reference.forms.iter().find(is_given)?;
    let given = form
        .members
        .iter()
        .map(|member| literal::value(api, &member.ty, members.get(&member.wire)?, verbosity));
    let given: Vec<TokenStream> = given.collect::<Option<_>>()?;
    let (name, variant) = (ident(&reference.name.ident), ident(&form.name.ident));
    Some(match given.as_slice() {
        [value] if matches!(form.members.as_slice(), [own] if has_conversions(&own.ty)) => {
            value.clone()
        }
        [value] => quote! { #name::#variant(#value) },
        given => {
            let constructor = constructor_name(form);
            quote! { #name::#constructor(#(#given),*) }
        }
    })
}

/// Returns `true` if the value of an example converts to the reference.
fn has_conversions(ty: &Ty) -> bool {
    matches!(ty, Ty::Id(_) | Ty::Scalar(ScalarType::String))
}
