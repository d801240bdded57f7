//! Bulk writes: their methods and static descriptions, and the methods that read the outcomes of ledgers.

use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};

use super::calls::{self, Argument};
use super::format::{ident, texts};
use super::literal::Verbosity;
use super::{docs, example, literal, operation_docs, operations, statics, values};
use crate::ir::{Api, Bulk, Content, Group, LongRunningOperation, Operation, StatusList, Ty};
use crate::markdown;
use crate::name;

/// Renders the method of an operation that writes many elements, if it has one.
pub fn method(api: &Api, group: &Group, operation: &Operation) -> Option<TokenStream> {
    let bulk = operation.bulk.as_ref()?;
    let name = ident(&bulk.name.ident);
    let docs = docs::link_attributes(&text(api, operation, bulk));
    let example = example(api, group, operation, bulk);
    let content = operation.body.as_ref().map(|body| &body.content)?;
    let mut parameters = Vec::new();
    let mut path = Vec::new();
    let is_builder = matches!(content, Content::Members(_));
    for argument in calls::arguments(operation) {
        // the builders have all arguments
        if let (Argument::Parameter(own), false) = (argument, is_builder) {
            let (name, ty) = (ident(&own.name.ident), values::parameter_type(api, &own.ty));
            parameters.push(quote! { #name: #ty });
            path.push(operations::set_parameter(api, own, &ident(&own.name.ident)));
        }
    }
    let spec = spec_name(bulk);
    let (element, call) = match content {
        Content::Record(id) => {
            let ty = values::plain(api, &Ty::Named(*id));
            (
                ty,
                quote! { bulk(&operations::#spec, elements, |request, body| request.clone().record(&body)) },
            )
        }
        Content::List(ty) => {
            (values::plain(api, ty), quote! { bulk_list(&operations::#spec, elements) })
        }
        _ => {
            let builder = ident(&operation.request);
            let ty = quote! { #builder<M> };
            (ty, quote! { bulk(&operations::#spec, elements, |_, builder| builder.0.into_mode()) })
        }
    };
    let output = output(api, operation);
    let description = statics::operation_name(operation);
    let bound = match (operation.queue, is_builder) {
        (Some(_), _) => quote! { where M: Send + 'static },
        (None, true) => quote! { where M: 'a },
        (None, false) => TokenStream::new(),
    };
    Some(quote! {
        #docs
        #example
        pub fn #name<'a>(
            &self, #(#parameters,)* elements: impl Elements<'a, #element>,
        ) -> BulkWrite<'a, #output, M> #bound {
            Request::new(self.0.core(), &operations::#description) #(#path)* .#call
        }
    })
}

/// Renders the type of what is returned for an accepted element.
fn output(api: &Api, operation: &Operation) -> TokenStream {
    match operation.queue {
        Some(_) => calls::output(api, operation, Some(&quote! { M })),
        None => quote! { () },
    }
}

fn text(api: &Api, operation: &Operation, bulk: &Bulk) -> String {
    let mut text = markdown::escape(&bulk.summary);
    text.push_str(&format!("\n\n{}", operation_docs::facts(api, operation)));
    if !bulk.docs.is_empty() {
        text.push_str(&format!("\n\n{}", markdown::escape(&bulk.docs)));
    }
    let base = operation.name.plain();
    let element = match operation.body.as_ref().map(|body| &body.content) {
        Some(Content::Members(_)) => {
            format!("The elements are the requests that [`{base}`](Self::{base}) returns.")
        }
        _ => format!("Each element is written as by [`{base}`](Self::{base})."),
    };
    text.push_str(&format!("\n\n{element}"));
    if let Some(count) = chunk(operation) {
        text.push_str(&format!(
            " A request has up to {} elements, which have the outcome of their request.",
            crate::inflect::group_digits(count.into())
        ));
    }
    let key = bulk.key.iter().chain(&bulk.qualifiers);
    let key: Vec<String> = key.map(|name| markdown::code(name)).collect();
    text + &format!(
        "\n\nElements are recognized by {}. See [`BulkWrite`] for outcomes, concurrency and the ledger.",
        markdown::escape(&key.join(", "))
    )
}

/// Returns the maximum number of elements of a request with a list.
fn chunk(operation: &Operation) -> Option<u32> {
    let body = operation.body.as_ref()?;
    let is_list = matches!(body.content, Content::List(_));
    body.limits.items.to.filter(|_| is_list).and_then(|count| count.try_into().ok())
}

fn example(api: &Api, group: &Group, operation: &Operation, bulk: &Bulk) -> Option<TokenStream> {
    let body = &operation.body.as_ref()?.examples.first()?.value;
    let needed = super::constraints::required_members(api, operation, Some(body));
    let verbosity = Verbosity::Brief(&needed);
    let mut arguments = Vec::new();
    let content = operation.body.as_ref().map(|body| &body.content)?;
    if !matches!(content, Content::Members(_)) {
        for argument in calls::arguments(operation) {
            if let Argument::Parameter(own) = argument {
                arguments.push(literal::value(api, &own.ty, own.example.as_ref()?, verbosity)?);
            }
        }
    }
    let elements = match content {
        Content::Record(id) => {
            let element = literal::value(api, &Ty::Named(*id), body, verbosity)?;
            quote! { [#element] }
        }
        Content::List(ty) => literal::value(api, &Ty::List(Box::new(ty.clone())), body, verbosity)?,
        _ => {
            let call = calls::expression(api, group, operation, Some(body), verbosity)?;
            quote! { [#call] }
        }
    };
    arguments.push(elements);
    let (accessor, method) = (ident(&group.name.ident), ident(&bulk.name.ident));
    let ledger = format!("{}.ledger", bulk.name.plain());
    Some(example::of_statements(
        api,
        quote! {
            let mut outcomes = client.#accessor().#method(#(#arguments),*).ledger(#ledger);
            while let Some(outcome) = outcomes.next().await {
                let outcome = outcome?;
                PRINT("{}: {}", outcome.key, outcome.is_accepted());
            }
        },
    ))
}

fn spec_name(bulk: &Bulk) -> proc_macro2::Ident {
    format_ident!("{}_BULK", name::constant(bulk.name.plain()))
}

/// Renders the static description of a bulk write, if the operation has one.
pub fn spec(api: &Api, operation: &Operation) -> Option<TokenStream> {
    let bulk = operation.bulk.as_ref()?;
    let (name, description) = (spec_name(bulk), statics::operation_name(operation));
    let (key, qualifiers) = (texts(&bulk.key), texts(&bulk.qualifiers));
    let chunk = match chunk(operation) {
        Some(count) => {
            let count = Literal::u32_unsuffixed(count);
            quote! { Some(#count) }
        }
        None => quote! { None },
    };
    let queue = operation.queue.and_then(|queue| api.queues.get(queue));
    let poll = match queue.and_then(|plan| plan_path(api, plan)) {
        Some(path) => quote! { &#path },
        None => quote! { &PollSpec::without_members(&#description) },
    };
    let settle = queue.filter(|plan| plan.list.is_some());
    let settle = match settle.and_then(|plan| settle_path(api, plan)) {
        Some(path) => quote! { Some(&#path) },
        None => quote! { None },
    };
    Some(quote! {
        pub static #name: BulkSpec = BulkSpec {
            operation: &#description, key: #key, qualifiers: #qualifiers, chunk: #chunk, poll: #poll,
            settle: #settle,
        };
    })
}

fn settle_name(plan: &LongRunningOperation) -> proc_macro2::Ident {
    format_ident!("{}_SETTLE", name::constant(&name::snake_words(&plan.name.words)))
}

fn plan_path(api: &Api, plan: &LongRunningOperation) -> Option<TokenStream> {
    let (module, name) = (ident(&api.groups.get(plan.poll.0)?.name.ident), ident(&plan.name.ident));
    Some(quote! { crate::#module::operations::#name })
}

fn settle_path(api: &Api, plan: &LongRunningOperation) -> Option<TokenStream> {
    let (module, name) = (ident(&api.groups.get(plan.poll.0)?.name.ident), settle_name(plan));
    Some(quote! { crate::#module::operations::#name })
}

/// Renders the static description of how the outcomes of many writes are read, if the queue has a list.
pub fn settle_spec(api: &Api, plan: &LongRunningOperation) -> Option<TokenStream> {
    let list = plan.list.as_ref()?;
    let StatusList { id, date, payload, kind, .. } = list;
    let (name, poll) = (settle_name(plan), plan_path(api, plan)?);
    let operation = statics::operation_path(api, list.operation)?;
    let page_size = Literal::u32_unsuffixed(list.page_size);
    let date = statics::optional_text(date.as_deref());
    let payload = statics::optional_text(payload.as_deref());
    let kind = statics::optional_text(kind.as_deref());
    let objects = texts(&list.objects);
    let kinds = list.kinds.iter().map(|(id, kind)| quote! { (#id, #kind) });
    let members = list.members.iter().map(|(name, listed)| quote! { (#name, #listed) });
    Some(quote! {
        pub static #name: SettleSpec = SettleSpec {
            poll: &#poll, list: &#operation, page_size: #page_size, id: #id, date: #date,
            payload: #payload, members: &[#(#members),*], objects: #objects, kind: #kind,
            kinds: &[#(#kinds),*],
        };
    })
}

/// Renders the methods of a group that read the outcomes of ledgers.
pub fn settle_methods(api: &Api, group: usize) -> TokenStream {
    let here = api.queues.iter().filter(|plan| plan.poll.0 == group);
    here.filter_map(|plan| {
        let list = plan.list.as_ref()?;
        let (method, spec) = (ident(&list.method.ident), settle_name(plan));
        let polled = calls::polled(api, plan);
        let docs = docs::link_attributes(
            "Reads the outcomes of the writes in the file of a ledger, which a bulk write has left there.\n\n\
             The elements that were accepted, refused, or may have been received have one settlement each. See \
             [`Settlements`] for the number of requests. `BulkWrite::settle` returns those of a write that this \
             process executes.",
        );
        Some(quote! {
            #docs
            pub fn #method(&self, ledger: impl Into<std::path::PathBuf>) -> Settlements<'static, #polled, M> {
                Settlements::of_ledger(self.0.core(), &operations::#spec, ledger.into())
            }
        })
    })
    .collect()
}
