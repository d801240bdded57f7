//! The request of an operation: setters, and the ways to send it. An operation that has neither anything to
//! set nor a choice of ways needs none: its method gives the call itself.

use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};

use super::calls;
use super::format::ident;
use super::models::{deprecated, is_argument};
use super::operations::{member_put, put};
use super::setters::{appended, member_docs, told};
use super::{docs, required, values};
use crate::ir::{Api, Content, Field, Operation, Parameter, Style, Ty};

/// The request of an operation: its setters and the ways to send it.
pub fn request(api: &Api, operation: &Operation) -> TokenStream {
    let required = calls::needed(operation)
        .map(|needed| required::structure(api, &operation.request.ident, &needed));
    if calls::is_complete(operation) {
        return quote! { #required };
    }
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
            .filter(|member| !is_argument(member))
            .map(|member| member_setter(api, member))
            .collect(),
        _ => TokenStream::new(),
    };
    let send = ways(api, operation);
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
    let docs = docs::attributes(&parameter_docs(parameter));
    let alias = docs::wire_alias_attribute(&parameter.name, &parameter.name.ident, &parameter.wire);
    let deprecated = deprecated(parameter.deprecated);
    if parameter.style == Style::Free {
        return quote! {
            #docs
            #alias
            #deprecated
            pub fn #name(self, name: impl Into<String>, value: impl Into<String>) -> Self {
                Self(self.0.query_free(name, value))
            }
        };
    }
    let ty = values::taken(api, &parameter.ty);
    let put = put(api, parameter, &ident("value"));
    let inline = inline(api, &parameter.ty);
    quote! {
        #docs
        #alias
        #deprecated
        #inline
        pub fn #name(self, value: #ty) -> Self { Self(self.0 #put) }
    }
}

fn parameter_docs(parameter: &Parameter) -> String {
    let docs = match parameter.docs.as_str() {
        "" => format!("`{}` on the wire.", parameter.wire),
        docs => docs.to_owned(),
    };
    told(&docs, &parameter.limits, parameter.default.as_deref())
}

fn member_setter(api: &Api, member: &Field) -> TokenStream {
    let (name, wire) = (ident(&member.setter), &member.wire);
    let alias = docs::wire_alias_attribute(&member.name, &member.setter, wire);
    let deprecated = deprecated(member.deprecated);
    let text = member_docs(member);
    let (text, arguments, put) = match &member.ty {
        Ty::Numbered(inner) => {
            let ty = values::argument(api, inner);
            let plain = values::plain(api, inner);
            let (from, to) = member.family.unwrap_or((1, u32::MAX));
            let (from, to) = (Literal::u32_unsuffixed(from), Literal::u32_unsuffixed(to));
            (
                format!("{text}\n\nThe number goes from {from} to {to}."),
                quote! { number: u32, value: #ty },
                quote! { .member_numbered::<#plain>(#wire, number, #from..=#to, value) },
            )
        }
        Ty::List(inner) if appended(api, inner) => {
            let ty = values::argument(api, inner);
            let value = match values::given_as_is(api, inner) {
                true => quote! { &value },
                false => {
                    let plain = values::plain(api, inner);
                    quote! { &Into::<#plain>::into(value) }
                }
            };
            (
                format!("Adds one.\n\n{text}"),
                quote! { value: #ty },
                quote! { .indexed(#wire, #value) },
            )
        }
        ty => {
            let taken = values::taken(api, ty);
            let put = member_put(api, member, &ident("value"));
            (text, quote! { value: #taken }, put)
        }
    };
    let docs = docs::attributes(&text);
    let clear = member.nullable.then(|| clear(member));
    let inline = inline(api, &member.ty);
    quote! {
        #docs
        #alias
        #deprecated
        #inline
        pub fn #name(self, #arguments) -> Self { Self(self.0 #put) }
        #clear
    }
}

/// Setters are compiled where they are used; those that are generic are anyway.
fn inline(api: &Api, ty: &Ty) -> Option<TokenStream> {
    values::given_as_is(api, ty).then(|| quote! { #[inline] })
}

fn clear(member: &Field) -> TokenStream {
    let (name, wire) = (format_ident!("clear_{}", member.name.plain()), &member.wire);
    quote! {
        /// Clears it: sends `null`.
        pub fn #name(self) -> Self { Self(self.0.clear(#wire)) }
    }
}

/// `send`, and what else the operation offers: pages, a job.
fn ways(api: &Api, operation: &Operation) -> TokenStream {
    let output = calls::output(api, operation);
    let mut ways = TokenStream::new();
    if let Some(paged) = &operation.paged {
        let row = values::plain(api, &paged.item);
        ways.extend(quote! {
            /// The rows one by one, page after page.
            #[inline]
            pub fn items(self) -> Items<#row> { self.0.items() }
            /// The pages one by one, with their totals and position.
            #[inline]
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
    let send = send(api, operation);
    ways.extend(quote! {
        /// Sends it.
        pub fn send(self) -> Call<#output> { self.0 #send }
    });
    ways
}

/// Makes a call of a request.
pub fn send(api: &Api, operation: &Operation) -> TokenStream {
    match operation.queue.and_then(|queue| api.queues.get(queue)) {
        Some(plan) => {
            let plan = plan_path(api, plan);
            quote! { .queued(&#plan) }
        }
        None => quote! { .call() },
    }
}

fn plan_path(api: &Api, plan: &crate::ir::LongRunningOperation) -> TokenStream {
    let module = api.groups.get(plan.poll.0).map(|group| ident(&group.name.ident));
    let name = ident(&plan.name.ident);
    quote! { crate::#module::#name }
}

/// Methods that take up a job or a queued write again by its id.
pub fn resumes(api: &Api, group: usize) -> TokenStream {
    let jobs = api.jobs.iter().map(|plan| (plan, true));
    let follows = api.queues.iter().map(|plan| (plan, false));
    let here = jobs.chain(follows).filter(|(plan, _)| plan.poll.0 == group);
    here.filter_map(|(plan, job)| {
        let polled = calls::polled(api, plan);
        let operation = api.groups.get(plan.poll.0)?.operations.get(plan.poll.1)?;
        let parameter =
            operation.parameters.iter().find(|parameter| parameter.wire == plan.parameter)?;
        let ty = values::argument(api, &parameter.ty);
        let plain = values::plain(api, &parameter.ty);
        let words = crate::name::doc_words(&plan.name.words);
        let method = format_ident!("resume_{}", words.replace(' ', "_"));
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
