//! Removes the `x-` keys of other tools.

use super::counts::Counts;
use super::walk::for_each_object;
use crate::context::Context;
use crate::diagnostics::{Code, differs_by};
use crate::load::{Object, objects};
use crate::location::FileId;
use crate::source::{Node, NodeKind};

/// Keys that name an entry of a table in the root of a file, and the table. Other tools have keys of the same names: in a
/// description of others without the table, they are not keys of this generator.
const REFERRING: [(&str, &str); 6] = [
    ("x-id", "x-ids"),
    ("x-job", "x-jobs"),
    ("x-page", "x-paging"),
    ("x-queued", "x-queues"),
    ("x-quota", "x-quotas"),
    ("x-reference", "x-references"),
];

/// Removes the keys, and reports their number. Misspelled keys of this generator remain, and are reported by `load`.
pub(super) fn remove(ctx: &mut Context, files: &mut [(FileId, Node)]) {
    let is_foreign = ctx.dialect.is_foreign;
    let own = own_keys();
    let mut counts = Counts::default();
    let has_table = |table: &str| files.iter().any(|(_, tree)| tree.get(table).is_some());
    let without_table = REFERRING.iter().filter(|(_, table)| is_foreign && !has_table(table));
    let others: Vec<&str> = without_table.map(|(key, _)| *key).collect();
    for (file, tree) in files {
        for_each_object(tree, &mut |node, object| {
            let NodeKind::Map(members) = &mut node.kind else { return };
            members.retain(|key, member| {
                let is_other = others.contains(&key.as_str());
                if !key.starts_with("x-") || !is_other && is_kept(key, object, &own, is_foreign) {
                    return true;
                }
                counts.add(key, *file, member.key);
                false
            });
        });
    }
    let total = counts.total();
    let plural = if total == 1 { "key" } else { "keys" };
    counts.report(ctx, Code::ForeignKeys, &format!("ignored {total} {plural} of other tools"));
}

/// Returns `true` for a key of the object, and for one that is probably meant to be a key of this generator.
fn is_kept(key: &str, object: &'static Object, own: &[&str], is_foreign: bool) -> bool {
    if objects::field(object, key).is_some() {
        return true;
    }
    if is_foreign {
        let known = object.all_fields().map(|field| field.key);
        return known
            .filter(|known| known.starts_with("x-"))
            .any(|known| differs_by(key, known, 1));
    }
    own.iter().any(|known| differs_by(key, known, 2))
}

/// Returns the `x-` keys of all objects.
fn own_keys() -> Vec<&'static str> {
    let all = objects::ALL.iter().flat_map(|object| object.all_fields());
    all.map(|field| field.key).filter(|key| key.starts_with("x-")).collect()
}
