//! Finds the files in requests that only another encoding can send.

use std::collections::BTreeSet;

use super::Lowering;
use crate::diagnostics::{Code, Diagnostic};
use crate::ir::{Api, Body, Content, Encoding, Field, Kind, Ty, TypeId};
use crate::location::Origin;

/// Where a value of a body is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    /// A part of a multipart body, which can be a file.
    Part,
    /// JSON, a field of a URL-encoded form, or in a part of a multipart body.
    Value,
}

/// The files of a body, by the location of the property or of the schema, and what has been visited.
#[derive(Default)]
struct Files {
    found: BTreeSet<(Origin, Place)>,
    visited: BTreeSet<(TypeId, Place)>,
}

/// Reports files that cannot be sent: those in JSON and in forms that are only URL-encoded.
pub(super) fn check_files(lowering: &mut Lowering<'_>) {
    let operations = lowering.api.groups.iter().flat_map(|group| &group.operations);
    let bodies: Vec<(&Body, Files)> = operations
        .filter_map(|operation| operation.body.as_ref())
        .map(|body| (body, files_of(&lowering.api, body)))
        .collect();
    let all = bodies.iter().flat_map(|(_, files)| &files.found);
    let sent: BTreeSet<&Origin> =
        all.filter(|(_, place)| *place == Place::Part).map(|(origin, _)| origin).collect();
    let mut reported: BTreeSet<Origin> = BTreeSet::new();
    let mut diagnostics = Vec::new();
    for (body, files) in &bodies {
        let refused = files.found.iter().filter(|(_, place)| *place == Place::Value);
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
    diagnostics.into_iter().for_each(|diagnostic| lowering.ctx.report(diagnostic));
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
    let place = match body.encoding {
        Encoding::Multipart | Encoding::FormOrMultipart => Place::Part,
        Encoding::Json | Encoding::Form | Encoding::Raw => Place::Value,
    };
    let mut files = Files::default();
    let schema = body.origin.child("schema");
    match &body.content {
        Content::Members(members) => files.visit_fields(api, members, place),
        Content::Record(id) => files.visit_type(api, *id, place),
        Content::List(ty) | Content::Value(ty) => files.visit(api, ty, &schema, Place::Value),
        Content::Text | Content::File => {}
    }
    files
}

impl Files {
    fn visit_fields(&mut self, api: &Api, fields: &[Field], place: Place) {
        for field in fields.iter().filter(|field| !field.read_only) {
            self.visit(api, &field.ty, &field.origin, place);
        }
    }

    fn visit_type(&mut self, api: &Api, id: TypeId, place: Place) {
        let Some(ty) = api.types.get(id.0) else { return };
        if !self.visited.insert((id, place)) {
            return;
        }
        match &ty.kind {
            Kind::Record(record) => {
                self.visit_fields(api, &record.fields, place);
                if let Some(values) = &record.additional {
                    self.visit(api, values, &ty.origin.child("additionalProperties"), place);
                }
            }
            Kind::Union(union) => {
                for own in &union.alternatives {
                    match own.ty {
                        Ty::Named(_) => self.visit_named(api, &own.ty, place),
                        _ => self.visit(api, &own.ty, &own.origin, place),
                    }
                }
            }
            Kind::Enum(_) => {}
        }
    }

    fn visit_named(&mut self, api: &Api, ty: &Ty, place: Place) {
        if let Ty::Named(id) = ty {
            self.visit_type(api, *id, place);
        }
    }

    /// Visits the type of a value at `origin`.
    fn visit(&mut self, api: &Api, ty: &Ty, origin: &Origin, place: Place) {
        match ty {
            ty if *ty == Ty::FILE => {
                self.found.insert((origin.clone(), place));
            }
            Ty::Numbered(inner) => self.visit(api, inner, origin, place),
            // a list of files, and one whose items have numbers in their names, has a part for each of them
            Ty::List(inner) if **inner == Ty::FILE => self.visit(api, inner, origin, place),
            Ty::List(inner) if api.is_indexed(inner) => self.visit_named(api, inner, place),
            Ty::List(inner) | Ty::Map(inner) => self.visit(api, inner, origin, Place::Value),
            Ty::Named(_) => self.visit_named(api, ty, Place::Value),
            Ty::Scalar(_) | Ty::DateTimeOrKeyword(_) | Ty::Json | Ty::Id(_) => {}
        }
    }
}
