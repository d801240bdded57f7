//! Names that meet where only one can be.

use indexmap::IndexMap;

use super::words::{constant, field, type_name};
use crate::context::Context;
use crate::diagnostics::{Code, Diagnostic};
use crate::ir::{Api, Content, Field, Group, Kind, MOST_ARGUMENTS, Name, Operation};
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

/// Methods that every request has.
const RESERVED_METHODS: &[&str] = &["begin", "items", "pages", "resume", "send"];

/// Modules and features that every crate has, and methods that every client has.
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

/// Reports every pair of names that meet.
pub(super) fn check(ctx: &mut Context, api: &Api) {
    root(ctx, api);
    types(ctx, api);
    for ty in &api.types {
        match &ty.kind {
            Kind::Record(record) => fields(ctx, &record.fields),
            Kind::Enum(words) => {
                let mut seen = Seen::new("variant", &["Unlisted"]).named_by("x-enum-names");
                for value in &words.values {
                    seen.add(ctx, &value.name.ident, &value.origin);
                }
            }
            Kind::Union(union) => {
                let mut seen = Seen::new("variant", &["Unlisted"]);
                for alternative in &union.alternatives {
                    seen.add(ctx, &alternative.name.ident, &alternative.origin);
                }
            }
        }
    }
    let mut modules = Seen::new("group", RESERVED_MODULES);
    for (index, group) in api.groups.iter().enumerate() {
        modules.add(ctx, group.name.plain(), &group.origin);
        operations(ctx, api, index, group);
    }
}

fn root(ctx: &mut Context, api: &Api) {
    let hosts = api.hosts.iter().map(|host| (&host.name, &host.origin));
    let quotas = api.quotas.iter().map(|quota| (&quota.name, &quota.origin));
    let pagings = api.pagings.iter().map(|paging| (&paging.name, &paging.origin));
    scope(ctx, "server", hosts);
    scope(ctx, "quota", quotas);
    scope(ctx, "paging style", pagings);
}

fn scope<'a>(
    ctx: &mut Context,
    what: &'static str,
    names: impl Iterator<Item = (&'a Name, &'a Origin)>,
) {
    let mut seen = Seen::new(what, &[]);
    for (name, origin) in names {
        seen.add(ctx, &name.ident, origin);
    }
}

fn types(ctx: &mut Context, api: &Api) {
    let mut seen = Seen::new("type", RESERVED_TYPES);
    for id in &api.ids {
        seen.add(ctx, &id.name.ident, &id.origin);
    }
    for ty in &api.types {
        seen.add(ctx, &ty.name.ident, &ty.origin);
        if let Kind::Record(record) = &ty.kind
            && record.fields.iter().filter(|field| field.required).count() > MOST_ARGUMENTS
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

fn fields(ctx: &mut Context, fields: &[Field]) {
    let mut seen = Seen::new("field", &["extra"]);
    let mut setters = Seen::new("setter", &["extra", "new"]);
    for field in fields {
        seen.add(ctx, &field.name.ident, &field.origin);
        if !field.required {
            setters.add(ctx, &field.setter, &field.origin);
        }
    }
}

fn operations(ctx: &mut Context, api: &Api, index: usize, group: &Group) {
    let mut methods = Seen::new("method", &["of"]);
    let mut statics = Seen::new("static", &[]);
    for operation in &group.operations {
        methods.add(ctx, &operation.name.ident, &operation.origin);
        statics.add(ctx, &constant(operation.name.plain()), &operation.origin);
        request(ctx, operation);
    }
    for plan in api.jobs.iter().chain(&api.follows).filter(|plan| plan.poll.0 == index) {
        methods.add(ctx, &format!("resume_{}", field(&plan.name.words)), &plan.origin);
        statics.add(ctx, &plan.name.ident, &plan.origin);
    }
}

/// The arguments and setters of a request. The list of a body that is filled one by one has a setter
/// of another name, so it may be called `items`.
fn request(ctx: &mut Context, operation: &Operation) {
    let content = operation.body.as_ref().map(|body| &body.content);
    let mut reserved = RESERVED_METHODS.to_vec();
    if content.is_some_and(|content| !matches!(content, Content::Members(_))) {
        reserved.push("body");
    }
    let mut setters = Seen::new("parameter", &reserved);
    for parameter in &operation.parameters {
        setters.add(ctx, &parameter.name.ident, &parameter.origin);
    }
    if let Some(Content::Members(members)) = content {
        for member in members {
            setters.add(ctx, &member.setter, &member.origin);
        }
    }
}

/// The names of one scope so far.
struct Seen<'a> {
    what: &'static str,
    reserved: &'a [&'a str],
    /// The key that gives another name.
    key: &'static str,
    names: IndexMap<String, Origin>,
}

impl<'a> Seen<'a> {
    fn new(what: &'static str, reserved: &'a [&'a str]) -> Self {
        Self { what, reserved, key: "x-rust-name", names: IndexMap::new() }
    }

    fn named_by(self, key: &'static str) -> Self {
        Self { key, ..self }
    }

    fn add(&mut self, ctx: &mut Context, ident: &str, origin: &Origin) {
        // That there is no name at all was said when it was made.
        if ident.is_empty() {
            return;
        }
        if self.reserved.contains(&ident) {
            let message = format!("the {} name `{ident}` is taken by the runtime", self.what);
            ctx.report(
                Diagnostic::new(Code::NameCollision, origin, message)
                    .help(format!("give it another name with `{}`", self.key)),
            );
        } else if let Some(first) = self.names.get(ident) {
            let message = format!("two {}s would be called `{ident}`", self.what);
            ctx.report(
                Diagnostic::new(Code::NameCollision, origin, message)
                    .label(first, "the first one")
                    .help(format!("give one of them another name with `{}`", self.key)),
            );
        } else {
            self.names.insert(ident.to_owned(), origin.clone());
        }
    }
}
