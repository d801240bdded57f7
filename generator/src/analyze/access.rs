//! Members that only answers hold have no place in what is only sent, nor the other way round.

use crate::ir::{Api, Kind};

/// Drops the members that can never be there.
pub(super) fn prune(api: &mut Api) {
    for ty in &mut api.types {
        if let Kind::Record(record) = &mut ty.kind {
            record
                .fields
                .retain(|field| (ty.read || !field.read_only) && (ty.written || !field.write_only));
        }
    }
}
