//! All identifiers at once. No name is made unique by a number: what collides is an error that asks
//! for a name of its own.

mod collide;
mod words;

pub use words::{constant, doc_words, field, module, type_name, variant};

use crate::context::Context;
use crate::diagnostic::Diagnostics;
use crate::ir::{Api, Content, Field, Kind, Name};

/// Gives every named thing its identifier.
pub fn assign(ctx: &mut Context, mut api: Api) -> Result<Api, Diagnostics> {
    for host in &mut api.hosts {
        set(&mut host.name, constant);
    }
    for quota in &mut api.quotas {
        set(&mut quota.name, constant);
    }
    for paging in &mut api.pagings {
        set(&mut paging.name, constant);
    }
    for plan in api.jobs.iter_mut().chain(&mut api.follows) {
        set(&mut plan.name, constant);
    }
    for id in &mut api.ids {
        set(&mut id.name, type_name);
    }
    for ty in &mut api.types {
        set(&mut ty.name, type_name);
        match &mut ty.kind {
            Kind::Record(record) => fields(&mut record.fields),
            Kind::Enum(words) => {
                for value in &mut words.values {
                    set(&mut value.name, variant);
                }
            }
            Kind::Union(union) => {
                for alternative in &mut union.alternatives {
                    set(&mut alternative.name, variant);
                }
            }
        }
    }
    for group in &mut api.groups {
        set(&mut group.name, module);
        for operation in &mut group.operations {
            set(&mut operation.name, field);
            set(&mut operation.request, type_name);
            for parameter in &mut operation.parameters {
                set(&mut parameter.name, field);
            }
            if let Some(Content::Members(members)) =
                operation.body.as_mut().map(|body| &mut body.content)
            {
                fields(members);
            }
        }
    }
    collide::check(ctx, &api);
    ctx.finish(api)
}

fn set(name: &mut Name, make: fn(&str) -> String) {
    name.ident = make(name.explicit.as_ref().unwrap_or(&name.words));
}

/// Fields of an indexed record drop the word that all of them begin with: `ItemSku{i}` and
/// `ItemName{i}` become `sku` and `name`.
fn fields(fields: &mut [Field]) {
    for member in fields.iter_mut() {
        set(&mut member.name, field);
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
