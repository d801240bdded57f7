//! Removes formats that are unknown, which OpenAPI allows.

use indexmap::IndexMap;

use super::walk::for_each_object;
use crate::context::Context;
use crate::diagnostics::{Code, Diagnostic, closest};
use crate::inflect::first_names;
use crate::load::objects;
use crate::location::{FileId, Origin, Span};
use crate::scalar::known_formats;
use crate::source::{Node, remove as remove_key};

/// Removes the formats, and reports their number. Formats that are probably misspelled remain, and are errors.
pub(super) fn remove(ctx: &mut Context, files: &mut [(FileId, Node)]) {
    let mut counts: IndexMap<String, usize> = IndexMap::new();
    let mut first = None;
    for (file, tree) in files {
        for_each_object(tree, &mut |node, object| {
            if !std::ptr::eq(object, &objects::SCHEMA) {
                return;
            }
            let Some((format, span)) = unknown_format(node) else { return };
            first.get_or_insert((*file, span));
            *counts.entry(format).or_default() += 1;
            remove_key(node, "format");
        });
    }
    let Some((file, span)) = first else { return };
    counts.sort_by(|a, m, b, n| n.cmp(m).then_with(|| a.cmp(b)));
    let names = first_names(counts.iter().map(|(format, count)| format!("`{format}` ({count})")));
    let message = format!("ignored formats that select no type: {names}");
    ctx.report(Diagnostic::new(Code::Repaired, &Origin::root(file), message).span(span));
}

/// Returns the format of a schema if its type has none of this or a similar name.
fn unknown_format(schema: &Node) -> Option<(String, Span)> {
    let node = schema.get("format")?;
    let (kind, format) = (schema.get("type")?.as_str()?, node.as_str()?);
    let known = known_formats(kind);
    let is_unsupported = (kind, format) == ("integer", "uint64");
    let is_similar = known.contains(format) || closest(format, known.iter().copied()).is_some();
    (!is_similar && !is_unsupported).then(|| (format.to_owned(), node.span))
}
