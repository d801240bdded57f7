//! The doc example of an operation.

use proc_macro2::TokenStream;
use quote::quote;

use super::format::{ident, imports};
use super::literal::Detail;
use super::{calls, rules};
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
    let needed = rules::shown(operation, body);
    let chain = calls::chain(api, group, operation, body, Detail::Brief(&needed))?;
    let code = statements(body_of(operation, chain))?;
    let mut lines = vec!["```no_run".to_owned()];
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

/// The statements that show what one does with the answer.
fn body_of(operation: &Operation, chain: TokenStream) -> TokenStream {
    if operation.paged.is_some() {
        return quote! {
            let mut rows = #chain.items();
            while let Some(row) = rows.next().await {
                let row = row?;
                println!("{row:?}");
            }
        };
    }
    if operation.job.is_some() {
        return quote! {
            let job = #chain.begin().await?.wait().await?;
            job.download_to("export.csv").await?;
        };
    }
    if operation.queue.is_some() {
        return quote! {
            let queued = #chain.send().await?;
            let verdict = queued.follow().await?;
            println!("{verdict:?}");
        };
    }
    let answer = ident("answer");
    match &operation.response {
        ResponseContent::Empty => quote! { #chain.send().await?; },
        ResponseContent::File => quote! { #chain.send().await?.save("file").await?; },
        ResponseContent::FileOr(_) => quote! {
            let #answer = #chain.send().await?;
            println!("{}", answer.is_ready());
        },
        _ => quote! {
            let #answer = #chain.send().await?;
            println!("{answer:?}");
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
