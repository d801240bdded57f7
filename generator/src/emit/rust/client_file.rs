//! `client.rs` and `blocking_client.rs`: constructors, and accessors for the resource groups.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

use super::format::{Source, ident};
use super::{docs, operations};
use crate::context::Context;
use crate::ir::{Api, Client, Group, Placement};
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

/// Returns the arguments of the constructors of a client: the account, which is a parameter of paths or the user of the
/// first security scheme, and the token of that scheme.
pub fn constructor_arguments(api: &Api) -> Vec<&'static str> {
    let scheme = api.schemes.first();
    let is_user = scheme.is_some_and(|scheme| scheme.placement == Placement::Basic);
    let has_account = is_user || !api.client.account_parameter.is_empty();
    let arguments = [("account", has_account), ("token", scheme.is_some())];
    arguments.into_iter().filter(|(_, is_used)| *is_used).map(|(name, _)| name).collect()
}

/// Renders the constructors of a client with this builder.
fn constructors(api: &Api, builder: &TokenStream) -> TokenStream {
    let Client { account_variable, token_variable, base_url_variable, .. } = &api.client;
    let used = constructor_arguments(api);
    let arguments: Vec<_> = used.iter().map(|name| ident(name)).collect();
    let parameters: Vec<_> =
        arguments.iter().map(|name| quote! { #name: impl Into<String> }).collect();
    let all = [("account", account_variable), ("token", token_variable)];
    let values = all.iter().map(|(name, _)| match used.contains(name) {
        true => ident(name).to_token_stream(),
        false => quote! { "" },
    });
    let variables = all.iter().filter(|(name, _)| used.contains(name));
    let variables: Vec<String> = variables.map(|(_, variable)| markdown::code(variable)).collect();
    let env = environment_docs(&variables, base_url_variable);
    let env = docs::attributes(&env);
    quote! {
        /// Creates a client with default settings.
        ///
        /// # Errors
        ///
        /// Returns an error if the credentials cannot be sent in a header.
        pub fn new(#(#parameters),*) -> Result<Self, Error> {
            Self::builder(#(#arguments),*).build()
        }

        /// Returns a builder for a client with other settings.
        pub fn builder(#(#parameters),*) -> #builder {
            Self::builder_for(&API, #(#values),*)
        }

        #env
        pub fn from_env() -> Result<Self, Error> { Self::from_env_for(&API) }
    }
}

/// Returns the documentation of `from_env` for the environment variables with credentials and the one with the base URL,
/// which is empty if there is none.
fn environment_docs(variables: &[String], base_url: &str) -> String {
    let (summary, error) = match variables {
        [] => {
            ("Creates a client with default settings".to_owned(), "the transport cannot be set up")
        }
        [only] => (
            format!("Creates a client with the value of the environment variable {only}"),
            "it is not set",
        ),
        several => (
            format!(
                "Creates a client with the credentials in the environment variables {}",
                several.join(" and ")
            ),
            "one of the credentials is not set",
        ),
    };
    let (url, url_error) = match (base_url, variables) {
        ("", []) => (" It reads no environment variables.".to_owned(), ""),
        ("", _) => (String::new(), ""),
        (name, _) => {
            let name = markdown::code(name);
            let text =
                "is set, its value is the base URL of all hosts, for example of a test server.";
            (
                format!("\n\nIf the environment variable {name} {text}"),
                ", or if the base URL is invalid",
            )
        }
    };
    format!("{summary}.{url}\n\n# Errors\n\nReturns an error if {error}{url_error}.")
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
        match scheme.placement {
            Placement::Basic => quote! {
                #docs
                pub fn #method(self, user: impl Into<String>, password: impl Into<String>) -> Self {
                    self.credentials(#name, user, password)
                }
            },
            _ => quote! {
                #docs
                pub fn #method(self, token: impl Into<String>) -> Self { self.token(#name, token) }
            },
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
