//! `x-constraints` of request bodies are well formed and name existing members.
//!
//! [`super::constraint_examples`] checks that examples satisfy them.

use std::collections::BTreeMap;

use super::constraint_examples;
use super::validate::{
    Properties, ValidationMode, form_members, form_names, has_misnamed, validate_instance,
};
use crate::diagnostics::{Code, Diagnostic, did_you_mean};
use crate::load::extension::ConstraintExtension;
use crate::location::Origin;
use crate::source::Node;
use crate::spec::{Cursor, Elements, MediaKind, Schema};

/// The keys that state a constraint; each entry has exactly one of them.
const KINDS: [&str; 4] = ["any", "all", "not-both", "only"];

/// A constraint together with its location.
pub struct DeclaredConstraint<'a> {
    pub cursor: Cursor<'a>,
    pub constraint: &'a ConstraintExtension,
}

/// Reports invalid and misplaced constraints, and examples that violate one.
pub fn check(spec: &Elements<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let mut checked = Vec::new();
    for operation in &spec.operations {
        for media in operation.body_media_types() {
            let Some(schema) = media.schema() else { continue };
            let schemas = schema.merged_parts();
            let constraints: Vec<_> = schemas.iter().flat_map(declared_constraints).collect();
            checked.extend(schemas.into_iter().map(|schema| schema.cursor.origin));
            let required = required_members(&schema.items().unwrap_or_else(|| schema.clone()));
            found.extend(check_repeated(&constraints));
            let schema = schema.items().unwrap_or(schema);
            let properties = schema.properties();
            if has_misnamed(&properties) {
                continue; // the names of the members are not known
            }
            let (known, names) = (form_members(&properties), form_names(&properties));
            let empty_is_absent = media.kind() != Some(MediaKind::Json);
            for constraint in &constraints {
                let mut invalid = check_constraint(spec, constraint, &known);
                if invalid.is_empty() {
                    invalid.extend(check_required(constraint, &required));
                }
                if invalid.is_empty() {
                    invalid =
                        constraint_examples::check(&media, constraint, &names, empty_is_absent);
                }
                found.extend(invalid);
            }
        }
    }
    check_misplaced(spec, &checked, &mut found);
    // A schema that is used by two media types is checked twice.
    let mut unique: Vec<Diagnostic> = Vec::new();
    for diagnostic in found {
        if !unique.contains(&diagnostic) {
            unique.push(diagnostic);
        }
    }
    unique
}

/// Returns the constraints that a schema declares itself.
fn declared_constraints<'a>(schema: &Schema<'a>) -> Vec<DeclaredConstraint<'a>> {
    let declared = schema.cursor.get_items("x-constraints").zip(&schema.extensions().constraints);
    declared.map(|(cursor, constraint)| DeclaredConstraint { cursor, constraint }).collect()
}

/// Returns the members that every request has.
fn required_members<'a>(schema: &Schema<'a>) -> Vec<&'a str> {
    schema.merged_parts().iter().flat_map(|part| part.cursor.get_strings("required")).collect()
}

/// Reports constraints that an earlier one states, and members that a list of `any` has twice.
fn check_repeated(constraints: &[DeclaredConstraint<'_>]) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (index, declared) in constraints.iter().enumerate() {
        // those that are invalid for another reason are equal without their mistakes
        let is_valid = |it: &&DeclaredConstraint<'_>| {
            check_kind(it).is_none() && check_condition(it).is_none()
        };
        let mut earlier = constraints.iter().take(index).filter(is_valid);
        let first = earlier.find(|first| first.constraint == declared.constraint);
        if let Some(first) = first.filter(|_| is_valid(&declared)) {
            let message = "duplicate constraint";
            let diagnostic = Diagnostic::new(Code::BadConstraint, &declared.cursor.origin, message);
            let diagnostic = diagnostic.label(&first.cursor.origin, "first stated here");
            found.push(diagnostic.help("remove one of them"));
        }
        found.extend(check_repeated_items(&declared.cursor));
    }
    found
}

/// Reports members that a list of `any` has twice.
fn check_repeated_items(constraint: &Cursor<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let mut seen: BTreeMap<&str, Cursor<'_>> = BTreeMap::new();
    for item in constraint.get_items("any") {
        let Some(text) = item.node.as_str() else { continue };
        let Some(first) = seen.get(text) else {
            seen.insert(text, item);
            continue;
        };
        let message = format!("duplicate item `{text}`");
        let diagnostic = Diagnostic::new(Code::BadConstraint, &item.origin, message);
        let diagnostic = diagnostic.label(&first.origin, "first listed here");
        found.push(diagnostic.help("remove one of them"));
    }
    found
}

/// Reports a constraint that required members satisfy or contradict, which no request can violate or satisfy.
fn check_required(declared: &DeclaredConstraint<'_>, required: &[&str]) -> Option<Diagnostic> {
    let cursor = &declared.cursor;
    let names = |key: &str| cursor.get_items(key).filter_map(|item| item.node.as_str());
    let is_required = |name: &&str| required.contains(name);
    let help = "remove the member from the constraint or from `required`";
    if let Some(name) = names("any").find(is_required) {
        let message = format!("`any` is always satisfied: `{name}` is required");
        return invalid(&cursor.origin.child("any"), message, help);
    }
    if let Some(name) = names("all").find(is_required) {
        let message = format!("`{name}` is required without a constraint");
        return invalid(&cursor.origin.child("all"), message, help);
    }
    let key =
        ["only", "not-both"].into_iter().find(|key| names(key).any(|name| is_required(&name)))?;
    let name = names(key).find(is_required)?;
    let message = format!("`{key}` contradicts `required`, which has `{name}`");
    invalid(&cursor.origin.child(key), message, help)
}

/// Reports constraints on schemas that are not the schema of a body.
fn check_misplaced(spec: &Elements<'_>, checked: &[Origin], found: &mut Vec<Diagnostic>) {
    for schema in &spec.schemas {
        if !schema.cursor.has("x-constraints") || checked.contains(&schema.cursor.origin) {
            continue;
        }
        let at = schema.cursor.origin.child("x-constraints");
        let message = "`x-constraints` applies only to the schema of a request body";
        let diagnostic = Diagnostic::new(Code::MisplacedConstraint, &at, message);
        let help =
            "move it to the schema of the body; names with `{i}` refer to each item of a list";
        found.push(diagnostic.span(spec.document.key_span(&at)).help(help));
    }
}

/// Checks a constraint and the names and values in it.
fn check_constraint<'a>(
    spec: &Elements<'a>,
    declared: &DeclaredConstraint<'a>,
    known: &Properties<'a>,
) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    found.extend(check_kind(declared));
    found.extend(check_condition(declared));
    for cursor in member_names(&declared.cursor) {
        let Some(name) = cursor.node.as_str().filter(|name| !known.contains_key(name)) else {
            continue;
        };
        found.push(unknown_member(&cursor, name, known));
    }
    for (name, values) in declared.cursor.get_members("when") {
        match known.get(name) {
            Some(property) => check_values(name, property, &values, &mut found),
            None => {
                let diagnostic = unknown_member(&values, name, known);
                found.push(diagnostic.span(spec.document.key_span(&values.origin)));
            }
        }
    }
    found
}

/// Returns the locations of all member names in a constraint, except the keys of `when`.
fn member_names<'a>(constraint: &Cursor<'a>) -> Vec<Cursor<'a>> {
    let items = KINDS.into_iter().chain(["when-any"]).flat_map(|key| constraint.get_items(key));
    let flatten = |cursor: Cursor<'a>| match cursor.node.as_list() {
        Some(_) => cursor.items().collect(),
        None => vec![cursor],
    };
    items.flat_map(flatten).collect()
}

fn unknown_member(cursor: &Cursor<'_>, name: &str, known: &Properties<'_>) -> Diagnostic {
    let message = format!("request body has no member `{name}`");
    let mut diagnostic = Diagnostic::new(Code::UnknownConstraintMember, &cursor.origin, message);
    diagnostic.help = did_you_mean(name, known.keys().copied());
    diagnostic
}

fn invalid(origin: &Origin, message: String, help: &str) -> Option<Diagnostic> {
    Some(Diagnostic::new(Code::BadConstraint, origin, message).help(help))
}

/// Checks that there is exactly one kind of constraint and that it names enough members.
fn check_kind(declared: &DeclaredConstraint<'_>) -> Option<Diagnostic> {
    let cursor = &declared.cursor;
    let present: Vec<&str> = KINDS.into_iter().filter(|key| cursor.has(key)).collect();
    let [key] = present.as_slice() else {
        let found = match present.as_slice() {
            [] => "none".to_owned(),
            several => format!("`{}`", several.join("`, `")),
        };
        let message = format!("expected one of `any`, `all`, `not-both`, `only`, found {found}");
        return invalid(&cursor.origin, message, "write one constraint per item");
    };
    let at = cursor.origin.child(key);
    let least = if *key == "not-both" { 2 } else { 1 };
    let count = cursor.get_items(key).count();
    if count < least {
        let expected = if least == 1 { "a member" } else { "two members" };
        let message = format!("expected at least {expected} in `{key}`, found {count}");
        return invalid(&at, message, "add a member, or remove the constraint");
    }
    if cursor.get_items(key).any(|item| item.node.as_list().is_some_and(<[Node]>::is_empty)) {
        let message = format!("empty list in `{key}`");
        return invalid(&at, message, "add a member, or remove the list");
    }
    if *key == "only" && !cursor.has("when") && !cursor.has("when-any") {
        let message = "`only` without a condition".to_owned();
        return invalid(&at, message, "add `when` or `when-any`");
    }
    None
}

/// Checks that the condition can be satisfied.
fn check_condition(declared: &DeclaredConstraint<'_>) -> Option<Diagnostic> {
    let cursor = &declared.cursor;
    let when = cursor.get("when");
    let is_empty = when.as_ref().is_some_and(|when| {
        when.members().next().is_none()
            || when.members().any(|(_, values)| values.items().next().is_none())
    });
    let empty_any = cursor.get("when-any").filter(|any| any.items().next().is_none());
    let at = when.filter(|_| is_empty).or(empty_any)?;
    let message = "condition is never satisfied".to_owned();
    invalid(&at.origin, message, "add a value, or remove the condition")
}

/// Checks that the values of a condition are valid for the member.
fn check_values<'a>(
    name: &str,
    property: &Schema<'a>,
    values: &Cursor<'a>,
    found: &mut Vec<Diagnostic>,
) {
    if matches!(property.data_type(), Some("object" | "array")) || name.contains('{') {
        let message = format!("expected a member with a single value, found `{name}`");
        let help = "name another member, or use `when-any`";
        found.extend(invalid(&values.origin, message, help));
        return;
    }
    for value in values.items() {
        for mismatch in validate_instance(property, &value, ValidationMode::Request) {
            let mut diagnostic =
                Diagnostic::new(Code::BadConstraint, &mismatch.at, mismatch.message)
                    .label(&mismatch.schema, "schema is here");
            diagnostic.help = mismatch.help;
            found.push(diagnostic);
        }
    }
}
