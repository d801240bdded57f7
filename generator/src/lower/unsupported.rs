//! Messages about schemas whose keywords are not supported together.

use super::Lowering;
use crate::source::{Node, NodeKind};
use crate::spec::Schema;

/// Keywords that describe a schema, but do not restrict its values.
const ANNOTATIONS: [&str; 9] = [
    "title",
    "description",
    "default",
    "example",
    "nullable",
    "deprecated",
    "readOnly",
    "writeOnly",
    "externalDocs",
];

/// Keywords that list alternatives.
const ALTERNATIVES: [&str; 2] = ["oneOf", "anyOf"];

/// Keywords of objects.
const MEMBERS: [&str; 4] = ["properties", "required", "additionalProperties", "allOf"];

impl Lowering<'_> {
    /// Reports that the keywords of a schema are not supported, by name.
    pub(super) fn report_keywords(&mut self, schema: &Schema<'_>) {
        let node = schema.cursor.node;
        let keywords = keywords(node);
        let named = |key: &str| match (key, node.get(key).and_then(Node::as_str)) {
            ("type", Some(name)) => format!("`type: {name}`"),
            _ => format!("`{key}`"),
        };
        let has = |list: &[&str]| keywords.iter().any(|key| list.contains(key));
        let has_alternatives = has(&ALTERNATIVES);
        let help = if has_alternatives && requires_only(node) {
            "remove the alternatives; a request body may declare the rule with `x-constraints`"
        } else if has(&["not"]) {
            "remove `not`, and describe the allowed values"
        } else if has_alternatives && has(&MEMBERS) {
            "move the members to another schema, which each alternative contains in its `allOf`"
        } else if has_alternatives {
            "keep only the alternatives"
        } else if keywords.contains(&"type") {
            "keep only the keywords of this type"
        } else {
            "add a `type`"
        };
        let construct = match keywords.as_slice() {
            [only] if requires_only(node) => {
                format!("{} of schemas with only `required`", named(only))
            }
            [only] => format!("schema with only {}", named(only)),
            several => {
                let named: Vec<String> = several.iter().map(|key| named(key)).collect();
                format!("combination of {}", join(&named))
            }
        };
        self.report_unsupported(&schema.cursor.origin, &construct, help);
    }

    /// Returns the number of diagnostics so far, to detect whether a schema has been reported.
    pub(super) fn reported(&self) -> usize {
        self.ctx.sink.reports()
    }
}

/// Returns the keywords that restrict the values of a schema.
fn keywords(node: &Node) -> Vec<&str> {
    let keys = node.as_map().into_iter().flat_map(|members| members.keys());
    let keys = keys.map(String::as_str);
    keys.filter(|key| !key.starts_with("x-") && !ANNOTATIONS.contains(key)).collect()
}

/// Returns `true` if the alternatives differ only in the properties that they require.
fn requires_only(node: &Node) -> bool {
    let lists = ALTERNATIVES.iter().filter_map(|key| node.get(key)?.as_list());
    let mut alternatives = lists.flatten().peekable();
    let is_required = |node: &Node| match &node.kind {
        NodeKind::Map(members) => members.keys().all(|key| key == "required"),
        _ => false,
    };
    alternatives.peek().is_some() && alternatives.all(is_required)
}

/// Joins words by commas and `and`.
fn join(words: &[String]) -> String {
    match words.split_last() {
        Some((last, others)) if !others.is_empty() => format!("{} and {last}", others.join(", ")),
        _ => words.join(""),
    }
}
