//! The methods of a group: each starts the request of an operation.

use proc_macro2::TokenStream;
use quote::quote;

use super::calls::{self, Argument};
use super::format::ident;
use super::models::deprecated;
use super::required::{self, RequiredArgument};
use super::{docs, example, operation_docs, references, statics, values};
use crate::ir::{
    Api, Body, Content, Encoding, Field, Group, Kind, Name, Operation, Parameter,
    ParameterLocation, Style, Ty,
};
use crate::name::type_name;

/// Renders the method of a group that starts the request of an operation.
pub fn method(api: &Api, group: &Group, operation: &Operation) -> TokenStream {
    let name = ident(&operation.name.ident);
    let description = statics::operation_name(operation);
    let docs = docs::link_attributes(&operation_docs::text(api, operation));
    let example = example::attribute(api, group, operation);
    let aliases = aliases(operation);
    let deprecated = deprecated(operation.deprecated);
    let nulls = nulls(operation);
    let arguments = calls::arguments(operation);
    let (parameters, setters): (Vec<TokenStream>, Vec<TokenStream>) =
        match calls::required_arguments(operation) {
            Some(required) => {
                let name = required::name(&operation.request);
                let fields = required.iter().zip(&arguments);
                (
                    vec![quote! { args: #name }],
                    fields.map(|(required, argument)| set_field(api, required, argument)).collect(),
                )
            }
            None => (
                arguments.iter().map(|argument| parameter(api, argument)).collect(),
                arguments.iter().map(|argument| set_argument(api, argument)).collect(),
            ),
        };
    let builder = ident(&operation.request);
    let request = quote! {
        Request::new(self.0.core(), &operations::#description) #nulls #(#setters)*
    };
    let request = match references::of_operation(api, operation) {
        Some(reference) => {
            let argument = ident(&reference.argument.ident);
            quote! { #argument.into().set_on(#request) }
        }
        None => request,
    };
    quote! {
        #docs
        #example
        #aliases
        #deprecated
        pub fn #name(&self, #(#parameters),*) -> #builder<M> { #builder(#request) }
    }
}

/// Renders the search terms of an operation.
fn aliases(operation: &Operation) -> TokenStream {
    let last = operation.path.rsplit('/').find(|step| !step.starts_with('{')).unwrap_or_default();
    let mut words = vec![operation.id.clone(), last.to_owned()];
    words.extend(operation.keys.aliases.iter().cloned());
    docs::aliases(words, operation.name.plain())
}

/// Renders a parameter of the method.
fn parameter(api: &Api, argument: &Argument<'_>) -> TokenStream {
    let (name, ty) = match argument {
        Argument::Parameter(parameter) => {
            (ident(&parameter.name.ident), values::parameter_type(api, &parameter.ty))
        }
        Argument::Member(member) => {
            (ident(&member.name.ident), values::parameter_type(api, &member.ty))
        }
        Argument::Reference(at) => {
            let reference = api.references.get(*at);
            let name = ident(reference.map_or("reference", |own| own.argument.ident.as_str()));
            let ty = ident(reference.map_or("Unnamed", |own| own.name.ident.as_str()));
            (name, quote! { impl Into<#ty> })
        }
        Argument::Body(body) => (ident("body"), body_type(api, &body.content)),
    };
    quote! { #name: #ty }
}

/// Renders the type of a body that the caller builds.
pub fn body_type(api: &Api, content: &Content) -> TokenStream {
    match content {
        Content::Record(id) => values::argument(api, &Ty::Named(*id)),
        Content::List(ty) => values::elements(api, ty),
        Content::Value(ty) => values::argument(api, ty),
        Content::Text => quote! { impl Into<String> },
        Content::File => quote! { impl Into<Upload> },
        Content::Members(_) => TokenStream::new(),
    }
}

/// Renders the call that sets an argument on the request.
fn set_argument(api: &Api, argument: &Argument<'_>) -> TokenStream {
    match argument {
        Argument::Parameter(parameter) => {
            set_parameter(api, parameter, &ident(&parameter.name.ident))
        }
        Argument::Member(member) => set_member(api, member, &ident(&member.name.ident)),
        // applied to the request as a whole
        Argument::Reference(_) => TokenStream::new(),
        Argument::Body(body) => set_body(api, body),
    }
}

/// Renders the call that sets a body that the caller builds.
pub fn set_body(api: &Api, body: &Body) -> TokenStream {
    match &body.content {
        Content::Record(id) if is_union(api, *id) => {
            let union = values::named(api, *id);
            quote! { .record::<#union>(&body.into()) }
        }
        Content::Record(_) => quote! { .record(&body) },
        Content::List(ty) if values::has_exact_parameter(api, ty) => quote! { .list(body) },
        Content::List(ty) => {
            let ty = values::plain(api, ty);
            quote! { .list(body.into_iter().map(Into::<#ty>::into)) }
        }
        Content::Value(ty) => {
            let ty = values::plain(api, ty);
            match body.encoding {
                Encoding::Json => quote! { .document::<#ty>(body) },
                // the members become the fields of a form
                _ => quote! { .record::<#ty>(&body.into()) },
            }
        }
        Content::Text => quote! { .text(body) },
        Content::File => quote! { .file(body) },
        Content::Members(_) => TokenStream::new(),
    }
}

fn is_union(api: &Api, id: crate::ir::TypeId) -> bool {
    matches!(api.types.get(id.0).map(|ty| &ty.kind), Some(Kind::Union(_)))
}

/// Renders the call that sets one field of the struct of required arguments.
fn set_field(api: &Api, required: &RequiredArgument<'_>, argument: &Argument<'_>) -> TokenStream {
    let (field, ty) = (ident(required.name), required.field_type(api));
    let element = match required.ty {
        Ty::List(inner) => values::redacted_type(api, inner, required.sensitive),
        _ => ty,
    };
    let (method, wire) = match argument {
        Argument::Parameter(own) => (parameter_method(own), &own.wire),
        Argument::Member(own) => (member_method(own), &own.wire),
        Argument::Body(_) | Argument::Reference(_) => return TokenStream::new(),
    };
    quote! { .#method::<#element>(#wire, args.#field) }
}

/// Returns the method of the runtime's request that sets a parameter.
fn parameter_method(parameter: &Parameter) -> proc_macro2::Ident {
    let is_list = matches!(parameter.ty, Ty::List(_));
    ident(match (parameter.location, parameter.style) {
        (_, Style::Described(..)) if is_list => "parameter_list",
        (_, Style::Described(..)) | (ParameterLocation::Cookie, _) => "parameter",
        (ParameterLocation::Path, _) => "path",
        (ParameterLocation::Header, _) => "header",
        (ParameterLocation::Query, Style::Single) => "query",
        (ParameterLocation::Query, Style::Repeated) => "query_each",
        (ParameterLocation::Query, Style::Joined) => "query_joined",
        (ParameterLocation::Query, Style::Free) => "query_free",
    })
}

/// Returns the method of the runtime's request that sets a member of the body.
fn member_method(member: &Field) -> proc_macro2::Ident {
    ident(if matches!(member.ty, Ty::List(_)) { "member_list" } else { "member" })
}

/// Renders the call that sets a parameter on the request.
pub fn set_parameter(api: &Api, parameter: &Parameter, value: &proc_macro2::Ident) -> TokenStream {
    let (method, wire) = (parameter_method(parameter), &parameter.wire);
    let element = element(api, &parameter.ty);
    quote! { .#method::<#element>(#wire, #value) }
}

/// Renders the call that sets a member of the body.
pub fn set_member(api: &Api, member: &Field, value: &proc_macro2::Ident) -> TokenStream {
    let (method, wire) = (member_method(member), &member.wire);
    let element = element(api, &member.ty);
    quote! { .#method::<#element>(#wire, #value) }
}

/// Renders the type of a value, or of the elements of a list.
fn element(api: &Api, ty: &Ty) -> TokenStream {
    match ty {
        Ty::List(inner) => values::plain(api, inner),
        ty => values::plain(api, ty),
    }
}

/// Renders the members that are `null` until they are set.
fn nulls(operation: &Operation) -> TokenStream {
    let Some(Content::Members(members)) = operation.body.as_ref().map(|body| &body.content) else {
        return TokenStream::new();
    };
    let nulls = members.iter().filter(|member| member.required && member.nullable);
    nulls
        .map(|member| {
            let wire = &member.wire;
            quote! { .clear(#wire) }
        })
        .collect()
}

/// Returns the names of all methods of an operation: its own, its presets, and the one for a bulk write.
pub fn method_names(operation: &Operation) -> impl Iterator<Item = &Name> {
    let presets = operation.presets.iter().map(|preset| &preset.name);
    let bulk = operation.bulk.iter().map(|bulk| &bulk.name);
    [&operation.name].into_iter().chain(presets).chain(bulk)
}

/// Returns the name of the struct with the operations of a group.
pub fn group_type(group: &Group) -> proc_macro2::Ident {
    ident(&type_name(&group.name.words))
}
