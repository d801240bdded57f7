//! `<group>.rs` and `<group>/models.rs`: the operations of a resource group, and its types.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use super::format::{Source, ident, imports};
use super::{
    bulk, by_status, docs, filters, models, operation_docs, operations, presets, references,
    requests, response_headers, statics,
};
use crate::context::Context;
use crate::ir::{Api, Group, ModulePath, Named, Reference};
use crate::markdown;
use crate::name::type_name;
use crate::scalar::ScalarType;

/// Names of the runtime that operations use, with their modules.
const CALLS: &[(&str, &[&str])] = &[
    ("crate::bulk", &["BulkWrite", "Elements", "Settlements"]),
    ("crate::call", &["Async", "CallFuture"]),
    ("crate::download", &["Download", "FileOrStatus"]),
    ("crate::paging", &["Items", "Page", "Pages", "SyncItems", "SyncState"]),
    ("crate::polling", &["JobHandle", "Queued"]),
    ("crate::runtime::call", &["by_status!", "request_builder!", "response_headers!"]),
    ("crate::runtime::client", &["ResourceGroup"]),
    ("crate::runtime::request", &["Request"]),
];

/// The names that static descriptions use, with their modules.
const STATICS: &[(&str, &[&str])] = &[
    ("crate", &["api"]),
    ("crate::runtime::bulk", &["BulkSpec", "SettleSpec"]),
    (
        "crate::runtime::api",
        &[
            "Constraint",
            "ConstraintSpec",
            "Encoding",
            "FilterSpec",
            "JobSpec",
            "Limit",
            "Location",
            "MemberStyle",
            "Method",
            "Operation",
            "PageLimits",
            "ParameterStyle",
            "PollSpec",
            "RetrySafety",
            "Style",
            "Window",
        ],
    ),
];

/// The types of values other than scalars, with their module.
const VALUES: &[(&str, &[&str])] = &[(
    "crate::wire",
    &["DateTimeOrKeyword", "Extra", "Json", "Map", "Numbered", "Sensitive", "UnknownValue"],
)];

/// Names of the runtime that types use, with their modules.
const MODELS: &[(&str, &[&str])] = &[
    ("crate::runtime::codec", &["DecodeStruct"]),
    ("crate::runtime::macros", &["open_enum!", "open_union!", "record!"]),
    ("crate::runtime::request", &["Request"]),
];

/// Renders the files of a group, as paths below `src/` and texts.
pub fn render(
    ctx: &mut Context,
    api: &Api,
    index: usize,
    group: &Group,
    header: &str,
) -> Vec<(String, String)> {
    let module = group.name.plain();
    let mut body = Source::default();
    operations_of(ctx, &mut body, api, index, group);
    let types: Vec<_> = api
        .types
        .iter()
        .filter(|ty| ty.module == ModulePath::Group(index) && (ty.read || ty.written))
        .collect();

    let has_models = !types.is_empty() || references_of(api, Some(index)).next().is_some();
    let mut source = Source::new(&module_docs(api, group));
    source.block(&allowances(api, body.names()));
    let mut known = known_names(api, Some(index), body.names());
    known.extend(names(CALLS));
    let mut uses = imports(body.names(), &known);
    let mut modules = vec!["pub(crate) mod operations;".to_owned()];
    if has_models {
        modules.insert(0, "mod models;".to_owned());
        uses.push("pub use models::*;".to_owned());
    }
    source.block(&modules);
    source.block(&uses);
    source.append(body);
    let mut files = vec![
        (format!("{module}.rs"), source.finish(header)),
        (format!("{module}/operations.rs"), statics_file(ctx, api, index, group, header)),
    ];
    if has_models {
        let docs = format!(
            "Types that the operations on {} send and return.",
            crate::name::doc_words(&group.name.words)
        );
        files.push((
            format!("{module}/models.rs"),
            type_file(ctx, api, &types, Some(index), &docs, header),
        ));
    }
    files
}

/// Renders a file of types.
pub fn type_file(
    ctx: &mut Context,
    api: &Api,
    types: &[&crate::ir::Type],
    group: Option<usize>,
    docs: &str,
    header: &str,
) -> String {
    let mut body = Source::default();
    for ty in types {
        models::add(ctx, &mut body, api, ty);
    }
    for reference in references_of(api, group) {
        body.item(ctx, &reference.name.ident, references::render(api, reference));
    }
    let own = types.iter().map(|ty| ty.name.ident.as_str());
    let references = references_of(api, group).map(|own| own.name.ident.as_str());
    let own: BTreeSet<&str> = own.chain(references).collect();
    let mut known = known_names(api, group, body.names());
    known.retain(|(name, _)| !own.contains(name.as_str()));
    known.extend(names(MODELS));
    let mut source = Source::new(docs);
    source.block(&allowances(api, body.names()));
    source.block(&imports(body.names(), &known));
    source.append(body);
    source.finish(header)
}

/// Returns the references whose types are in the module of a group, or in that of shared types.
fn references_of(api: &Api, group: Option<usize>) -> impl Iterator<Item = &Reference> {
    let module = group.map_or(ModulePath::Shared, ModulePath::Group);
    // an unused reference has no members, and is reported as such
    let is_used = |own: &Reference| own.forms.iter().all(|form| !form.members.is_empty());
    api.references.iter().filter(move |own| own.module == module && is_used(own))
}

/// Returns pairs of names and modules.
fn names(modules: &[(&str, &[&str])]) -> Vec<(String, String)> {
    let mut all = Vec::new();
    for (module, names) in modules {
        all.extend(names.iter().map(|name| ((*name).to_owned(), (*module).to_owned())));
    }
    all
}

/// Returns the lint attributes of a file, such as `allow(deprecated)`.
pub fn allowances(api: &Api, used: &BTreeSet<String>) -> Vec<String> {
    let is_deprecated = |item: &Named| match item {
        Named::Type(id) => api.types.get(id.0).is_some_and(|ty| ty.deprecated),
        _ => false,
    };
    let mut items = used.iter().filter_map(|name| api.names.get(name)).flatten();
    // the attribute is one of the names
    if used.contains("deprecated") || items.any(is_deprecated) {
        vec!["#![allow(deprecated, reason = \"still there for those who need it\")]".to_owned()]
    } else {
        Vec::new()
    }
}

/// Returns the names that a file uses and must import, with their modules. The types of the group of the file are in
/// `super`.
fn known_names(api: &Api, group: Option<usize>, used: &BTreeSet<String>) -> Vec<(String, String)> {
    let mut known = names(VALUES);
    let scalars = ScalarType::wire_types();
    known.extend(scalars.map(|name| (name.to_owned(), "crate::wire".to_owned())));
    known.extend(api.ids.iter().map(|id| (id.name.ident.clone(), "crate::ids".to_owned())));
    for name in used {
        for item in api.names.get(name).into_iter().flatten() {
            let module = match item {
                Named::Type(id) => api.types.get(id.0).map(|ty| ty.module),
                Named::Reference(at) => api.references.get(*at).map(|own| own.module),
                Named::Request(_) => None,
            };
            match module {
                Some(ModulePath::Shared) if group.is_some() => {
                    known.push((name.clone(), "crate::types".to_owned()));
                }
                Some(ModulePath::Group(home)) if Some(home) != group => {
                    let other = api.groups.get(home);
                    known.extend(
                        other.map(|other| (name.clone(), format!("crate::{}", other.name.ident))),
                    );
                }
                _ => {}
            }
        }
    }
    known
}

fn operations_of(ctx: &mut Context, source: &mut Source, api: &Api, index: usize, group: &Group) {
    let name = ident(&type_name(&group.name.words));
    let accessor = group.name.plain();
    let docs = docs::link_attributes(&format!(
        "Operations on {}. Returned by [`Client::{accessor}`](crate::Client::{accessor}).",
        crate::name::doc_words(&group.name.words)
    ));
    let allowance = group.operations.is_empty().then(|| {
        quote! { #[allow(dead_code, reason = "the group has no operations")] }
    });
    source.item(
        ctx,
        &group.title,
        quote! {
            #docs
            #[derive(Clone, Debug)]
            #allowance
            pub struct #name<M = Async>(pub(crate) ResourceGroup<M>);
        },
    );
    let methods: TokenStream = group
        .operations
        .iter()
        .map(|operation| {
            let own = operations::method(api, group, operation);
            let presets = presets::methods(api, group, operation);
            let bulk = bulk::method(api, group, operation);
            quote! { #own #presets #bulk }
        })
        .collect();
    let settle = bulk::settle_methods(api, index);
    let lookups: TokenStream = requests::lookups(api, index);
    let lookups =
        (!lookups.is_empty()).then(|| quote! { impl<M: Send + 'static> #name<M> { #lookups } });
    source.item(
        ctx,
        &group.title,
        quote! {
            impl<M> #name<M> {
                #methods
                #settle
            }

            #lookups
        },
    );
    for operation in &group.operations {
        let request = requests::request(api, group, operation);
        source.item(ctx, &operation.id, request);
        source.text(requests::builder_macro(api, operation));
        if let Some(table) = by_status::table(api, operation) {
            source.text(table);
        }
        if let Some(table) = response_headers::table(api, group, operation) {
            source.text(table);
        }
    }
}

/// Renders `<group>/operations.rs`: the static descriptions of the operations.
fn statics_file(ctx: &mut Context, api: &Api, index: usize, group: &Group, header: &str) -> String {
    let mut body = Source::default();
    for operation in &group.operations {
        body.item(ctx, &operation.id, statics::operation(api, operation));
        if let Some(spec) = bulk::spec(api, operation) {
            body.item(ctx, &operation.id, spec);
        }
        if let Some(filters) = filters::description(group, operation) {
            body.item(ctx, &operation.id, filters);
        }
    }
    for plan in api.jobs.iter().filter(|plan| plan.poll.0 == index) {
        body.item(ctx, &plan.name.words, statics::long_running(api, plan, true));
    }
    for plan in api.queues.iter().filter(|plan| plan.poll.0 == index) {
        body.item(ctx, &plan.name.words, statics::long_running(api, plan, false));
        if let Some(spec) = bulk::settle_spec(api, plan) {
            body.item(ctx, &plan.name.words, spec);
        }
    }
    let words = crate::name::doc_words(&group.name.words);
    let mut source = Source::new(&format!("Static descriptions of the operations on {words}."));
    source.block(&imports(body.names(), &names(STATICS)));
    source.append(body);
    source.finish(header)
}

/// Renders the documentation of the module: its description and the table of operations.
fn module_docs(api: &Api, group: &Group) -> String {
    let name = type_name(&group.name.words);
    let (lead, rest) = markdown::first_paragraph(&group.docs);
    let title = markdown::escape(&markdown::clean(&group.title)).replace('\n', " ");
    let mut text = match lead {
        "" => format!("{title}.\n\n"),
        lead => format!("{title}: {}\n\n", docs::lower_first(&markdown::escape(lead))),
    };
    if !rest.is_empty() {
        text.push_str(&format!("{}\n\n", markdown::escape(rest)));
    }
    let columns = [true, true, true, api.has_pages(), api.has_quotas()];
    let row = |cells: [&str; 5]| {
        let shown = cells.into_iter().zip(columns).filter(|(_, is_shown)| *is_shown);
        format!("|{}\n", shown.map(|(cell, _)| format!("{cell}|")).collect::<String>())
    };
    text.push_str(&row([" method ", " HTTP ", " retry ", " paged ", " quota "]));
    text.push_str(&row(["---"; 5]));
    let methods = group.operations.iter().flat_map(|operation| {
        operations::method_names(operation).map(move |name| (name, operation))
    });
    for (method, operation) in methods {
        text.push_str(&row([
            &format!(" [`{name}::{}`] ", method.plain()),
            &format!(" {} ", operation_docs::http(operation).replace('|', "\\|")),
            &format!(" {} ", operation_docs::retry_safety(operation)),
            if operation.paged.is_some() { " yes " } else { " no " },
            &format!(" {} ", operation_docs::quota(api, operation)),
        ]));
    }
    text
}
