//! Repairs keys without a value, as of an empty line `tags:`.

use super::Repairs;
use crate::load::{Field, ValueSchema, objects};
use crate::normalize::walk::for_each_object;
use crate::source::{Node, NodeKind, Scalar, map};

/// Removes the keys of objects without a value, and makes such members of tables empty objects.
pub(super) fn repair(tree: &mut Node, repairs: &mut Repairs) {
    for_each_object(tree, &mut |node, object| {
        let NodeKind::Map(members) = &mut node.kind else { return };
        members.retain(|key, member| {
            let Some(field) = objects::field(object, key).filter(|field| is_repaired(field)) else {
                return true;
            };
            if is_null(&member.node) {
                repairs.add("ignored keys without a value", key, member.key);
                return false;
            }
            complete_table(&mut member.node, field.schema, repairs);
            true
        });
    });
}

/// Returns `true` for a key of OpenAPI whose value is not `null`. As a type, `null` is a word.
fn is_repaired(field: &Field) -> bool {
    !field.key.starts_with("x-")
        && field.key != "type"
        && !matches!(field.schema, ValueSchema::Any | ValueSchema::Unsupported)
}

/// Makes the members of a table without a value empty objects.
fn complete_table(table: &mut Node, schema: ValueSchema, repairs: &mut Repairs) {
    let (ValueSchema::Map(item) | ValueSchema::Responses(item)) = schema else { return };
    if !matches!(item, ValueSchema::Object(_) | ValueSchema::OrRef(_)) {
        return;
    }
    let NodeKind::Map(members) = &mut table.kind else { return };
    for (key, member) in members.iter_mut().filter(|(_, member)| is_null(&member.node)) {
        repairs.add("members without a value are empty", key, member.key);
        member.node = map::<String>([], member.node.span);
    }
}

fn is_null(node: &Node) -> bool {
    node.scalar() == Some(Scalar::Null)
}
