//! The methods of a group: each begins the request of an operation.

use proc_macro2::TokenStream;
use quote::quote;

use super::calls::{self, Argument};
use super::format::ident;
use super::models::deprecated;
use super::required::{self, Needed};
use super::{arguments, docs, example, group_file, requests, rules, statics, values};
use crate::ir::{
    Api, Content, Field, Group, Kind, Operation, Parameter, ParameterLocation, Style, Ty,
};
use crate::name::type_name;

/// The method of a group that begins an operation.
pub fn method(api: &Api, group: &Group, operation: &Operation) -> TokenStream {
    let name = ident(&operation.name.ident);
    let description = statics::operation_name(operation);
    let docs = docs::attributes(&facts(api, operation));
    let example = example::attributes(api, group, operation);
    let aliases = aliases(operation);
    let deprecated = deprecated(operation.deprecated);
    let nulls = nulls(operation);
    let arguments = calls::arguments(operation);
    let (taken, given): (Vec<TokenStream>, Vec<TokenStream>) = match calls::needed(operation) {
        Some(needed) => {
            let required = required::name(&operation.request.ident);
            (
                vec![quote! { required: #required }],
                needed
                    .iter()
                    .zip(&arguments)
                    .map(|(needed, argument)| needed_put(api, needed, argument))
                    .collect(),
            )
        }
        None => (
            arguments.iter().map(|argument| taken(api, argument)).collect(),
            arguments.iter().map(|argument| given(api, argument)).collect(),
        ),
    };
    let request = quote! { self.client.request(&#description) #nulls #(#given)* };
    let (gives, request) = if calls::is_complete(operation) {
        let (output, send) = (calls::output(api, operation), requests::send(api, operation));
        (quote! { Call<#output> }, quote! { #request #send })
    } else {
        let own = ident(&operation.request.ident);
        (quote! { #own }, quote! { #own(#request) })
    };
    quote! {
        #docs
        #example
        #aliases
        #deprecated
        pub fn #name(&self, #(#taken),*) -> #gives { #request }
    }
}

/// One line of prose and one of facts, then all there is to know.
fn facts(api: &Api, operation: &Operation) -> String {
    let mut facts = vec![format!("`{} {}`", operation.method, operation.path)];
    if operation.paged.is_some() {
        facts.push("pages".to_owned());
    }
    facts.push(match group_file::repeats(operation) {
        "yes" => "repeats safely".to_owned(),
        "no" => "does not repeat safely".to_owned(),
        other => format!("repeats {other}"),
    });
    facts.push(format!("quota {}", group_file::quota(api, operation)));
    if operation.scheme.is_none() {
        facts.push("no credentials".to_owned());
    }
    if let Some(host) = api.hosts.get(operation.host).filter(|_| operation.host > 0) {
        facts.push(format!("`{}`", host.url));
    }
    let mut text = format!("{}\n\n{}", operation.summary, facts.join(" · "));
    if !operation.docs.is_empty() {
        text.push_str(&format!("\n\n{}", operation.docs));
    }
    text.push_str(&arguments::docs(operation));
    for window in operation
        .windows
        .iter()
        .filter(|window| window.days.is_some() || window.past_days.is_some())
    {
        text.push_str(&format!("\n\n{}", window_words(window)));
    }
    text.push_str(&rules::docs(api, operation));
    if !operation.errors.is_empty() {
        text.push_str("\n\n# Errors\n\nBesides what any request can meet:\n");
        for error in &operation.errors {
            text.push_str(&format!("\n- {}: {}", error.status, error.docs.replace('\n', " ")));
        }
    }
    text
}

fn window_words(window: &crate::ir::Window) -> String {
    let mut rules = Vec::new();
    if let Some(days) = window.days {
        rules.push(format!("span at most {days} days"));
    }
    if let Some(past) = window.past_days {
        rules.push(format!("start at most {past} days back"));
    }
    format!("`{}` to `{}`: {}.", window.start, window.end, rules.join(", "))
}

/// The words under which people search for the operation.
fn aliases(operation: &Operation) -> TokenStream {
    let last = operation.path.rsplit('/').find(|step| !step.starts_with('{')).unwrap_or_default();
    let mut words = vec![operation.id.clone(), last.to_owned()];
    words.extend(operation.aliases.iter().cloned());
    docs::aliases(words, operation.name.plain())
}

fn taken(api: &Api, argument: &Argument<'_>) -> TokenStream {
    let (name, ty) = match argument {
        Argument::Parameter(parameter) => {
            (ident(&parameter.name.ident), values::taken(api, &parameter.ty))
        }
        Argument::Member(member) => (ident(&member.name.ident), values::taken(api, &member.ty)),
        Argument::Body(content) => (ident("body"), body_type(api, content)),
    };
    quote! { #name: #ty }
}

/// The type of a body that the caller builds.
fn body_type(api: &Api, content: &Content) -> TokenStream {
    match content {
        Content::Record(id) => values::argument(api, &Ty::Named(*id)),
        Content::List(ty) => values::elements(api, ty),
        Content::Text => quote! { impl Into<String> },
        Content::File => quote! { impl Into<Upload> },
        Content::Members(_) => TokenStream::new(),
    }
}

fn given(api: &Api, argument: &Argument<'_>) -> TokenStream {
    match argument {
        Argument::Parameter(parameter) => put(api, parameter, &ident(&parameter.name.ident)),
        Argument::Member(member) => member_put(api, member, &ident(&member.name.ident)),
        Argument::Body(content) => given_body(api, content),
    }
}

/// Puts a body that the caller builds into the request.
fn given_body(api: &Api, content: &Content) -> TokenStream {
    match content {
        Content::Record(id) if is_union(api, *id) => {
            let union = values::named(api, *id);
            quote! { .record::<#union>(&body.into()) }
        }
        Content::Record(_) => quote! { .record(&body) },
        Content::List(ty) if values::given_as_is(api, ty) => quote! { .list(body) },
        Content::List(ty) => {
            let ty = values::plain(api, ty);
            quote! { .list(body.into_iter().map(Into::<#ty>::into)) }
        }
        Content::Text => quote! { .text(body) },
        Content::File => quote! { .file(body) },
        Content::Members(_) => TokenStream::new(),
    }
}

fn is_union(api: &Api, id: crate::ir::TypeId) -> bool {
    matches!(api.types.get(id.0).map(|ty| &ty.kind), Some(Kind::Union(_)))
}

/// Puts one field of the struct of required things into the request.
fn needed_put(api: &Api, needed: &Needed<'_>, argument: &Argument<'_>) -> TokenStream {
    let (field, ty) = (ident(needed.name), needed.field_type(api));
    let element = match needed.ty {
        Ty::List(inner) => values::guarded(api, inner, needed.sensitive),
        _ => ty,
    };
    let (method, wire) = match argument {
        Argument::Parameter(own) => (parameter_method(own), &own.wire),
        Argument::Member(own) => (member_method(own), &own.wire),
        Argument::Body(_) => return TokenStream::new(),
    };
    quote! { .#method::<#element>(#wire, required.#field) }
}

/// The method of the runtime's request that takes a parameter.
fn parameter_method(parameter: &Parameter) -> proc_macro2::Ident {
    ident(match (parameter.location, parameter.style) {
        (ParameterLocation::Path, _) => "path",
        (ParameterLocation::Header, _) => "header",
        (ParameterLocation::Query, Style::Single) => "query",
        (ParameterLocation::Query, Style::Repeated) => "query_each",
        (ParameterLocation::Query, Style::Joined) => "query_joined",
        (ParameterLocation::Query, Style::Free) => "query_free",
    })
}

/// The method of the runtime's request that takes a member of the body.
fn member_method(member: &Field) -> proc_macro2::Ident {
    ident(if matches!(member.ty, Ty::List(_)) { "member_list" } else { "member" })
}

/// Puts a parameter into the request.
pub fn put(api: &Api, parameter: &Parameter, value: &proc_macro2::Ident) -> TokenStream {
    let (method, wire) = (parameter_method(parameter), &parameter.wire);
    let element = element(api, &parameter.ty);
    quote! { .#method::<#element>(#wire, #value) }
}

/// Puts a member into the body of the request.
pub fn member_put(api: &Api, member: &Field, value: &proc_macro2::Ident) -> TokenStream {
    let (method, wire) = (member_method(member), &member.wire);
    let element = element(api, &member.ty);
    quote! { .#method::<#element>(#wire, #value) }
}

/// The type of a value, or of the elements of a list.
fn element(api: &Api, ty: &Ty) -> TokenStream {
    match ty {
        Ty::List(inner) => values::plain(api, inner),
        ty => values::plain(api, ty),
    }
}

/// The members that are `null` until they are set.
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

/// The name of the struct that holds the operations of a group.
pub fn group_type(group: &Group) -> proc_macro2::Ident {
    ident(&type_name(&group.name.words))
}
