//! `client.rs` and `blocking_client.rs`: constructors, and accessors for the resource groups.

use proc_macro2::TokenStream;
use quote::quote;

use super::format::{Source, ident};
use super::{docs, operations};
use crate::context::Context;
use crate::ir::{Api, Group};
use crate::markdown;
use crate::name::{credentials_method, doc_words};

/// Renders the constructors of the client, and one accessor for each group.
pub fn client(ctx: &mut Context, api: &Api, header: &str) -> String {
    let mut source =
        Source::new("Client constructors, and accessors for the API's resource groups.");
    source.block(&[
        "use crate::api::API;".to_owned(),
        "use crate::{Client, ClientBuilder, Error};".to_owned(),
    ]);
    let constructors = constructors(api, &quote! { ClientBuilder });
    let accessors = accessors(api);
    source.item(ctx, "the client", quote! { impl Client { #constructors #accessors } });
    let builder = builder_methods(api);
    if !builder.is_empty() {
        source.item(ctx, "the builder", quote! { impl<M> ClientBuilder<M> { #builder } });
    }
    source.finish(header)
}

/// Renders the constructors of the blocking client, and one accessor for each group.
pub fn blocking_client(ctx: &mut Context, api: &Api, header: &str) -> String {
    let mut source = Source::new(
        "Constructors of the blocking client, and accessors for the API's resource groups.",
    );
    source.block(&[
        "use crate::api::API;".to_owned(),
        "use crate::blocking::Client;".to_owned(),
        "use crate::call::Blocking;".to_owned(),
        "use crate::{ClientBuilder, Error};".to_owned(),
    ]);
    let constructors = constructors(api, &quote! { ClientBuilder<Blocking> });
    let accessors = api.groups.iter().map(|group| {
        let docs = docs::attributes(&summary(group));
        accessor(group, &docs, Some(&quote! { <Blocking> }))
    });
    let client = quote! { impl Client { #constructors #(#accessors)* } };
    source.item(ctx, "the blocking client", client);
    source.finish(header)
}

fn accessors(api: &Api) -> TokenStream {
    let accessors = api.groups.iter().map(|group| {
        let docs = docs::attributes(&format!("{}\n\n{}", summary(group), group.docs));
        let aliases = docs::aliases(group.aliases.clone(), group.name.plain());
        accessor(group, &quote! { #docs #aliases }, None)
    });
    accessors.collect()
}

fn summary(group: &Group) -> String {
    format!("Returns the operations on {}.", doc_words(&group.name.words))
}

/// Renders the method that returns the operations of a group, in a mode other than the default.
fn accessor(group: &Group, docs: &TokenStream, mode: Option<&TokenStream>) -> TokenStream {
    let (name, feature) = (ident(&group.name.ident), group.name.plain());
    let ty = operations::group_type(group);
    quote! {
        #docs
        #[cfg(feature = #feature)]
        pub fn #name(&self) -> crate::#name::#ty #mode { crate::#name::#ty(self.resource_group()) }
    }
}

/// Renders the constructors of a client with this builder.
fn constructors(api: &Api, builder: &TokenStream) -> TokenStream {
    let (account, token) = (&api.client.account_variable, &api.client.token_variable);
    let env = docs::attributes(&format!(
        "Creates a client with the credentials in the environment variables {} and {}.\n\n\
         # Errors\n\nReturns an error if one of them is not set.",
        markdown::code(account),
        markdown::code(token),
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
        pub fn builder(account: impl Into<String>, token: impl Into<String>) -> #builder {
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
            "Sets the credentials of the scheme {}.\n\n{}",
            markdown::code(name),
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
