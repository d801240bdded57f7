//! Other names for items of foreign descriptions that would have the same name.

use std::collections::BTreeSet;

use super::adjust::Renamed;
use super::requests::request_words;
use super::{constant, field, type_name};
use crate::ir::{Api, Content, Enum, Field, Group, Name, Operation, Type};
use crate::location::Origin;

/// Suffixes of types with the name of another type. The first one that makes the name unique is used.
const TYPE_SUFFIXES: [&str; 5] = ["Value", "Type", "Data", "Item", "Entry"];

/// The suffix of fields and variants, which is added until the name is unique.
const FIELD_SUFFIX: &str = "_value";

/// Renames types, components before inline types, so that the names of components stay as they are.
pub(super) fn rename_types(api: &mut Api, groups: &BTreeSet<String>, renamed: &mut Vec<Renamed>) {
    let operations = api.groups.iter().flat_map(|group| &group.operations);
    let mut used: BTreeSet<String> = operations.map(|own| own.request.clone()).collect();
    used.extend(groups.iter().cloned());
    let all: BTreeSet<String> = api.types.iter().map(|ty| ty.name.ident.clone()).collect();
    for is_component in [true, false] {
        for ty in api.types.iter_mut().filter(|ty| is_declared(ty) == is_component) {
            let from = ty.name.ident.clone();
            if used.insert(from.clone()) || ty.name.explicit.is_some() {
                continue;
            }
            let names = TYPE_SUFFIXES.iter().map(|suffix| format!("{from}{suffix}"));
            let mut names = names.filter(|name| !all.contains(name));
            let Some(to) = names.find(|name| used.insert(name.clone())) else { continue };
            set(&mut ty.name, &ty.origin, to, renamed);
        }
    }
}

/// Returns `true` for the type of a component.
fn is_declared(ty: &Type) -> bool {
    ty.origin.pointer.starts_with("/components/schemas/")
        && ty.origin.pointer.matches('/').count() == 3
}

/// Renames the methods of operations after the methods of HTTP. Methods and statics are told apart by their words.
pub(super) fn rename_operations(group: &mut Group, renamed: &mut Vec<Renamed>) {
    let mut used: BTreeSet<String> = BTreeSet::new();
    let of = |name: &Name| constant(name.plain());
    let all: BTreeSet<String> = group.operations.iter().map(|own| of(&own.name)).collect();
    for operation in &mut group.operations {
        let name = &mut operation.name;
        if used.insert(of(name)) || name.explicit.is_some() {
            continue;
        }
        let from = name.ident.clone();
        name.words = format!("{} {}", name.words, operation.method.as_str().to_lowercase());
        while all.contains(&constant(&name.words)) || !used.insert(constant(&name.words)) {
            name.words.push_str(" operation");
        }
        name.ident = field(&name.words);
        operation.request = type_name(&request_words(&group.name.words, &name.words));
        let to = name.ident.clone();
        renamed.push(Renamed { origin: operation.origin.clone(), from, to });
    }
}

/// Renames the fields of a record.
pub(super) fn rename_fields(fields: &mut [Field], renamed: &mut Vec<Renamed>) {
    let mut used: BTreeSet<String> = BTreeSet::new();
    for field in fields {
        let name = field.name.ident.clone();
        if !used.insert(name) && field.name.explicit.is_none() {
            let mut to = field.name.ident.clone();
            while used.contains(&to) {
                to.push_str(FIELD_SUFFIX);
            }
            used.insert(to.clone());
            set(&mut field.name, &field.origin, to, renamed);
        }
    }
}

/// Renames the variants of an enum.
pub(super) fn rename_values(definition: &mut Enum, renamed: &mut Vec<Renamed>) {
    let mut used: BTreeSet<String> = BTreeSet::new();
    for value in &mut definition.values {
        if !used.insert(value.name.ident.clone()) && value.name.explicit.is_none() {
            let mut to = value.name.ident.clone();
            while used.contains(&to) {
                to.push_str("Value");
            }
            used.insert(to.clone());
            set(&mut value.name, &value.origin, to, renamed);
        }
    }
}

/// Renames the parameters of an operation after their locations, and the members of its body.
pub(super) fn rename_in_operation(operation: &mut Operation, renamed: &mut Vec<Renamed>) {
    let mut used: BTreeSet<String> = BTreeSet::new();
    for parameter in &mut operation.parameters {
        if !used.insert(parameter.name.ident.clone()) && parameter.name.explicit.is_none() {
            let mut to = format!("{}_{}", parameter.name.plain(), parameter.location.as_str());
            while !used.insert(to.clone()) {
                to.push_str("_parameter");
            }
            set(&mut parameter.name, &parameter.origin, to, renamed);
        }
    }
    if let Some(Content::Members(members)) = operation.body.as_mut().map(|body| &mut body.content) {
        rename_fields(members, renamed);
    }
}

fn set(name: &mut Name, origin: &Origin, to: String, renamed: &mut Vec<Renamed>) {
    renamed.push(Renamed { origin: origin.clone(), from: name.ident.clone(), to: to.clone() });
    name.ident = to;
}
