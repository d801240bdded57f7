//! Converts the keywords of OpenAPI 3.1 in descriptions that state 3.0, which many tools write.

use super::counts::Counts;
use super::newer::convert_node;
use super::types::is_null_name;
use super::walk::for_each_schema;
use crate::context::Context;
use crate::diagnostics::Code;
use crate::location::{FileId, Span};
use crate::source::{Node, NodeKind, Scalar};

/// Keywords that OpenAPI 3.0 does not have, whatever their value is.
const KEYWORDS: [&str; 6] =
    ["$comment", "$schema", "const", "contentEncoding", "contentMediaType", "examples"];

/// Converts the schemas, and reports the number of keywords.
pub(super) fn convert(ctx: &mut Context, files: &mut [(FileId, Node)]) {
    let mut counts = Counts::default();
    for (file, tree) in files {
        for_each_schema(tree, &mut |node| {
            let found = newer_keywords(node);
            if found.is_empty() {
                return;
            }
            convert_node(node);
            // those without an equivalent are reported by `load`
            let remaining = newer_keywords(node);
            let converted = found.into_iter().filter(|it| !remaining.contains(it));
            converted.for_each(|(name, span)| counts.add(name, *file, span));
        });
    }
    let action = "converted what schemas of OpenAPI 3.0 do not have";
    counts.report(ctx, Code::Repaired, action);
}

/// Returns what a schema has of OpenAPI 3.1, without the schemas in it.
fn newer_keywords(schema: &Node) -> Vec<(&'static str, Span)> {
    if let Some(Scalar::Bool(is_any)) = schema.scalar() {
        return vec![(if is_any { "true" } else { "false" }, schema.span)];
    }
    let Some(members) = schema.as_map() else { return Vec::new() };
    let mut found = Vec::new();
    for key in KEYWORDS {
        found.extend(members.get(key).map(|member| (key, member.key)));
    }
    for key in ["exclusiveMinimum", "exclusiveMaximum"] {
        let bound = members.get(key).filter(|member| is_number(&member.node));
        found.extend(bound.map(|member| (key, member.key)));
    }
    match schema.get("type") {
        Some(ty) if matches!(ty.kind, NodeKind::List(_)) => found.push(("type: [...]", ty.span)),
        Some(ty) if is_null_name(ty) => found.push(("type: 'null'", ty.span)),
        _ => {}
    }
    for key in ["oneOf", "anyOf"] {
        let alternatives = schema.get(key).and_then(Node::as_list).unwrap_or_default();
        let types = alternatives.iter().filter_map(|item| item.get("type"));
        found.extend(types.filter(|ty| is_null_name(ty)).map(|ty| ("type: 'null'", ty.span)));
        // alternatives that are constants become one enum
        let constants = alternatives.iter().filter_map(|item| item.get("const"));
        found.extend(constants.map(|value| ("const", value.span)));
    }
    found
}

fn is_number(node: &Node) -> bool {
    matches!(node.scalar(), Some(Scalar::Integer(_) | Scalar::Float(_)))
}
