//! The static descriptions of operations, hosts, quotas, paging styles and jobs.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::format::{ident, texts};
use super::constraints;
use crate::ir::{Api, RetrySafety, Encoding, Group, Member, Operation, LongRunningOperation, Window};
use crate::name;

/// The name of the static that describes an operation.
pub fn operation_name(operation: &Operation) -> proc_macro2::Ident {
    ident(&name::constant(operation.name.plain()))
}

/// The static description of an operation: what differs from the base in `api.rs`.
pub fn operation(api: &Api, operation: &Operation) -> TokenStream {
    let name = operation_name(operation);
    let (id, path) = (&operation.id, &operation.path);
    let mut facts = quote! { id: #id, path: #path, };
    if operation.method != "GET" {
        let method = ident(&name::type_name(&operation.method.to_lowercase()));
        facts.extend(quote! { method: Method::#method, });
    }
    facts.extend(place(api, operation));
    let effect = match operation.retry_safety {
        RetrySafety::Read => None,
        RetrySafety::Idempotent => Some(ident("Idempotent")),
        RetrySafety::NonIdempotent => Some(ident("NonIdempotent")),
        RetrySafety::Metered => Some(ident("Metered")),
    };
    facts.extend(effect.map(|effect| quote! { retry_safety: RetrySafety::#effect, }));
    facts.extend(shape(api, operation));
    quote! { pub static #name: Operation = Operation { #facts ..api::BASE }; }
}

/// Where the operation lives, what it counts against, and whose credentials it takes.
fn place(api: &Api, operation: &Operation) -> TokenStream {
    let mut facts = TokenStream::new();
    if let Some(host) = api.hosts.get(operation.host).filter(|_| operation.host > 0) {
        let host = format_ident!("{}_HOST", host.name.ident);
        facts.extend(quote! { host: &api::#host, });
    }
    if let Some(quota) =
        api.quotas.get(operation.quota).filter(|quota| quota.name.words != "default")
    {
        let quota = format_ident!("{}_QUOTA", quota.name.ident);
        facts.extend(quote! { quota: &api::#quota, });
    }
    match operation.scheme.map(|scheme| (scheme, api.schemes.get(scheme))) {
        None => facts.extend(quote! { scheme: None, }),
        Some((scheme, Some(known))) if scheme > 0 => {
            let name = &known.name;
            facts.extend(quote! { scheme: Some(#name), });
        }
        Some(_) => {}
    }
    facts
}

/// What is sent and answered.
fn shape(api: &Api, operation: &Operation) -> TokenStream {
    let mut facts = TokenStream::new();
    if let Some(body) = &operation.body {
        let encoding = match body.encoding {
            Encoding::Form => quote! { Form },
            Encoding::Json => quote! { Json },
            Encoding::Multipart => quote! { Multipart },
            Encoding::FormOrMultipart => quote! { FormOrMultipart },
            Encoding::Raw => {
                let media = &body.media;
                quote! { Raw(#media) }
            }
        };
        facts.extend(quote! { encoding: Encoding::#encoding, });
    }
    let accept = operation.media.join(", ");
    if !accept.is_empty() && accept != "application/json" {
        facts.extend(quote! { accept: #accept, });
    }
    if let Some(paged) = &operation.paged {
        let items = texts(&paged.items);
        let style = api
            .pagings
            .get(paged.style)
            .map(|paging| format_ident!("{}_PAGING", paging.name.ident));
        facts.extend(quote! { paging: Some((&api::#style, #items)), });
    }
    if !operation.windows.is_empty() {
        let windows = windows(&operation.windows);
        facts.extend(quote! { windows: &[#(#windows),*], });
    }
    let constraints = constraints::all(operation);
    facts.extend(constraints.map(|constraints| quote! { constraints: #constraints, }));
    if operation.redirects {
        facts.extend(quote! { redirects: true, });
    }
    facts
}

fn windows(windows: &[Window]) -> Vec<TokenStream> {
    let window = |window: &Window| {
        let Window { start, end, needs_end, needs_start, .. } = window;
        let days = optional(window.days);
        let past_days = optional(window.past_days);
        quote! {
            Window {
                start: #start, end: #end, days: #days, past_days: #past_days,
                needs_end: #needs_end, needs_start: #needs_start,
            }
        }
    };
    windows.iter().map(window).collect()
}

fn optional(value: Option<u32>) -> TokenStream {
    match value {
        Some(value) => {
            let value = proc_macro2::Literal::u32_unsuffixed(value);
            quote! { Some(#value) }
        }
        None => quote! { None },
    }
}

/// The static description of how a queued write is followed, or of a job.
pub fn plan(api: &Api, plan: &LongRunningOperation, job: bool) -> TokenStream {
    let name = ident(&plan.name.ident);
    let polling = polling(api, plan);
    if !job {
        return quote! { pub static #name: PollSpec = #polling; };
    }
    let download = plan.download.and_then(|at| reference(api, at));
    let replay = match plan.replay.and_then(|at| reference(api, at)) {
        Some(replay) => quote! { Some(&#replay) },
        None => quote! { None },
    };
    quote! {
        pub static #name: JobSpec = JobSpec { poll: #polling, download: &#download, replay: #replay };
    }
}

fn polling(api: &Api, plan: &LongRunningOperation) -> TokenStream {
    let operation = reference(api, plan.poll);
    let LongRunningOperation { parameter, state, .. } = plan;
    let (id, done, failed, failure) =
        (texts(&plan.id), texts(&plan.done), texts(&plan.failed), texts(&plan.failure));
    let progress = option(plan.progress.as_deref());
    let message = option(plan.message.as_deref());
    quote! {
        PollSpec {
            operation: &#operation, parameter: #parameter, id: #id, state: #state, done: #done,
            failed: #failed, failure: #failure, progress: #progress, message: #message,
        }
    }
}

fn option(text: Option<&str>) -> TokenStream {
    match text {
        Some(text) => quote! { Some(#text) },
        None => quote! { None },
    }
}

fn reference(api: &Api, at: (usize, usize)) -> Option<TokenStream> {
    let group: &Group = api.groups.get(at.0)?;
    let name = operation_name(group.operations.get(at.1)?);
    let module = ident(&group.name.ident);
    Some(quote! { crate::#module::operations::#name })
}

/// The members of a struct whose values are lists of spellings.
pub fn members(members: &[Member]) -> TokenStream {
    let members = members.iter().map(|member| {
        let meaning = ident(&member.meaning);
        let spellings = texts(&member.spellings);
        quote! { #meaning: #spellings }
    });
    quote! { #(#members),* }
}
