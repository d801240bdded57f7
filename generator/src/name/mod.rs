//! All identifiers at once. No name is made unique by a number: what collides is an error that asks
//! for a name of its own.

mod collide;
mod setters;
mod words;

pub use words::{constant, doc_words, field, module, type_name, variant};

use crate::context::Context;
use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::ir::{Api, Content, Field, Kind, Name, Operation, Plan, Union, Value};
use crate::location::Origin;

/// Gives every named thing its identifier.
pub fn assign(ctx: &mut Context, mut api: Api) -> Result<Api, Diagnostics> {
    root(ctx, &mut api);
    types(ctx, &mut api);
    for group in &mut api.groups {
        set(ctx, &mut group.name, module, &group.origin);
        for operation in &mut group.operations {
            self::operation(ctx, operation);
        }
    }
    setters::assign(&mut api);
    collide::check(ctx, &api);
    ctx.finish(api)
}

fn root(ctx: &mut Context, api: &mut Api) {
    for host in &mut api.hosts {
        set(ctx, &mut host.name, constant, &host.origin);
    }
    for quota in &mut api.quotas {
        set(ctx, &mut quota.name, constant, &quota.origin);
    }
    for paging in &mut api.pagings {
        set(ctx, &mut paging.name, constant, &paging.origin);
    }
    for plan in &mut api.jobs {
        self::plan(ctx, plan, "JOB");
    }
    for plan in &mut api.follows {
        self::plan(ctx, plan, "FOLLOW");
    }
    for id in &mut api.ids {
        set(ctx, &mut id.name, type_name, &id.origin);
    }
}

/// Plans stand next to operations, which may well be called the same.
fn plan(ctx: &mut Context, plan: &mut Plan, kind: &str) {
    set(ctx, &mut plan.name, constant, &plan.origin);
    plan.name.ident = format!("{}_{kind}", plan.name.ident);
}

fn types(ctx: &mut Context, api: &mut Api) {
    for ty in &mut api.types {
        set(ctx, &mut ty.name, type_name, &ty.origin);
        match &mut ty.kind {
            Kind::Record(record) => fields(ctx, &mut record.fields),
            Kind::Enum(words) => {
                for one in &mut words.values {
                    value(ctx, one);
                }
            }
            Kind::Union(_) => {}
        }
    }
    let names: Vec<String> = api.types.iter().map(|ty| ty.name.ident.clone()).collect();
    for ty in &mut api.types {
        if let Kind::Union(union) = &mut ty.kind {
            alternatives(&ty.name.ident, union, &names);
        }
    }
}

/// Alternatives are called like their records, without the name of the union: `Reward::Fixed` holds a
/// `FixedReward`.
fn alternatives(owner: &str, union: &mut Union, names: &[String]) {
    for alternative in &mut union.alternatives {
        let record = names.get(alternative.record.0).cloned().unwrap_or_default();
        let rest = record.strip_suffix(owner).or_else(|| record.strip_prefix(owner));
        let short = rest.filter(|rest| rest.starts_with(char::is_uppercase));
        alternative.name.ident = short.map(variant).unwrap_or(record);
    }
}

fn operation(ctx: &mut Context, operation: &mut Operation) {
    set(ctx, &mut operation.name, field, &operation.origin);
    set(ctx, &mut operation.request, type_name, &operation.origin);
    for parameter in &mut operation.parameters {
        set(ctx, &mut parameter.name, field, &parameter.origin);
    }
    if let Some(Content::Members(members)) = operation.body.as_mut().map(|body| &mut body.content) {
        fields(ctx, members);
    }
}

/// Makes the identifier. What the spec asks for must be one, but for its case, which the place decides.
fn set(ctx: &mut Context, name: &mut Name, make: fn(&str) -> String, origin: &Origin) {
    name.ident = make(name.explicit.as_ref().unwrap_or(&name.words));
    let (message, help) = match &name.explicit {
        _ if name.plain().trim_matches('_').is_empty() => (
            format!("no name can be made from `{}`", name.words),
            "give it an `x-rust-name`".to_owned(),
        ),
        Some(explicit) if !is_word(explicit) => (
            format!("`{explicit}` cannot be a name here"),
            format!("write `x-rust-name: {}`", name.plain()),
        ),
        _ => return,
    };
    ctx.report(Diagnostic::new(Code::BadName, origin, message).help(help));
}

fn is_word(name: &str) -> bool {
    name.starts_with(|c: char| c.is_alphabetic() || c == '_')
        && name.chars().all(|c| c.is_alphanumeric() || c == '_')
}

/// The variant of a word.
fn value(ctx: &mut Context, value: &mut Value) {
    let name = &mut value.name;
    let (message, help) = match &name.explicit {
        Some(explicit) => {
            name.ident = type_name(explicit);
            let named = !name.ident.trim_matches('_').is_empty();
            if named && is_word(explicit) {
                return;
            }
            let example = variant(&name.words);
            (
                format!("`{explicit}` cannot be the name of a variant"),
                match example.is_empty() {
                    true => "write letters and digits, a letter first".to_owned(),
                    false => format!("write letters and digits, a letter first, like `{example}`"),
                },
            )
        }
        None => {
            name.ident = variant(&name.words);
            if !name.ident.is_empty() {
                return;
            }
            (
                format!("no variant can be named after `{}`", name.words),
                "give it a name in `x-enum-names`".to_owned(),
            )
        }
    };
    ctx.report(Diagnostic::new(Code::BadName, &value.origin, message).help(help));
}

/// Fields of an indexed record drop the word that all of them begin with: `ItemSku{i}` and
/// `ItemName{i}` become `sku` and `name`.
fn fields(ctx: &mut Context, fields: &mut [Field]) {
    for member in fields.iter_mut() {
        set(ctx, &mut member.name, field, &member.origin);
    }
    let indexed = fields.len() > 1 && fields.iter().all(|field| field.wire.contains("{i"));
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
