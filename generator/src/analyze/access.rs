//! Fields of types that occur only in requests or only in responses.

use crate::ir::{Api, Field, Kind, Ty};

/// Removes the fields that can never be present.
pub(super) fn remove_unused_fields(api: &mut Api) {
    for ty in &mut api.types {
        if let Kind::Record(record) = &mut ty.kind {
            record
                .fields
                .retain(|field| (ty.read || !field.read_only) && (ty.written || !field.write_only));
        }
    }
}

/// Marks the required fields of types that are only sent.
pub(super) fn mark_plain_fields(api: &mut Api) {
    for ty in api.types.iter_mut().filter(|ty| ty.written && !ty.read) {
        if let Kind::Record(record) = &mut ty.kind {
            for field in &mut record.fields {
                field.plain = is_plain(field);
            }
        }
    }
}

/// Returns `true` if a field always has a value. A collection represents the absence of a value itself. A record
/// cannot require itself.
fn is_plain(field: &Field) -> bool {
    let is_collection = matches!(field.ty, Ty::List(_) | Ty::Map(_) | Ty::Numbered(_));
    field.required && !field.nullable && !field.boxed && !is_collection
}
