//! Other names for items of foreign descriptions whose names are reserved or used twice.
//!
//! The author of such a description cannot set explicit names, so a word is added.

use std::collections::BTreeSet;

use indexmap::IndexSet;

use super::{duplicates, field, module, requests, reserved, type_name};
use crate::context::Context;
use crate::diagnostics::{Code, Diagnostic};
use crate::inflect::first_names;
use crate::ir::{Api, Content, Field, Kind, Name, Operation};
use crate::location::Origin;

/// Renames the items, and reports their number.
pub(super) fn rename(ctx: &mut Context, api: &mut Api) {
    let mut renamed = Vec::new();
    rename_groups(api, &mut renamed);
    api.groups.iter_mut().for_each(|group| duplicates::rename_operations(group, &mut renamed));
    rename_types(api, &mut renamed);
    for ty in &mut api.types {
        match &mut ty.kind {
            Kind::Record(record) => {
                rename_fields(&mut record.fields, &mut renamed);
                duplicates::rename_fields(&mut record.fields, &mut renamed);
            }
            Kind::Enum(definition) => {
                for value in &mut definition.values {
                    let name = &mut value.name;
                    add_suffix(name, &value.origin, reserved::VARIANTS, "Value", &mut renamed);
                }
                duplicates::rename_values(definition, &mut renamed);
            }
            Kind::Union(union) => {
                for own in &mut union.alternatives {
                    add_suffix(
                        &mut own.name,
                        &own.origin,
                        reserved::VARIANTS,
                        "Value",
                        &mut renamed,
                    );
                }
            }
        }
    }
    for operation in api.groups.iter_mut().flat_map(|group| &mut group.operations) {
        rename_in_operation(operation, &mut renamed);
        duplicates::rename_in_operation(operation, &mut renamed);
    }
    report(ctx, renamed);
}

/// An item with another name than its own.
pub(super) struct Renamed {
    pub(super) origin: Origin,
    pub(super) from: String,
    pub(super) to: String,
}

/// Adds a suffix to a reserved identifier.
fn add_suffix(
    name: &mut Name,
    origin: &Origin,
    reserved: &[&str],
    suffix: &str,
    renamed: &mut Vec<Renamed>,
) {
    if name.explicit.is_some() || !reserved.contains(&name.plain()) {
        return;
    }
    let to = format!("{}{suffix}", name.plain());
    renamed.push(Renamed { origin: origin.clone(), from: name.ident.clone(), to: to.clone() });
    name.ident = to;
}

/// Renames groups, whose names are also those of types, modules, features and methods.
fn rename_groups(api: &mut Api, renamed: &mut Vec<Renamed>) {
    for group in &mut api.groups {
        let from = module(&group.name.words);
        let ty = type_name(&group.name.words);
        if !reserved::GROUPS.contains(&from.trim_start_matches("r#"))
            && !reserved::TYPES.contains(&ty.as_str())
        {
            continue;
        }
        group.name.words.push_str(" operations");
        group.name.ident = module(&group.name.words);
        for operation in &mut group.operations {
            let words = requests::request_words(&group.name.words, &operation.name.words);
            operation.request = type_name(&words);
        }
        let to = group.name.ident.clone();
        renamed.push(Renamed { origin: group.origin.clone(), from, to });
    }
}

/// Renames types and request builders. Types and the types of groups share one namespace.
fn rename_types(api: &mut Api, renamed: &mut Vec<Renamed>) {
    let groups: BTreeSet<String> =
        api.groups.iter().map(|group| type_name(&group.name.words)).collect();
    let all: BTreeSet<String> = api.types.iter().map(|ty| ty.name.ident.clone()).collect();
    let reserved: Vec<&str> =
        reserved::TYPES.iter().copied().chain(groups.iter().map(String::as_str)).collect();
    for ty in &mut api.types {
        let to = format!("{}Model", ty.name.ident);
        if !all.contains(&to) {
            add_suffix(&mut ty.name, &ty.origin, &reserved, "Model", renamed);
        }
    }
    rename_requests(api, &groups, renamed);
    duplicates::rename_types(api, &groups, renamed);
}

/// Renames request builders with the name of a type, of a group or of another builder.
fn rename_requests(api: &mut Api, groups: &BTreeSet<String>, renamed: &mut Vec<Renamed>) {
    let types: BTreeSet<String> = api.types.iter().map(|ty| ty.name.ident.clone()).collect();
    let operations = api.groups.iter().flat_map(|group| &group.operations);
    let all: BTreeSet<String> = operations.map(|operation| operation.request.clone()).collect();
    let is_taken = |name: &str| {
        reserved::TYPES.contains(&name) || types.contains(name) || groups.contains(name)
    };
    let mut used: BTreeSet<String> = BTreeSet::new();
    for operation in api.groups.iter_mut().flat_map(|group| &mut group.operations) {
        let from = operation.request.clone();
        let is_first = used.insert(from.clone());
        if is_first && !is_taken(&from) {
            continue;
        }
        // a builder that is named after the method alone differs from one that is named after the group, too
        let own =
            Some(type_name(&operation.name.words)).filter(|own| !is_first && !all.contains(own));
        let candidates = own.into_iter().chain([format!("{from}Request")]);
        let mut candidates = candidates.filter(|name| !is_taken(name));
        let Some(to) = candidates.find(|name| used.insert(name.clone())) else { continue };
        renamed.push(Renamed { origin: operation.origin.clone(), from, to: to.clone() });
        operation.request = to;
    }
}

/// Renames the fields of a record, which are fields and setters.
fn rename_fields(fields: &mut [Field], renamed: &mut Vec<Renamed>) {
    let setters = reserved::RECORD_SETTERS.iter().chain(reserved::FIELDS);
    let reserved: Vec<&str> = setters.copied().filter(|name| *name != "new").collect();
    for field in fields {
        add_suffix(&mut field.name, &field.origin, &reserved, "_value", renamed);
    }
}

/// Renames the method of an operation, and what its request builder sets.
fn rename_in_operation(operation: &mut Operation, renamed: &mut Vec<Renamed>) {
    let origin = operation.origin.clone();
    let name = &mut operation.name;
    add_suffix(name, &origin, reserved::OPERATIONS, "_operation", renamed);
    for parameter in &mut operation.parameters {
        let reserved = if parameter.required { &["body"] } else { reserved::REQUEST_SETTERS };
        let name = &mut parameter.name;
        add_suffix(name, &parameter.origin, reserved, "_parameter", renamed);
    }
    let body = operation.body.as_mut().map(|body| &mut body.content);
    let Some(Content::Members(members)) = body else { return };
    for member in members.iter_mut().filter(|member| member.has_request_setter()) {
        let name = &mut member.name;
        add_suffix(name, &member.origin, reserved::REQUEST_SETTERS, "_value", renamed);
    }
    // a parameter and a member of the same name are set by the same builder
    let parameters: Vec<String> =
        operation.parameters.iter().map(|parameter| parameter.name.ident.clone()).collect();
    for member in members.iter_mut().filter(|member| parameters.contains(&member.name.ident)) {
        let to = field(&format!("{} value", member.name.words));
        let (origin, from) = (member.origin.clone(), member.name.ident.clone());
        renamed.push(Renamed { origin, from, to: to.clone() });
        member.name.ident = to;
    }
}

fn report(ctx: &mut Context, renamed: Vec<Renamed>) {
    let Some(first) = renamed.first() else { return };
    let names: IndexSet<String> =
        renamed.iter().map(|it| format!("`{}` to `{}`", it.from, it.to)).collect();
    let names = first_names(names.into_iter());
    let message = match renamed.len() {
        1 => format!("renamed an item whose name is reserved or used twice: {names}"),
        count => format!("renamed {count} items whose names are reserved or used twice: {names}"),
    };
    ctx.report(Diagnostic::new(Code::Renamed, &first.origin, message));
}
