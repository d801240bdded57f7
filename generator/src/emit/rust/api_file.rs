//! `api.rs`: the static description of the API as a whole.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::client_file::constructor_arguments;
use super::format::{Source, imports};
use super::{docs, statics};
use crate::context::Context;
use crate::ir::{Api, Placement, Scheme};

/// Where the runtime declares the types of descriptions, and their names.
const MODULE: &str = "crate::runtime::api";
const DESCRIPTION: &[&str] = &[
    "Api",
    "Encoding",
    "ErrorMembers",
    "Host",
    "Method",
    "Operation",
    "PageLimits",
    "Paging",
    "PagingMembers",
    "Placement",
    "Quota",
    "RateLimitHeaders",
    "RetrySafety",
    "SecurityScheme",
    "Variables",
];

/// Renders the file.
pub fn render(ctx: &mut Context, api: &Api, header: &str) -> String {
    let mut body = Source::default();
    root(ctx, &mut body, api);
    base(ctx, &mut body, api);
    for host in &api.hosts {
        let ident = format_ident!("{}_HOST", host.name.ident);
        let (docs, name, url) = (docs::attributes(&host.docs), &host.name.words, &host.url);
        let delegate = api.client.delegate.as_ref().filter(|delegate| delegate.host == *name);
        let prefix = match delegate.map(|delegate| &delegate.prefix) {
            Some(prefix) => quote! { Some(#prefix) },
            None => quote! { None },
        };
        body.item(
            ctx,
            url,
            quote! { #docs pub(crate) static #ident: Host = Host { name: #name, url: #url, delegate_prefix: #prefix }; },
        );
    }
    for quota in &api.quotas {
        let ident = format_ident!("{}_QUOTA", quota.name.ident);
        let (docs, name) = (docs::attributes(&quota.docs), &quota.name.words);
        let limit = match quota.limit {
            Some(limit) => {
                let limit = proc_macro2::Literal::u32_unsuffixed(limit);
                quote! { Some(#limit) }
            }
            None => quote! { None },
        };
        let seconds = proc_macro2::Literal::u32_unsuffixed(quota.seconds);
        body.item(ctx, name, quote! {
            #docs pub(crate) static #ident: Quota = Quota { name: #name, limit: #limit, seconds: #seconds };
        });
    }
    for paging in &api.pagings {
        let ident = format_ident!("{}_PAGING", paging.name.ident);
        let (page, size) = (&paging.page, &paging.size);
        let first = proc_macro2::Literal::u64_unsuffixed(paging.first);
        let follow_links = paging.follow_links;
        let members = statics::members(&paging.members);
        body.item(
            ctx,
            &paging.name.words,
            quote! {
                pub(crate) static #ident: Paging = Paging {
                    page: #page, size: #size, first: #first, follow_links: #follow_links,
                    members: PagingMembers { #members },
                };
            },
        );
    }
    let known: Vec<_> =
        DESCRIPTION.iter().map(|name| ((*name).to_owned(), MODULE.to_owned())).collect();
    let mut source = Source::new("The static description of the API for the runtime.");
    source.block(&imports(body.names(), &known));
    source.append(body);
    source.finish(header)
}

/// Renders the default description of an operation.
fn base(ctx: &mut Context, source: &mut Source, api: &Api) {
    let host = api.hosts.first().map(|host| format_ident!("{}_HOST", host.name.ident));
    let quota =
        api.quotas.iter().find(|quota| quota.name.words == "default").or(api.quotas.first());
    let quota = quota.map(|quota| format_ident!("{}_QUOTA", quota.name.ident));
    let security = statics::security(api, &api.security);
    source.item(
        ctx,
        "the base of operations",
        quote! {
            /// The defaults of operations.
            pub(crate) const BASE: Operation = Operation {
                id: "",
                method: Method::Get,
                host: &#host,
                path: "",
                retry_safety: RetrySafety::Read,
                quota: &#quota,
                security: #security,
                styles: &[],
                encoding: Encoding::None,
                optional_body: false,
                member_styles: &[],
                quoted: false,
                named_files: false,
                accept: "application/json",
                paging: None,
                page_limits: PageLimits::NONE,
                windows: &[],
                required: &[],
                keywords: &[],
                constraints: &[],
                limits: &[],
                body_limits: &[],
                redirects: false,
                job: None,
            };
        },
    );
    source.item(
        ctx,
        "the fetching of addresses",
        quote! {
            /// Fetches a URL from a response.
            static FETCH: Operation =
                Operation { id: "fetch", path: "/", accept: "*/*", redirects: true, ..BASE };
        },
    );
    source.item(
        ctx,
        "the requests that are not described",
        quote! {
            /// Requests that are not described, one for each method.
            static RAW: [Operation; 7] = Operation::raw(&FETCH);
        },
    );
}

/// Renders a security scheme.
fn scheme(scheme: &Scheme) -> TokenStream {
    let name = &scheme.name;
    let placement = match &scheme.placement {
        Placement::Basic => quote! { Basic },
        Placement::Bearer => quote! { Bearer },
        Placement::Header(name) => quote! { Header(#name) },
        Placement::Query(name) => quote! { Query(#name) },
        Placement::Cookie(name) => quote! { Cookie(#name) },
    };
    quote! { SecurityScheme { name: #name, placement: Placement::#placement } }
}

fn root(ctx: &mut Context, source: &mut Source, api: &Api) {
    let own = &api.client;
    let headers = own.headers.iter().map(|(name, value)| quote! { (#name, #value) });
    let hosts = api.hosts.iter().map(|host| format_ident!("{}_HOST", host.name.ident));
    let quotas = api.quotas.iter().map(|quota| format_ident!("{}_QUOTA", quota.name.ident));
    let pagings = api.pagings.iter().map(|paging| format_ident!("{}_PAGING", paging.name.ident));
    let errors = statics::members(&api.errors);
    let rate_limits = statics::members(&api.rate_limits);
    let schemes = api.schemes.iter().map(scheme);
    let used = constructor_arguments(api);
    let variable = |argument, name: &str| match used.contains(&argument) {
        true => name.to_owned(),
        false => String::new(),
    };
    let account_variable = variable("account", &own.account_variable);
    let token_variable = variable("token", &own.token_variable);
    let crate::ir::Client { package, account_parameter, version_header, base_url_variable, .. } =
        own;
    source.item(
        ctx,
        "the API",
        quote! {
            /// The API.
            pub(crate) static API: Api = Api {
                client: #package,
                client_version: env!("CARGO_PKG_VERSION"),
                variables: Variables {
                    account: #account_variable,
                    token: #token_variable,
                    base_url: #base_url_variable,
                },
                account_parameter: #account_parameter,
                headers: &[#(#headers),*],
                version_header: #version_header,
                schemes: &[#(#schemes),*],
                fetch: &FETCH,
                raw: &RAW,
                hosts: &[#(&#hosts),*],
            quotas: &[#(&#quotas),*],
            pagings: &[#(&#pagings),*],
                errors: ErrorMembers { #errors },
                rate_limits: RateLimitHeaders { #rate_limits },
            };
        },
    );
}
