//! Replaces schemas that are not supported by the schema of any value.

use super::removable::{KeyFilter, PathNode, is_component, is_schema_key};
use crate::diagnostics::{Code, Diagnostic};
use crate::load::{Object, ValueSchema, objects};
use crate::source::{Node, NodeKind, map};

/// Keys that remain in a schema of any value.
const KEPT: [&str; 5] = ["title", "description", "deprecated", "readOnly", "writeOnly"];

/// Keys that combine a schema with others.
const COMPOSING: [&str; 4] = ["oneOf", "anyOf", "not", "discriminator"];

/// Returns what of a schema is left out if it becomes that of any value, and which keys remain.
pub(super) fn kept_keys(
    steps: &[PathNode<'_>],
    index: usize,
    error: &Diagnostic,
) -> Option<(&'static str, KeyFilter)> {
    let step = steps.get(index)?;
    if !is_untypable(steps, index, error) {
        return None;
    }
    let is_composed = step.node.as_map().is_some_and(|members| {
        COMPOSING.iter().any(|key| members.contains_key(*key))
            && (members.contains_key("properties") || members.contains_key("allOf"))
    });
    Some(match is_composed {
        true => ("alternatives", |key| !COMPOSING.contains(&key)),
        false => ("type", |key| KEPT.contains(&key)),
    })
}

/// Reduces a schema to some of its keys.
pub(super) fn keep(schema: &mut Node, is_kept: KeyFilter) {
    match &mut schema.kind {
        NodeKind::Map(members) => members.retain(|key, _| is_kept(key)),
        _ => *schema = map::<String>([], schema.span),
    }
}

/// Returns `true` for the schema of a value that can be read and sent as any JSON.
fn is_untypable(steps: &[PathNode<'_>], index: usize, error: &Diagnostic) -> bool {
    let (Some(step), Some(parent)) =
        (steps.get(index), index.checked_sub(1).and_then(|index| steps.get(index)))
    else {
        return false;
    };
    // removed instead: what a keyword that does not apply contains is not the cause, nor is the type of a property whose
    // name stands for several ones, and of a property that is declared twice, the other declaration has a type; a name with
    // half a character is not known
    let is_removed = matches!(
        error.code,
        Code::MisplacedKeyword
            | Code::MisplacedExtension
            | Code::ConflictingParts
            | Code::YamlSyntax
    );
    if is_removed && step.origin == error.origin {
        return false;
    }
    // the name of a variant is part of its type, but not that of a field; values of parameters are not JSON
    let is_variant = ["/oneOf/", "/anyOf/"].iter().any(|list| error.origin.pointer.contains(list));
    let is_named = matches!(error.code, Code::NameCollision | Code::BadName) && !is_variant;
    let is_parameter = steps.iter().take(index).any(|step| {
        matches!(step.schema, ValueSchema::OrRef(object) if is_one_of(object, &[&objects::PARAMETER]))
    });
    if is_named || is_parameter || !is_schema(step.schema) || is_any(step.node) {
        return false;
    }
    match step.owner {
        Some(owner) if is_one_of(owner, &[&objects::SCHEMA]) => {
            matches!(step.key.as_str(), "items" | "additionalProperties")
        }
        Some(owner) => is_one_of(owner, &[&objects::MEDIA_TYPE]),
        None => {
            (parent.key == "properties" && is_schema_key(parent))
                || (is_component(steps, index) && parent.key == "schemas")
        }
    }
}

fn is_one_of(object: &'static Object, others: &[&'static Object]) -> bool {
    others.iter().any(|other| std::ptr::eq(object, *other))
}

fn is_schema(schema: ValueSchema) -> bool {
    match schema {
        ValueSchema::Object(object) | ValueSchema::OrRef(object) => {
            is_one_of(object, &[&objects::SCHEMA])
        }
        ValueSchema::BoolOr(other) => is_schema(*other),
        _ => false,
    }
}

/// Returns `true` for a schema that any value matches.
fn is_any(node: &Node) -> bool {
    node.as_map().is_some_and(|members| members.keys().all(|key| KEPT.contains(&key.as_str())))
}
