//! Combines alternatives of one kind into one schema: strings with their enums, numbers, lists, and parameters of several
//! types.

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexMap;

use super::component;
use super::newer::set_nullable;
use super::walk::{for_each_object, for_each_schema};
use crate::load::objects;
use crate::source::{Node, NodeKind, Scalar, find_mut, insert, map, remove, string};

/// Keywords of an enum of strings.
const ENUM: [&str; 8] =
    ["type", "enum", "title", "description", "deprecated", "nullable", "example", "default"];

/// The number of components that may refer to each other in order to be combined.
const MAX_ROUNDS: usize = 8;

/// The component schemas that alternatives may refer to.
#[derive(Default)]
struct Components {
    /// The strings, among them enums without other keywords.
    texts: BTreeMap<String, Node>,
    /// The types of scalars.
    types: BTreeMap<String, String>,
    /// The enums whose only value is `null` or an empty string, which stand for no value.
    empty: BTreeSet<String>,
}

/// Combines the alternatives in a file.
pub(super) fn combine(tree: &mut Node) {
    for_each_schema(tree, &mut |node| {
        if is_enum_of(node, &is_string) {
            let span = node.span;
            insert(node, "type", string("string", span));
        }
    });
    for _ in 0..MAX_ROUNDS {
        if !combine_components(tree) {
            break;
        }
    }
    let components = Components::of(tree);
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
                combine_list(node, key, &components.texts);
            }
            if is_enum_of(node, &is_null) {
                let span = node.span;
                remove(node, "enum");
                set_nullable(node, span);
            }
        }
    });
}

impl Components {
    fn of(tree: &Node) -> Self {
        let schemas = tree.get("components").and_then(|components| components.get("schemas"));
        let mut components = Components::default();
        for (name, member) in schemas.and_then(Node::as_map).into_iter().flatten() {
            let (reference, schema) = (component::reference(name), &member.node);
            let listed = schema.get("enum").and_then(Node::as_list);
            if listed.is_some_and(|values| values.iter().all(is_empty)) {
                components.empty.insert(reference.clone());
            }
            if let Some(ty) = schema.get("type").and_then(Node::as_str) {
                components.types.insert(reference.clone(), ty.to_owned());
            }
            if values(schema).is_some() || (is_text(schema) && listed.is_none()) {
                components.texts.insert(reference, schema.clone());
            }
        }
        components
    }
}

/// Combines the alternatives of the components, which other components refer to. Returns `true` if one of them has
/// become a string.
fn combine_components(tree: &mut Node) -> bool {
    let components = Components::of(tree);
    let path = ["components".to_owned(), "schemas".to_owned()];
    let Some(NodeKind::Map(schemas)) = find_mut(tree, &path).map(|node| &mut node.kind) else {
        return false;
    };
    let mut has_changed = false;
    for member in schemas.values_mut() {
        for key in ["oneOf", "anyOf"] {
            combine_list(&mut member.node, key, &components.texts);
        }
    }
    for (name, member) in schemas.iter() {
        has_changed |= is_text(&member.node)
            && !components.texts.contains_key(&component::reference(name))
            && values(&member.node).is_some();
    }
    has_changed
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

/// Combines the alternatives of a schema that are strings, those that are numbers, and those that are lists. If there are
/// no others, they become the schema itself.
fn combine_list(schema: &mut Node, key: &str, texts: &BTreeMap<String, Node>) {
    const OTHERS: [&str; 4] = ["enum", "properties", "allOf", "discriminator"];
    let Some(items) = schema.get(key).and_then(Node::as_list).map(<[Node]>::to_vec) else { return };
    if items.len() < 2 || OTHERS.iter().any(|key| schema.get(key).is_some()) {
        return;
    }
    let is_text = |item: &Node| is_text(resolved(item, texts));
    let combined = combine_group(items, &is_number, &|numbers| Some(combined_numbers(numbers)));
    let combined = combine_group(combined, &is_list, &combined_lists);
    let combined = combine_group(combined, &is_text, &|items| combined_strings(items, texts));
    match combined.as_slice() {
        [only] if only.get("$ref").is_none() => {
            remove(schema, key);
            for (name, member) in only.as_map().into_iter().flatten() {
                if schema.get(name).is_none() {
                    insert(schema, name, member.node.clone());
                }
            }
        }
        _ => {
            if let Some(list) = find_mut(schema, &[key.to_owned()]) {
                list.kind = NodeKind::List(combined);
            }
        }
    }
}

/// Returns the string that an alternative refers to, or the alternative itself.
fn resolved<'a>(item: &'a Node, texts: &'a BTreeMap<String, Node>) -> &'a Node {
    let reference = item.get("$ref").and_then(Node::as_str);
    reference.and_then(|text| texts.get(text)).unwrap_or(item)
}

/// Replaces the alternatives of a group, if there are several, by one at the position of the first.
fn combine_group(
    items: Vec<Node>,
    is_member: &dyn Fn(&Node) -> bool,
    combine: &dyn Fn(&[Node]) -> Option<Node>,
) -> Vec<Node> {
    let group: Vec<Node> = items.iter().filter(|item| is_member(item)).cloned().collect();
    if group.len() < 2 {
        return items;
    }
    let Some(combined) = combine(&group) else { return items };
    let mut combined = Some(combined);
    let replace = |item: Node| if is_member(&item) { combined.take() } else { Some(item) };
    items.into_iter().filter_map(replace).collect()
}

fn is_number(schema: &Node) -> bool {
    let ty = schema.get("type").and_then(Node::as_str);
    ty.is_some_and(|ty| ["integer", "number"].contains(&ty)) && schema.get("enum").is_none()
}

fn is_text(schema: &Node) -> bool {
    schema.get("type").and_then(Node::as_str) == Some("string")
        && schema.get("format").and_then(Node::as_str) != Some("binary")
}

/// Returns a schema of all numbers.
fn combined_numbers(items: &[Node]) -> Node {
    let types = items.iter().map(|item| item.get("type").and_then(Node::as_str));
    let is_integer = types.into_iter().all(|ty| ty == Some("integer"));
    typed(items, if is_integer { "integer" } else { "number" })
}

/// Returns a schema with this type, at the location of the first of these schemas.
fn typed(items: &[Node], ty: &str) -> Node {
    let span = items.first().map(|item| item.span).unwrap_or_default();
    map([("type".to_owned(), string(ty, span))], span)
}

fn is_list(schema: &Node) -> bool {
    schema.get("type").and_then(Node::as_str) == Some("array") && schema.get("items").is_some()
}

/// Returns a schema of lists whose items are those of all lists.
fn combined_lists(lists: &[Node]) -> Option<Node> {
    let mut combined = typed(lists, "array");
    let items: Vec<Node> = lists.iter().filter_map(|list| list.get("items").cloned()).collect();
    let span = combined.span;
    let alternatives = Node { span, kind: NodeKind::List(items) };
    insert(&mut combined, "items", map([("anyOf".to_owned(), alternatives)], span));
    Some(combined)
}

/// Returns an enum of all listed values. Enums are open, so that it has every string. Returns `None` if one of the enums has
/// other keywords.
fn combined_strings(items: &[Node], texts: &BTreeMap<String, Node>) -> Option<Node> {
    let is_listed = |item: &&Node| resolved(item, texts).get("enum").is_some();
    let listed: Vec<&Node> = items.iter().filter(is_listed).collect();
    if let [single] = listed.as_slice()
        && single.get("$ref").is_some()
    {
        return Some((*single).clone());
    }
    let mut all: IndexMap<String, Node> = IndexMap::new();
    let mut descriptions: IndexMap<String, Node> = IndexMap::new();
    for item in listed.into_iter().map(|item| resolved(item, texts)) {
        let values = values(item)?;
        if let ([only], Some(text)) = (values, item.get("description"))
            && let Some(value) = only.as_str()
        {
            descriptions.insert(value.to_owned(), text.clone());
        }
        let pairs = values.iter().filter_map(|value| Some((value.as_str()?, value)));
        all.extend(pairs.map(|(text, value)| (text.to_owned(), value.clone())));
    }
    let mut combined = typed(items, "string");
    let span = combined.span;
    if !all.is_empty() {
        let values = NodeKind::List(all.into_values().collect());
        insert(&mut combined, "enum", Node { span, kind: values });
    }
    if !descriptions.is_empty() {
        insert(&mut combined, "x-enum-descriptions", map(descriptions, span));
    }
    Some(combined)
}

/// Returns the values of an enum of strings without other keywords.
fn values(schema: &Node) -> Option<&[Node]> {
    let members = schema.as_map()?;
    let is_known = |key: &String| ENUM.contains(&key.as_str()) || key.starts_with("x-");
    let values = schema.get("enum").filter(|_| members.keys().all(is_known))?.as_list()?;
    values.iter().all(|value| value.as_str().is_some()).then_some(values)
}
