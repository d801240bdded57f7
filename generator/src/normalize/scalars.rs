//! Combines alternatives that are scalars into one schema: enums of strings, numbers, and parameters of several types.

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexMap;

use super::component;
use super::newer::set_nullable;
use super::walk::for_each_object;
use crate::load::objects;
use crate::source::{Node, NodeKind, Scalar, find_mut, insert, map, remove, string};

/// Keywords of an enum of strings.
const ENUM: [&str; 7] =
    ["type", "enum", "title", "description", "deprecated", "nullable", "example"];

/// The component schemas that alternatives may refer to.
#[derive(Default)]
struct Components {
    /// The enums of strings.
    enums: BTreeMap<String, Node>,
    /// The types of scalars.
    types: BTreeMap<String, String>,
    /// The enums whose only value is `null` or an empty string, which stand for no value.
    empty: BTreeSet<String>,
}

/// Combines the alternatives in a file.
pub(super) fn combine(tree: &mut Node) {
    for_each_object(tree, &mut |node, object| {
        if std::ptr::eq(object, &objects::SCHEMA) && is_enum_of(node, &is_string) {
            let span = node.span;
            insert(node, "type", string("string", span));
        }
    });
    let schemas = tree.get("components").and_then(|components| components.get("schemas"));
    let schemas = schemas.and_then(Node::as_map).into_iter().flatten();
    let mut components = Components::default();
    for (name, member) in schemas {
        let reference = component::reference(name);
        if member.node.get("enum").and_then(Node::as_list).is_some_and(|it| it.iter().all(is_empty))
        {
            components.empty.insert(reference.clone());
        }
        if let Some(ty) = member.node.get("type").and_then(Node::as_str) {
            components.types.insert(reference.clone(), ty.to_owned());
        }
        if values(&member.node).is_some() {
            components.enums.insert(reference, member.node.clone());
        }
    }
    for_each_object(tree, &mut |node, object| {
        if std::ptr::eq(object, &objects::PARAMETER) {
            if let Some(schema) = find_mut(node, &["schema".to_owned()]) {
                combine_texts(schema, &components.types);
                if let Some(items) = find_mut(schema, &["items".to_owned()]) {
                    combine_texts(items, &components.types);
                }
            }
        } else if std::ptr::eq(object, &objects::SCHEMA) {
            for key in ["oneOf", "anyOf"] {
                remove_empty(node, key, &components.empty);
                combine_list(node, key, &components.enums);
            }
            if is_enum_of(node, &is_null) {
                let span = node.span;
                remove(node, "enum");
                set_nullable(node, span);
            }
        }
    });
}

/// Returns `true` for a schema without a type that lists values of one kind.
fn is_enum_of(schema: &Node, is_value: &dyn Fn(&Node) -> bool) -> bool {
    let values = schema.get("enum").filter(|_| schema.get("type").is_none());
    let values = values.and_then(Node::as_list).unwrap_or_default();
    !values.is_empty() && values.iter().all(is_value)
}

fn is_string(value: &Node) -> bool {
    value.as_str().is_some()
}

fn is_null(value: &Node) -> bool {
    value.scalar() == Some(Scalar::Null)
}

fn is_empty(value: &Node) -> bool {
    is_null(value) || value.as_str() == Some("")
}

/// Removes alternatives that stand for no value, which any value may be.
fn remove_empty(schema: &mut Node, key: &str, empty: &BTreeSet<String>) {
    let Some(list) = find_mut(schema, &[key.to_owned()]) else { return };
    let span = list.span;
    let NodeKind::List(items) = &mut list.kind else { return };
    let is_empty = |item: &Node| {
        item.get("$ref").and_then(Node::as_str).is_some_and(|target| empty.contains(target))
    };
    let count = items.iter().filter(|item| is_empty(item)).count();
    if count > 0 && count < items.len() {
        items.retain(|item| !is_empty(item));
        set_nullable(schema, span);
    }
}

/// Makes a parameter or an item of several scalar types a string, as it is sent.
fn combine_texts(schema: &mut Node, components: &BTreeMap<String, String>) {
    for key in ["oneOf", "anyOf"] {
        let Some(list) = schema.get(key).and_then(Node::as_list) else { continue };
        let ty = |item: &Node| {
            let reference = item.get("$ref").and_then(Node::as_str);
            let own = item.get("type").and_then(Node::as_str).map(str::to_owned);
            own.or_else(|| components.get(reference?).cloned())
        };
        let types: Vec<Option<String>> = list.iter().map(ty).collect();
        let is_scalar = |ty: &Option<String>| {
            ty.as_deref().is_some_and(|ty| ["string", "integer", "number", "boolean"].contains(&ty))
        };
        let is_mixed = types.iter().any(|ty| types.first() != Some(ty));
        if is_mixed && types.iter().all(is_scalar) {
            let span = schema.span;
            remove(schema, key);
            insert(schema, "type", string("string", span));
        }
    }
}

/// Combines the alternatives of a schema if all are strings, or all are numbers.
fn combine_list(schema: &mut Node, key: &str, enums: &BTreeMap<String, Node>) {
    const OTHERS: [&str; 4] = ["enum", "properties", "allOf", "discriminator"];
    let Some(items) = schema.get(key).and_then(Node::as_list).map(<[Node]>::to_vec) else { return };
    if items.len() < 2 || OTHERS.iter().any(|key| schema.get(key).is_some()) {
        return;
    }
    if items.iter().all(is_number) {
        let span = schema.span;
        remove(schema, key);
        insert(schema, "type", string("number", span));
        return;
    }
    let resolve = |item: &Node| {
        let reference = item.get("$ref").and_then(Node::as_str);
        reference.and_then(|text| enums.get(text)).unwrap_or(item).clone()
    };
    let resolved: Vec<Node> = items.iter().map(resolve).collect();
    if resolved.iter().all(is_text) {
        combine_strings(schema, key, &items, &resolved);
    }
}

fn is_number(schema: &Node) -> bool {
    let ty = schema.get("type").and_then(Node::as_str);
    ty.is_some_and(|ty| ["integer", "number"].contains(&ty)) && schema.get("enum").is_none()
}

fn is_text(schema: &Node) -> bool {
    schema.get("type").and_then(Node::as_str) == Some("string")
        && schema.get("format").and_then(Node::as_str) != Some("binary")
}

/// Combines strings to an enum of all listed values. Enums are open, so that it has every string.
fn combine_strings(schema: &mut Node, key: &str, items: &[Node], resolved: &[Node]) {
    let span = schema.span;
    let is_listed = |item: &&Node| item.get("enum").is_some() || item.get("$ref").is_some();
    let listed: Vec<&Node> = items.iter().filter(is_listed).collect();
    if let [single] = listed.as_slice()
        && single.get("$ref").is_some()
    {
        let kind = NodeKind::List(vec![(*single).clone()]);
        insert(schema, key, Node { span, kind });
        return;
    }
    let mut all: IndexMap<String, Node> = IndexMap::new();
    let mut descriptions: IndexMap<String, Node> = IndexMap::new();
    for item in resolved.iter().filter(|item| item.get("enum").is_some()) {
        let Some(values) = values(item) else { return };
        if let ([only], Some(text)) = (values, item.get("description"))
            && let Some(value) = only.as_str()
        {
            descriptions.insert(value.to_owned(), text.clone());
        }
        let pairs = values.iter().filter_map(|value| Some((value.as_str()?, value)));
        all.extend(pairs.map(|(text, value)| (text.to_owned(), value.clone())));
    }
    remove(schema, key);
    insert(schema, "type", string("string", span));
    if !all.is_empty() {
        let values = NodeKind::List(all.into_values().collect());
        insert(schema, "enum", Node { span, kind: values });
    }
    if !descriptions.is_empty() {
        insert(schema, "x-enum-descriptions", map(descriptions, span));
    }
}

/// Returns the values of an enum of strings without other keywords.
fn values(schema: &Node) -> Option<&[Node]> {
    let members = schema.as_map()?;
    let is_known = |key: &String| ENUM.contains(&key.as_str()) || key.starts_with("x-");
    let values = schema.get("enum").filter(|_| members.keys().all(is_known))?.as_list()?;
    values.iter().all(|value| value.as_str().is_some()).then_some(values)
}
