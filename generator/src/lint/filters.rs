//! `x-filters` names an operation of the same group, and members of its response.

use super::jobs::check_operation;
use super::paging::response_schemas;
use super::retry_safety::check_polled_safety;
use crate::diagnostics::{Code, Diagnostic, did_you_mean};
use crate::spec::{Cursor, Elements, Operation, Schema};

/// Reports unknown operations and members, and paths that do not identify one object.
pub fn check(spec: &Elements<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for operation in &spec.operations {
        let Some(filters) = operation.cursor.get("x-filters") else { continue };
        found.extend(check_filters(spec, operation, &filters));
    }
    found
}

fn check_filters(
    spec: &Elements<'_>,
    operation: &Operation<'_>,
    filters: &Cursor<'_>,
) -> Option<Diagnostic> {
    let id = filters.get("operation")?;
    let Some(source) = id.node.as_str().and_then(|id| spec.operation(id)) else {
        return check_operation(spec, &id);
    };
    if source.cursor.origin.file != operation.cursor.origin.file {
        let message = format!("expected an operation of the same group, found {}", source.name());
        return Some(Diagnostic::new(Code::BadExtensionValue, &id.origin, message));
    }
    let account = spec.document.account();
    for one in [operation, source] {
        let in_path = one.parameters_in("path");
        let count = in_path.filter(|own| Some(own.name()) != account).count();
        if count > 1 && spec.document.is_account_unknown() {
            return None; // a consequence
        }
        if count != 1 {
            let name = one.name();
            let message = format!("expected one path parameter of {name}, found {count}");
            return Some(Diagnostic::new(Code::BadExtensionValue, &id.origin, message));
        }
    }
    let list = filters.get("list")?;
    let schemas = response_schemas(source);
    let members: Vec<_> = schemas.iter().flat_map(Schema::properties).collect();
    let Some((_, schema)) = members.iter().find(|(name, _)| Some(*name) == list.node.as_str())
    else {
        let owner = format!("response of {}", source.name());
        return unknown_member(&list, &owner, members.iter().map(|(name, _)| *name));
    };
    let name = filters.get("name")?;
    let Some(items) = schema.items() else {
        let text = list.node.as_str().unwrap_or_default();
        let message = format!("expected a member with a list, found `{text}`");
        let diagnostic = Diagnostic::new(Code::BadExtensionValue, &list.origin, message);
        return Some(diagnostic.label(&schema.cursor.origin, "member is here"));
    };
    let fields = items.properties();
    if name.node.as_str().is_some_and(|name| fields.contains_key(name)) {
        return check_polled_safety(spec, &id);
    }
    let owner = format!("item of `{}`", list.node.as_str().unwrap_or_default());
    unknown_member(&name, &owner, fields.keys().copied())
}

/// Creates the diagnostic for a member that an object does not have.
fn unknown_member<'a>(
    cursor: &Cursor<'_>,
    owner: &str,
    known: impl Iterator<Item = &'a str>,
) -> Option<Diagnostic> {
    let name = cursor.node.as_str()?;
    let message = format!("{owner} has no member `{name}`");
    let mut diagnostic = Diagnostic::new(Code::UnknownResponseMember, &cursor.origin, message);
    diagnostic.help = did_you_mean(name, known);
    Some(diagnostic)
}
