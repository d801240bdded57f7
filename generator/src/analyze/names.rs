//! The index of names.

use crate::ir::{Api, Named, TypeId};

/// Finds what has a name in Rust.
pub(super) fn index_names(api: &mut Api) {
    let types = api.types.iter().enumerate();
    let types = types.map(|(at, ty)| (&ty.name.ident, Named::Type(TypeId(at))));
    let references = api.references.iter().enumerate();
    let references = references.map(|(at, own)| (&own.name.ident, Named::Reference(at)));
    let requests = api.groups.iter().enumerate().flat_map(|(group, own)| {
        own.operations.iter().map(move |it| (&it.request, Named::Request(group)))
    });
    let mut names = std::mem::take(&mut api.names);
    for (name, item) in types.chain(references).chain(requests) {
        names.entry(name.clone()).or_default().push(item);
    }
    api.names = names;
}
