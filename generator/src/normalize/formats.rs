//! Removes formats that are unknown, which OpenAPI allows.

use super::counts::Counts;
use super::walk::for_each_schema;
use crate::context::Context;
use crate::diagnostics::{Code, closest};
use crate::location::{FileId, Span};
use crate::scalar::{UNSUPPORTED_FORMAT, known_formats};
use crate::source::{Node, insert, remove as remove_key, string};

/// Removes the formats, and reports their number. Formats that are probably misspelled remain, and are errors. `base64` is the
/// format `byte` of OpenAPI.
pub(super) fn remove(ctx: &mut Context, files: &mut [(FileId, Node)]) {
    let mut counts = Counts::default();
    for (file, tree) in files {
        for_each_schema(tree, &mut |node| {
            if node.get("format").and_then(Node::as_str) == Some("base64") {
                let span = node.span;
                insert(node, "format", string("byte", span));
            }
            let Some((format, span)) = unknown_format(node) else { return };
            counts.add(format, *file, span);
            remove_key(node, "format");
        });
    }
    counts.report(ctx, Code::Repaired, "ignored formats that select no type");
}

/// Returns the format of a schema if its type has none of this or a similar name.
fn unknown_format(schema: &Node) -> Option<(&str, Span)> {
    let node = schema.get("format")?;
    let (kind, format) = (schema.get("type")?.as_str()?, node.as_str()?);
    let known = known_formats(kind);
    let is_similar = known.contains(format) || closest(format, known.iter().copied()).is_some();
    (!is_similar && (kind, format) != UNSUPPORTED_FORMAT).then_some((format, node.span))
}
