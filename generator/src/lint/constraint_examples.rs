//! Examples of request bodies satisfy the constraints of their schemas.

use serde_json::{Map, Value};

use super::constraints::DeclaredConstraint;
use crate::constraint::{ConditionalConstraint, ExampleMembers, Violation};
use crate::diagnostics::{Code, Diagnostic};
use crate::location::Origin;
use crate::spec::MediaType;
use crate::wire_name::FormNames;

/// Reports the examples of a media type that violate a constraint.
///
/// With `empty_is_absent`, as in forms, an empty string counts as absent.
pub fn check(
    media: &MediaType<'_>,
    declared: &DeclaredConstraint<'_>,
    names: &FormNames<'_>,
    empty_is_absent: bool,
) -> Vec<Diagnostic> {
    let Some(constraint) = declared.constraint.to_constraint() else { return Vec::new() };
    let mut found = Vec::new();
    for (origin, body) in bodies(media) {
        let members = ExampleMembers::new(names, body, empty_is_absent);
        let items: Vec<Option<u32>> = match declared.constraint.applies_to_items() {
            true => members.items().into_iter().map(Some).collect(),
            false => vec![None],
        };
        for item in items {
            let Some(message) = message(&constraint, &members, item) else { continue };
            found.push(
                Diagnostic::new(Code::ViolatedConstraint, &origin, message)
                    .label(&declared.cursor.origin, "constraint is here")
                    .help(
                        "correct the example, or the constraint if the service accepts the example",
                    ),
            );
        }
    }
    found
}

/// Returns the objects in the examples: each example, or the items of its list.
fn bodies<'a>(media: &MediaType<'a>) -> Vec<(Origin, &'a Map<String, Value>)> {
    let mut found = Vec::new();
    for example in media.examples() {
        let origin = &example.cursor.origin;
        match example.value {
            Some(Value::Object(members)) => found.push((origin.clone(), members)),
            Some(Value::Array(items)) => {
                let items = items.iter().enumerate();
                found.extend(
                    items.filter_map(|(at, item)| Some((origin.index(at), item.as_object()?))),
                );
            }
            _ => {}
        }
    }
    found
}

/// Returns a message if the members of an example, or of an item in it, violate a constraint.
fn message(
    constraint: &ConditionalConstraint,
    members: &ExampleMembers<'_>,
    item: Option<u32>,
) -> Option<String> {
    let location = item.map(|item| format!(" in item `{item}`")).unwrap_or_default();
    Some(match constraint.violation(&members.of_item(item))? {
        Violation::NoneOf(sets) => {
            let sets: Vec<String> = sets.iter().map(|set| set.join("` with `")).collect();
            format!("example has none of `{}`{location}", sets.join("`, `"))
        }
        Violation::Missing(names) => format!("example has no `{}`{location}", names.first()?),
        Violation::Combined(names) => {
            let pair = names.get(..2)?.join("` and `");
            format!("example has both `{pair}`{location}")
        }
        Violation::Denied(names) => {
            format!("example must not have `{}`{location}", names.first()?)
        }
    })
}
