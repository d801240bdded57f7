//! Compact text form of the IR, for snapshots.

use std::fmt::Write as _;

use generator::ir::{
    Api, Body, Bound, ConditionalConstraint, Constraint, Content, Discriminator, Encoding, Field,
    Group, Kind, Limits, ModulePath, Operation, Parameter, ParameterLocation, Range,
    ResponseContent, RetrySafety, StatusContent, Style, Ty, Type, TypeId,
};

/// Text that shows that a variant of the IR occurs in some feature.
pub const VARIANTS: &[&str] = &[
    " String",
    " Integer",
    " Decimal",
    " Boolean",
    " DateTime",
    " DateTimeOrKeyword",
    " Date",
    " Json",
    " File",
    "List<",
    "Map<",
    "Numbered<",
    "record ",
    "enum ",
    "union ",
    " path ",
    " query ",
    " header ",
    " cookie ",
    " DeepObject",
    " repeated",
    " joined",
    " free",
    " read",
    " idempotent",
    " non-idempotent",
    " metered",
    "as form",
    "as json",
    "as multipart",
    "as form or multipart",
    "returns nothing",
    "returns page",
    "returns file",
    "returns file or",
    " boxed",
    " sensitive",
    " read-only",
    " write-only",
    " deprecated",
    " required",
    " redirects",
    " job ",
    " queue ",
    " window ",
    " limits [length ",
    " limits [minimum ",
    "each [",
    " reference ",
    " preset ",
    " bulk ",
    "settle ",
    " constraint any-of:",
    " constraint all-of:",
    " constraint at-most-one:",
    " constraint only-if:",
];

/// Returns the text form of an API.
pub fn text(api: &Api) -> String {
    let mut out = String::new();
    for group in &api.groups {
        write_group(&mut out, api, group);
    }
    for ty in &api.types {
        write_type(&mut out, api, ty);
    }
    for id in &api.ids {
        let _ = writeln!(out, "id {}", id.name.ident);
    }
    for reference in &api.references {
        let _ = writeln!(out, "reference {} as {}", reference.name.ident, reference.argument.ident);
        for form in &reference.forms {
            let _ = writeln!(out, "  {}", form.name.ident);
            form.members.iter().for_each(|member| write_field(&mut out, api, member, "    "));
        }
    }
    for list in api.queues.iter().filter_map(|queue| queue.list.as_ref()) {
        let operation = &api.groups[list.operation.0].operations[list.operation.1].id;
        let (id, date, payload, kind) = (&list.id, &list.date, &list.payload, &list.kind);
        let _ = writeln!(
            out,
            "settle {} by {operation}, {} per page: {id} {date:?} {payload:?} {:?} {kind:?} {:?}",
            list.method.ident, list.page_size, list.objects, list.kinds
        );
    }
    out
}

fn write_group(out: &mut String, api: &Api, group: &Group) {
    let uses: Vec<&str> = group.uses.iter().map(|at| &*api.groups[*at].name.ident).collect();
    let uses = if uses.is_empty() { String::new() } else { format!(" uses {}", uses.join(", ")) };
    let _ = writeln!(out, "group {}{uses}", group.name.ident);
    for operation in &group.operations {
        write_operation(out, api, operation);
    }
    out.push('\n');
}

/// Writes the date filters, and the limits of a list.
fn write_ranges(out: &mut String, operation: &Operation) {
    for window in &operation.windows {
        let _ = writeln!(
            out,
            "    window {}..{} days {:?} past {:?} needs-end {} needs-start {}",
            window.start,
            window.end,
            window.days,
            window.past_days,
            window.needs_end,
            window.needs_start
        );
        if let Some(days) = window.split_days {
            let _ = writeln!(out, "      split into {days} days");
        }
        if let Some(filter) = &window.date_filter {
            let sync = flag(" sync", filter.sync);
            let _ = writeln!(out, "      date filter {}{sync}: {}", filter.name.ident, filter.docs);
        }
    }
    if let Some(paged) = &operation.paged
        && (paged.max_pages.is_some() || paged.max_items.is_some())
    {
        let (pages, items) = (paged.max_pages, paged.max_items);
        let _ = writeln!(out, "    at most {pages:?} pages, {items:?} items");
    }
}

fn write_operation(out: &mut String, api: &Api, operation: &Operation) {
    let _ = write!(
        out,
        "  {}: {} {} {}",
        operation.name.ident, operation.request, operation.method, operation.path
    );
    let retry_safety = match operation.retry_safety {
        RetrySafety::Read => "read",
        RetrySafety::Idempotent => "idempotent",
        RetrySafety::NonIdempotent => "non-idempotent",
        RetrySafety::Metered => "metered",
    };
    let _ = write!(out, " · {retry_safety}");
    if operation.host > 0 {
        let _ = write!(out, " · host {}", api.hosts[operation.host].name.words);
    }
    let name = |scheme: &usize| &*api.schemes[*scheme].name;
    let security = operation.security.iter();
    let security: Vec<Vec<&str>> =
        security.map(|schemes| schemes.iter().map(name).collect()).collect();
    match security.as_slice() {
        [only] if *only == ["account"] => {}
        [] => out.push_str(" · no credentials"),
        alternatives => out.push_str(&format!(" · credentials {alternatives:?}")),
    }
    out.push_str(flag(" redirects", operation.keys.redirect));
    out.push_str(flag(" deprecated", operation.deprecated));
    out.push('\n');
    for parameter in &operation.parameters {
        write_parameter(out, api, parameter);
    }
    if let Some(body) = &operation.body {
        write_body(out, api, body);
    }
    write_ranges(out, operation);
    for preset in &operation.presets {
        let (name, set, arguments) = (&preset.name.ident, &preset.set, &preset.arguments);
        let _ = writeln!(out, "    preset {name} sets {set:?} takes {arguments:?}");
    }
    if let Some(bulk) = &operation.bulk {
        let _ = writeln!(out, "    bulk {} by {:?}", bulk.name.ident, bulk.key);
    }
    if let Some(job) = operation.job {
        let _ = writeln!(out, "    job {}", api.jobs[job].name.words);
    }
    if let Some(queue) = operation.queue {
        let _ = writeln!(out, "    queue {}", api.queues[queue].name.words);
    }
    let _ = writeln!(out, "    returns {}", response(api, operation));
    for error in &operation.errors {
        let _ = writeln!(out, "    error {}: {}", error.status, error.docs);
    }
}

fn write_parameter(out: &mut String, api: &Api, parameter: &Parameter) {
    let location = match parameter.location {
        ParameterLocation::Path => "path",
        ParameterLocation::Query => "query",
        ParameterLocation::Header => "header",
        ParameterLocation::Cookie => "cookie",
    };
    let style = match parameter.style {
        Style::Single => String::new(),
        Style::Repeated => " repeated".to_owned(),
        Style::Joined => " joined".to_owned(),
        Style::Free => " free".to_owned(),
        Style::Described(style, explode) => format!(" {style:?}{}", flag(" exploded", explode)),
    };
    let _ = writeln!(
        out,
        "    {location} {} → {}: {}{style}{}{}{}{}{}",
        parameter.wire,
        parameter.name.ident,
        ty_text(api, &parameter.ty),
        flag(" required", parameter.required),
        flag(" sensitive", parameter.sensitive),
        flag(" deprecated", parameter.deprecated),
        limits(&parameter.limits),
        default(parameter.default.as_deref()),
    );
}

fn write_body(out: &mut String, api: &Api, body: &Body) {
    let encoding = match body.encoding {
        Encoding::Form => "form",
        Encoding::Json => "json",
        Encoding::Multipart => "multipart",
        Encoding::FormOrMultipart => "form or multipart",
        Encoding::Raw => &body.media,
    };
    match &body.content {
        Content::Members(members) => {
            let reference = body.reference.map(|at| &*api.references[at].name.ident);
            let reference = reference.map(|name| format!(" with reference {name}"));
            let _ =
                writeln!(out, "    body members as {encoding}{}", reference.unwrap_or_default());
            for member in members {
                write_field(out, api, member, "      ");
            }
        }
        Content::Record(id) => {
            let _ = writeln!(out, "    body {} as {encoding}", named(api, *id));
        }
        Content::List(ty) => {
            let _ = writeln!(
                out,
                "    body List<{}> as {encoding}{}",
                ty_text(api, ty),
                limits(&body.limits)
            );
        }
        Content::Value(ty) => {
            let _ = writeln!(out, "    body value {} as {encoding}", ty_text(api, ty));
        }
        Content::Text => out.push_str(&format!("    body text as {encoding}\n")),
        Content::File => out.push_str(&format!("    body file as {encoding}\n")),
    }
    out.push_str(flag("      optional\n", body.optional));
    for own in &body.members {
        let exploded = flag(" exploded", own.explode);
        let _ = writeln!(out, "      style of {}: {:?}{exploded}", own.wire, own.style);
    }
    body.constraints.iter().for_each(|constraint| write_constraint(out, constraint));
}

fn write_constraint(out: &mut String, constraint: &ConditionalConstraint) {
    let kind = match constraint.constraint {
        Constraint::AnyOf(_) => "any-of",
        Constraint::AllOf(_) => "all-of",
        Constraint::AtMostOne(_) => "at-most-one",
        Constraint::OnlyIf(_) => "only-if",
    };
    let _ = writeln!(out, "    constraint {kind}: {}", constraint.to_sentence());
    let _ = writeln!(
        out,
        "      {:?} when {:?} when-any {:?}",
        constraint.constraint.names(),
        constraint.when,
        constraint.when_any
    );
}

fn response(api: &Api, operation: &Operation) -> String {
    match &operation.response {
        ResponseContent::Empty => "nothing".to_owned(),
        ResponseContent::Value(ty) => ty_text(api, ty),
        ResponseContent::Page => {
            let paged = operation.paged.as_ref().expect("a page has items");
            let style = &api.pagings[paged.style].name.words;
            format!("page {style} of {} in {}", ty_text(api, &paged.item), paged.items.join(", "))
        }
        ResponseContent::Text => "text".to_owned(),
        ResponseContent::File => "file".to_owned(),
        ResponseContent::FileOr(ty) => format!("file or {}", ty_text(api, ty)),
        ResponseContent::ByStatus(statuses) => {
            let content = |own: &StatusContent| {
                let ty = own.ty.as_ref().map_or("nothing".to_owned(), |ty| ty_text(api, ty));
                let digits = if own.is_range { "XX" } else { "" };
                let status = if own.is_range { own.status / 100 } else { own.status };
                format!("{ty} with {status}{digits}")
            };
            statuses.iter().map(content).collect::<Vec<_>>().join(" or ")
        }
    }
}

fn write_type(out: &mut String, api: &Api, ty: &Type) {
    let kind = match &ty.kind {
        Kind::Record(_) => "record".to_owned(),
        Kind::Enum(_) => "enum".to_owned(),
        Kind::Union(union) => match &union.discriminator {
            Discriminator::Member(member) => format!("union by member {member:?}"),
            Discriminator::UniqueMembers => "union by unique members".to_owned(),
            Discriminator::Object => "union by kind".to_owned(),
        },
    };
    let module = match ty.module {
        ModulePath::Shared => "shared",
        ModulePath::Group(group) => &api.groups[group].name.ident,
    };
    let _ = writeln!(
        out,
        "{kind} {module}::{}{}{}{}",
        ty.name.ident,
        flag(" · read", ty.read),
        flag(" · written", ty.written),
        flag(" · deprecated", ty.deprecated),
    );
    match &ty.kind {
        Kind::Record(record) => {
            record.fields.iter().for_each(|field| write_field(out, api, field, "  "));
            if let Some(additional) = &record.additional {
                let _ = writeln!(out, "  … {}", ty_text(api, additional));
            }
        }
        Kind::Enum(definition) => {
            for value in &definition.values {
                let _ = writeln!(out, "  {:?} → {}", value.wire, value.name.ident);
            }
            out.push_str(flag("  open\n", definition.open));
        }
        Kind::Union(union) => {
            for alternative in &union.alternatives {
                let (mut tags, name) = (alternative.tags.join(" | "), &alternative.name.ident);
                if tags.is_empty() {
                    let kind = api.json_kind(&alternative.ty).expect("a kind");
                    tags = kind.name().to_owned();
                }
                let _ = writeln!(out, "  {tags} → {name}({})", ty_text(api, &alternative.ty));
            }
        }
    }
    out.push('\n');
}

fn write_field(out: &mut String, api: &Api, field: &Field, indent: &str) {
    let family = field.family.map(|(from, to)| format!(" {from}..={to}")).unwrap_or_default();
    let _ = writeln!(
        out,
        "{indent}{} → {}: {}{family}{}{}{}{}{}{}{}{}{}{}",
        field.wire,
        field.name.ident,
        ty_text(api, &field.ty),
        flag(" required", field.required),
        flag(" nullable", field.nullable),
        flag(" boxed", field.boxed),
        flag(" sensitive", field.sensitive),
        flag(" read-only", field.read_only),
        flag(" write-only", field.write_only),
        flag(" referenced", field.referenced),
        flag(" deprecated", field.deprecated),
        limits(&field.limits),
        default(field.default.as_deref()),
    );
}

fn ty_text(api: &Api, ty: &Ty) -> String {
    let of = |name: &str, inner: &Ty| format!("{name}<{}>", ty_text(api, inner));
    match ty {
        Ty::Id(id) => api.ids[*id].name.ident.clone(),
        Ty::Named(id) => named(api, *id),
        Ty::List(inner) => of("List", inner),
        Ty::Map(inner) => of("Map", inner),
        Ty::Numbered(inner) => of("Numbered", inner),
        Ty::Scalar(scalar) => format!("{scalar:?}"),
        plain => format!("{plain:?}"),
    }
}

fn named(api: &Api, id: TypeId) -> String {
    api.types[id.0].name.ident.clone()
}

fn limits(own: &Limits) -> String {
    if own.is_empty() { String::new() } else { format!(" limits [{}]", limit_list(own)) }
}

fn limit_list(own: &Limits) -> String {
    let range = |name: &str, range: Range| {
        let end = |count: Option<u64>| count.map(|count| count.to_string()).unwrap_or_default();
        let given = range != Range::default();
        given.then(|| format!("{name} {}..={}", end(range.from), end(range.to)))
    };
    let bound = |name: &str, bound: &Option<Bound>| {
        let Bound { number, exclusive } = bound.as_ref()?;
        Some(format!("{name} {number}{}", flag(" exclusive", *exclusive)))
    };
    let parts = [
        range("length", own.length),
        own.pattern.as_ref().map(|pattern| format!("pattern {pattern}")),
        bound("minimum", &own.minimum),
        bound("maximum", &own.maximum),
        own.multiple_of.as_ref().map(|of| format!("multiple of {of}")),
        range("items", own.items),
        own.unique_items.then(|| "unique".to_owned()),
        range("members", own.members),
        own.each.as_ref().map(|each| format!("each [{}]", limit_list(each))),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

fn default(text: Option<&str>) -> String {
    text.map(|text| format!(" default {text}")).unwrap_or_default()
}

fn flag(text: &'static str, on: bool) -> &'static str {
    if on { text } else { "" }
}
