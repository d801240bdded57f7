//! Removal of read-only fields from request types, and of write-only fields from response types.

use crate::ir::{Api, Kind};

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
