//! Merges the parts of an `allOf` that are scalars, such as a string and the limit of its length.

use std::collections::BTreeMap;

use super::component;
use crate::source::{Member, MemberMap, Node, NodeKind};

/// Types without members.
const SCALARS: [&str; 4] = ["string", "integer", "number", "boolean"];

/// Keywords that describe a value, but do not restrict it.
const ANNOTATIONS: [&str; 10] = [
    "title",
    "description",
    "default",
    "example",
    "examples",
    "nullable",
    "deprecated",
    "readOnly",
    "writeOnly",
    "externalDocs",
];

/// Keywords of scalars.
const KEYWORDS: [&str; 11] = [
    "enum",
    "exclusiveMaximum",
    "exclusiveMinimum",
    "format",
    "maxLength",
    "maximum",
    "minLength",
    "minimum",
    "multipleOf",
    "pattern",
    "type",
];

/// The component schemas that are scalars without a type of their own, by the reference to them.
pub(super) struct ScalarComponents(BTreeMap<String, Node>);

impl ScalarComponents {
    /// Collects the components of a file.
    pub(super) fn new(tree: &Node) -> Self {
        let schemas = tree.get("components").and_then(|components| components.get("schemas"));
        let schemas = schemas.and_then(Node::as_map).into_iter().flatten();
        let scalars = schemas
            .filter(|(_, member)| is_scalar(&member.node) && member.node.get("enum").is_none());
        Self(scalars.map(|(name, own)| (component::reference(name), own.node.clone())).collect())
    }

    /// Merges the parts of a schema into it if all are scalars that do not contradict each other.
    pub(super) fn merge(&self, schema: &mut Node) {
        let Some(parts) = schema.get("allOf").and_then(Node::as_list) else { return };
        let resolve = |part| {
            let reference = Node::get(part, "$ref").and_then(Node::as_str);
            reference.and_then(|text| self.0.get(text)).unwrap_or(part)
        };
        let Some(members) = merged(schema, parts.iter().map(resolve)) else { return };
        let merged = Node { span: schema.span, kind: NodeKind::Map(members) };
        if is_scalar(&merged) {
            *schema = merged;
        }
    }
}

/// Returns the keywords of a schema and its parts, or `None` if two of them cannot be combined.
fn merged<'a>(schema: &Node, parts: impl Iterator<Item = &'a Node>) -> Option<MemberMap> {
    let is_known = |key: &String| KEYWORDS.contains(&key.as_str()) || is_annotation(key);
    let own = schema.as_map()?.iter().filter(|(key, _)| *key != "allOf");
    if !own.clone().all(|(key, _)| is_known(key)) {
        return None;
    }
    let mut members: MemberMap = own.map(|(key, member)| (key.clone(), member.clone())).collect();
    for part in parts {
        for (key, member) in part.as_map()? {
            let value = match members.get(key) {
                None if is_known(key) => member.clone(),
                None => return None,
                Some(first) => combined(key, first, member)?,
            };
            members.insert(key.clone(), value);
        }
    }
    Some(members)
}

/// Returns `true` for a schema with the type of a scalar.
pub(super) fn is_scalar(schema: &Node) -> bool {
    schema.get("type").and_then(Node::as_str).is_some_and(|ty| SCALARS.contains(&ty))
}

/// Returns `true` for a keyword that describes a value, but does not restrict it.
pub(super) fn is_annotation(key: &str) -> bool {
    ANNOTATIONS.contains(&key) || key.starts_with("x-")
}

/// Returns the value of a keyword that two schemas have.
fn combined(key: &str, first: &Member, second: &Member) -> Option<Member> {
    if is_annotation(key) || first.node.scalar().is_some_and(|it| second.node.scalar() == Some(it))
    {
        return Some(first.clone());
    }
    match key {
        "type" => {
            let is = |member: &Member, name: &str| member.node.as_str() == Some(name);
            let integer = [first, second].into_iter().find(|member| is(member, "integer"))?;
            (is(first, "number") || is(second, "number")).then(|| integer.clone())
        }
        "enum" => {
            let others = second.node.as_list()?;
            let is_common = |value: &&Node| others.iter().any(|it| it.scalar() == value.scalar());
            let common: Vec<Node> =
                first.node.as_list()?.iter().filter(is_common).cloned().collect();
            let node = Node { span: first.node.span, kind: NodeKind::List(common) };
            (!node.as_list()?.is_empty()).then_some(Member { key: first.key, node })
        }
        _ => None,
    }
}
