//! `lib.rs`, `client.rs` and `ids.rs`.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::format::{Source, ident};
use super::{docs, enums, operations};
use crate::context::Context;
use crate::ir::Api;
use crate::name::doc_words;

/// What of the runtime is public.
const PUBLIC: &str = r#"#[doc(inline)]
pub use runtime::{
    Call, Client, ClientBuilder, Download, Error, ErrorMock, Fetch, FileOr, FinishedJob, Follow,
    InvalidPosition, Items, JobHandle, Links, Moment, Pace, Page, Pages, Pending, Position, Problem, Progress, Queued,
    RateLimit, Response, Wait, wire,
};

/// For bringing an HTTP client of one's own.
pub mod transport {
    #[doc(inline)]
    pub use crate::runtime::{
        Body, BodyStream, BoxFuture, Incoming, Randomness, ReqwestTransport, SystemRandomness, Transport,
        TransportError,
    };
}
"#;

/// The programs of the README use several groups, so they are tested with all of them only.
const README: &str = r#"// its programs use several groups: they are tested with all of them only
#![cfg_attr(any(not(doctest), feature = "default"), doc = include_str!("../README.md"))]
"#;

/// The root of the crate.
pub fn library(api: &Api, header: &str) -> String {
    let mut source = Source::default();
    source.text(README.to_owned());
    let mut modules = vec!["mod api;".to_owned(), "mod client;".to_owned()];
    if !api.ids.is_empty() {
        modules.push("pub mod ids;".to_owned());
    }
    modules.push("#[cfg(feature = \"inspect\")]\npub mod inspect;".to_owned());
    modules.push("#[doc(hidden)]\npub mod runtime;".to_owned());
    if !super::shared(api).is_empty() {
        modules.push("pub mod types;".to_owned());
    }
    for group in &api.groups {
        let (name, feature) = (&group.name.ident, group.name.plain());
        modules.push(format!("#[cfg(feature = \"{feature}\")]\npub mod {name};"));
    }
    source.block(&modules);
    source.text(PUBLIC.to_owned());
    source.finish(header)
}

/// The doors of the client: how it is made, and one accessor for each group.
pub fn client(ctx: &mut Context, api: &Api, header: &str) -> String {
    let mut source = Source::new("How a client is made, and the way to each group of operations.");
    source.block(&[
        "use crate::api::API;".to_owned(),
        "use crate::runtime::{Client, ClientBuilder, Error};".to_owned(),
    ]);
    let made = constructors(api);
    source.item(ctx, "the client", made);
    for group in &api.groups {
        let (name, feature) = (ident(&group.name.ident), group.name.plain());
        let ty = operations::group_type(group);
        let aliases = docs::aliases(group.aliases.clone(), feature);
        let docs = docs::attributes(&format!(
            "The operations on {}.\n\n{}",
            doc_words(&group.name.words),
            group.docs
        ));
        source.item(
            ctx,
            &group.title,
            quote! {
                #[cfg(feature = #feature)]
                impl Client {
                    #docs
                    #aliases
                    pub fn #name(&self) -> crate::#name::#ty { crate::#name::#ty::of(self) }
                }
            },
        );
    }
    source.finish(header)
}

fn constructors(api: &Api) -> TokenStream {
    let (account, token) = (&api.client.account_variable, &api.client.token_variable);
    let env = docs::attributes(&format!(
        "A client with the credentials in `{account}` and `{token}`.\n\n# Errors\n\nWhen one of them is not set."
    ));
    let further = api.schemes.iter().skip(1).map(|scheme| {
        let name = &scheme.name;
        let method = format_ident!("{}_credentials", doc_words(name).replace(' ', "_"));
        let docs = docs::attributes(&format!(
            "Sets the credentials of the scheme `{name}`. {}",
            scheme.docs
        ));
        quote! {
            #docs
            pub fn #method(self, user: impl Into<String>, password: impl Into<String>) -> Self {
                self.credentials(#name, user, password)
            }
        }
    });
    let further: TokenStream = further.collect();
    let builder = if further.is_empty() {
        TokenStream::new()
    } else {
        quote! { impl ClientBuilder { #further } }
    };
    quote! {
        impl Client {
            /// A client for this account, with the settings that suit most.
            ///
            /// # Errors
            ///
            /// When the credentials cannot be sent in a header.
            pub fn new(account: impl Into<String>, token: impl Into<String>) -> Result<Self, Error> {
                Self::builder(account, token).build()
            }

            /// A client for this account, to be set up further.
            pub fn builder(account: impl Into<String>, token: impl Into<String>) -> ClientBuilder {
                Self::builder_for(&API, account, token)
            }

            #env
            pub fn from_env() -> Result<Self, Error> { Self::from_env_of(&API) }
        }
        #builder
    }
}

/// The id types.
pub fn ids(api: &Api, header: &str) -> String {
    let mut source = Source::new(
        "The id types: one for each kind of object. They hold text as the service sent it, so zeros in front \
         stay, and one kind is never taken for another.",
    );
    source.block(&["use crate::ids;".to_owned()]);
    source.text(enums::ids(api));
    source.finish(header)
}
