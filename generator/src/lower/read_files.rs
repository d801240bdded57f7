//! Finds the files in JSON responses, which only contain strings.

use std::collections::BTreeSet;

use super::Lowering;
use crate::diagnostics::{Code, Diagnostic};
use crate::inflect::first_names;
use crate::ir::{Kind, Ty, TypeId};
use crate::location::Origin;

/// Makes the files in JSON responses strings, or reports them. `sent` are those of multipart bodies, which remain files.
pub(super) fn check_read_files(lowering: &mut Lowering<'_>, sent: &BTreeSet<Origin>) {
    let mut types: BTreeSet<TypeId> = BTreeSet::new();
    for operation in lowering.api.groups.iter().flat_map(|group| &group.operations) {
        lowering.api.add_response_types(operation, &mut types);
    }
    let mut found = Vec::new();
    for operation in lowering.api.groups.iter_mut().flat_map(|group| &mut group.operations) {
        let item = operation.paged.as_mut().map(|paged| &mut paged.item);
        for ty in item.into_iter().chain(operation.response.types_mut()) {
            if replace_file(ty) {
                found.push((operation.origin.clone(), operation.id.clone(), false));
            }
        }
    }
    for id in types {
        let Some(ty) = lowering.api.types.get_mut(id.0) else { continue };
        let Kind::Record(record) = &mut ty.kind else { continue };
        for field in &mut record.fields {
            let is_sent = sent.contains(&field.origin);
            let is_file = match is_sent {
                true => *field.ty.innermost() == Ty::FILE,
                false => replace_file(&mut field.ty),
            };
            if is_file {
                found.push((field.origin.clone(), field.wire.clone(), is_sent));
            }
        }
    }
    report(lowering, &found);
}

/// Makes a file, or the files in lists and maps, strings. Returns `false` if there are none.
fn replace_file(ty: &mut Ty) -> bool {
    let inner = ty.innermost_mut();
    let is_file = *inner == Ty::FILE;
    if is_file {
        *inner = Ty::STRING;
    }
    is_file
}

/// Reports files, each with its location, its name, and `true` if it is also sent.
fn report(lowering: &mut Lowering<'_>, found: &[(Origin, String, bool)]) {
    if !lowering.ctx.dialect.is_foreign {
        for (origin, ..) in found {
            let message = "unsupported construct: file in a JSON response";
            let help = "remove `format: binary`, or write `format: byte` for a string in Base64";
            let diagnostic = Diagnostic::new(Code::Unsupported, origin, message).help(help);
            lowering.ctx.report(diagnostic);
        }
        return;
    }
    for (also_sent, action) in [
        (false, "files in JSON responses are read as strings"),
        (true, "files in JSON responses are kept in `extra`, because they are also sent"),
    ] {
        let all = || found.iter().filter(|(_, _, is_sent)| *is_sent == also_sent);
        let Some((first, ..)) = all().next() else { continue };
        let names: Vec<String> = all().map(|(_, name, _)| format!("`{name}`")).collect();
        let names = first_names(names.into_iter());
        lowering.ctx.report(Diagnostic::new(Code::Repaired, first, format!("{action}: {names}")));
    }
}
