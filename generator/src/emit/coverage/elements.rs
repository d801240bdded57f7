//! The elements of a file of the spec.

use crate::location::{FileId, Origin};
use crate::source::{Node, NodeKind};

/// The kind of an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// An operation.
    Operation,
    /// A component schema.
    Schema,
    /// A property of a schema.
    Field,
    /// A parameter.
    Parameter,
    /// A value of an enum.
    EnumValue,
    /// An example of a body or an answer.
    Example,
    /// A description or a summary.
    Description,
}

impl Kind {
    /// All of them, as they are reported.
    pub const ALL: [Kind; 7] = [
        Kind::Operation,
        Kind::Schema,
        Kind::Field,
        Kind::Parameter,
        Kind::EnumValue,
        Kind::Example,
        Kind::Description,
    ];

    /// Its name in the plural.
    pub fn plural(self) -> &'static str {
        match self {
            Kind::Operation => "operations",
            Kind::Schema => "schemas",
            Kind::Field => "fields",
            Kind::Parameter => "parameters",
            Kind::EnumValue => "enum values",
            Kind::Example => "examples",
            Kind::Description => "descriptions",
        }
    }

    /// Its name in the singular.
    pub fn singular(self) -> &'static str {
        let plural = self.plural();
        plural.strip_suffix('s').unwrap_or(plural)
    }
}

/// An element of the spec.
#[derive(Clone, Debug, PartialEq)]
pub struct Element {
    /// What it is.
    pub kind: Kind,
    /// What it is called.
    pub name: String,
    /// Where it stands. A description stands for what it describes, an enum value for its enum.
    pub origin: Origin,
}

/// The elements of a file, in document order.
pub(super) fn of(file: FileId, tree: &Node) -> Vec<Element> {
    let mut found = Vec::new();
    let root = Origin::root(file);
    if let Some(group) = tree.get("x-group") {
        describe(group, &root.child("x-group"), &mut found);
    }
    each(tree.get("x-ids"), &root.child("x-ids"), &mut |name, _, origin| {
        found.push(Element { kind: Kind::Description, name: name.to_owned(), origin });
    });
    each(tree.get("paths"), &root.child("paths"), &mut |path, item, origin| {
        each(Some(item), &origin, &mut |method, node, origin| {
            if node.get("operationId").is_some() || node.get("responses").is_some() {
                operation(&format!("{} {path}", method.to_uppercase()), node, &origin, &mut found);
            }
        });
        parameters(item, &origin, &mut found);
    });
    components(tree, &root, &mut found);
    found
}

fn components(tree: &Node, root: &Origin, found: &mut Vec<Element>) {
    let origin = root.child("components");
    let Some(components) = tree.get("components") else { return };
    each(components.get("parameters"), &origin.child("parameters"), &mut |_, node, origin| {
        parameter(node, &origin, found);
    });
    each(components.get("schemas"), &origin.child("schemas"), &mut |name, node, origin| {
        found.push(Element { kind: Kind::Schema, name: name.to_owned(), origin: origin.clone() });
        schema(node, &origin, found);
    });
}

fn operation(name: &str, node: &Node, origin: &Origin, found: &mut Vec<Element>) {
    let id = node.get("operationId").and_then(Node::text).unwrap_or(name);
    found.push(Element { kind: Kind::Operation, name: id.to_owned(), origin: origin.clone() });
    describe(node, origin, found);
    parameters(node, origin, found);
    if let Some(body) = node.get("requestBody") {
        describe(body, &origin.child("requestBody"), found);
        content(body, &origin.child("requestBody"), found);
    }
    each(node.get("responses"), &origin.child("responses"), &mut |_, node, origin| {
        describe(node, &origin, found);
        content(node, &origin, found);
    });
}

fn parameters(node: &Node, origin: &Origin, found: &mut Vec<Element>) {
    let origin = origin.child("parameters");
    for (i, node) in
        node.get("parameters").and_then(Node::list).unwrap_or_default().iter().enumerate()
    {
        parameter(node, &origin.index(i), found);
    }
}

fn parameter(node: &Node, origin: &Origin, found: &mut Vec<Element>) {
    let Some(name) = node.get("name").and_then(Node::text) else { return };
    found.push(Element { kind: Kind::Parameter, name: name.to_owned(), origin: origin.clone() });
    describe(node, origin, found);
    if let Some(node) = node.get("schema") {
        schema(node, &origin.child("schema"), found);
    }
}

/// The schemas and examples of each media type.
fn content(node: &Node, origin: &Origin, found: &mut Vec<Element>) {
    each(node.get("content"), &origin.child("content"), &mut |_, node, origin| {
        if let Some(node) = node.get("schema") {
            schema(node, &origin.child("schema"), found);
        }
        each(node.get("examples"), &origin.child("examples"), &mut |name, _, origin| {
            let origin = origin.child("value");
            found.push(Element { kind: Kind::Example, name: name.to_owned(), origin });
        });
    });
}

fn schema(node: &Node, origin: &Origin, found: &mut Vec<Element>) {
    describe(node, origin, found);
    for value in node.get("enum").and_then(Node::list).unwrap_or_default() {
        if let NodeKind::Scalar { text, .. } = &value.kind {
            let (name, origin) = (text.clone(), origin.clone());
            found.push(Element { kind: Kind::EnumValue, name, origin });
        }
    }
    each(node.get("properties"), &origin.child("properties"), &mut |name, node, origin| {
        found.push(Element { kind: Kind::Field, name: name.to_owned(), origin: origin.clone() });
        schema(node, &origin, found);
    });
    for key in ["items", "additionalProperties", "not"] {
        if let Some(node) = node.get(key) {
            schema(node, &origin.child(key), found);
        }
    }
    for key in ["allOf", "oneOf", "anyOf"] {
        let origin = origin.child(key);
        for (i, node) in node.get(key).and_then(Node::list).unwrap_or_default().iter().enumerate() {
            schema(node, &origin.index(i), found);
        }
    }
}

/// The description and the summary of a node stand for the node itself.
fn describe(node: &Node, origin: &Origin, found: &mut Vec<Element>) {
    for key in ["summary", "description"] {
        if node.get(key).and_then(Node::text).is_some() {
            let (name, origin) = (origin.key(), origin.clone());
            found.push(Element { kind: Kind::Description, name, origin });
        }
    }
}

/// The members of a mapping with their places.
fn each(node: Option<&Node>, origin: &Origin, take: &mut dyn FnMut(&str, &Node, Origin)) {
    for (name, member) in node.and_then(Node::map).into_iter().flatten() {
        take(name, &member.node, origin.child(name));
    }
}
