//! Detection of recursive types.

use crate::ir::{Api, Kind, Ty, TypeId};

/// Marks every field through which a record contains itself without a list in between.
pub(super) fn mark_boxed(api: &mut Api) {
    for owner in 0..api.types.len() {
        let Some(Kind::Record(record)) = api.types.get(owner).map(|ty| &ty.kind) else { continue };
        let boxed: Vec<bool> = record
            .fields
            .iter()
            .map(|field| matches!(field.ty, Ty::Named(to) if contains(api, to, TypeId(owner))))
            .collect();
        if let Some(Kind::Record(record)) = api.types.get_mut(owner).map(|ty| &mut ty.kind) {
            for (field, boxed) in record.fields.iter_mut().zip(boxed) {
                field.boxed = boxed;
            }
        }
    }
}

/// Returns `true` if values of `from` contain values of `to` through fields of records. Unions box their
/// records anyway.
fn contains(api: &Api, from: TypeId, to: TypeId) -> bool {
    let mut seen = vec![false; api.types.len()];
    let mut open = vec![from];
    while let Some(id) = open.pop() {
        if id == to {
            return true;
        }
        match seen.get_mut(id.0) {
            Some(seen) if !*seen => *seen = true,
            _ => continue,
        }
        if let Some(Kind::Record(record)) = api.types.get(id.0).map(|ty| &ty.kind) {
            let direct = record.fields.iter().filter_map(|field| match field.ty {
                Ty::Named(id) => Some(id),
                _ => None,
            });
            open.extend(direct);
        }
    }
    false
}
