//! Families of properties and numbered elements, spelled out: `Text{n}` becomes `Text1` to
//! `Text50`, and a numbered list the members of its first element.

use super::convert::convert;
use crate::load::yaml::{Mapping, Tree};
use crate::load::{Shape, objects};
use crate::location::FileId;
use crate::resolve;
use crate::source::{Node, Scalar, Sources};

/// Rewrites `properties` and `required` of the converted schema `out`.
pub fn flatten(sources: &Sources, file: FileId, schema: &Node, out: &mut Mapping) {
    let Some(Tree::Mapping(properties)) = out.get_mut("properties") else { return };
    let mut flat = Mapping::new();
    let mut required = Vec::new();
    let must = texts(schema.get("required"));
    for (name, value) in std::mem::take(properties) {
        let Some(name) = name.as_str() else { continue };
        let node = schema.get("properties").and_then(|properties| properties.get(name));
        let listed = must.contains(&name);
        if let Some(indexed) = node.and_then(|node| node.get("x-indexed")) {
            let element = element(sources, file, node);
            let inner = first(sources, element, indexed, &mut flat);
            required.extend(inner.into_iter().filter(|_| listed));
        } else if node.is_some_and(|node| node.get("x-family").is_some()) && !name.contains("{i}") {
            family(name, &value, &mut flat);
        } else {
            required.extend(listed.then(|| name.to_owned()));
            flat.insert(name.into(), value);
        }
    }
    *properties = flat;
    if out.contains_key("required") {
        out.remove("required");
        if !required.is_empty() {
            let names = required.into_iter().map(Tree::from).collect();
            out.insert("required".into(), Tree::Sequence(names));
        }
    }
}

fn texts(node: Option<&Node>) -> Vec<&str> {
    node.and_then(Node::list).into_iter().flatten().filter_map(Node::text).collect()
}

/// The schema of the elements of a list, and the file that it is written in.
fn element(sources: &Sources, file: FileId, list: Option<&Node>) -> Option<(FileId, Node)> {
    let items = list?.get("items")?;
    let Some(text) = items.get("$ref").and_then(Node::text) else {
        return Some((file, items.clone()));
    };
    let place = resolve::resolve_ref(sources, file, text)?;
    sources.node(&place.origin()).map(|node| (place.file, node.clone()))
}

/// Adds the members of the first element; returns those that it must have.
fn first(
    sources: &Sources,
    element: Option<(FileId, Node)>,
    indexed: &Node,
    flat: &mut Mapping,
) -> Vec<String> {
    let Some((file, element)) = element else { return Vec::new() };
    let bare = indexed.get("bare-first").and_then(Node::scalar) == Some(Scalar::Bool(true));
    let from = number(indexed.get("from")).unwrap_or(1);
    let one = if bare { String::new() } else { from.to_string() };
    let wire = |name: &str, number: &str| name.replace("{i}", number);
    for (name, member) in element.get("properties").and_then(Node::map).into_iter().flatten() {
        let shape = Shape::OrRef(&objects::SCHEMA);
        let mut value = convert(sources, file, &member.node, shape);
        let second = wire(name, &(from + 1).to_string()).replace("{n}", "1");
        let sentence = format!("The second element sends `{second}`, and so on.");
        describe(&mut value, &sentence);
        match member.node.get("x-family") {
            Some(_) => family(&wire(name, &one), &value, flat),
            None => {
                flat.insert(wire(name, &one).into(), value);
            }
        }
    }
    texts(element.get("required")).into_iter().map(|name| wire(name, &one)).collect()
}

/// Adds a property for each number of the family.
fn family(name: &str, value: &Tree, flat: &mut Mapping) {
    const MOST: i64 = 1000;
    let bound = |key: &str| value.get("x-family").and_then(|family| family.get(key)?.as_i64());
    let (Some(from), Some(to)) = (bound("from"), bound("to")) else { return };
    let mut value = value.clone();
    if let Tree::Mapping(members) = &mut value {
        members.remove("x-family");
    }
    for number in from..=to.min(from + MOST) {
        flat.insert(name.replace("{n}", &number.to_string()).into(), value.clone());
    }
}

fn number(node: Option<&Node>) -> Option<i64> {
    match node?.scalar()? {
        Scalar::Integer(number) => Some(number),
        _ => None,
    }
}

/// Adds a sentence to the description; a reference gets an `allOf` around it for that.
fn describe(schema: &mut Tree, sentence: &str) {
    let Tree::Mapping(members) = schema else { return };
    if members.contains_key("$ref") {
        let reference = Tree::Mapping(std::mem::take(members));
        members.insert("allOf".into(), Tree::Sequence(vec![reference]));
    }
    let text = match members.get("description").and_then(Tree::as_str) {
        Some(text) => format!("{} {sentence}", text.trim_end()),
        None => sentence.to_owned(),
    };
    members.insert("description".into(), text.into());
}
