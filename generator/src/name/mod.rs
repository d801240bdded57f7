//! Assignment of Rust identifiers.
//!
//! Names are never made unique by adding numbers. A collision is an error, which an explicit name resolves.

mod adjust;
mod collisions;
mod duplicates;
mod requests;
mod reserved;
mod setters;
mod words;

pub use collisions::{arguments_owner, arguments_type, by_status_type};
pub use words::{
    constant, credentials_method, doc_words, field, job_method, module, queue_method, snake_words,
    type_name, variant,
};

use words::{is_identifier, name_symbols};

use crate::context::Context;
use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::ir::{
    Api, Content, Field, Kind, LongRunningOperation, Name, Operation, Reference, Ty, Union, Value,
};
use crate::location::Origin;

/// The keys of the spec that set a name.
const RUST_NAME: &str = "x-rust-name";
const ENUM_NAMES: &str = "x-enum-names";
const METHOD: &str = "x-method";
const GROUP: &str = "x-group";
const ID: &str = "x-ids";
const SERVER: &str = "x-name";
const SCHEMES: &str = "securitySchemes";
const DELEGATE: &str = "method";
const METHOD_KEY: &str = "method";
const REFERENCE: &str = "x-references";
const ARGUMENT: &str = "argument";
const DATE_FILTER: &str = "name";

/// Sets the identifiers of all items.
pub fn assign(ctx: &mut Context, mut api: Api) -> Result<Api, Diagnostics> {
    name_root(ctx, &mut api);
    name_types(ctx, &mut api);
    for group in &mut api.groups {
        set_ident(ctx, &mut group.name, module, &group.origin, GROUP);
        for operation in &mut group.operations {
            name_operation(ctx, &group.name.words, operation);
        }
    }
    if ctx.dialect.is_foreign {
        adjust::rename(ctx, &mut api);
    }
    setters::assign(&mut api);
    collisions::check(ctx, &api);
    ctx.finish(api)
}

fn name_root(ctx: &mut Context, api: &mut Api) {
    if let Some(delegate) = &mut api.client.delegate {
        set_ident(ctx, &mut delegate.method, field, &delegate.origin, DELEGATE);
    }
    for host in &mut api.hosts {
        set_ident(ctx, &mut host.name, constant, &host.origin, SERVER);
    }
    for quota in &mut api.quotas {
        set_ident(ctx, &mut quota.name, constant, &quota.origin, "x-quotas");
    }
    for paging in &mut api.pagings {
        set_ident(ctx, &mut paging.name, constant, &paging.origin, "x-paging");
    }
    for job in &mut api.jobs {
        name_long_running(ctx, job, "JOB", "x-jobs");
    }
    for queue in &mut api.queues {
        name_long_running(ctx, queue, "POLL", "x-queues");
    }
    for id in &mut api.ids {
        set_ident(ctx, &mut id.name, type_name, &id.origin, ID);
    }
    for reference in &mut api.references {
        name_reference(ctx, reference);
    }
}

/// Names the type of a reference, its argument, and its forms.
fn name_reference(ctx: &mut Context, reference: &mut Reference) {
    set_ident(ctx, &mut reference.name, type_name, &reference.origin, REFERENCE);
    let argument = reference.origin.child(ARGUMENT);
    set_ident(ctx, &mut reference.argument, field, &argument, ARGUMENT);
    for form in &mut reference.forms {
        set_ident(ctx, &mut form.name, variant, &form.origin, REFERENCE);
        name_fields(ctx, &mut form.members);
    }
}

/// Names a job or a queue. The suffix prevents collisions with operations.
fn name_long_running(
    ctx: &mut Context,
    operation: &mut LongRunningOperation,
    suffix: &str,
    key: &str,
) {
    set_ident(ctx, &mut operation.name, constant, &operation.origin, key);
    operation.name.ident = format!("{}_{suffix}", operation.name.ident);
    if let Some(list) = &mut operation.list {
        set_ident(ctx, &mut list.method, field, &operation.origin.child("list"), METHOD_KEY);
    }
}

fn name_types(ctx: &mut Context, api: &mut Api) {
    for ty in &mut api.types {
        set_ident(ctx, &mut ty.name, type_name, &ty.origin, RUST_NAME);
        match &mut ty.kind {
            Kind::Record(record) => name_fields(ctx, &mut record.fields),
            Kind::Enum(definition) => {
                for value in &mut definition.values {
                    name_value(ctx, value);
                }
            }
            Kind::Union(_) => {}
        }
    }
    let names: Vec<String> = api.types.iter().map(|ty| ty.name.ident.clone()).collect();
    for ty in &mut api.types {
        if let Kind::Union(union) = &mut ty.kind {
            name_alternatives(&ty.name.ident, union, &names);
        }
    }
}

/// Names alternatives after their types, without the name of the union: `Reward::Fixed` contains a `FixedReward`.
/// Those without a type of their own are named after the kind of their values.
fn name_alternatives(owner: &str, union: &mut Union, names: &[String]) {
    for alternative in &mut union.alternatives {
        let Ty::Named(id) = alternative.ty else {
            alternative.name.ident = variant(&alternative.name.words);
            continue;
        };
        let own = names.get(id.0).cloned().unwrap_or_default();
        let rest = own.strip_suffix(owner).or_else(|| own.strip_prefix(owner));
        let short = rest.filter(|rest| rest.starts_with(char::is_uppercase));
        alternative.name.ident = short.map(variant).unwrap_or(own);
    }
}

fn name_operation(ctx: &mut Context, group: &str, operation: &mut Operation) {
    set_ident(ctx, &mut operation.name, field, &operation.origin, METHOD);
    operation.request = type_name(&requests::request_words(group, &operation.name.words));
    for filter in operation.windows.iter_mut().filter_map(|window| window.date_filter.as_mut()) {
        set_ident(ctx, &mut filter.name, field, &filter.origin, DATE_FILTER);
    }
    for parameter in &mut operation.parameters {
        set_ident(ctx, &mut parameter.name, field, &parameter.origin, RUST_NAME);
    }
    if let Some(bulk) = &mut operation.bulk {
        set_ident(ctx, &mut bulk.name, field, &bulk.origin, METHOD_KEY);
    }
    for preset in &mut operation.presets {
        set_ident(ctx, &mut preset.name, field, &preset.origin, METHOD_KEY);
    }
    if let Some(Content::Members(members)) = operation.body.as_mut().map(|body| &mut body.content) {
        name_fields(ctx, members);
    }
}

/// Sets the identifier. An explicit name, which is set with `key`, must be a valid identifier; its case is adjusted.
fn set_ident(
    ctx: &mut Context,
    name: &mut Name,
    make: fn(&str) -> String,
    origin: &Origin,
    key: &str,
) {
    name.ident = make(name.explicit.as_ref().unwrap_or(&name.words));
    let is_foreign = ctx.dialect.is_foreign && name.explicit.is_none();
    if is_foreign && name.plain().trim_matches('_').is_empty() {
        name.ident = make(&name_symbols(&name.words));
    }
    let written = name.explicit.as_ref().unwrap_or(&name.words);
    // The case of the identifier decides whether it is a keyword.
    let is_keyword = name.ident.starts_with("r#") || name.ident.ends_with('_');
    let (message, help) = match &name.explicit {
        _ if name.plain().trim_matches('_').is_empty() => (
            format!("expected a name with letters or digits, found `{written}`"),
            match (key, &name.explicit) {
                (RUST_NAME, None) => format!("add an `{key}`"),
                (key, _) => format!("write letters or digits in `{key}`"),
            },
        ),
        Some(explicit) if is_identifier(explicit) && is_keyword => (
            format!("expected an identifier, found the keyword `{explicit}`"),
            format!("write another name in `{key}`"),
        ),
        Some(explicit) if !is_identifier(explicit) => (
            format!("expected an identifier, found `{explicit}`"),
            format!("write `{key}: {}`", name.plain()),
        ),
        _ => return,
    };
    let explicit = name.explicit.is_some() && key == RUST_NAME;
    let at = if explicit { origin.child(RUST_NAME) } else { origin.clone() };
    ctx.report(Diagnostic::new(Code::BadName, &at, message).help(help));
}

/// Sets the identifier of an enum variant.
fn name_value(ctx: &mut Context, value: &mut Value) {
    let name = &mut value.name;
    let (message, help) = match &name.explicit {
        Some(explicit) => {
            name.ident = type_name(explicit);
            let has_letters = !name.ident.trim_matches('_').is_empty();
            if has_letters && is_identifier(explicit) {
                return;
            }
            let example = variant(&name.words);
            (
                format!("expected an identifier, found `{explicit}`"),
                match example.is_empty() {
                    true => "write letters and digits, beginning with a letter".to_owned(),
                    false => format!(
                        "write letters and digits, beginning with a letter, as in `{example}`"
                    ),
                },
            )
        }
        None => {
            name.ident = variant(&name.words);
            if name.ident.is_empty() && ctx.dialect.is_foreign {
                name.ident = variant(&name_symbols(&name.words));
            }
            if !name.ident.is_empty() {
                return;
            }
            (
                format!("expected an enum value with letters or digits, found `{}`", name.words),
                format!("add a name in `{ENUM_NAMES}`"),
            )
        }
    };
    ctx.report(Diagnostic::new(Code::BadName, &value.origin, message).help(help));
}

/// Sets the identifiers of fields.
///
/// Fields of an indexed record lose their common first word: `ItemSku{i}` and `ItemName{i}` become `sku` and
/// `name`.
fn name_fields(ctx: &mut Context, fields: &mut [Field]) {
    for member in fields.iter_mut() {
        set_ident(ctx, &mut member.name, field, &member.origin, RUST_NAME);
    }
    let indexed = fields.len() > 1 && fields.iter().all(|field| field.wire_name().has_item());
    let first = fields.first().and_then(|field| field.name.ident.split_once('_'));
    let Some(prefix) = first.map(|(word, _)| format!("{word}_")).filter(|_| indexed) else {
        return;
    };
    if fields.iter().all(|field| field.name.ident.starts_with(&prefix)) {
        for member in fields.iter_mut() {
            let rest = member.name.ident.strip_prefix(&prefix).unwrap_or_default().to_owned();
            member.name.ident = field(&rest);
        }
    }
}
