//! The static descriptions of operations, hosts, quotas, paging styles and jobs.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::format::{ident, texts};
use super::{constraints, keywords, limits};
use crate::ir::{
    Api, Body, Content, Encoding, Group, LongRunningOperation, Member, MemberStyle, Operation,
    ParameterLocation, RetrySafety, Style, Window, WireStyle,
};
use crate::media_type;
use crate::name;

/// Returns the name of the static that describes an operation.
pub fn operation_name(operation: &Operation) -> proc_macro2::Ident {
    ident(&name::constant(operation.name.plain()))
}

/// Renders the static description of an operation: what differs from the defaults in `api.rs`.
pub fn operation(api: &Api, operation: &Operation) -> TokenStream {
    let name = operation_name(operation);
    let (id, path) = (&operation.id, &operation.path);
    let mut fields = quote! { id: #id, path: #path, };
    if operation.method != "GET" {
        let method = ident(&name::type_name(&operation.method.to_lowercase()));
        fields.extend(quote! { method: Method::#method, });
    }
    fields.extend(server_fields(api, operation));
    let retry_safety = match operation.retry_safety {
        RetrySafety::Read => None,
        RetrySafety::Idempotent => Some(ident("Idempotent")),
        RetrySafety::NonIdempotent => Some(ident("NonIdempotent")),
        RetrySafety::Metered => Some(ident("Metered")),
    };
    fields.extend(retry_safety.map(|safety| quote! { retry_safety: RetrySafety::#safety, }));
    fields.extend(styles(operation));
    fields.extend(content_fields(api, operation));
    let job = api.jobs.iter().find(|plan| plan.downloads_by(api, operation));
    fields.extend(job.map(|job| plan_path(api, job)).map(|job| quote! { job: Some(&#job), }));
    quote! { pub static #name: Operation = Operation { #fields ..api::BASE }; }
}

/// Renders the styles of the parameters that have no method of the runtime.
fn styles(operation: &Operation) -> Option<TokenStream> {
    let styles = operation.parameters.iter().filter_map(|parameter| {
        let Style::Described(style, explode) = parameter.style else { return None };
        let (name, style) = (&parameter.wire, wire_style(style));
        let location = ident(match parameter.location {
            ParameterLocation::Path => "Path",
            ParameterLocation::Query => "Query",
            ParameterLocation::Header => "Header",
            ParameterLocation::Cookie => "Cookie",
        });
        let exploded = explode.then(|| quote! { .exploded() });
        Some(quote! { ParameterStyle::new(Location::#location, #name, #style) #exploded })
    });
    let styles: Vec<TokenStream> = styles.collect();
    (!styles.is_empty()).then(|| quote! { styles: &[#(#styles),*], })
}

/// Renders the styles of the members of a form.
fn member_styles(members: &[MemberStyle]) -> Option<TokenStream> {
    let styles = members.iter().map(|MemberStyle { wire, style, explode }| {
        let style = wire_style(*style);
        let exploded = explode.then(|| quote! { .exploded() });
        quote! { MemberStyle::new(#wire, #style) #exploded }
    });
    let styles: Vec<TokenStream> = styles.collect();
    (!styles.is_empty()).then(|| quote! { member_styles: &[#(#styles),*], })
}

/// Renders a style, whose variant in the runtime has the same name.
fn wire_style(style: WireStyle) -> TokenStream {
    let name = ident(&format!("{style:?}"));
    quote! { Style::#name }
}

/// Renders the server, the quota and the security scheme.
fn server_fields(api: &Api, operation: &Operation) -> TokenStream {
    let mut fields = TokenStream::new();
    if let Some(host) = api.hosts.get(operation.host).filter(|_| operation.host > 0) {
        let host = format_ident!("{}_HOST", host.name.ident);
        fields.extend(quote! { host: &api::#host, });
    }
    if let Some(quota) =
        api.quotas.get(operation.quota).filter(|quota| quota.name.words != "default")
    {
        let quota = format_ident!("{}_QUOTA", quota.name.ident);
        fields.extend(quote! { quota: &api::#quota, });
    }
    if operation.security != api.security {
        let security = security(api, &operation.security);
        fields.extend(quote! { security: #security, });
    }
    fields
}

/// Renders the alternatives for credentials.
pub fn security(api: &Api, alternatives: &[Vec<usize>]) -> TokenStream {
    let name = |scheme: &usize| api.schemes.get(*scheme).map(|scheme| scheme.name.clone());
    let alternatives = alternatives.iter().map(|schemes| {
        let names: Vec<String> = schemes.iter().filter_map(name).collect();
        texts(&names)
    });
    quote! { &[#(#alternatives),*] }
}

/// Renders the encoding of a body.
fn encoding(body: &Body) -> TokenStream {
    let media = &body.media;
    match body.encoding {
        Encoding::Form => quote! { Form },
        Encoding::Json if media == media_type::JSON => quote! { Json },
        Encoding::Json => quote! { JsonOf(#media) },
        Encoding::Multipart => quote! { Multipart },
        Encoding::FormOrMultipart => quote! { FormOrMultipart },
        Encoding::Raw => quote! { Raw(#media) },
    }
}

/// Renders what is sent and returned.
fn content_fields(api: &Api, operation: &Operation) -> TokenStream {
    let mut fields = TokenStream::new();
    if let Some(body) = &operation.body {
        let encoding = encoding(body);
        fields.extend(quote! { encoding: Encoding::#encoding, });
        fields.extend(body.optional.then(|| quote! { optional_body: true, }));
        fields.extend(body.keys.quoted.then(|| quote! { quoted: true, }));
        let members = member_styles(&body.members);
        fields.extend(members);
        fields.extend(body.keys.named_files.then(|| quote! { named_files: true, }));
    }
    let accept = operation.media.join(", ");
    if !accept.is_empty() && accept != media_type::JSON {
        fields.extend(quote! { accept: #accept, });
    }
    if let Some(paged) = &operation.paged {
        let items = texts(&paged.items);
        let style = api
            .pagings
            .get(paged.style)
            .map(|paging| format_ident!("{}_PAGING", paging.name.ident));
        fields.extend(quote! { paging: Some((&api::#style, #items)), });
        if paged.max_pages.is_some() || paged.max_items.is_some() {
            let (pages, items) =
                (optional_number(paged.max_pages), optional_number(paged.max_items));
            fields.extend(quote! { page_limits: PageLimits { pages: #pages, items: #items }, });
        }
    }
    let windows: Vec<TokenStream> =
        operation.windows.iter().filter(|window| has_limits(window)).map(render_window).collect();
    if !windows.is_empty() {
        fields.extend(quote! { windows: &[#(#windows),*], });
    }
    let required = required_names(operation);
    if !required.is_empty() {
        let required = texts(&required);
        fields.extend(quote! { required: #required, });
    }
    let keywords = keywords::all(api, operation);
    fields.extend(keywords.map(|keywords| quote! { keywords: #keywords, }));
    let constraints = constraints::all(operation);
    fields.extend(constraints.map(|constraints| quote! { constraints: #constraints, }));
    let limits = limits::of_parameters(operation);
    fields.extend(limits.map(|limits| quote! { limits: #limits, }));
    let limits = limits::of_body(operation);
    fields.extend(limits.map(|limits| quote! { body_limits: #limits, }));
    if operation.keys.redirect {
        fields.extend(quote! { redirects: true, });
    }
    fields
}

/// Returns the wire names of the required parameters and members, without those of the path.
fn required_names(operation: &Operation) -> Vec<String> {
    let parameters = operation.parameters.iter().filter(|parameter| {
        let is_named = parameter.style != Style::Free;
        parameter.required && is_named && parameter.location != ParameterLocation::Path
    });
    let members = match operation.body.as_ref().map(|body| &body.content) {
        Some(Content::Members(members)) => members.as_slice(),
        _ => &[],
    };
    let members = members.iter().filter(|member| member.is_argument()).map(|member| &member.wire);
    parameters.map(|parameter| &parameter.wire).chain(members).cloned().collect()
}

/// Renders a pair of date parameters: the limits that it has.
fn render_window(window: &Window) -> TokenStream {
    let Window { start, end, .. } = window;
    let mut fields = TokenStream::new();
    if window.days.is_some() {
        let days = optional_number(window.days);
        fields.extend(quote! { days: #days, });
    }
    if window.split_days.is_some() {
        let split_days = optional_number(window.split_days);
        fields.extend(quote! { split_days: #split_days, });
    }
    if window.past_days.is_some() {
        let past_days = optional_number(window.past_days);
        fields.extend(quote! { past_days: #past_days, });
    }
    if window.needs_end {
        fields.extend(quote! { needs_end: true, });
    }
    if window.needs_start {
        fields.extend(quote! { needs_start: true, });
    }
    quote! { Window { #fields ..Window::new(#start, #end) } }
}

/// Returns `true` if a pair of date parameters has anything to check, or is a range that can be split.
fn has_limits(window: &Window) -> bool {
    window.days.is_some()
        || window.past_days.is_some()
        || window.needs_end
        || window.needs_start
        || window.date_filter.is_some()
}

fn optional_number(value: Option<u32>) -> TokenStream {
    match value {
        Some(value) => {
            let value = proc_macro2::Literal::u32_unsuffixed(value);
            quote! { Some(#value) }
        }
        None => quote! { None },
    }
}

/// Renders the static description of a job, or of how a queued write is polled.
pub fn long_running(api: &Api, plan: &LongRunningOperation, job: bool) -> TokenStream {
    let name = ident(&plan.name.ident);
    let poll = poll_spec(api, plan);
    if !job {
        return quote! { pub static #name: PollSpec = #poll; };
    }
    let download = plan.download.and_then(|at| operation_path(api, at));
    let replay = match plan.replay.and_then(|at| operation_path(api, at)) {
        Some(replay) => quote! { Some(&#replay) },
        None => quote! { None },
    };
    let (id, created) =
        (optional_text(plan.job_id.as_deref()), optional_text(plan.created.as_deref()));
    quote! {
        pub static #name: JobSpec = JobSpec {
            poll: #poll, id: #id, download: &#download, replay: #replay, created: #created,
        };
    }
}

fn poll_spec(api: &Api, plan: &LongRunningOperation) -> TokenStream {
    let operation = operation_path(api, plan.poll);
    let LongRunningOperation { parameter, state, .. } = plan;
    let (id, done, failed, failure) =
        (texts(&plan.id), texts(&plan.done), texts(&plan.failed), texts(&plan.failure));
    let (pending, immediate) = (texts(&plan.pending), texts(&plan.immediate));
    let progress = optional_text(plan.progress.as_deref());
    let message = optional_text(plan.message.as_deref());
    quote! {
        PollSpec {
            operation: &#operation, parameter: #parameter, id: #id, state: #state, pending: #pending,
            done: #done, failed: #failed, failure: #failure, immediate: #immediate, progress: #progress, message: #message,
        }
    }
}

/// Renders the path of the static description of a job, or of how a queued write is polled.
pub fn plan_path(api: &Api, plan: &LongRunningOperation) -> TokenStream {
    let module = api.groups.get(plan.poll.0).map(|group| ident(&group.name.ident));
    let name = ident(&plan.name.ident);
    quote! { crate::#module::operations::#name }
}

/// Renders an optional string.
pub fn optional_text(text: Option<&str>) -> TokenStream {
    match text {
        Some(text) => quote! { Some(#text) },
        None => quote! { None },
    }
}

/// Renders the path of the static description of an operation, by the indexes of its group and itself.
pub fn operation_path(api: &Api, at: (usize, usize)) -> Option<TokenStream> {
    let group: &Group = api.groups.get(at.0)?;
    let name = operation_name(group.operations.get(at.1)?);
    let module = ident(&group.name.ident);
    Some(quote! { crate::#module::operations::#name })
}

/// Renders the fields of a struct whose values are lists of spellings.
pub fn members(members: &[Member]) -> TokenStream {
    let members = members.iter().map(|member| {
        let meaning = ident(&member.meaning);
        let spellings = texts(&member.spellings);
        quote! { #meaning: #spellings }
    });
    quote! { #(#members),* }
}
