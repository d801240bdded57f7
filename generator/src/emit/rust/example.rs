//! The doc example of an operation.

use heck::ToSnakeCase;
use proc_macro2::{Ident, TokenStream};
use quote::quote;
use serde_json::Value;

use super::example_field::{self, Printed};
use super::format::{ident, imports_within};
use super::literal::Verbosity;
use super::{calls, constraints, docs, names};
use crate::ir::{
    Api, Group, LongRunningOperation, ModulePath, Operation, ResponseContent, RetrySafety, Ty,
};

/// The columns of a `use` line, without the slashes and the indentation.
const WIDTH: usize = 92;

/// Returns the example as a doc attribute. It is compiled with the documentation, and run by a test.
pub fn attribute(api: &Api, group: &Group, operation: &Operation) -> TokenStream {
    docs::attribute(&lines(api, group, operation).unwrap_or_default())
}

/// Returns the example of a method that starts the request of an operation, with this call.
pub fn of_call(api: &Api, group: &Group, operation: &Operation, call: &TokenStream) -> TokenStream {
    of_statements(api, statements(api, group, operation, call))
}

/// Returns the example with these statements.
pub fn of_statements(api: &Api, statements: TokenStream) -> TokenStream {
    docs::attribute(&code_lines(api, statements).unwrap_or_default())
}

fn lines(api: &Api, group: &Group, operation: &Operation) -> Option<Vec<String>> {
    let body = operation.body.as_ref().and_then(|body| body.examples.first());
    let body = body.map(|example| &example.value);
    let needed = constraints::required_members(api, operation, body);
    let call = calls::expression(api, group, operation, body, Verbosity::Brief(&needed))?;
    code_lines(api, statements(api, group, operation, &call))
}

/// Returns the lines of an example.
fn code_lines(api: &Api, statements: TokenStream) -> Option<Vec<String>> {
    let crate_name = api.client.crate_name();
    let code = format_statements(statements)?;
    let words = names::of_text(&code.join("\n"));
    let mut lines = ["", "# Example", "", "```no_run"].map(str::to_owned).to_vec();
    let used = calls::used(api, &words);
    let used: Vec<_> =
        used.into_iter().map(|(name, module)| (name, format!("{crate_name}::{module}"))).collect();
    for import in imports_within(&words, &used, WIDTH) {
        lines.extend(import.lines().map(str::to_owned));
    }
    let is_parsing = |line: &String| line.contains(".parse::<") || line.contains("::parse(");
    let error = match code.iter().any(is_parsing) {
        true => "Box<dyn std::error::Error>".to_owned(),
        false => format!("{crate_name}::Error"),
    };
    lines.push(format!(
        "# async fn example(client: {crate_name}::Client) -> Result<(), {error}> {{"
    ));
    lines.extend(code);
    lines.extend(["# Ok(())", "# }", "```"].map(str::to_owned));
    Some(lines)
}

/// Returns the statements that send the request and use the response.
fn statements(api: &Api, group: &Group, operation: &Operation, call: &TokenStream) -> TokenStream {
    if operation.paged.is_some() {
        return list(api, group, operation, call);
    }
    if operation.job.is_some() {
        return quote! {
            let job = #call.start().await?;
            job.wait().await?.save("export.csv").await?;
        };
    }
    if let Some(plan) = operation.queue.and_then(|queue| api.queues.get(queue)) {
        return queued(api, plan, call);
    }
    match &operation.response {
        ResponseContent::Empty | ResponseContent::Page => quote! { #call.await?; },
        ResponseContent::File => {
            let name = file_name(operation);
            quote! { #call.await?.save(#name).await?; }
        }
        ResponseContent::FileOr(_) => quote! {
            let response = #call.await?;
            if let Some(file) = response.into_file() {
                file.save("export.csv").await?;
            }
        },
        ResponseContent::Text => quote! {
            let text = #call.await?;
            PRINT("{text}");
        },
        ResponseContent::Value(ty) => value(api, operation, ty, call),
        ResponseContent::ByStatus(_) => quote! {
            let response = #call.await?;
            PRINT("{response:?}");
        },
    }
}

/// Returns the loop over the items of a list.
fn list(api: &Api, group: &Group, operation: &Operation, call: &TokenStream) -> TokenStream {
    let Some(paged) = &operation.paged else { return TokenStream::new() };
    let item = type_variable(api, &paged.item).unwrap_or_else(|| ident("item"));
    let list = match operation.name.plain() {
        "list" => group.name.ident.clone(),
        method => match method.strip_prefix("list_") {
            Some(words) if words.ends_with('s') => crate::name::field(words),
            _ => format!("{item}s"),
        },
    };
    let list = ident(&list);
    let item = if item == list { ident("item") } else { item };
    let sample = operation.examples.iter().find_map(|example| {
        let items = paged.items.iter().find_map(|name| example.value.get(name))?;
        items.get(0).or(Some(items))
    });
    let filters = calls::optional_parameters(api, operation, Verbosity::Brief(&[]));
    let filters: Vec<&str> = filters.iter().map(|parameter| parameter.name.plain()).collect();
    let printed = Printed { ty: &paged.item, sample, is_write: false, filters: &filters };
    let print = example_field::statement(api, printed, &quote! { #item? })
        .unwrap_or_else(|| quote! { #item?; });
    quote! {
        let mut #list = #call.items();
        while let Some(#item) = #list.next().await { #print }
    }
}

/// Returns the statements that wait for a queued write.
fn queued(api: &Api, plan: &LongRunningOperation, call: &TokenStream) -> TokenStream {
    let polled = api.groups.get(plan.poll.0).and_then(|group| group.operations.get(plan.poll.1));
    let print = polled.and_then(|polled| {
        let ResponseContent::Value(ty) = &polled.response else { return None };
        let variable = type_variable(api, ty)?;
        let printed = Printed { ty, sample: sample(polled), is_write: false, filters: &[] };
        let print = example_field::statement(api, printed, &quote! { #variable })?;
        Some(quote! { let #variable = queued.wait().await?; #print })
    });
    let wait = print.unwrap_or_else(|| quote! { queued.wait().await?; });
    quote! { let queued = #call.await?; #wait }
}

/// Returns the statements for a response with a value.
fn value(api: &Api, operation: &Operation, ty: &Ty, call: &TokenStream) -> TokenStream {
    let is_write = !matches!(operation.retry_safety, RetrySafety::Read | RetrySafety::Metered);
    let variable = match is_write && is_shared(api, ty) {
        true => ident(participle(operation.name.plain())),
        false => type_variable(api, ty).unwrap_or_else(|| ident("response")),
    };
    let printed = Printed { ty, sample: sample(operation), is_write, filters: &[] };
    match example_field::statement(api, printed, &quote! { #variable }) {
        Some(print) => quote! { let #variable = #call.await?; #print },
        None => quote! { #call.await?; },
    }
}

fn sample(operation: &Operation) -> Option<&Value> {
    operation.examples.first().map(|example| &example.value)
}

fn is_shared(api: &Api, ty: &Ty) -> bool {
    let Ty::Named(id) = ty else { return false };
    api.types.get(id.0).is_some_and(|ty| ty.module == ModulePath::Shared)
}

/// Returns a variable named after a type: `Note` becomes `note`.
fn type_variable(api: &Api, ty: &Ty) -> Option<Ident> {
    let Ty::Named(id) = ty else { return None };
    let name = api.types.get(id.0)?.name.ident.to_snake_case();
    // the variable of the client is in use
    (name != "client").then(|| ident(&crate::name::field(&name)))
}

/// Returns a variable for the result of a write that is not the object itself.
fn participle(method: &str) -> &'static str {
    match method.split('_').next().unwrap_or(method) {
        "create" => "created",
        "update" => "updated",
        "delete" => "deleted",
        _ => "result",
    }
}

/// Returns a name for the file in a response.
fn file_name(operation: &Operation) -> &'static str {
    let has = |media: &str| operation.media.iter().any(|own| own == media);
    match () {
        () if has("application/pdf") => "document.pdf",
        () if has("text/csv") => "export.csv",
        () => "file",
    }
}

/// Formats statements and returns their lines. `PRINT` is formatted as a function, because the formatter leaves
/// the arguments of macros as they are.
fn format_statements(tokens: TokenStream) -> Option<Vec<String>> {
    let file = syn::parse2::<syn::File>(quote! { fn example() { #tokens } }).ok()?;
    let text = prettyplease::unparse(&file).replace("PRINT(", "println!(");
    let mut lines: Vec<String> = text
        .lines()
        .skip(1)
        .map(|line| line.strip_prefix("    ").unwrap_or(line).to_owned())
        .collect();
    lines.pop()?;
    dedent_chains(&mut lines);
    Some(lines)
}

/// Removes the additional indentation that the formatter gives to a chain of methods whose first call spans
/// several lines.
fn dedent_chains(lines: &mut [String]) {
    const STEP: &str = "    ";
    let indent = |line: &String| line.len() - line.trim_start().len();
    let mut rest = lines;
    while let Some((first, after)) = rest.split_first_mut() {
        let start = indent(first);
        let is_chain = first.ends_with(['(', '{', '['])
            && after.first().is_some_and(|next| indent(next) == start + 2 * STEP.len());
        if is_chain {
            for line in after.iter_mut().take_while(|line| indent(line) > start) {
                *line = line.strip_prefix(STEP).unwrap_or(line).to_owned();
            }
        }
        rest = after;
    }
}
