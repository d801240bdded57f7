//! The method of an operation, and the request that it gives.

use proc_macro2::TokenStream;
use quote::quote;

use super::calls::{self, Argument};
use super::format::ident;
use super::models::{appended, appending, deprecated};
use super::required::{self, Needed};
use super::{docs, example, group_file, statics, values};
use crate::context::Context;
use crate::ir::{Api, Content, Field, Group, Operation, Parameter, Place, Style, Ty};
use crate::name::type_name;

/// The method of a group that begins an operation.
pub fn method(ctx: &mut Context, api: &Api, group: &Group, operation: &Operation) -> TokenStream {
    let name = ident(&operation.name.ident);
    let request = ident(&operation.request.ident);
    let description = statics::operation_name(operation);
    let docs = docs::attributes(&facts(api, operation));
    let example = example::attributes(ctx, api, group, operation);
    let aliases = aliases(operation);
    let deprecated = deprecated(operation.deprecated);
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
    quote! {
        #docs
        #example
        #aliases
        #deprecated
        pub fn #name(&self, #(#taken),*) -> #request {
            #request(self.client.request(&#description) #(#given)*)
        }
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
    for window in operation
        .windows
        .iter()
        .filter(|window| window.days.is_some() || window.past_days.is_some())
    {
        text.push_str(&format!("\n\n{}", window_words(window)));
    }
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
    let own = operation.name.ident.trim_start_matches("r#");
    words.retain(|word| word != own && !word.is_empty());
    words.sort();
    words.dedup();
    quote! { #[doc(alias(#(#words),*))] }
}

fn taken(api: &Api, argument: &Argument<'_>) -> TokenStream {
    let (name, ty) = match argument {
        Argument::Parameter(parameter) => {
            (ident(&parameter.name.ident), list_or(api, &parameter.ty))
        }
        Argument::Member(member) => (ident(&member.name.ident), list_or(api, &member.ty)),
        Argument::Body(Content::Record(id)) => (ident("body"), values::named(api, *id)),
        Argument::Body(Content::List(ty)) => {
            let ty = values::plain(api, ty);
            (ident("body"), quote! { impl IntoIterator<Item = #ty> })
        }
        Argument::Body(Content::Members(_)) => return TokenStream::new(),
    };
    quote! { #name: #ty }
}

/// The type of an argument; lists are taken as anything that can be iterated.
fn list_or(api: &Api, ty: &Ty) -> TokenStream {
    match ty {
        Ty::List(inner) => {
            let inner = values::plain(api, inner);
            quote! { impl IntoIterator<Item = impl Into<#inner>> }
        }
        ty => values::argument(api, ty),
    }
}

fn given(api: &Api, argument: &Argument<'_>) -> TokenStream {
    match argument {
        Argument::Parameter(parameter) => put(api, parameter, &ident(&parameter.name.ident)),
        Argument::Member(member) => member_put(api, member, &ident(&member.name.ident)),
        Argument::Body(Content::Record(_)) => quote! { .record(&body) },
        Argument::Body(Content::List(_)) => quote! { .list(body) },
        Argument::Body(Content::Members(_)) => TokenStream::new(),
    }
}

/// Puts one field of the struct of required things into the request.
fn needed_put(api: &Api, needed: &Needed<'_>, argument: &Argument<'_>) -> TokenStream {
    let (field, ty) = (ident(needed.name), needed.field_type(api));
    let (method, wire) = match argument {
        Argument::Parameter(own) if own.place == Place::Path => ("path", &own.wire),
        Argument::Parameter(own) if own.place == Place::Header => ("header", &own.wire),
        Argument::Parameter(own) => ("query", &own.wire),
        Argument::Member(own) => ("member", &own.wire),
        Argument::Body(_) => return TokenStream::new(),
    };
    let method = ident(method);
    quote! { .#method::<#ty>(#wire, required.#field) }
}

/// Puts a parameter into the request.
fn put(api: &Api, parameter: &Parameter, value: &proc_macro2::Ident) -> TokenStream {
    let wire = &parameter.wire;
    let method = match (parameter.place, parameter.style) {
        (Place::Path, _) => "path",
        (Place::Header, _) => "header",
        (Place::Query, Style::Single) => "query",
        (Place::Query, Style::Repeated) => "query_each",
        (Place::Query, Style::Joined) => "query_joined",
        (Place::Query, Style::Free) => "query_free",
    };
    let method = ident(method);
    match &parameter.ty {
        Ty::List(inner) => {
            let inner = values::plain(api, inner);
            quote! { .#method::<#inner>(#wire, #value) }
        }
        ty => {
            let ty = values::plain(api, ty);
            quote! { .#method::<#ty>(#wire, #value) }
        }
    }
}

/// Puts a member into the body of the request.
fn member_put(api: &Api, member: &Field, value: &proc_macro2::Ident) -> TokenStream {
    let wire = &member.wire;
    match &member.ty {
        Ty::List(inner) => {
            let inner = values::plain(api, inner);
            quote! { .member_list::<#inner>(#wire, #value) }
        }
        ty => {
            let ty = values::plain(api, ty);
            quote! { .member::<#ty>(#wire, #value) }
        }
    }
}

/// The request of an operation: its setters and the ways to send it.
pub fn request(ctx: &mut Context, api: &Api, operation: &Operation) -> TokenStream {
    let _ = ctx;
    let name = ident(&operation.request.ident);
    let summary = docs::attributes(&format!(
        "A request being put together: {}",
        docs::lower_first(&docs::first_sentence(&operation.summary))
    ));
    let parameters = operation.parameters.iter().filter(|parameter| !parameter.required);
    let setters: TokenStream = parameters.map(|parameter| setter(api, parameter)).collect();
    let members: TokenStream = match operation.body.as_ref().map(|body| &body.content) {
        Some(Content::Members(members)) => members
            .iter()
            .filter(|member| !member.required)
            .map(|member| member_setter(api, member))
            .collect(),
        _ => TokenStream::new(),
    };
    let send = send(api, operation);
    let required = calls::needed(operation)
        .map(|needed| required::structure(api, &operation.request.ident, &needed));
    quote! {
        #required

        #summary
        #[must_use = "a request does nothing until it is sent"]
        #[derive(Clone, Debug)]
        pub struct #name(Request);

        impl #name {
            #setters
            #members
            #send
        }
    }
}

fn setter(api: &Api, parameter: &Parameter) -> TokenStream {
    let name = ident(&parameter.name.ident);
    let mut text = parameter.docs.clone();
    if let Some(default) = &parameter.default {
        text.push_str(&format!("\n\nThe service takes `{default}` when this is not set."));
    }
    let docs = docs::attributes(&text);
    let deprecated = deprecated(parameter.deprecated);
    if parameter.style == Style::Free {
        return quote! {
            #docs
            #deprecated
            pub fn #name(self, name: impl Into<String>, value: impl Into<String>) -> Self {
                Self(self.0.query_free(name, value))
            }
        };
    }
    let ty = list_or(api, &parameter.ty);
    let value = ident("value");
    let put = put(api, parameter, &value);
    quote! {
        #docs
        #deprecated
        pub fn #name(self, value: #ty) -> Self { Self(self.0 #put) }
    }
}

fn member_setter(api: &Api, member: &Field) -> TokenStream {
    let (name, wire) = (ident(&member.name.ident), &member.wire);
    let docs = docs::attributes(&member.docs);
    let deprecated = deprecated(member.deprecated);
    let value = ident("value");
    match &member.ty {
        Ty::Numbered(inner) => {
            let ty = values::argument(api, inner);
            let plain = values::plain(api, inner);
            let (from, to) = member.family.unwrap_or((1, u32::MAX));
            let (from, to) = (
                proc_macro2::Literal::u32_unsuffixed(from),
                proc_macro2::Literal::u32_unsuffixed(to),
            );
            quote! {
                #docs
                #deprecated
                pub fn #name(self, number: u32, value: #ty) -> Self {
                    Self(self.0.member_numbered::<#plain>(#wire, number, #from..=#to, value))
                }
            }
        }
        Ty::List(inner) if appended(api, inner) => {
            let one = appending(member);
            let docs = docs::attributes(&format!("Adds one.\n\n{}", member.docs));
            let ty = values::plain(api, inner);
            quote! {
                #docs
                #deprecated
                pub fn #one(self, value: #ty) -> Self { Self(self.0.indexed(#wire, &value)) }
            }
        }
        ty => {
            let taken = list_or(api, ty);
            let put = member_put(api, member, &value);
            quote! {
                #docs
                #deprecated
                pub fn #name(self, value: #taken) -> Self { Self(self.0 #put) }
            }
        }
    }
}

/// `send`, and what else the operation offers: pages, a job.
fn send(api: &Api, operation: &Operation) -> TokenStream {
    let output = calls::output(api, operation);
    let mut ways = TokenStream::new();
    if let Some(paged) = &operation.paged {
        let row = values::plain(api, &paged.row);
        ways.extend(quote! {
            /// The rows one by one, page after page.
            pub fn items(self) -> Items<#row> { self.0.items() }
            /// The pages one by one, with their totals and position.
            pub fn pages(self) -> Pages<#row> { self.0.pages() }
            /// One page.
            pub fn send(self) -> Call<#output> { self.0.call() }
        });
        return ways;
    }
    if let Some(plan) = operation.job.and_then(|job| api.jobs.get(job)) {
        let polled = calls::polled(api, plan);
        let plan = plan_path(api, plan);
        ways.extend(quote! {
            /// Starts the job; the handle waits for it and fetches its file.
            pub fn begin(self) -> Call<JobHandle<#polled>> { self.0.begin(&#plan) }
        });
    }
    let send = match operation.follow.and_then(|follow| api.follows.get(follow)) {
        Some(plan) => {
            let plan = plan_path(api, plan);
            quote! { self.0.queued(&#plan) }
        }
        None => quote! { self.0.call() },
    };
    ways.extend(quote! {
        /// Sends it.
        pub fn send(self) -> Call<#output> { #send }
    });
    ways
}

fn plan_path(api: &Api, plan: &crate::ir::Plan) -> TokenStream {
    let module = api.groups.get(plan.poll.0).map(|group| ident(&group.name.ident));
    let name = ident(&plan.name.ident);
    quote! { crate::#module::#name }
}

/// Methods that take up a job or a queued write again by its id.
pub fn resumes(api: &Api, group: usize) -> TokenStream {
    let jobs = api.jobs.iter().map(|plan| (plan, true));
    let follows = api.follows.iter().map(|plan| (plan, false));
    let here = jobs.chain(follows).filter(|(plan, _)| plan.poll.0 == group);
    here.filter_map(|(plan, job)| {
        let polled = calls::polled(api, plan);
        let operation = api.groups.get(plan.poll.0)?.operations.get(plan.poll.1)?;
        let parameter =
            operation.parameters.iter().find(|parameter| parameter.wire == plan.parameter)?;
        let ty = values::argument(api, &parameter.ty);
        let plain = values::plain(api, &parameter.ty);
        let words = crate::name::doc_words(&plan.name.words);
        let method = ident(&format!(
            "resume_{}",
            crate::name::field(&plan.name.words).trim_start_matches("r#")
        ));
        let docs = docs::attributes(&format!(
            "Takes up the {words} with this id again, in this process or another."
        ));
        let plan = ident(&plan.name.ident);
        let handle = if job {
            quote! { JobHandle }
        } else {
            quote! { Queued }
        };
        Some(quote! {
            #docs
            pub fn #method(&self, id: #ty) -> #handle<#polled> {
                let id: #plain = id.into();
                #handle::resume(&self.client, &#plan, id.as_str())
            }
        })
    })
    .collect()
}

/// The name of the struct that holds the operations of a group.
pub fn group_type(group: &Group) -> proc_macro2::Ident {
    ident(&type_name(&group.name.words))
}
