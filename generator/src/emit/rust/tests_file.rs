//! `tests/examples/`: every example of the spec over HTTP on loopback.

use std::collections::BTreeSet;

use proc_macro2::{Literal, TokenStream};
use quote::quote;
use serde_json::Value;

use super::format::{Source, ident, imports, texts};
use super::literal::Verbosity;
use super::{calls, client_file, crate_attributes, credentials, expected};
use crate::context::Context;
use crate::emit::{Job, Rendered};
use crate::ir::{Api, Content, Example, Group, Kind, Operation, ResponseContent};

/// The content of a file without an example.
const FILE: &str = "a,b\n1,2\n";

/// Returns the jobs for the tests of the groups.
pub fn jobs(api: &Api) -> Vec<Job<'_>> {
    let mut jobs: Vec<Job<'_>> = Vec::new();
    for group in &api.groups {
        jobs.push(Box::new(move |ctx| {
            let header = super::header(&format!("spec/{}", group.file));
            let path = format!("tests/examples/{}.rs", group.name.plain());
            vec![(path, file(ctx, api, group, &header))]
        }));
    }
    jobs
}

/// Returns `true` for the content of a file, which the client distinguishes from a single value in JSON.
fn is_file(text: &str) -> bool {
    serde_json::from_str::<Value>(text).map_or(true, |value| value.is_object() || value.is_array())
}

/// Returns the text of an example of a file or a text.
fn text_of(example: &Value) -> Option<String> {
    match example {
        Value::String(text) => Some(text.clone()),
        Value::Number(_) | Value::Bool(_) => Some(example.to_string()),
        _ => None,
    }
}

/// Adds the root of the tests to those of the groups.
pub fn with_root(ctx: &mut Context, api: &Api, mut files: Vec<Rendered>) -> Vec<Rendered> {
    let mut attributes = crate_attributes::render(api, files.iter().map(|(_, text)| text.as_str()));
    if has_deprecated(api) {
        attributes.push_str(
            "#![allow(deprecated, reason = \"examples are tested as long as they are there\")]\n",
        );
    }
    let all_have_tests = files.iter().all(|(_, text)| text.contains("#[test]"));
    files.push(("tests/examples.rs".to_owned(), root(ctx, api, &attributes, all_have_tests)));
    files
}

/// Returns `true` if an item that the examples may use is deprecated.
fn has_deprecated(api: &Api) -> bool {
    let in_types = api.types.iter().any(|ty| match &ty.kind {
        Kind::Record(record) => ty.deprecated || record.fields.iter().any(|field| field.deprecated),
        Kind::Enum(_) | Kind::Union(_) => ty.deprecated,
    });
    let mut operations = api.groups.iter().flat_map(|group| &group.operations);
    in_types
        || operations.any(|operation| {
            let members = match operation.body.as_ref().map(|body| &body.content) {
                Some(Content::Members(members)) => members.as_slice(),
                _ => &[],
            };
            operation.deprecated
                || operation.parameters.iter().any(|parameter| parameter.deprecated)
                || members.iter().any(|member| member.deprecated)
        })
}

fn root(ctx: &mut Context, api: &Api, attributes: &str, all_have_tests: bool) -> String {
    let mut source = Source::new(
        "Every example of the spec over HTTP on loopback: the request, the decoded response, and that \
         encoding it again loses nothing.",
    );
    if !attributes.is_empty() {
        source.text(attributes.to_owned());
    }
    let mut modules = Vec::new();
    for group in &api.groups {
        let (name, plain) = (&group.name.ident, group.name.plain());
        modules.push(format!(
            "#[cfg(feature = \"{plain}\")]\n#[path = \"examples/{plain}.rs\"]\nmod {name};"
        ));
    }
    modules.push("mod support;".to_owned());
    source.block(&modules);
    let (package, account) = (ident(&api.client.crate_name()), &api.client.example_account);
    let hosts = api.hosts.iter().enumerate().map(|(index, host)| {
        let (name, segment) = (&host.name.words, expected::host_segment(index, host));
        let format = format!("{{url}}/{segment}");
        quote! { .host(#name, format!(#format)) }
    });
    let credentials = credentials::setters(api);
    let arguments = client_file::constructor_arguments(api).into_iter();
    let arguments = arguments.map(|name| if name == "account" { account.as_str() } else { name });
    let allowance = (!all_have_tests)
        .then(|| quote! { #[allow(dead_code, reason = "some groups have no examples")] });
    source.item(
        ctx,
        "the client",
        quote! {
            /// Returns a client of a loopback server. The first path segment stands for the host.
            #allowance
            fn client(url: &str) -> ::#package::Client {
                ::#package::Client::builder(#(#arguments),*) #(#hosts)* #credentials
                    .build()
                    .expect("a client for loopback")
            }
        },
    );
    source.finish(&super::header("spec/openapi.yaml"))
}

fn file(ctx: &mut Context, api: &Api, group: &Group, header: &str) -> String {
    let mut body = Source::default();
    let mut names = BTreeSet::new();
    for operation in &group.operations {
        for (number, test) in tests(api, group, operation, &mut names).into_iter().enumerate() {
            body.item(ctx, &format!("test {number} of {}", operation.id), test);
        }
    }
    let package = api.client.crate_name();
    let mut source = Source::new(&format!(
        "The examples of the operations on {}.",
        crate::name::doc_words(&group.name.words)
    ));
    let used = calls::used(api, body.names()).into_iter();
    let used = used.map(|(name, module)| (name, format!("{package}::{module}")));
    let known: Vec<_> = used.chain([("support".to_owned(), "super".to_owned())]).collect();
    source.block(&imports(body.names(), &known));
    source.append(body);
    source.finish(header)
}

/// Renders one test for each example. Examples of requests and responses are paired; the shorter list is repeated.
/// A response that can be a file has one more test.
fn tests(
    api: &Api,
    group: &Group,
    operation: &Operation,
    names: &mut BTreeSet<String>,
) -> Vec<TokenStream> {
    let requests = operation.body.as_ref().map(|body| body.examples.as_slice()).unwrap_or_default();
    let requests: Vec<Option<&Example>> = pad(requests.iter().map(Some).collect());
    let mut responses: Vec<Option<&Example>> = operation.examples.iter().map(Some).collect();
    if matches!(operation.response, ResponseContent::FileOr(_)) {
        responses.push(None);
    }
    let responses = pad(responses);
    let count = requests.len().max(responses.len());
    let pairs = requests.iter().cycle().zip(responses.iter().cycle()).take(count);
    pairs
        .filter_map(|(request, response)| {
            let counts = (requests.len(), responses.len());
            let name = unique(test_name(operation, *request, *response, counts), names);
            test(api, group, operation, *request, *response, &name)
        })
        .collect()
}

/// Returns a name that no other test of the file has. Two responses may have examples of one name.
fn unique(name: String, names: &mut BTreeSet<String>) -> String {
    let mut free = name.clone();
    let mut number = 1;
    while !names.insert(free.clone()) {
        number += 1;
        free = format!("{name}_{number}");
    }
    free
}

/// Adds `None` if there are no examples, so that there is a test.
fn pad(mut examples: Vec<Option<&Example>>) -> Vec<Option<&Example>> {
    if examples.is_empty() {
        examples.push(None);
    }
    examples
}

/// Returns the name of the method, followed by the names of the examples if there are several.
fn test_name(
    operation: &Operation,
    request: Option<&Example>,
    response: Option<&Example>,
    (requests, responses): (usize, usize),
) -> String {
    let mut name = operation.name.plain().to_owned();
    let mut add = |words: &str| {
        name.push('_');
        name.push_str(&crate::name::snake_words(words));
    };
    if requests > 1 {
        add(request.map_or("nothing", |example| &example.name));
    }
    if responses > 1 {
        add(response.map_or("file", |example| &example.name));
    }
    name
}

fn test(
    api: &Api,
    group: &Group,
    operation: &Operation,
    request: Option<&Example>,
    response: Option<&Example>,
    name: &str,
) -> Option<TokenStream> {
    // a server without an example could not send what the client decodes
    let is_document = matches!(
        operation.response,
        ResponseContent::Value(_) | ResponseContent::Page | ResponseContent::ByStatus(_)
    );
    if response.is_none() && (is_document || operation.queue.is_some()) {
        return None;
    }
    let sent = request.map(|example| &example.value);
    let chain = calls::expression(api, group, operation, sent, Verbosity::Full)?;
    let expected = expected::request(api, operation, sent)?;
    let name = ident(&crate::name::field(name));
    let text = response.and_then(|example| text_of(&example.value));
    let (server, document) = match (&operation.response, text, response) {
        (ResponseContent::Text, Some(text), _) => (quote! { support::Server::text(#text) }, None),
        (ResponseContent::File, Some(text), _) => {
            let content = if is_file(&text) { text.as_str() } else { FILE };
            let content = Literal::byte_string(content.as_bytes());
            (quote! { support::Server::file(#content) }, None)
        }
        (_, _, Some(example)) => {
            let status = Literal::u16_unsuffixed(example.status);
            (quote! { support::Server::json(#status, RESPONSE) }, raw(&example.value))
        }
        (ResponseContent::Empty, ..) => (quote! { support::Server::empty() }, None),
        (ResponseContent::Text, ..) => (quote! { support::Server::text("a text") }, None),
        _ => {
            let content = Literal::byte_string(FILE.as_bytes());
            (quote! { support::Server::file(#content) }, None)
        }
    };
    let check = match calls::is_scalar_response(api, operation) {
        true => quote! { let _ = response; },
        false => check(operation, response),
    };
    let constant = document.map(|document| quote! { const RESPONSE: &str = #document; });
    Some(quote! {
        #[test]
        fn #name() -> support::TestResult {
            #constant
            support::run(async {
                let server = #server;
                let client = super::client(server.url());
                let response = #chain.send().await?;
                let expected = #expected;
                server.check(&expected);
                #check
                Ok(())
            })
        }
    })
}

/// Renders a document as a raw string.
///
/// Characters that are not printable are escaped as in JSON, because the compiler denies those that change the direction
/// of text.
fn raw(document: &Value) -> Option<Literal> {
    let mut text = String::new();
    for c in serde_json::to_string_pretty(document).ok()?.chars() {
        let is_printable = c == '\n' || c.escape_debug().nth(1) != Some('u');
        if is_printable {
            text.push(c);
        } else {
            c.encode_utf16(&mut [0; 2])
                .iter()
                .for_each(|unit| text.push_str(&format!("\\u{unit:04x}")));
        }
    }
    let longest = text.split('"').map(|part| part.len() - part.trim_start_matches('#').len()).max();
    let marks = "#".repeat(longest.unwrap_or_default().max(1) + 1);
    format!("r{marks}\"{text}\"{marks}").parse().ok()
}

/// Renders the comparison of the response with the example.
fn check(operation: &Operation, response: Option<&Example>) -> TokenStream {
    if let Some(paged) = &operation.paged {
        let items = texts(&paged.items);
        return quote! { support::same_items(RESPONSE, #items, &response.items); };
    }
    if operation.queue.is_some() {
        return quote! { support::same(RESPONSE, response.members()); };
    }
    match (&operation.response, response) {
        (ResponseContent::Value(_), Some(_)) => quote! { support::same(RESPONSE, &response); },
        (ResponseContent::FileOr(_), Some(_)) => {
            quote! { support::same(RESPONSE, response.status().expect("the status of the job")); }
        }
        (ResponseContent::FileOr(_), None) => quote! {
            let file = response.into_file().expect("a file");
            assert_eq!(file.bytes().await?, b"a,b\n1,2\n".as_slice());
        },
        (ResponseContent::File, None) => {
            quote! { assert_eq!(response.bytes().await?, b"a,b\n1,2\n".as_slice()); }
        }
        _ => quote! { let _ = response; },
    }
}
