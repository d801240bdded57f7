//! Repairs keys without a value, as of an empty line `tags:`.

use super::Repairs;
use crate::load::{Field, ValueSchema, objects};
use crate::normalize::walk::for_each_object;
use crate::source::{MemberMap, Node, NodeKind, Scalar};

/// Removes the keys of objects without a value, and makes such members of tables empty objects or lists.
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

/// Makes the members of a table without a value empty objects or lists.
fn complete_table(table: &mut Node, schema: ValueSchema, repairs: &mut Repairs) {
    let empty = match schema {
        ValueSchema::Map(item) | ValueSchema::Responses(item) => match item {
            ValueSchema::Object(_) | ValueSchema::OrRef(_) => NodeKind::Map(MemberMap::default()),
            ValueSchema::List(_) => NodeKind::List(Vec::new()),
            _ => return,
        },
        ValueSchema::List(item) => {
            let NodeKind::List(items) = &mut table.kind else { return };
            return items.iter_mut().for_each(|table| complete_table(table, *item, repairs));
        }
        _ => return,
    };
    let NodeKind::Map(members) = &mut table.kind else { return };
    for (key, member) in members.iter_mut().filter(|(_, member)| is_null(&member.node)) {
        repairs.add("made members without a value empty", key, member.key);
        member.node.kind = empty.clone();
    }
}

fn is_null(node: &Node) -> bool {
    node.scalar() == Some(Scalar::Null)
}
