//! Removes the keys next to a `$ref`, which OpenAPI 3.0 ignores.

use super::walk::for_each_object;
use crate::context::Context;
use crate::diagnostics::{Code, Diagnostic};
use crate::location::{FileId, Origin};
use crate::source::{Node, NodeKind};

/// Removes the keys, and reports their number.
pub(super) fn remove(ctx: &mut Context, files: &mut [(FileId, Node)]) {
    let (mut count, mut first) = (0, None);
    for (file, tree) in files {
        for_each_object(tree, &mut |node, object| {
            let is_reference = node.get("$ref").is_some_and(|node| node.as_str().is_some());
            let can_be = crate::load::objects::section(object).is_some();
            let NodeKind::Map(members) = &mut node.kind else { return };
            if !is_reference || !can_be {
                return;
            }
            members.retain(|key, member| {
                let is_kept = key == "$ref";
                if !is_kept {
                    count += 1;
                    first.get_or_insert((*file, member.key));
                }
                is_kept
            });
        });
    }
    if let Some((file, span)) = first {
        let keys = if count == 1 { "key" } else { "keys" };
        let message = format!("ignored {count} {keys} next to `$ref`, as OpenAPI 3.0 does");
        let diagnostic = Diagnostic::new(Code::LenientSyntax, &Origin::root(file), message);
        ctx.report(diagnostic.span(span));
    }
}
