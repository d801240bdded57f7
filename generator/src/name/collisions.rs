//! Detection of name collisions.

use indexmap::IndexMap;

use super::words::{constant, field, type_name};
use crate::context::Context;
use crate::diagnostics::{Code, Diagnostic};
use crate::ir::{Api, Content, Field, Group, Kind, MAX_ARGUMENTS, Name, Operation};
use crate::location::Origin;

/// Types of the runtime and of the standard library that emitted code uses by their bare names.
const RESERVED_TYPES: &[&str] = &[
    "AsRef",
    "BodyRule",
    "Box",
    "Call",
    "Client",
    "ClientBuilder",
    "Clone",
    "Date",
    "DateTime",
    "DateTimeOrKeyword",
    "Debug",
    "Decimal",
    "Default",
    "Demand",
    "Download",
    "Effect",
    "Encoding",
    "Error",
    "Extra",
    "Fetch",
    "FileOr",
    "From",
    "Into",
    "IntoIterator",
    "Items",
    "Iterator",
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
    "PartialEq",
    "Polling",
    "Queued",
    "Request",
    "Response",
    "Result",
    "Self",
    "Send",
    "Sensitive",
    "Sized",
    "Some",
    "String",
    "Upload",
    "Vec",
    "Window",
];

/// Methods of every request.
const RESERVED_METHODS: &[&str] = &["begin", "items", "pages", "resume", "send"];

/// Modules and cargo features of every crate, and methods of every client.
const RESERVED_MODULES: &[&str] = &[
    "account",
    "address",
    "api",
    "authorization",
    "builder",
    "builder_for",
    "chrono",
    "client",
    "default",
    "fetch",
    "from_env",
    "from_env_of",
    "from_inner",
    "http2",
    "ids",
    "inner",
    "inspect",
    "jiff",
    "new",
    "request",
    "runtime",
    "serde",
    "time",
    "transport",
    "types",
    "wire",
];

/// Reports collisions of names with each other and with reserved names.
pub(super) fn check(ctx: &mut Context, api: &Api) {
    check_root(ctx, api);
    check_types(ctx, api);
    for ty in &api.types {
        match &ty.kind {
            Kind::Record(record) => check_fields(ctx, &record.fields),
            Kind::Enum(definition) => {
                let mut seen = Scope::new("variant", &["Unlisted"]).with_key("x-enum-names");
                for value in &definition.values {
                    seen.add(ctx, &value.name.ident, &value.origin);
                }
            }
            Kind::Union(union) => {
                let mut seen = Scope::new("variant", &["Unlisted"]);
                for alternative in &union.alternatives {
                    seen.add(ctx, &alternative.name.ident, &alternative.origin);
                }
            }
        }
    }
    let mut modules = Scope::new("group", RESERVED_MODULES);
    for (index, group) in api.groups.iter().enumerate() {
        modules.add(ctx, group.name.plain(), &group.origin);
        check_operations(ctx, api, index, group);
    }
}

fn check_root(ctx: &mut Context, api: &Api) {
    let hosts = api.hosts.iter().map(|host| (&host.name, &host.origin));
    let quotas = api.quotas.iter().map(|quota| (&quota.name, &quota.origin));
    let pagings = api.pagings.iter().map(|paging| (&paging.name, &paging.origin));
    check_names(ctx, "server", hosts);
    check_names(ctx, "quota", quotas);
    check_names(ctx, "paging style", pagings);
}

fn check_names<'a>(
    ctx: &mut Context,
    kind: &'static str,
    names: impl Iterator<Item = (&'a Name, &'a Origin)>,
) {
    let mut seen = Scope::new(kind, &[]);
    for (name, origin) in names {
        seen.add(ctx, &name.ident, origin);
    }
}

fn check_types(ctx: &mut Context, api: &Api) {
    let mut seen = Scope::new("type", RESERVED_TYPES);
    for id in &api.ids {
        seen.add(ctx, &id.name.ident, &id.origin);
    }
    for ty in &api.types {
        seen.add(ctx, &ty.name.ident, &ty.origin);
        if let Kind::Record(record) = &ty.kind
            && record.fields.iter().filter(|field| field.required).count() > MAX_ARGUMENTS
        {
            seen.add(ctx, &format!("{}Required", ty.name.ident), &ty.origin);
        }
    }
    for group in &api.groups {
        seen.add(ctx, &type_name(&group.name.words), &group.origin);
        for operation in &group.operations {
            seen.add(ctx, &operation.request.ident, &operation.origin);
        }
    }
}

fn check_fields(ctx: &mut Context, fields: &[Field]) {
    let mut seen = Scope::new("field", &["extra"]);
    let mut setters = Scope::new("setter", &["extra", "new"]);
    for field in fields {
        seen.add(ctx, &field.name.ident, &field.origin);
        if !field.required {
            setters.add(ctx, &field.setter, &field.origin);
        }
    }
}

fn check_operations(ctx: &mut Context, api: &Api, index: usize, group: &Group) {
    let mut methods = Scope::new("method", &["of"]);
    let mut statics = Scope::new("static", &[]);
    for operation in &group.operations {
        methods.add(ctx, &operation.name.ident, &operation.origin);
        statics.add(ctx, &constant(operation.name.plain()), &operation.origin);
        check_request(ctx, operation);
    }
    let long_running = api.jobs.iter().chain(&api.queues);
    for operation in long_running.filter(|operation| operation.poll.0 == index) {
        let method = format!("resume_{}", field(&operation.name.words));
        methods.add(ctx, &method, &operation.origin);
        statics.add(ctx, &operation.name.ident, &operation.origin);
    }
}

/// Checks the arguments and setters of a request.
fn check_request(ctx: &mut Context, operation: &Operation) {
    let content = operation.body.as_ref().map(|body| &body.content);
    let mut reserved = RESERVED_METHODS.to_vec();
    if content.is_some_and(|content| !matches!(content, Content::Members(_))) {
        reserved.push("body");
    }
    let mut setters = Scope::new("parameter", &reserved);
    for parameter in &operation.parameters {
        setters.add(ctx, &parameter.name.ident, &parameter.origin);
    }
    if let Some(Content::Members(members)) = content {
        for member in members {
            setters.add(ctx, &member.setter, &member.origin);
        }
    }
}

/// The names in a scope.
struct Scope<'a> {
    kind: &'static str,
    reserved: &'a [&'a str],
    /// The key that sets an explicit name.
    key: &'static str,
    names: IndexMap<String, Origin>,
}

impl<'a> Scope<'a> {
    fn new(kind: &'static str, reserved: &'a [&'a str]) -> Self {
        Self { kind, reserved, key: "x-rust-name", names: IndexMap::new() }
    }

    fn with_key(self, key: &'static str) -> Self {
        Self { key, ..self }
    }

    /// Adds a name, or reports a collision.
    fn add(&mut self, ctx: &mut Context, ident: &str, origin: &Origin) {
        // A missing name has been reported before.
        if ident.is_empty() {
            return;
        }
        if self.reserved.contains(&ident) {
            let message = format!("{} name `{ident}` is reserved", self.kind);
            ctx.report(
                Diagnostic::new(Code::NameCollision, origin, message)
                    .help(format!("set another name with `{}`", self.key)),
            );
        } else if let Some(first) = self.names.get(ident) {
            let message = format!("duplicate {} name `{ident}`", self.kind);
            ctx.report(
                Diagnostic::new(Code::NameCollision, origin, message)
                    .label(first, "first used here")
                    .help(format!("set another name for one of them with `{}`", self.key)),
            );
        } else {
            self.names.insert(ident.to_owned(), origin.clone());
        }
    }
}
