//! Finds the files in requests that only another encoding can send.

use std::collections::BTreeSet;

use super::Lowering;
use crate::diagnostics::{Code, Diagnostic};
use crate::ir::{Api, Body, Content, Encoding, Field, Kind, Ty, TypeId};
use crate::location::Origin;

/// Where a value of a body is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum ValueLocation {
    /// A part of a multipart body, which can be a file.
    Part,
    /// JSON, a field of a URL-encoded form, or in a part of a multipart body.
    Value,
}

/// The files of a body, by the location of the property or of the schema, and what has been visited.
#[derive(Default)]
struct Files {
    found: BTreeSet<(Origin, ValueLocation)>,
    visited: BTreeSet<(TypeId, ValueLocation)>,
}

/// Reports files that cannot be sent: those in JSON and in forms that are only URL-encoded. Returns the locations of those
/// that can be sent.
pub(super) fn check_files(lowering: &mut Lowering<'_>) -> BTreeSet<Origin> {
    let operations = lowering.api.groups.iter().flat_map(|group| &group.operations);
    let bodies: Vec<(&Body, Files)> = operations
        .filter_map(|operation| operation.body.as_ref())
        .map(|body| (body, files_of(&lowering.api, body)))
        .collect();
    let all = bodies.iter().flat_map(|(_, files)| &files.found);
    let sent: BTreeSet<&Origin> = all
        .filter(|(_, location)| *location == ValueLocation::Part)
        .map(|(origin, _)| origin)
        .collect();
    let mut reported: BTreeSet<Origin> = BTreeSet::new();
    let mut diagnostics = Vec::new();
    for (body, files) in &bodies {
        let refused = files.found.iter().filter(|(_, location)| *location == ValueLocation::Value);
        for (declared, _) in refused {
            // another body sends what the property declares, so that the schema of this one is what has to change
            let origin = match sent.contains(declared) {
                true => &body.origin.child("schema"),
                false => declared,
            };
            if reported.insert(origin.clone()) {
                diagnostics.push(refusal(body, origin, declared));
            }
        }
    }
    let sent = sent.into_iter().cloned().collect();
    diagnostics.into_iter().for_each(|diagnostic| lowering.ctx.report(diagnostic));
    sent
}

/// Returns the diagnostic about a file that a body cannot contain.
fn refusal(body: &Body, origin: &Origin, declared: &Origin) -> Diagnostic {
    let place = match body.encoding {
        Encoding::Json => "a JSON body",
        Encoding::Form => "a URL-encoded form",
        _ => "a nested value of a multipart body",
    };
    let message = format!("unsupported construct: file in {place}");
    let help = "use `multipart/form-data` with the file as a member of the body, or `format: byte` for a string in Base64";
    let diagnostic = Diagnostic::new(Code::Unsupported, origin, message).help(help);
    if origin != declared {
        diagnostic.label(declared, "the file is declared here")
    } else if !is_in(origin, &body.origin) {
        diagnostic.label(&body.origin, "the body is here")
    } else {
        diagnostic
    }
}

/// Returns `true` if an element is in another one.
fn is_in(origin: &Origin, outer: &Origin) -> bool {
    origin.file == outer.file
        && origin.pointer.strip_prefix(outer.pointer.as_str()).is_some_and(|it| it.starts_with('/'))
}

/// Returns the files in a body.
fn files_of(api: &Api, body: &Body) -> Files {
    let location = match body.encoding {
        Encoding::Multipart | Encoding::FormOrMultipart => ValueLocation::Part,
        Encoding::Json | Encoding::Form | Encoding::Raw => ValueLocation::Value,
    };
    let mut files = Files::default();
    let schema = body.origin.child("schema");
    match &body.content {
        Content::Members(members) => files.visit_fields(api, members, location),
        Content::Record(id) => files.visit_type(api, *id, location),
        Content::List(ty) | Content::Value(ty) => {
            files.visit(api, ty, &schema, ValueLocation::Value)
        }
        Content::Text | Content::File => {}
    }
    files
}

impl Files {
    fn visit_fields(&mut self, api: &Api, fields: &[Field], location: ValueLocation) {
        for field in fields.iter().filter(|field| !field.read_only) {
            self.visit(api, &field.ty, &field.origin, location);
        }
    }

    fn visit_type(&mut self, api: &Api, id: TypeId, location: ValueLocation) {
        let Some(ty) = api.types.get(id.0) else { return };
        if !self.visited.insert((id, location)) {
            return;
        }
        match &ty.kind {
            Kind::Record(record) => {
                self.visit_fields(api, &record.fields, location);
                if let Some(values) = &record.additional {
                    self.visit(api, values, &ty.origin.child("additionalProperties"), location);
                }
            }
            Kind::Union(union) => {
                for own in &union.alternatives {
                    match own.ty {
                        Ty::Named(_) => self.visit_named(api, &own.ty, location),
                        _ => self.visit(api, &own.ty, &own.origin, location),
                    }
                }
            }
            Kind::Enum(_) => {}
        }
    }

    fn visit_named(&mut self, api: &Api, ty: &Ty, location: ValueLocation) {
        if let Ty::Named(id) = ty {
            self.visit_type(api, *id, location);
        }
    }

    /// Visits the type of a value at `origin`.
    fn visit(&mut self, api: &Api, ty: &Ty, origin: &Origin, location: ValueLocation) {
        match ty {
            ty if *ty == Ty::FILE => {
                self.found.insert((origin.clone(), location));
            }
            Ty::Numbered(inner) => self.visit(api, inner, origin, location),
            // a list of files, and one whose items have numbers in their names, has a part for each of them
            Ty::List(inner) if **inner == Ty::FILE => self.visit(api, inner, origin, location),
            Ty::List(inner) if api.is_indexed(inner) => self.visit_named(api, inner, location),
            Ty::List(inner) | Ty::Map(inner) => {
                self.visit(api, inner, origin, ValueLocation::Value)
            }
            Ty::Named(_) => self.visit_named(api, ty, ValueLocation::Value),
            Ty::Scalar(_) | Ty::DateTimeOrKeyword(_) | Ty::Json | Ty::Id(_) => {}
        }
    }
}
