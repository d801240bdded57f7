//! The lowered form in a few lines: what a reviewer wants to see of it, and nothing else.

use std::fmt::Write as _;

use generator::ir::{
    Answer, Api, Body, Content, Demand, Effect, Encoding, Field, Group, Home, Kind, Operation,
    Parameter, Place, Rule, Style, Tell, Ty, Type, TypeId,
};

/// Words that show that a variant of the IR was reached by some feature.
pub const WORDS: &[&str] = &[
    " Text",
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
    " repeated",
    " joined",
    " free",
    " read",
    " idempotent",
    " unsafe",
    " quota",
    "as form",
    "as json",
    "as multipart",
    "as form or multipart",
    "answers nothing",
    "answers page",
    "answers file",
    "answers file or",
    " boxed",
    " sensitive",
    " read-only",
    " write-only",
    " deprecated",
    " required",
    " redirects",
    " job ",
    " follow ",
    " window ",
    " rule any:",
    " rule all:",
    " rule not both:",
    " rule only:",
];

/// The whole of it.
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

fn write_operation(out: &mut String, api: &Api, operation: &Operation) {
    let _ = write!(
        out,
        "  {}: {} {} {}",
        operation.name.ident, operation.request.ident, operation.method, operation.path
    );
    let effect = match operation.effect {
        Effect::Read => "read",
        Effect::Idempotent => "idempotent",
        Effect::Unsafe => "unsafe",
        Effect::Quota => "quota",
    };
    let _ = write!(out, " · {effect}");
    if operation.host > 0 {
        let _ = write!(out, " · host {}", api.hosts[operation.host].name.words);
    }
    match operation.scheme.map(|scheme| &*api.schemes[scheme].name) {
        Some("account") => {}
        Some(other) => out.push_str(&format!(" · scheme {other}")),
        None => out.push_str(" · no credentials"),
    }
    out.push_str(flag(" redirects", operation.redirects));
    out.push_str(flag(" deprecated", operation.deprecated));
    out.push('\n');
    for parameter in &operation.parameters {
        write_parameter(out, api, parameter);
    }
    if let Some(body) = &operation.body {
        write_body(out, api, body);
    }
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
    }
    if let Some(job) = operation.job {
        let _ = writeln!(out, "    job {}", api.jobs[job].name.words);
    }
    if let Some(follow) = operation.follow {
        let _ = writeln!(out, "    follow {}", api.follows[follow].name.words);
    }
    let _ = writeln!(out, "    answers {}", answer(api, operation));
    for error in &operation.errors {
        let _ = writeln!(out, "    error {}: {}", error.status, error.docs);
    }
}

fn write_parameter(out: &mut String, api: &Api, parameter: &Parameter) {
    let place = match parameter.place {
        Place::Path => "path",
        Place::Query => "query",
        Place::Header => "header",
    };
    let style = match parameter.style {
        Style::Single => "",
        Style::Repeated => " repeated",
        Style::Joined => " joined",
        Style::Free => " free",
    };
    let _ = writeln!(
        out,
        "    {place} {} → {}: {}{style}{}{}{}{}",
        parameter.wire,
        parameter.name.ident,
        ty_text(api, &parameter.ty),
        flag(" required", parameter.required),
        flag(" sensitive", parameter.sensitive),
        flag(" deprecated", parameter.deprecated),
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
            let _ = writeln!(out, "    body members as {encoding}");
            for member in members {
                write_field(out, api, member, "      ");
            }
        }
        Content::Record(id) => {
            let _ = writeln!(out, "    body {} as {encoding}", named(api, *id));
        }
        Content::List(ty) => {
            let _ = writeln!(out, "    body List<{}> as {encoding}", ty_text(api, ty));
        }
        Content::Text => out.push_str(&format!("    body text as {encoding}\n")),
        Content::File => out.push_str(&format!("    body file as {encoding}\n")),
    }
    body.rules.iter().for_each(|rule| write_rule(out, rule));
}

fn write_rule(out: &mut String, rule: &Rule) {
    let kind = match rule.demand {
        Demand::Any(_) => "any",
        Demand::All(_) => "all",
        Demand::NotBoth(_) => "not both",
        Demand::Only(_) => "only",
    };
    let _ = writeln!(out, "    rule {kind}: {}", rule.sentence());
    let _ = writeln!(
        out,
        "      {:?} when {:?} when-any {:?}",
        rule.demand.names(),
        rule.when,
        rule.when_any
    );
}

fn answer(api: &Api, operation: &Operation) -> String {
    match &operation.answer {
        Answer::Nothing => "nothing".to_owned(),
        Answer::Value(ty) => ty_text(api, ty),
        Answer::Page => {
            let paged = operation.paged.as_ref().expect("a page has rows");
            let style = &api.pagings[paged.style].name.words;
            format!("page {style} of {} in {}", ty_text(api, &paged.row), paged.items.join(", "))
        }
        Answer::Text => "text".to_owned(),
        Answer::File => "file".to_owned(),
        Answer::FileOr(ty) => format!("file or {}", ty_text(api, ty)),
    }
}

fn write_type(out: &mut String, api: &Api, ty: &Type) {
    let kind = match &ty.kind {
        Kind::Record(_) => "record".to_owned(),
        Kind::Enum(_) => "enum".to_owned(),
        Kind::Union(union) => match &union.tell {
            Tell::Member(member) => format!("union by member {member:?}"),
            Tell::Shape => "union by shape".to_owned(),
        },
    };
    let home = match ty.home {
        Home::Shared => "shared",
        Home::Group(group) => &api.groups[group].name.ident,
    };
    let _ = writeln!(
        out,
        "{kind} {home}::{}{}{}{}",
        ty.name.ident,
        flag(" · read", ty.read),
        flag(" · written", ty.written),
        flag(" · deprecated", ty.deprecated),
    );
    match &ty.kind {
        Kind::Record(record) => {
            record.fields.iter().for_each(|field| write_field(out, api, field, "  "));
            if let Some(more) = &record.more {
                let _ = writeln!(out, "  … {}", ty_text(api, more));
            }
        }
        Kind::Enum(words) => {
            for value in &words.values {
                let _ = writeln!(out, "  {:?} → {}", value.wire, value.name.ident);
            }
            out.push_str(flag("  others are expected\n", words.open));
        }
        Kind::Union(union) => {
            for alternative in &union.alternatives {
                let (words, name) = (alternative.words.join(" | "), &alternative.name.ident);
                let _ = writeln!(out, "  {words} → {name}({})", named(api, alternative.record));
            }
        }
    }
    out.push('\n');
}

fn write_field(out: &mut String, api: &Api, field: &Field, indent: &str) {
    let family = field.family.map(|(from, to)| format!(" {from}..={to}")).unwrap_or_default();
    let _ = writeln!(
        out,
        "{indent}{} → {}: {}{family}{}{}{}{}{}{}{}{}",
        field.wire,
        field.name.ident,
        ty_text(api, &field.ty),
        flag(" required", field.required),
        flag(" nullable", field.nullable),
        flag(" boxed", field.boxed),
        flag(" sensitive", field.sensitive),
        flag(" read-only", field.read_only),
        flag(" write-only", field.write_only),
        flag(" deprecated", field.deprecated),
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
        plain => format!("{plain:?}"),
    }
}

fn named(api: &Api, id: TypeId) -> String {
    api.types[id.0].name.ident.clone()
}

fn default(text: Option<&str>) -> String {
    text.map(|text| format!(" default {text}")).unwrap_or_default()
}

fn flag(text: &'static str, on: bool) -> &'static str {
    if on { text } else { "" }
}
