//! Repairs request bodies: a multipart body has named parts.

use super::Repairs;
use crate::load::objects;
use crate::normalize::walk::for_each_object;
use crate::source::{Node, NodeKind, find_mut, map, string};

/// The media type of a multipart body.
const MULTIPART: &str = "multipart/form-data";

/// The name of the part with the file of a multipart body that declares no parts.
const FILE: &str = "file";

/// Repairs the bodies of a file.
pub(super) fn repair(tree: &mut Node, repairs: &mut Repairs) {
    for_each_object(tree, &mut |node, object| {
        if std::ptr::eq(object, &objects::REQUEST_BODY) {
            name_part(node, repairs);
        }
    });
}

/// Makes a multipart body that is a file an object with a file.
fn name_part(body: &mut Node, repairs: &mut Repairs) {
    let path = ["content", MULTIPART, "schema"].map(str::to_owned);
    let Some(schema) = find_mut(body, &path) else { return };
    if schema.get("type").and_then(Node::as_str) != Some("string") {
        return;
    }
    let span = schema.span;
    let required = Node { span, kind: NodeKind::List(vec![string(FILE, span)]) };
    let file = map([("type", string("string", span)), ("format", string("binary", span))], span);
    *schema = map(
        [
            ("type", string("object", span)),
            ("required", required),
            ("properties", map([(FILE, file)], span)),
        ],
        span,
    );
    repairs.add("the part of a multipart body that is a file has the name", FILE, span);
}
