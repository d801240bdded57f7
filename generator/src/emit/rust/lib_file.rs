//! `lib.rs`, `client.rs` and `ids.rs`.

use proc_macro2::TokenStream;
use quote::quote;

use super::format::{Source, ident};
use super::{docs, enums, operations};
use crate::context::Context;
use crate::emit::text::{GuidePage, guide_declaration, guide_links};
use crate::ir::Api;
use crate::name::{credentials_method, doc_words};

/// The badges of features.
const BADGES: &str = "#![cfg_attr(docsrs, feature(doc_cfg))]\n";

/// The README. Its programs use several groups, so they are compiled with all features only.
const README: &str = r#"// the programs of the README use several groups, so they are compiled with all of them only
#![cfg_attr(any(not(doctest), feature = "default"), doc = include_str!("../README.md"))]
"#;

/// The runtime, which is public for the tests and tools of the repository only, and what it exports.
const RUNTIME: &str = r#"#[cfg(feature = "internals")]
pub mod runtime;
#[cfg(not(feature = "internals"))]
#[allow(dead_code, unused_imports, unused_macros, reason = "the runtime supports more than one API needs")]
mod runtime;

#[doc(inline)]
pub use runtime::exports::*;
"#;

/// Renders the root of the crate.
pub fn library(api: &Api, guide: &[GuidePage], header: &str) -> String {
    let mut source = Source::default();
    source.text(format!("{BADGES}{}{README}{}", guide_links(guide), operations_table(api)));
    let mut modules = vec!["mod api;".to_owned(), "mod client;".to_owned()];
    if !api.ids.is_empty() {
        modules.push("pub mod ids;".to_owned());
    }
    modules.push("#[cfg(feature = \"internals\")]\npub mod inspect;".to_owned());
    if !super::shared(api).is_empty() {
        modules.push("pub mod types;".to_owned());
    }
    for group in &api.groups {
        let (name, feature) = (&group.name.ident, group.name.plain());
        modules.push(format!("#[cfg(feature = \"{feature}\")]\npub mod {name};"));
    }
    modules.extend(guide_declaration(guide));
    source.block(&modules);
    source.text(RUNTIME.to_owned());
    source.finish(header)
}

/// Renders the table of all operations at the end of the documentation of the crate, a row for each group that is
/// enabled.
fn operations_table(api: &Api) -> String {
    let mut text =
        String::from("//!\n//! # Operations\n//!\n//! | group | operations |\n//! |---|---|\n");
    for group in &api.groups {
        let (name, feature) = (&group.name.ident, group.name.plain());
        let ty = operations::group_type(group);
        let link = |operation: &crate::ir::Operation| {
            format!("[`{}`]({name}::{ty}::{})", operation.name.plain(), operation.name.ident)
        };
        let links: Vec<String> = group.operations.iter().map(link).collect();
        let row = format!("| [`{feature}`](mod@{name}) | {} |", links.join(", "));
        text.push_str(&format!("#![cfg_attr(feature = {feature:?}, doc = {row:?})]\n"));
    }
    text
}

/// Renders the constructors of the client, and one accessor for each group.
pub fn client(ctx: &mut Context, api: &Api, header: &str) -> String {
    let mut source =
        Source::new("Client constructors, and accessors for the API's resource groups.");
    source.block(&[
        "use crate::api::API;".to_owned(),
        "use crate::{Client, ClientBuilder, Error};".to_owned(),
    ]);
    let constructors = constructors(api);
    let accessors = accessors(api);
    source.item(ctx, "the client", quote! { impl Client { #constructors #accessors } });
    let builder = builder_methods(api);
    if !builder.is_empty() {
        source.item(ctx, "the builder", quote! { impl ClientBuilder { #builder } });
    }
    source.finish(header)
}

fn accessors(api: &Api) -> TokenStream {
    let accessor = |group: &crate::ir::Group| {
        let (name, feature) = (ident(&group.name.ident), group.name.plain());
        let ty = operations::group_type(group);
        let aliases = docs::aliases(group.aliases.clone(), feature);
        let words = doc_words(&group.name.words);
        let docs =
            docs::attributes(&format!("Returns the operations on {words}.\n\n{}", group.docs));
        quote! {
            #docs
            #aliases
            #[cfg(feature = #feature)]
            pub fn #name(&self) -> crate::#name::#ty { crate::#name::#ty(self.resource_group()) }
        }
    };
    api.groups.iter().map(accessor).collect()
}

fn constructors(api: &Api) -> TokenStream {
    let (account, token) = (&api.client.account_variable, &api.client.token_variable);
    let env = docs::attributes(&format!(
        "Creates a client with the credentials in the environment variables `{account}` and `{token}`.\n\n\
         # Errors\n\nReturns an error if one of them is not set."
    ));
    quote! {
        /// Creates a client with default settings.
        ///
        /// # Errors
        ///
        /// Returns an error if the credentials cannot be sent in a header.
        pub fn new(account: impl Into<String>, token: impl Into<String>) -> Result<Self, Error> {
            Self::builder(account, token).build()
        }

        /// Returns a builder for a client with other settings.
        pub fn builder(account: impl Into<String>, token: impl Into<String>) -> ClientBuilder {
            Self::builder_for(&API, account, token)
        }

        #env
        pub fn from_env() -> Result<Self, Error> { Self::from_env_for(&API) }
    }
}

/// Renders the methods of the builder that the API declares: credentials of other security schemes, and the account
/// that acts for another one.
fn builder_methods(api: &Api) -> TokenStream {
    let credentials = api.schemes.iter().skip(1).map(|scheme| {
        let name = &scheme.name;
        let method = ident(&credentials_method(name));
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
    let delegate = api.client.delegate.as_ref().map(|delegate| {
        let (method, docs) = (ident(&delegate.method.ident), docs::attributes(&delegate.docs));
        quote! {
            #docs
            pub fn #method(self, account: impl Into<String>) -> Self {
                self.delegate(account.into())
            }
        }
    });
    credentials.chain(delegate).collect()
}

/// Renders the id types.
pub fn ids(api: &Api, header: &str) -> String {
    let mut source = Source::new(
        "The id types: one for each kind of object. An id is a string as the service sent it, so leading zeros \
         are kept, and an id of one kind is not accepted for another.",
    );
    source.block(&["use crate::runtime::macros::ids;".to_owned()]);
    source.text(enums::ids(api));
    source.finish(header)
}
