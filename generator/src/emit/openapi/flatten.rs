//! Flattening of numbered properties.
//!
//! A family `Text{n}` becomes `Text1` to `Text50`, and an indexed list becomes the members of its first item.

use super::convert::convert;
use crate::load::yaml::{Mapping, Tree};
use crate::load::{ValueSchema, objects};
use crate::location::FileId;
use crate::resolve;
use crate::source::{Node, Scalar, Sources};

/// Replaces numbered properties in `properties` and `required` of the converted schema `out`.
pub fn flatten(sources: &Sources, file: FileId, schema: &Node, out: &mut Mapping) {
    let Some(Tree::Mapping(properties)) = out.get_mut("properties") else { return };
    let mut flat = Mapping::new();
    let mut required = Vec::new();
    let all_required = strings(schema.get("required"));
    for (name, value) in std::mem::take(properties) {
        let Some(name) = name.as_str() else { continue };
        let node = schema.get("properties").and_then(|properties| properties.get(name));
        let is_required = all_required.contains(&name);
        if let Some(indexed) = node.and_then(|node| node.get("x-indexed")) {
            let item = item_schema(sources, file, node);
            let names = add_first_item(sources, item, indexed, &mut flat);
            required.extend(names.into_iter().filter(|_| is_required));
        } else if node.is_some_and(|node| node.get("x-family").is_some()) && !name.contains("{i}") {
            add_family(name, &value, &mut flat);
        } else {
            required.extend(is_required.then(|| name.to_owned()));
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

fn strings(node: Option<&Node>) -> Vec<&str> {
    node.and_then(Node::as_list).into_iter().flatten().filter_map(Node::as_str).collect()
}

/// Returns the schema of the items of a list and its file.
fn item_schema(sources: &Sources, file: FileId, list: Option<&Node>) -> Option<(FileId, Node)> {
    let items = list?.get("items")?;
    let Some(text) = items.get("$ref").and_then(Node::as_str) else {
        return Some((file, items.clone()));
    };
    let target = resolve::resolve_ref(sources, file, text)?;
    sources.node(&target.origin()).map(|node| (target.file, node.clone()))
}

/// Adds the members of the first item and returns the required ones.
fn add_first_item(
    sources: &Sources,
    item: Option<(FileId, Node)>,
    indexed: &Node,
    flat: &mut Mapping,
) -> Vec<String> {
    let Some((file, item)) = item else { return Vec::new() };
    let bare_first = indexed.get("bare-first").and_then(Node::scalar) == Some(Scalar::Bool(true));
    let from = number(indexed.get("from")).unwrap_or(1);
    let first = if bare_first { String::new() } else { from.to_string() };
    let wire = |name: &str, number: &str| name.replace("{i}", number);
    for (name, member) in item.get("properties").and_then(Node::as_map).into_iter().flatten() {
        let shape = ValueSchema::OrRef(&objects::SCHEMA);
        let mut value = convert(sources, file, &member.node, shape);
        let second = wire(name, &(from + 1).to_string()).replace("{n}", "1");
        let sentence = format!("The second item is sent as `{second}`, and so on.");
        append_description(&mut value, &sentence);
        match member.node.get("x-family") {
            Some(_) => add_family(&wire(name, &first), &value, flat),
            None => {
                flat.insert(wire(name, &first).into(), value);
            }
        }
    }
    strings(item.get("required")).into_iter().map(|name| wire(name, &first)).collect()
}

/// Adds a property for each number of a family.
fn add_family(name: &str, value: &Tree, flat: &mut Mapping) {
    const MAX_MEMBERS: i64 = 1000;
    let bound = |key: &str| value.get("x-family").and_then(|family| family.get(key)?.as_i64());
    let (Some(from), Some(to)) = (bound("from"), bound("to")) else { return };
    let mut value = value.clone();
    if let Tree::Mapping(members) = &mut value {
        members.remove("x-family");
    }
    for number in from..=to.min(from + MAX_MEMBERS) {
        flat.insert(name.replace("{n}", &number.to_string()).into(), value.clone());
    }
}

fn number(node: Option<&Node>) -> Option<i64> {
    match node?.scalar()? {
        Scalar::Integer(number) => Some(number),
        _ => None,
    }
}

/// Appends a sentence to the description. A reference is wrapped in `allOf` for this.
fn append_description(schema: &mut Tree, sentence: &str) {
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
