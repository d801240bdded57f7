//! `x-reference` names a declared reference, whose members the body has.

use std::collections::BTreeSet;

use super::validate::{Properties, form_members};
use crate::diagnostics::{Code, Diagnostic, did_you_mean};
use crate::location::Origin;
use crate::source::Node;
use crate::spec::{Cursor, Elements, MediaType, Operation, Schema};

/// Reports unknown references, and references whose members the body lacks.
pub fn check(spec: &Elements<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let declared: Vec<(&str, Cursor<'_>)> =
        spec.document.files().flat_map(|file| file.get_members("x-references")).collect();
    for (_, reference) in &declared {
        found.extend(check_forms(reference).or_else(|| check_equal_forms(reference)));
    }
    let misspelled = check_members(spec, &declared);
    let unknown: Vec<Origin> = misspelled.iter().map(|found| found.origin.clone()).collect();
    found.extend(misspelled);
    let (mut bodies, mut used) = (Vec::new(), Vec::new());
    for schema in spec.operations.iter().flat_map(body_schemas) {
        let Some(name) = schema.cursor.get("x-reference") else { continue };
        bodies.push(schema.cursor.origin.clone());
        let text = name.node.as_str().unwrap_or_default();
        used.push(text);
        let Some((_, reference)) = declared.iter().find(|(known, _)| *known == text) else {
            let message = format!("unknown reference `{text}`");
            let mut diagnostic = Diagnostic::new(Code::UnknownReference, &name.origin, message);
            diagnostic.help = did_you_mean(text, declared.iter().map(|(known, _)| *known));
            found.push(diagnostic);
            continue;
        };
        let known = schema.properties();
        for member in form_items(reference) {
            let Some(wire) = member.node.as_str().filter(|wire| !known.contains_key(wire)) else {
                continue;
            };
            if unknown.contains(&member.origin) {
                continue;
            }
            let message = format!("request body has no member `{wire}` of the reference `{text}`");
            let diagnostic = Diagnostic::new(Code::UnknownBodyMember, &name.origin, message);
            found.push(diagnostic.label(&member.origin, "the reference has it"));
        }
    }
    for (name, reference) in &declared {
        if !used.contains(name) {
            let message = format!("reference `{name}` is not used");
            let diagnostic = Diagnostic::new(Code::UnusedElement, &reference.origin, message);
            found.push(diagnostic.span(spec.document.key_span(&reference.origin)));
        }
    }
    for schema in &spec.schemas {
        if schema.cursor.has("x-reference") && !bodies.contains(&schema.cursor.origin) {
            let at = schema.cursor.origin.child("x-reference");
            let message = "`x-reference` applies only to the inline schema of a request body";
            let diagnostic = Diagnostic::new(Code::MisplacedExtension, &at, message);
            found.push(diagnostic.span(spec.document.key_span(&at)));
        }
    }
    found
}

/// Returns the members of the forms of a reference.
fn form_items<'a>(reference: &Cursor<'a>) -> Vec<Cursor<'a>> {
    reference.get_members("forms").flat_map(|(_, form)| form.items()).collect()
}

/// Reports members of references that no body with the reference has.
fn check_members(spec: &Elements<'_>, declared: &[(&str, Cursor<'_>)]) -> Vec<Diagnostic> {
    let bodies: Vec<Schema<'_>> = spec.operations.iter().flat_map(body_schemas).collect();
    let mut found = Vec::new();
    for (reference, entry) in declared {
        let using = bodies.iter().filter(|it| it.cursor.get_str("x-reference") == Some(reference));
        let known: BTreeSet<&str> = using.flat_map(|it| it.properties().into_keys()).collect();
        for member in form_items(entry) {
            let is_known = |name: &&str| known.is_empty() || known.contains(name);
            let Some(name) = member.node.as_str().filter(|name| !is_known(name)) else { continue };
            let message = format!("no request body with the reference has a member `{name}`");
            let mut diagnostic = Diagnostic::new(Code::UnknownBodyMember, &member.origin, message);
            diagnostic.help = did_you_mean(name, known.iter().copied());
            found.push(diagnostic);
        }
    }
    found
}

/// Checks that a reference has forms with members.
fn check_forms(reference: &Cursor<'_>) -> Option<Diagnostic> {
    let forms = reference.get("forms")?;
    let is_empty = forms.members().next().is_none();
    let empty = forms.members().map(|(_, form)| form).find(|form| form.items().next().is_none());
    let (at, expected) = match empty {
        Some(form) => (form.origin, "a member"),
        None if is_empty => (forms.origin.clone(), "a form"),
        None => return None,
    };
    let message = format!("expected at least {expected}, found none");
    Some(Diagnostic::new(Code::BadExtensionValue, &at, message))
}

/// Checks that the forms of a reference differ in their members.
fn check_equal_forms(reference: &Cursor<'_>) -> Option<Diagnostic> {
    let forms: Vec<Cursor<'_>> = reference.get_members("forms").map(|(_, form)| form).collect();
    let equal = forms.iter().enumerate().find_map(|(index, form)| {
        let first = forms.iter().take(index).find(|first| member_set(first) == member_set(form))?;
        Some((first, form))
    });
    let (first, form) = equal?;
    let diagnostic = Diagnostic::new(Code::BadExtensionValue, &form.origin, "duplicate form");
    Some(diagnostic.label(&first.origin, "first declared here").help("remove one of them"))
}

/// Returns the members of a form in any order.
fn member_set<'a>(form: &Cursor<'a>) -> BTreeSet<&'a str> {
    form.node.as_list().unwrap_or_default().iter().filter_map(Node::as_str).collect()
}

/// Returns the inline schemas of the body of an operation.
fn body_schemas<'a>(operation: &Operation<'a>) -> Vec<Schema<'a>> {
    let media = operation.body_media_types();
    let schemas = media.iter().filter_map(MediaType::schema);
    schemas
        .filter(|schema| schema.reference().is_none() && schema.data_type() == Some("object"))
        .collect()
}

/// Returns the members of the body of an operation, or of its items if it is a list.
pub fn body_members<'a>(operation: &Operation<'a>) -> Properties<'a> {
    let media = operation.body_media_types();
    let schemas = media.iter().filter_map(MediaType::schema);
    let elements = schemas.map(|schema| schema.items().unwrap_or(schema));
    elements.flat_map(|schema| form_members(&schema.properties()).into_owned()).collect()
}

/// Creates the diagnostic for a member that a body lacks.
pub fn unknown_member(
    operation: &Operation<'_>,
    at: &Cursor<'_>,
    name: &str,
    known: &Properties<'_>,
) -> Diagnostic {
    let message = format!("request body of {} has no member `{name}`", operation.name());
    let mut diagnostic = Diagnostic::new(Code::UnknownBodyMember, &at.origin, message);
    diagnostic.help = did_you_mean(name, known.keys().copied());
    diagnostic
}
