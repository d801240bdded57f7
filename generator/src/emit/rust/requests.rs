//! The request builder of an operation: setters, and the methods that send it.

use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};

use super::format::ident;
use super::links::Links;
use super::models::deprecated;
use super::operations::{set_member, set_parameter};
use super::setters::{appended, member_setter_docs, number_range, setter_docs};
use super::{by_status, calls, date_filters, docs, filters, operations, required, statics, values};
use crate::ir::{Api, Body, Content, Field, Group, Operation, Parameter, Style, Ty};
use crate::name::{doc_words, job_method, queue_method};
use crate::scalar::ScalarType;

/// Renders the request builder of an operation.
pub fn request(api: &Api, group: &Group, operation: &Operation) -> TokenStream {
    let required = calls::required_arguments(operation)
        .map(|arguments| required::structure(api, &operation.request, &arguments));
    let name = ident(&operation.request);
    let summary = docs::link_attributes(&format!(
        "Request builder for [`{}::{}`].",
        operations::group_type(group),
        operation.name.plain()
    ));
    let links = Links::of_request(operation);
    let parameters = operation.parameters.iter().filter(|parameter| !parameter.required);
    let setters: TokenStream = parameters
        .map(|parameter| setter(api, parameter, &links))
        .chain([date_filters::range_setters(api, operation, &links)])
        .collect();
    let members: TokenStream = match operation.body.as_ref().map(|body| &body.content) {
        Some(Content::Members(members)) => members
            .iter()
            .filter(|member| member.has_request_setter())
            .map(|member| member_setter(api, member, &links))
            .collect(),
        _ => TokenStream::new(),
    };
    let body = calls::optional_body(operation).map(|body| body_setter(api, body));
    let list = list_methods(api, operation);
    let sync = date_filters::sync_methods(api, operation, &links);
    let methods = quote! { #setters #members #body #list #sync };
    let methods = (!methods.is_empty()).then(|| quote! { impl<M> #name<M> { #methods } });
    let output = calls::output(api, operation, None);
    let send = send_methods(api, operation, &output);
    let blocking = blocking_methods(api, group, operation);
    let blocking = (!blocking.is_empty()).then(|| {
        quote! {
            #[cfg(feature = "blocking")]
            impl #name<crate::call::Blocking> { #blocking }
        }
    });
    let checked = filters::method(api, group, operation);
    let by_status = by_status::declaration(api, group, operation);
    quote! {
        #required

        #by_status

        #summary
        #[must_use = "builders do nothing until sent"]
        #[derive(Clone, Debug)]
        pub struct #name<M = Async>(Request<M>);

        #methods

        impl #name {
            #checked
            #send
        }

        #blocking
    }
}

/// Returns the macro call that adds what all builders have.
pub fn builder_macro(api: &Api, operation: &Operation) -> String {
    let text = |mode: Option<&TokenStream>| {
        let output = calls::output(api, operation, mode).to_string();
        output.replace(' ', "").replace(',', ", ")
    };
    let (output, blocking) = (text(None), text(Some(&quote! { crate::call::Blocking })));
    let other = if blocking == output { String::new() } else { format!("; {blocking}") };
    format!("request_builder!({} => {output}{other});\n", operation.request)
}

fn setter(api: &Api, parameter: &Parameter, links: &Links) -> TokenStream {
    let name = ident(&parameter.name.ident);
    let docs = links.attributes(&parameter_docs(parameter), &parameter.wire);
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
    let ty = values::parameter_type(api, &parameter.ty);
    let put = set_parameter(api, parameter, &ident("value"));
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
    let default = parameter.default.as_deref();
    setter_docs(&parameter.docs, &parameter.wire, &parameter.limits, default)
}

fn member_setter(api: &Api, member: &Field, links: &Links) -> TokenStream {
    let (name, wire) = (ident(&member.setter), &member.wire);
    let alias = docs::wire_alias_attribute(&member.name, &member.setter, wire);
    let deprecated = deprecated(member.deprecated);
    let docs = links.attributes(&member_setter_docs(api, member), wire);
    let (arguments, put) = match &member.ty {
        Ty::Numbered(inner) => {
            let ty = values::argument(api, inner);
            let plain = values::plain(api, inner);
            let (from, to) = number_range(member);
            let (from, to) = (Literal::u32_unsuffixed(from), Literal::u32_unsuffixed(to));
            (
                quote! { number: u32, value: #ty },
                quote! { .member_numbered::<#plain>(#wire, number, #from..=#to, value) },
            )
        }
        Ty::List(inner) if appended(api, inner) => {
            let ty = values::argument(api, inner);
            let value = match values::has_exact_parameter(api, inner) {
                true => quote! { &value },
                false => {
                    let plain = values::plain(api, inner);
                    quote! { &Into::<#plain>::into(value) }
                }
            };
            (quote! { value: #ty }, quote! { .indexed(#wire, #value) })
        }
        ty => {
            let parameter_type = values::parameter_type(api, ty);
            let put = set_member(api, member, &ident("value"));
            (quote! { value: #parameter_type }, put)
        }
    };
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

/// Renders `#[inline]` for setters that are not generic, so that they are compiled only where they are used.
fn inline(api: &Api, ty: &Ty) -> Option<TokenStream> {
    values::has_exact_parameter(api, ty).then(|| quote! { #[inline] })
}

/// Renders the method that sets an optional body.
fn body_setter(api: &Api, body: &Body) -> TokenStream {
    let (ty, put) = (operations::body_type(api, &body.content), operations::set_body(api, body));
    quote! {
        /// Sets the body. Without it, the request has none.
        pub fn body(self, body: #ty) -> Self { Self(self.0 #put) }
    }
}

fn clear(member: &Field) -> TokenStream {
    let (name, wire) = (format_ident!("clear_{}", member.name.plain()), &member.wire);
    quote! {
        /// Sends `null` for this member.
        pub fn #name(self) -> Self { Self(self.0.clear(#wire)) }
    }
}

/// Renders the methods that return the items and the pages of a list.
fn list_methods(api: &Api, operation: &Operation) -> Option<TokenStream> {
    let item = values::plain(api, &operation.paged.as_ref()?.item);
    Some(quote! {
        /// Returns the items of all pages, as a stream or as an iterator.
        #[inline]
        pub fn items(self) -> Items<#item, M> { self.0.items() }
        /// Returns the pages, each with its totals and links, as a stream or as an iterator.
        #[inline]
        pub fn pages(self) -> Pages<#item, M> { self.0.pages() }
    })
}

/// Renders `send`, and the method that starts a job.
fn send_methods(api: &Api, operation: &Operation, output: &TokenStream) -> TokenStream {
    if operation.paged.is_some() {
        return quote! {
            /// Sends the request and returns one page.
            pub fn send(self) -> CallFuture<#output> { self.0.send() }
        };
    }
    let mut methods = TokenStream::new();
    if let Some(plan) = operation.job.and_then(|job| api.jobs.get(job)) {
        let polled = calls::polled(api, plan);
        let plan = statics::plan_path(api, plan);
        methods.extend(quote! {
            /// Starts the job and returns its handle, which waits for the job and downloads its file.
            pub fn start(self) -> CallFuture<JobHandle<#polled>> { self.0.start(&#plan) }
        });
        let is_replayable =
            operation.job.and_then(|job| api.jobs.get(job)).is_some_and(|job| job.replay.is_some());
        methods.extend(is_replayable.then(|| {
            quote! {
                /// Starts the job, and runs it again if the service returns an old job for the same parameters.
                ///
                /// The status of the job is requested once. A job that has completed or failed is run again, unless the
                /// service created it during this call by its own clock. A job that is in progress is not. If the job cannot
                /// be run again, the result is an error for which [`Error::is_forbidden`](crate::Error::is_forbidden) returns
                /// `true`.
                pub fn fresh(self) -> CallFuture<JobHandle<#polled>> { self.0.start_fresh(&#plan) }
            }
        }));
    }
    let queued = operation.queue.and_then(|queue| api.queues.get(queue));
    methods.extend(match queued {
        Some(plan) => {
            let plan = statics::plan_path(api, plan);
            quote! {
                /// Sends the request and returns the queued write, which can be waited for.
                pub fn send(self) -> CallFuture<#output> { self.0.send_queued(&#plan) }
            }
        }
        None => {
            let send = if calls::is_scalar_response(api, operation) {
                quote! { send_document }
            } else {
                quote! { send }
            };
            quote! {
                /// Sends the request.
                pub fn send(self) -> CallFuture<#output> { self.0.#send() }
            }
        }
    });
    methods
}

/// Renders the methods of a blocking client that check filters and start a job. Those that all requests have are added by
/// a macro.
fn blocking_methods(api: &Api, group: &Group, operation: &Operation) -> TokenStream {
    let mut methods = TokenStream::new();
    methods.extend(filters::blocking_method(api, group, operation));
    let Some(plan) = operation.job.and_then(|job| api.jobs.get(job)) else { return methods };
    let (polled, path) = (calls::polled(api, plan), statics::plan_path(api, plan));
    methods.extend(quote! {
        /// Starts the job and returns its handle, which waits for the job and downloads its file. Blocks the thread.
        pub fn start(self) -> Result<JobHandle<#polled, crate::call::Blocking>, crate::Error> {
            crate::runtime::call::complete(self.0.start(&#path))
        }
    });
    methods.extend(plan.replay.is_some().then(|| {
        quote! {
            /// Starts the job, and runs it again if the service returns an old job for the same parameters, as the
            /// method of the asynchronous client describes. Blocks the thread.
            pub fn fresh(self) -> Result<JobHandle<#polled, crate::call::Blocking>, crate::Error> {
                crate::runtime::call::complete(self.0.start_fresh(&#path))
            }
        }
    }));
    methods
}

/// Renders the methods that look up a job or a queued write by its id.
pub fn lookups(api: &Api, group: usize) -> TokenStream {
    let jobs = api.jobs.iter().map(|plan| (plan, true));
    let queues = api.queues.iter().map(|plan| (plan, false));
    let here = jobs.chain(queues).filter(|(plan, _)| plan.poll.0 == group);
    here.filter_map(|(plan, is_job)| lookup(api, plan, is_job)).collect()
}

fn lookup(api: &Api, plan: &crate::ir::LongRunningOperation, is_job: bool) -> Option<TokenStream> {
    let polled = calls::polled(api, plan);
    let operation = api.groups.get(plan.poll.0)?.operations.get(plan.poll.1)?;
    let parameter = operation.parameters.iter().find(|own| own.wire == plan.parameter)?;
    let ty = values::argument(api, &parameter.ty);
    let plain = values::plain(api, &parameter.ty);
    let (conversion, text) = match &parameter.ty {
        Ty::Scalar(ScalarType::Integer) => (TokenStream::new(), quote! { id.to_string() }),
        _ => (quote! { let id: #plain = id.into(); }, quote! { id.into() }),
    };
    let words = &plan.name.words;
    let (method, handle, what) = match is_job {
        true => (job_method(words), quote! { JobHandle }, format!("the {} job", doc_words(words))),
        false => {
            (queue_method(words), quote! { Queued }, format!("the queued {}", doc_words(words)))
        }
    };
    let method = ident(&method);
    let docs = docs::attributes(&format!(
        "Returns {what} with this id, which this process or another has started."
    ));
    let plan = ident(&plan.name.ident);
    Some(quote! {
        #docs
        pub fn #method(&self, id: #ty) -> #handle<#polled, M> {
            #conversion
            #handle::new(self.0.core(), &operations::#plan, #text)
        }
    })
}
