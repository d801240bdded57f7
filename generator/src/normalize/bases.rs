//! Rewrites objects with a `discriminator`, whose alternatives contain them in an `allOf`, as unions of these.

use std::collections::{BTreeMap, BTreeSet};

use super::component;
use super::walk::for_each_schema;
use crate::source::{MemberMap, Node, NodeKind, find_mut, insert, map, remove, string};

/// Rewrites the components of a file. A base that is an alternative of another one stays as it is.
pub(super) fn rewrite(tree: &mut Node) {
    let Some(schemas) = tree.get("components").and_then(|components| components.get("schemas"))
    else {
        return;
    };
    let Some(schemas) = schemas.as_map() else { return };
    let mut children: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (name, member) in schemas {
        for base in parts(&member.node) {
            children.entry(base).or_default().push(name);
        }
    }
    let is_base = |name: &str| {
        schemas.get(name).is_some_and(|member| is_base(&member.node)) && children.contains_key(name)
    };
    let is_outer = |name: &&String| {
        is_base(name) && !children.get(name.as_str()).into_iter().flatten().any(|it| is_base(it))
    };
    let bases: Vec<(String, Vec<String>)> = schemas
        .keys()
        .filter(is_outer)
        .filter(|name| !schemas.contains_key(&base_name(name)))
        .map(|name| (name.clone(), alternatives(schemas, &children, name)))
        .collect();
    for (name, children) in &bases {
        split(tree, name, children);
    }
    let renamed: BTreeMap<String, String> = bases
        .iter()
        .map(|(name, _)| (component::reference(name), component::reference(&base_name(name))))
        .collect();
    for_each_schema(tree, &mut |node| {
        rename_parts(node, &renamed);
    });
}

/// Returns the names of the components that the parts of a schema refer to.
fn parts(schema: &Node) -> impl Iterator<Item = &str> {
    schema.get("allOf").and_then(Node::as_list).into_iter().flatten().filter_map(component::name)
}

/// Returns the alternatives of a base: the objects that contain it, in document order. What contains an object that lists
/// the values of the discriminator has the same values, and is an alternative only if the mapping has other ones for it. What
/// the mapping does not name is no alternative if the base lists the values, and its name is not one of them.
fn alternatives(
    schemas: &MemberMap,
    children: &BTreeMap<&str, Vec<&str>>,
    base: &str,
) -> Vec<String> {
    let discriminator = schemas.get(base).and_then(|member| member.node.get("discriminator"));
    let property = discriminator.and_then(|it| it.get("propertyName")?.as_str());
    let mapping = discriminator.and_then(|it| it.get("mapping")?.as_map());
    let is_mapped = |name: &str| {
        let targets = mapping.into_iter().flatten().filter_map(|(_, to)| to.node.as_str());
        targets.into_iter().any(|to| to == name || to == component::reference(name))
    };
    let has_values = |name: &str| {
        let schema = schemas.get(name).map(|member| &member.node);
        property.is_some_and(|property| schema.is_some_and(|it| lists_values(it, property)))
    };
    let direct = children.get(base).cloned().unwrap_or_default();
    let mut found: BTreeSet<&str> = direct.iter().copied().collect();
    let mut open: Vec<(&str, bool)> =
        direct.into_iter().map(|name| (name, has_values(name))).collect();
    while let Some((outer, is_fixed)) = open.pop() {
        for name in children.get(outer).into_iter().flatten().copied() {
            if name != base && !found.contains(name) && (!is_fixed || is_mapped(name)) {
                found.insert(name);
                open.push((name, is_fixed || has_values(name)));
            }
        }
    }
    let listed = property.and_then(|property| listed_values(schemas, base, property));
    let has_name = |name: &str| listed.as_ref().is_none_or(|values| values.contains(&name));
    let is_alternative = |name: &&String| {
        let is_reached = found.contains(name.as_str());
        let has_value = || is_mapped(name) || has_values(name) || has_name(name);
        is_reached && (mapping.is_none_or(MemberMap::is_empty) || has_value())
    };
    schemas.keys().filter(is_alternative).cloned().collect()
}

/// Returns the values that a component lists for a property, itself or by a reference.
fn listed_values<'a>(schemas: &'a MemberMap, base: &str, property: &str) -> Option<Vec<&'a str>> {
    let own = schemas.get(base)?.node.get("properties")?.get(property)?;
    let target = component::name(own).and_then(|name| Some(&schemas.get(name)?.node));
    let values = target.unwrap_or(own).get("enum")?.as_list()?;
    Some(values.iter().filter_map(Node::as_str).collect())
}

/// Returns `true` if an object or one of its inline parts lists the values of a property.
fn lists_values(schema: &Node, property: &str) -> bool {
    let own = schema.get("properties").and_then(|properties| properties.get(property));
    let inline = schema.get("allOf").and_then(Node::as_list).unwrap_or_default();
    own.is_some_and(|own| own.get("enum").is_some())
        || inline.iter().any(|part| lists_values(part, property))
}

/// Returns the name of the object that the alternatives of a base contain.
fn base_name(name: &str) -> String {
    format!("{name}Base")
}

/// Returns `true` for an object with a `discriminator`.
fn is_base(schema: &Node) -> bool {
    schema.get("discriminator").is_some_and(|it| it.get("propertyName").is_some())
        && schema.get("oneOf").is_none()
        && schema.get("anyOf").is_none()
}

/// Makes a component a union of its alternatives, and moves its members to another component.
fn split(tree: &mut Node, name: &str, children: &[String]) {
    let path = ["components".to_owned(), "schemas".to_owned()];
    let Some(schemas) = find_mut(tree, &path) else { return };
    let Some(base) = schemas.get(name).cloned() else { return };
    let Some(discriminator) = base.get("discriminator").cloned() else { return };
    let span = discriminator.span;
    let own = component::reference(&base_name(name));
    let mut alternatives: Vec<Node> = Vec::new();
    let mut discriminator = discriminator;
    if let Some(NodeKind::Map(mapping)) =
        find_mut(&mut discriminator, &["mapping".to_owned()]).map(|node| &mut node.kind)
    {
        for member in mapping.values_mut() {
            let to = member.node.as_str().unwrap_or_default();
            if to == name || to == component::reference(name) {
                member.node = string(own.as_str(), member.node.span);
                alternatives.push(map([("$ref", string(own.as_str(), span))], span));
            }
        }
    }
    alternatives.dedup();
    alternatives.extend(
        children
            .iter()
            .map(|child| map([("$ref", string(component::reference(child), span))], span)),
    );
    let mut union = map([("oneOf", Node { span, kind: NodeKind::List(alternatives) })], base.span);
    for key in ["title", "description"] {
        if let Some(text) = base.get(key) {
            insert(&mut union, key, text.clone());
        }
    }
    insert(&mut union, "discriminator", discriminator);
    let mut object = base;
    remove(&mut object, "discriminator");
    insert(schemas, name, union);
    insert(schemas, &base_name(name), object);
}

/// Makes the parts of an `allOf` refer to the members instead of the union.
fn rename_parts(schema: &mut Node, renamed: &BTreeMap<String, String>) {
    let Some(parts) = find_mut(schema, &["allOf".to_owned()]) else { return };
    let NodeKind::List(parts) = &mut parts.kind else { return };
    for part in parts {
        let Some(text) = part.get("$ref") else { continue };
        if let Some(to) = text.as_str().and_then(|text| renamed.get(text)) {
            let text = string(to.as_str(), text.span);
            insert(part, "$ref", text);
        }
    }
}
