//! Elements of a spec file.

use crate::diagnostics::{Code, Diagnostic};
use crate::location::{FileId, Origin};
use crate::source::{Node, NodeKind, Sources};

/// The kind of an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ElementKind {
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
    /// An example of a request body or a response.
    Example,
    /// A description or a summary.
    Description,
}

impl ElementKind {
    /// All kinds, in the order of the report.
    pub const ALL: [ElementKind; 7] = [
        ElementKind::Operation,
        ElementKind::Schema,
        ElementKind::Field,
        ElementKind::Parameter,
        ElementKind::EnumValue,
        ElementKind::Example,
        ElementKind::Description,
    ];

    /// Returns the name in the plural.
    pub fn plural(self) -> &'static str {
        match self {
            ElementKind::Operation => "operations",
            ElementKind::Schema => "schemas",
            ElementKind::Field => "fields",
            ElementKind::Parameter => "parameters",
            ElementKind::EnumValue => "enum values",
            ElementKind::Example => "examples",
            ElementKind::Description => "descriptions",
        }
    }

    /// Returns the name in the singular.
    pub fn singular(self) -> &'static str {
        let plural = self.plural();
        plural.strip_suffix('s').unwrap_or(plural)
    }
}

/// An element of the spec.
#[derive(Clone, Debug, PartialEq)]
pub struct SpecElement {
    /// The kind.
    pub kind: ElementKind,
    /// The name.
    pub name: String,
    /// The location; of a description that of its owner, of an enum value that of its enum.
    pub origin: Origin,
}

impl SpecElement {
    /// Returns the diagnostic that nothing is generated from the element.
    pub fn diagnostic(&self, sources: &Sources) -> Diagnostic {
        let (kind, name) = (self.kind.singular(), &self.name);
        let message = match self.kind {
            ElementKind::Description => format!("description of `{name}` is not used"),
            _ => format!("{kind} `{name}` is not used"),
        };
        Diagnostic::new(Code::UnusedElement, &self.origin, message)
            .span(sources.key_span(&self.origin))
            .help("move or remove it, or extend the generator")
    }
}

/// Returns the elements of a file, in document order.
pub(super) fn elements_of(file: FileId, tree: &Node) -> Vec<SpecElement> {
    let mut found = Vec::new();
    let root = Origin::root(file);
    if let Some(group) = tree.get("x-group") {
        add_descriptions(group, &root.child("x-group"), &mut found);
    }
    for_each(tree.get("x-ids"), &root.child("x-ids"), &mut |name, _, origin| {
        found.push(SpecElement { kind: ElementKind::Description, name: name.to_owned(), origin });
    });
    for_each(tree.get("paths"), &root.child("paths"), &mut |path, item, origin| {
        for_each(Some(item), &origin, &mut |method, node, origin| {
            if node.get("operationId").is_some() || node.get("responses").is_some() {
                add_operation(
                    &format!("{} {path}", method.to_uppercase()),
                    node,
                    &origin,
                    &mut found,
                );
            }
        });
        add_parameters(item, &origin, &mut found);
    });
    add_components(tree, &root, &mut found);
    found
}

fn add_components(tree: &Node, root: &Origin, found: &mut Vec<SpecElement>) {
    let origin = root.child("components");
    let Some(components) = tree.get("components") else { return };
    for_each(components.get("parameters"), &origin.child("parameters"), &mut |_, node, origin| {
        add_parameter(node, &origin, found);
    });
    for_each(components.get("schemas"), &origin.child("schemas"), &mut |name, node, origin| {
        found.push(SpecElement {
            kind: ElementKind::Schema,
            name: name.to_owned(),
            origin: origin.clone(),
        });
        add_schema(node, &origin, found);
    });
}

fn add_operation(name: &str, node: &Node, origin: &Origin, found: &mut Vec<SpecElement>) {
    let id = node.get("operationId").and_then(Node::as_str).unwrap_or(name);
    found.push(SpecElement {
        kind: ElementKind::Operation,
        name: id.to_owned(),
        origin: origin.clone(),
    });
    add_descriptions(node, origin, found);
    add_parameters(node, origin, found);
    if let Some(body) = node.get("requestBody") {
        add_descriptions(body, &origin.child("requestBody"), found);
        add_content(body, &origin.child("requestBody"), found);
    }
    for_each(node.get("responses"), &origin.child("responses"), &mut |_, node, origin| {
        add_descriptions(node, &origin, found);
        add_content(node, &origin, found);
    });
}

fn add_parameters(node: &Node, origin: &Origin, found: &mut Vec<SpecElement>) {
    let origin = origin.child("parameters");
    for (i, node) in
        node.get("parameters").and_then(Node::as_list).unwrap_or_default().iter().enumerate()
    {
        add_parameter(node, &origin.index(i), found);
    }
}

fn add_parameter(node: &Node, origin: &Origin, found: &mut Vec<SpecElement>) {
    let Some(name) = node.get("name").and_then(Node::as_str) else { return };
    found.push(SpecElement {
        kind: ElementKind::Parameter,
        name: name.to_owned(),
        origin: origin.clone(),
    });
    add_named_descriptions(node, name, origin, found);
    if let Some(node) = node.get("schema") {
        add_schema(node, &origin.child("schema"), found);
    }
}

/// Adds the schemas and examples of each media type.
fn add_content(node: &Node, origin: &Origin, found: &mut Vec<SpecElement>) {
    for_each(node.get("content"), &origin.child("content"), &mut |_, node, origin| {
        if let Some(node) = node.get("schema") {
            add_schema(node, &origin.child("schema"), found);
        }
        for_each(node.get("examples"), &origin.child("examples"), &mut |name, _, origin| {
            let origin = origin.child("value");
            found.push(SpecElement { kind: ElementKind::Example, name: name.to_owned(), origin });
        });
    });
}

fn add_schema(node: &Node, origin: &Origin, found: &mut Vec<SpecElement>) {
    add_descriptions(node, origin, found);
    for value in node.get("enum").and_then(Node::as_list).unwrap_or_default() {
        if let NodeKind::Scalar { text, .. } = &value.kind {
            let (name, origin) = (text.clone(), origin.clone());
            found.push(SpecElement { kind: ElementKind::EnumValue, name, origin });
        }
    }
    for_each(node.get("properties"), &origin.child("properties"), &mut |name, node, origin| {
        found.push(SpecElement {
            kind: ElementKind::Field,
            name: name.to_owned(),
            origin: origin.clone(),
        });
        add_schema(node, &origin, found);
    });
    for key in ["items", "additionalProperties", "not"] {
        if let Some(node) = node.get(key) {
            add_schema(node, &origin.child(key), found);
        }
    }
    for key in ["allOf", "oneOf", "anyOf"] {
        let origin = origin.child(key);
        for (i, node) in
            node.get(key).and_then(Node::as_list).unwrap_or_default().iter().enumerate()
        {
            add_schema(node, &origin.index(i), found);
        }
    }
}

/// Adds the description and the summary of a node.
fn add_descriptions(node: &Node, origin: &Origin, found: &mut Vec<SpecElement>) {
    add_named_descriptions(node, &origin.key(), origin, found);
}

/// Adds the description and the summary of a node with another name than its key.
fn add_named_descriptions(node: &Node, name: &str, origin: &Origin, found: &mut Vec<SpecElement>) {
    for key in ["summary", "description"] {
        if node.get(key).and_then(Node::as_str).is_some() {
            let (name, origin) = (name.to_owned(), origin.clone());
            found.push(SpecElement { kind: ElementKind::Description, name, origin });
        }
    }
}

/// Visits the members of a mapping with their locations.
fn for_each(node: Option<&Node>, origin: &Origin, visit: &mut dyn FnMut(&str, &Node, Origin)) {
    for (name, member) in node.and_then(Node::as_map).into_iter().flatten() {
        visit(name, &member.node, origin.child(name));
    }
}
