//! Detection of name collisions.

use indexmap::IndexMap;

use super::words::{
    constant, credentials_method, job_method, queue_method, snake_words, type_name,
};
use super::{
    ARGUMENT, DATE_FILTER, DELEGATE, ENUM_NAMES, GROUP, ID, METHOD, METHOD_KEY, REFERENCE,
    RUST_NAME, SCHEMES, SERVER, reserved,
};
use crate::context::Context;
use crate::diagnostics::{Code, Diagnostic};
use crate::ir::{
    Api, Content, Field, Group, Kind, MAX_ARGUMENTS, Name, Operation, Record, ResponseContent,
};
use crate::location::Origin;

/// Reports collisions of names with each other and with reserved names.
pub(super) fn check(ctx: &mut Context, api: &Api) {
    check_root(ctx, api);
    check_types(ctx, api);
    for ty in &api.types {
        match &ty.kind {
            Kind::Record(record) => check_fields(ctx, record),
            Kind::Enum(definition) => {
                let mut seen = Scope::new("variant", ENUM_NAMES, reserved::VARIANTS);
                for value in &definition.values {
                    seen.add(ctx, &value.name.ident, &value.origin);
                }
            }
            Kind::Union(union) => {
                let mut seen = Scope::new("variant", RUST_NAME, reserved::VARIANTS);
                for alternative in &union.alternatives {
                    seen.add(ctx, &alternative.name.ident, &alternative.origin);
                }
            }
        }
    }
    for reference in &api.references {
        let mut seen = Scope::new("form", REFERENCE, &[]);
        for form in &reference.forms {
            seen.add(ctx, &form.name.ident, &form.origin);
            // `request` is what the members are set on
            let mut arguments = Scope::new("argument", RUST_NAME, &["request"]);
            for member in &form.members {
                arguments.add(ctx, &member.name.ident, &member.origin);
            }
        }
    }
    let mut modules = Scope::new("group", GROUP, reserved::GROUPS);
    for (index, group) in api.groups.iter().enumerate() {
        modules.add(ctx, group.name.plain(), &group.origin.child("name"));
        check_operations(ctx, api, index, group);
    }
}

fn check_root(ctx: &mut Context, api: &Api) {
    let hosts = api.hosts.iter().map(|host| (&host.name, &host.origin));
    let quotas = api.quotas.iter().map(|quota| (&quota.name, &quota.origin));
    let pagings = api.pagings.iter().map(|paging| (&paging.name, &paging.origin));
    check_names(ctx, "server", SERVER, hosts);
    check_names(ctx, "quota", "x-quotas", quotas);
    check_names(ctx, "paging style", "x-paging", pagings);
    let mut methods = Scope::new("method", SCHEMES, reserved::CLIENT_BUILDER);
    for scheme in api.schemes.iter().skip(1) {
        methods.add(ctx, &credentials_method(&scheme.name), &scheme.origin);
    }
    if let Some(delegate) = &api.client.delegate {
        methods.key = DELEGATE;
        methods.add(ctx, &delegate.method.ident, &delegate.origin);
    }
}

fn check_names<'a>(
    ctx: &mut Context,
    kind: &'static str,
    key: &'static str,
    names: impl Iterator<Item = (&'a Name, &'a Origin)>,
) {
    let mut seen = Scope::new(kind, key, &[]);
    for (name, origin) in names {
        seen.add(ctx, &name.ident, origin);
    }
}

fn check_types(ctx: &mut Context, api: &Api) {
    let mut seen = Scope::new("type", ID, &reserved::TYPES);
    for id in &api.ids {
        seen.add(ctx, &id.name.ident, &id.origin);
    }
    seen.key = REFERENCE;
    for reference in &api.references {
        seen.add(ctx, &reference.name.ident, &reference.origin);
    }
    seen.key = RUST_NAME;
    for ty in &api.types {
        seen.add(ctx, &ty.name.ident, &ty.origin);
        if let Kind::Record(record) = &ty.kind
            && count_arguments(&record.fields) > MAX_ARGUMENTS
        {
            seen.add(ctx, &arguments_type(&ty.name.ident), &ty.origin);
        }
    }
    seen.key = GROUP;
    for group in &api.groups {
        seen.add(ctx, &type_name(&group.name.words), &group.origin.child("name"));
    }
    seen.key = METHOD;
    for operation in api.groups.iter().flat_map(|group| &group.operations) {
        seen.add(ctx, &operation.request, &operation.origin);
        if matches!(operation.response, ResponseContent::ByStatus(_)) {
            seen.add(ctx, &by_status_type(&operation.request), &operation.origin);
        }
        let parameters = operation.parameters.iter().filter(|parameter| parameter.required);
        if parameters.count() + count_arguments(members(operation)) > MAX_ARGUMENTS {
            seen.add(ctx, &arguments_type(&operation.request), &operation.origin);
        }
    }
}

/// Returns the name of the struct with the arguments of a constructor or a method that has too many.
pub fn arguments_type(owner: &str) -> String {
    format!("{owner}{ARGUMENTS}")
}

/// Returns the name of the enum with the responses of an operation by their status.
pub fn by_status_type(request: &str) -> String {
    format!("{request}ByStatus")
}

/// Returns the type or the request builder of the struct for arguments with this name.
pub fn arguments_owner(name: &str) -> Option<&str> {
    name.strip_suffix(ARGUMENTS)
}

/// The suffix of structs for arguments.
const ARGUMENTS: &str = "Args";

fn count_arguments(fields: &[Field]) -> usize {
    fields.iter().filter(|field| field.is_argument()).count()
}

/// Returns the members of an inline body.
fn members(operation: &Operation) -> &[Field] {
    match operation.body.as_ref().map(|body| &body.content) {
        Some(Content::Members(members)) => members,
        _ => &[],
    }
}

fn check_fields(ctx: &mut Context, record: &Record) {
    let mut seen = Scope::new("field", RUST_NAME, reserved::FIELDS);
    let mut setters = Scope::new("setter", RUST_NAME, reserved::RECORD_SETTERS);
    for field in &record.fields {
        if seen.add(ctx, &field.name.ident, &field.origin) {
            add_setters(ctx, &mut setters, field);
        }
    }
}

/// Adds the methods that set a member.
fn add_setters(ctx: &mut Context, setters: &mut Scope<'_>, field: &Field) {
    if !field.has_request_setter() || field.read_only {
        return;
    }
    setters.add(ctx, &field.setter, &field.origin);
    if field.nullable {
        setters.add(ctx, &format!("clear_{}", field.name.plain()), &field.origin);
    }
}

fn check_operations(ctx: &mut Context, api: &Api, index: usize, group: &Group) {
    let mut methods = Scope::new("method", METHOD, reserved::OPERATIONS);
    let mut statics = Scope::new("static", METHOD, &[]);
    for operation in &group.operations {
        methods.add(ctx, &operation.name.ident, &operation.origin);
        for preset in &operation.presets {
            methods.add(ctx, &preset.name.ident, &preset.origin.child(METHOD_KEY));
        }
        let name = constant(operation.name.plain());
        if let Some(bulk) = &operation.bulk {
            methods.add(ctx, &bulk.name.ident, &bulk.origin.child(METHOD_KEY));
            let name = constant(bulk.name.plain());
            statics.add(ctx, &format!("{name}_BULK"), &bulk.origin.child(METHOD_KEY));
        }
        if operation.keys.filters.is_some() {
            statics.add(ctx, &format!("{name}_FILTERS"), &operation.origin);
        }
        statics.add(ctx, &name, &operation.origin);
        check_request(ctx, api, operation);
    }
    let jobs = api.jobs.iter().map(|job| (job, job_method(&job.name.words)));
    let queues = api.queues.iter().map(|queue| (queue, queue_method(&queue.name.words)));
    for (operation, method) in jobs.chain(queues).filter(|(own, _)| own.poll.0 == index) {
        methods.add(ctx, &method, &operation.origin);
        if let Some(list) = &operation.list {
            let at = operation.origin.child("list").child(METHOD_KEY);
            methods.add(ctx, &list.method.ident, &at);
            let name = constant(&snake_words(&operation.name.words));
            statics.add(ctx, &format!("{name}_SETTLE"), &at);
        }
        statics.add(ctx, &operation.name.ident, &operation.origin);
    }
}

/// Checks the arguments of a method and the setters of its request builder.
fn check_request(ctx: &mut Context, api: &Api, operation: &Operation) {
    let content = operation.body.as_ref().map(|body| &body.content);
    let has_body = content.is_some_and(|content| !matches!(content, Content::Members(_)));
    let body: &[&str] = if has_body { &["body"] } else { &[] };
    let mut arguments = Scope::new("argument", RUST_NAME, body);
    let reserved: Vec<&str> = reserved::REQUEST_SETTERS.iter().chain(body).copied().collect();
    let mut setters = Scope::new("setter", RUST_NAME, &reserved);
    for parameter in &operation.parameters {
        let scope = if parameter.required { &mut arguments } else { &mut setters };
        scope.add(ctx, &parameter.name.ident, &parameter.origin);
    }
    let body = operation.body.as_ref();
    if let Some(reference) = body.and_then(|body| api.references.get(body.reference?)) {
        arguments.add(ctx, &reference.argument.ident, &reference.origin.child(ARGUMENT));
    }
    for member in members(operation) {
        if member.is_argument() {
            arguments.add(ctx, &member.name.ident, &member.origin);
        }
        add_setters(ctx, &mut setters, member);
    }
    setters.key = DATE_FILTER;
    for filter in operation.windows.iter().filter_map(|window| window.date_filter.as_ref()) {
        setters.add(ctx, &format!("{}_between", filter.name.plain()), &filter.origin);
        if filter.sync {
            setters.add(ctx, &format!("{}_since", filter.name.plain()), &filter.origin);
        }
    }
}

/// The names in a scope.
struct Scope<'a> {
    kind: &'static str,
    /// The key that sets an explicit name.
    key: &'static str,
    reserved: &'a [&'a str],
    names: IndexMap<String, Origin>,
}

impl<'a> Scope<'a> {
    fn new(kind: &'static str, key: &'static str, reserved: &'a [&'a str]) -> Self {
        Self { kind, key, reserved, names: IndexMap::new() }
    }

    /// Adds a name, or reports a collision and returns `false`.
    fn add(&mut self, ctx: &mut Context, ident: &str, origin: &Origin) -> bool {
        // A missing name has been reported before.
        if ident.is_empty() {
            return false;
        }
        if self.reserved.contains(&ident) {
            let message = format!("{} name `{ident}` is reserved", self.kind);
            ctx.report(self.diagnostic(ctx, origin, message).help(self.advice("")));
        } else if let Some(first) = self.names.get(ident) {
            let message = format!("duplicate {} name `{ident}`", self.kind);
            ctx.report(
                self.diagnostic(ctx, origin, message)
                    .label(first, "first used here")
                    .help(self.advice(" for one of them")),
            );
        } else {
            self.names.insert(ident.to_owned(), origin.clone());
            return true;
        }
        false
    }

    /// Creates a diagnostic about a name. The name of an id type is a key of the spec, others are values.
    fn diagnostic(&self, ctx: &Context, origin: &Origin, message: String) -> Diagnostic {
        let diagnostic = Diagnostic::new(Code::NameCollision, origin, message);
        match self.key {
            ID | SCHEMES => diagnostic.span(ctx.sources.key_span(origin)),
            _ => diagnostic,
        }
    }

    /// Returns the help line, which asks for another name.
    fn advice(&self, item: &str) -> String {
        match self.key {
            GROUP => format!("set another `name`{item} in `{GROUP}`"),
            ID | SCHEMES => format!("use another key{item} in `{}`", self.key),
            key => format!("set another name{item} with `{key}`"),
        }
    }
}
