//! Names that meet where only one can be.

use indexmap::IndexMap;

use super::words::type_name;
use crate::context::Context;
use crate::diagnostic::{Code, Diagnostic};
use crate::ir::{Api, Content, Kind};
use crate::source::Origin;

/// Types of the runtime and of the standard library that emitted code uses by their bare names.
const RESERVED_TYPES: &[&str] = &[
    "Box",
    "Call",
    "Client",
    "ClientBuilder",
    "Date",
    "DateTime",
    "DateTimeOrWord",
    "Decimal",
    "Download",
    "Error",
    "Extra",
    "FileOr",
    "Into",
    "IntoIterator",
    "Items",
    "JobHandle",
    "JobPlan",
    "Json",
    "Map",
    "Method",
    "Numbered",
    "Operation",
    "Option",
    "Page",
    "Pages",
    "Polling",
    "Queued",
    "Request",
    "Response",
    "Result",
    "Self",
    "Sensitive",
    "Some",
    "String",
    "Upload",
    "Vec",
    "Effect",
    "Encoding",
    "Window",
    "Default",
    "Debug",
    "Clone",
    "PartialEq",
];

/// Methods that every request or record has.
const RESERVED_METHODS: &[&str] = &["begin", "items", "pages", "resume", "send", "extra", "new"];

/// Reports every pair of names that meet.
pub(super) fn check(ctx: &mut Context, api: &Api) {
    types(ctx, api);
    for ty in &api.types {
        match &ty.kind {
            Kind::Record(record) => {
                let mut seen = Seen::new("field", &["extra"]);
                for field in &record.fields {
                    seen.add(ctx, &field.name.ident, &field.origin);
                }
            }
            Kind::Enum(words) => {
                let mut seen = Seen::new("variant", &["Unlisted"]);
                for value in &words.values {
                    seen.add(ctx, &value.name.ident, &ty.origin);
                }
            }
            Kind::Union(union) => {
                let mut seen = Seen::new("variant", &["Unlisted"]);
                for alternative in &union.alternatives {
                    seen.add(ctx, &alternative.name.ident, &ty.origin);
                }
            }
        }
    }
    let mut modules =
        Seen::new("group", &["api", "client", "ids", "inspect", "runtime", "types", "wire"]);
    for group in &api.groups {
        modules.add(ctx, &group.name.ident, &group.origin);
        operations(ctx, group);
    }
}

fn types(ctx: &mut Context, api: &Api) {
    let mut seen = Seen::new("type", RESERVED_TYPES);
    for id in &api.ids {
        seen.add(ctx, &id.name.ident, &id.origin);
    }
    for ty in &api.types {
        seen.add(ctx, &ty.name.ident, &ty.origin);
    }
    for group in &api.groups {
        seen.add(ctx, &type_name(&group.name.words), &group.origin);
        for operation in &group.operations {
            seen.add(ctx, &operation.request.ident, &operation.origin);
        }
    }
}

fn operations(ctx: &mut Context, group: &crate::ir::Group) {
    let mut methods = Seen::new("method", &[]);
    for operation in &group.operations {
        methods.add(ctx, &operation.name.ident, &operation.origin);
        let mut setters = Seen::new("parameter", RESERVED_METHODS);
        for parameter in &operation.parameters {
            setters.add(ctx, &parameter.name.ident, &parameter.origin);
        }
        if let Some(Content::Members(members)) = operation.body.as_ref().map(|body| &body.content) {
            for member in members {
                // `items` of a body is set one by one and so never meets the list of rows.
                if member.name.ident != "items" {
                    setters.add(ctx, &member.name.ident, &member.origin);
                }
            }
        }
    }
}

/// The names of one scope so far.
struct Seen<'a> {
    what: &'static str,
    reserved: &'a [&'a str],
    names: IndexMap<String, Origin>,
}

impl<'a> Seen<'a> {
    fn new(what: &'static str, reserved: &'a [&'a str]) -> Self {
        Self { what, reserved, names: IndexMap::new() }
    }

    fn add(&mut self, ctx: &mut Context, ident: &str, origin: &Origin) {
        let help = "give one of them an `x-rust-name`";
        if ident.trim_matches('_').is_empty() {
            let message = format!("no {} name can be made from this", self.what);
            ctx.report(
                Diagnostic::new(Code::NameCollision, origin, message)
                    .help("give it an `x-rust-name`"),
            );
        } else if self.reserved.contains(&ident) {
            let message = format!("the {} name `{ident}` is taken by the runtime", self.what);
            ctx.report(
                Diagnostic::new(Code::NameCollision, origin, message)
                    .help("give it an `x-rust-name`"),
            );
        } else if let Some(first) = self.names.get(ident) {
            let message = format!("two {}s would be called `{ident}`", self.what);
            ctx.report(
                Diagnostic::new(Code::NameCollision, origin, message)
                    .label(first, "the first one")
                    .help(help),
            );
        } else {
            self.names.insert(ident.to_owned(), origin.clone());
        }
    }
}
