//! Moves schemas that are referred to, but are not components, to `components`.

use std::collections::BTreeMap;

use super::component;
use super::walk::{for_each_object, for_each_schema};
use crate::location::{Span, unescape};
use crate::source::{Node, find_mut, insert, map, remove, string};

/// Segments of pointers that are no part of the name of a schema.
const NOISE: [&str; 16] = [
    "components",
    "schemas",
    "responses",
    "requestBodies",
    "requestBody",
    "parameters",
    "paths",
    "content",
    "schema",
    "properties",
    "definitions",
    "$defs",
    "items",
    "allOf",
    "oneOf",
    "anyOf",
];

/// Moves the schemas of a file, and changes the references to them.
pub(super) fn hoist(tree: &mut Node) {
    // a schema that is moved from below an unknown key may refer to others there
    while hoist_found(tree) {}
    for_each_schema(tree, &mut |node| {
        remove_definitions(node);
    });
}

/// Removes the definitions of a schema: those that are referred to are components.
fn remove_definitions(schema: &mut Node) {
    for key in ["definitions", "$defs"] {
        if schema.get(key).is_some_and(|definitions| definitions.as_map().is_some()) {
            remove(schema, key);
        }
    }
}

/// Moves the schemas that are found from the root. Returns `true` if there were any.
fn hoist_found(tree: &mut Node) -> bool {
    let mut targets: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for_each_schema(tree, &mut |node| {
        let target = node.get("$ref").and_then(Node::as_str).and_then(segments);
        targets.extend(target);
    });
    let mut targets: Vec<(String, Vec<String>)> = targets.into_iter().collect();
    // an inner schema first: it is in the outer one when that is moved
    targets.sort_by_key(|(_, segments)| std::cmp::Reverse(segments.len()));
    let mut moved: BTreeMap<String, String> = BTreeMap::new();
    for (text, segments) in targets {
        let Some(name) = unused_name(tree, &segments) else { continue };
        let segments = current_segments(tree, segments);
        let Some(node) = find_mut(tree, &segments).filter(|node| node.as_map().is_some()) else {
            continue;
        };
        let span = node.span;
        let reference = component::reference(&name);
        let schema =
            std::mem::replace(node, map([("$ref", string(reference.as_str(), span))], span));
        add_component(tree, &name, schema);
        moved.insert(text, reference);
    }
    if moved.is_empty() {
        return false;
    }
    for_each_object(tree, &mut |node, _| {
        let Some(text) = node.get("$ref") else { return };
        let target = text.as_str().and_then(|text| moved.get(text));
        if let Some(target) = target {
            let node_text = string(target.as_str(), text.span);
            insert(node, "$ref", node_text);
        }
    });
    true
}

/// Returns the text and the segments of a reference into this file to something else than a component.
fn segments(text: &str) -> Option<(String, Vec<String>)> {
    let segments: Vec<String> = text
        .strip_prefix("#/")?
        .split('/')
        .map(unescape)
        .map(|segment| segment.replace("%7B", "{").replace("%7D", "}"))
        .collect();
    let is_component = segments.len() == 3 && segments.first()? == "components";
    (!is_component).then(|| (text.to_owned(), segments))
}

/// Returns the segments of a schema after the schemas that contain it were moved.
fn current_segments(tree: &Node, mut segments: Vec<String>) -> Vec<String> {
    // references may form a cycle
    const MAX_REFERENCES: usize = 16;
    for _ in 0..MAX_REFERENCES {
        let Some((count, name)) = find_reference(tree, &segments) else { break };
        let component = ["components".to_owned(), "schemas".to_owned(), name];
        segments = component.into_iter().chain(segments.drain(count..)).collect();
    }
    segments
}

/// Returns how many segments lead to a reference to a component, before the last one, and the name of the component.
fn find_reference(tree: &Node, segments: &[String]) -> Option<(usize, String)> {
    let mut node = tree;
    for (index, key) in segments.iter().enumerate().take(segments.len() - 1) {
        (_, node) = node.step(key)?;
        if let Some(name) = component::name(node).filter(|name| !name.contains('/')) {
            return Some((index + 1, unescape(name).into_owned()));
        }
    }
    None
}

/// Returns a name for a schema at these segments that no component has.
fn unused_name(tree: &Node, segments: &[String]) -> Option<String> {
    let words = segments.iter().filter(|segment| !NOISE.contains(&segment.as_str()));
    // neither numbers nor media types
    let words = words.filter(|segment| segment.parse::<usize>().is_err());
    let words = words.filter(|segment| !segment.contains('/') || segment.starts_with('/'));
    let is_allowed = |c: &char| c.is_ascii_alphanumeric() || "_-.".contains(*c);
    let words: Vec<String> = words
        .map(|word| word.chars().filter(is_allowed).collect())
        .filter(|word: &String| !word.is_empty())
        .collect();
    let name = if words.is_empty() { "Value".to_owned() } else { words.join("_") };
    let schemas = tree.get("components").and_then(|components| components.get("schemas"));
    let is_used = |name: &str| schemas.is_some_and(|schemas| schemas.get(name).is_some());
    const MAX_PARTS: usize = 4;
    let mut names = (0..MAX_PARTS).map(|parts| format!("{name}{}", "Part".repeat(parts)));
    names.find(|name| !is_used(name))
}

/// Adds a schema to the components.
fn add_component(tree: &mut Node, name: &str, schema: Node) {
    let span = Span::new(tree.span.start, tree.span.start);
    for path in [vec![], vec!["components".to_owned()]] {
        let key = if path.is_empty() { "components" } else { "schemas" };
        if let Some(owner) = find_mut(tree, &path)
            && owner.get(key).is_none()
        {
            insert(owner, key, map::<String>([], span));
        }
    }
    let path = ["components".to_owned(), "schemas".to_owned()];
    if let Some(schemas) = find_mut(tree, &path) {
        insert(schemas, name, schema);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_components_are_not_moved() {
        assert_eq!(segments("#/components/schemas/Note"), None);
        assert_eq!(segments("other.yaml#/a/b"), None);
        let (_, path) = segments("#/paths/~1a~1%7Bb%7D/get").unwrap();
        assert_eq!(path, ["paths", "/a/{b}", "get"]);
    }
}
