//! The credentials of the emitted tests: those that the client is built with, and those that are expected in a request.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::{Api, Operation, Placement, Scheme};

/// The credentials that a request must contain.
#[derive(Default)]
pub struct Expected {
    /// The user and the password.
    pub pair: Option<(String, String)>,
    /// Headers and their values.
    pub headers: Vec<(String, String)>,
    /// Query parameters and their values.
    pub query: Vec<(String, String)>,
}

/// Returns the expected credentials. As all credentials are set, they are those of the first alternative that has any.
pub fn expected(api: &Api, operation: &Operation) -> Option<Expected> {
    let mut expected = Expected::default();
    let mut cookies = Vec::new();
    let alternative = operation.security.iter().find(|schemes| !schemes.is_empty());
    for index in alternative.into_iter().flatten() {
        let scheme = api.schemes.get(*index)?;
        let token = token(*index, scheme);
        match &scheme.placement {
            Placement::Basic => expected.pair = Some(pair(api, *index, scheme)),
            Placement::Bearer => {
                expected.headers.push(("authorization".to_owned(), format!("Bearer {token}")));
            }
            Placement::Header(name) => expected.headers.push((name.clone(), token)),
            Placement::Query(name) => expected.query.push((name.clone(), token)),
            Placement::Cookie(name) => cookies.push(format!("{name}={token}")),
        }
    }
    if !cookies.is_empty() {
        expected.headers.push(("cookie".to_owned(), cookies.join("; ")));
    }
    Some(expected)
}

/// Renders the calls that set the credentials of all schemes but the first.
pub fn setters(api: &Api) -> TokenStream {
    let others = api.schemes.iter().enumerate().skip(1);
    let setters = others.map(|(index, scheme)| {
        let name = &scheme.name;
        match scheme.placement {
            Placement::Basic => {
                quote! { .credentials(#name, format!("user of {}", #name), "password") }
            }
            _ => {
                let token = token(index, scheme);
                quote! { .token(#name, #token) }
            }
        }
    });
    setters.collect()
}

fn pair(api: &Api, index: usize, scheme: &Scheme) -> (String, String) {
    match index {
        0 => (api.client.example_account.clone(), "token".to_owned()),
        _ => (format!("user of {}", scheme.name), "password".to_owned()),
    }
}

fn token(index: usize, scheme: &Scheme) -> String {
    // a header has no other characters
    let name: String = scheme.name.chars().filter(char::is_ascii_graphic).collect();
    if index == 0 { "token".to_owned() } else { format!("token-of-{name}") }
}
