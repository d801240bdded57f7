//! The doc example of an operation.

use proc_macro2::TokenStream;
use quote::quote;

use super::format::imports;
use super::literal::Detail;
use super::{calls, constraints};
use crate::ir::{Api, Group, Operation, ResponseContent};

/// The example as doc attributes: compiled, not run.
pub fn attributes(api: &Api, group: &Group, operation: &Operation) -> TokenStream {
    let Some(lines) = lines(api, group, operation) else { return TokenStream::new() };
    let lines =
        lines.into_iter().map(|line| if line.is_empty() { line } else { format!(" {line}") });
    quote! { #[doc = ""] #(#[doc = #lines])* }
}

fn lines(api: &Api, group: &Group, operation: &Operation) -> Option<Vec<String>> {
    let crate_name = api.client.package.replace('-', "_");
    let body = operation
        .body
        .as_ref()
        .and_then(|body| body.examples.first())
        .map(|example| &example.value);
    let needed = constraints::required_members(operation, body);
    let chain = calls::chain(api, group, operation, body, Detail::Brief(&needed))?;
    let code = statements(body_of(operation, chain))?;
    let mut lines = ["# Example", "", "```no_run"].map(str::to_owned).to_vec();
    let used = calls::used(api, &code.join("\n"));
    let used: Vec<_> =
        used.into_iter().map(|(name, module)| (name, format!("{crate_name}::{module}"))).collect();
    for import in imports(&code.join("\n"), &used) {
        lines.extend(import.lines().map(str::to_owned));
    }
    lines.push(format!(
        "# async fn example(client: {crate_name}::Client) -> Result<(), Box<dyn std::error::Error>> {{"
    ));
    lines.extend(code);
    lines.extend(["# Ok(())", "# }", "```"].map(str::to_owned));
    Some(lines)
}

/// Returns the statements that use the response.
fn body_of(operation: &Operation, chain: TokenStream) -> TokenStream {
    if operation.paged.is_some() {
        return quote! {
            let mut items = #chain.items();
            while let Some(item) = items.next().await {
                println!("{:?}", item?);
            }
        };
    }
    if operation.job.is_some() {
        return quote! {
            let job = #chain.start().await?;
            job.wait().await?.save("export.csv").await?;
        };
    }
    if operation.queue.is_some() {
        return quote! {
            let queued = #chain.await?;
            let status = queued.wait().await?;
            println!("{status:?}");
        };
    }
    match &operation.response {
        ResponseContent::Empty => quote! { #chain.await?; },
        ResponseContent::File => quote! { #chain.await?.save("file").await?; },
        ResponseContent::FileOr(_) => quote! {
            let response = #chain.await?;
            println!("{}", response.is_ready());
        },
        _ => quote! {
            let response = #chain.await?;
            println!("{response:?}");
        },
    }
}

/// The lines of formatted statements.
pub fn statements(tokens: TokenStream) -> Option<Vec<String>> {
    let file = syn::parse2::<syn::File>(quote! { fn example() { #tokens } }).ok()?;
    let text = prettyplease::unparse(&file);
    let inner = text.lines().skip(1).collect::<Vec<_>>();
    let (_, inner) = inner.split_last()?;
    Some(inner.iter().map(|line| line.strip_prefix("    ").unwrap_or(line).to_owned()).collect())
}
