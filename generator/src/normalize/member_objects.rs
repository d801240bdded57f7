//! Merges the objects that several parts of an `allOf` declare for a member: a value has the members of all of them.

use std::collections::{BTreeMap, BTreeSet};

use super::component;
use super::walk::for_each_schema;
use crate::location::escape;
use crate::source::{Member, MemberMap, Node, NodeKind, find_mut, insert, map, remove, string};

/// Members that are objects, each with a schema of it, and the names of its members.
type Objects = BTreeMap<String, (Node, BTreeSet<String>)>;

/// Merges the members of all schemas of a file.
pub(super) fn merge(tree: &mut Node) {
    let mut used = BTreeSet::new();
    for_each_schema(tree, &mut |node| {
        if inline_objects(node).next().is_some() {
            used.extend(parts(node).filter_map(component::name).map(str::to_owned));
        }
    });
    if used.is_empty() {
        return;
    }
    let schemas = tree.get("components").and_then(|components| components.get("schemas"));
    let Some(schemas) = schemas.and_then(Node::as_map) else { return };
    let components: BTreeMap<String, Objects> = used
        .into_iter()
        .filter_map(|name| {
            let objects = objects_of(schemas, &name)?;
            Some((name, objects))
        })
        .collect();
    for_each_schema(tree, &mut |node| {
        if inline_objects(node).next().is_some() {
            merge_parts(node, &components);
        }
    });
}

/// Returns the parts of the `allOf` of a schema.
fn parts(schema: &Node) -> impl Iterator<Item = &Node> {
    schema.get("allOf").and_then(Node::as_list).into_iter().flatten()
}

/// Returns the members of a schema with an `allOf`, and of its inline parts, that are inline objects.
fn inline_objects(schema: &Node) -> impl Iterator<Item = &Node> {
    let own = parts(schema).chain(schema.get("allOf").map(|_| schema));
    let members = own.filter_map(|part| part.get("properties").and_then(Node::as_map)).flatten();
    members.map(|(_, member)| &member.node).filter(|node| names(node).is_some())
}

/// Returns the names of the members that an inline object declares.
fn names(schema: &Node) -> Option<BTreeSet<String>> {
    let members = schema.get("properties").and_then(Node::as_map)?;
    Some(members.keys().cloned().collect())
}

/// Returns the members of a component that are objects, with references to their schemas.
fn objects_of(schemas: &MemberMap, name: &str) -> Option<Objects> {
    let properties = schemas.get(name)?.node.get("properties")?.as_map()?;
    let object = |(wire, member): (&String, &Member)| {
        let span = member.node.span;
        let (reference, object) = match component::name(&member.node) {
            Some(target) => (component::reference(target), &schemas.get(target)?.node),
            None => {
                let reference = component::reference(name);
                (format!("{reference}/properties/{}", escape(wire)), &member.node)
            }
        };
        Some((wire.clone(), (map([("$ref", string(reference, span))], span), names(object)?)))
    };
    Some(properties.iter().filter_map(object).collect())
}

/// Merges each object that a part of a schema declares with those of the parts before it.
fn merge_parts(schema: &mut Node, components: &BTreeMap<String, Objects>) {
    let mut earlier = Objects::new();
    if let Some(list) = find_mut(schema, &["allOf".to_owned()])
        && let NodeKind::List(parts) = &mut list.kind
    {
        if is_split(parts, components) {
            // the order of parts has no meaning, but a later declaration replaces an earlier one
            parts.sort_by_key(|part| component::name(part).is_none());
        }
        for part in parts {
            match component::name(part) {
                Some(name) => earlier.extend(components.get(name).cloned().unwrap_or_default()),
                None => merge_members(part, &mut earlier),
            }
        }
    }
    merge_members(schema, &mut earlier);
}

/// Returns `true` if an inline part declares an object for a member, and a component after it declares another one.
fn is_split(parts: &[Node], components: &BTreeMap<String, Objects>) -> bool {
    let later = |at: usize| parts.iter().skip(at).filter_map(component::name);
    parts.iter().enumerate().any(|(at, part)| {
        let members = part.get("properties").and_then(Node::as_map).into_iter().flatten();
        members.filter(|(_, member)| names(&member.node).is_some()).any(|(wire, _)| {
            later(at).any(|name| components.get(name).is_some_and(|all| all.contains_key(wire)))
        })
    })
}

/// Merges the objects that a schema declares itself with earlier ones.
fn merge_members(schema: &mut Node, earlier: &mut Objects) {
    let Some(properties) = find_mut(schema, &["properties".to_owned()]) else { return };
    let NodeKind::Map(members) = &mut properties.kind else { return };
    for (wire, member) in members {
        let Some(mut all) = names(&member.node) else { continue };
        if let Some((first, known)) = earlier.get(wire).filter(|(_, known)| !known.is_subset(&all))
        {
            let span = member.node.span;
            let mut own = member.node.clone();
            let description = remove(&mut own, "description");
            let parts = Node { span, kind: NodeKind::List(vec![first.clone(), own]) };
            member.node = map([("allOf", parts)], span);
            if let Some(description) = description {
                insert(&mut member.node, "description", description.node);
            }
            all.extend(known.iter().cloned());
        }
        earlier.insert(wire.clone(), (member.node.clone(), all));
    }
}
