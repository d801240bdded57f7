//! References to the schemas of the components.

use crate::source::Node;

const PREFIX: &str = "#/components/schemas/";

/// Returns the reference to a component.
pub(super) fn reference(name: &str) -> String {
    format!("{PREFIX}{name}")
}

/// Returns the name of the component that a schema refers to.
pub(super) fn name(schema: &Node) -> Option<&str> {
    schema.get("$ref").and_then(Node::as_str)?.strip_prefix(PREFIX)
}
