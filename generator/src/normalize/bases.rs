//! Rewrites objects with a `discriminator`, whose alternatives contain them in an `allOf`, as unions of these.

use std::collections::BTreeMap;

use super::component;
use super::walk::for_each_schema;
use crate::source::{Node, NodeKind, find_mut, insert, map, remove, string};

/// Rewrites the components of a file. A base that is an alternative of another one stays as it is.
pub(super) fn rewrite(tree: &mut Node) {
    let Some(schemas) = tree.get("components").and_then(|components| components.get("schemas"))
    else {
        return;
    };
    let Some(schemas) = schemas.as_map() else { return };
    let mut children: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (name, member) in schemas {
        for base in member.node.get("allOf").and_then(Node::as_list).into_iter().flatten() {
            children.entry(component::name(base).unwrap_or_default()).or_default().push(name);
        }
    }
    let is_base = |name: &str| {
        schemas.get(name).is_some_and(|member| is_base(&member.node)) && children.contains_key(name)
    };
    let bases: Vec<(String, Vec<String>)> = schemas
        .keys()
        .filter(|name| is_base(name))
        .map(|name| (name, children.get(name.as_str()).cloned().unwrap_or_default()))
        .filter(|(_, children)| !children.iter().any(|child| is_base(child)))
        .filter(|(name, _)| !schemas.contains_key(&base_name(name)))
        .map(|(name, children)| (name.clone(), children.into_iter().map(str::to_owned).collect()))
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
