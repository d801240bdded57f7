//! The members of an object schema, own and inherited.

use openapiv3::{AdditionalProperties, ReferenceOr, Schema};

use super::form::{self, Own};
use super::schema::Spot;
use super::Lowering;
use crate::diagnostics::{Code, Diagnostic};
use crate::inflect::singularize;
use crate::ir::{Field, Kind, Name, Record, Ty};
use crate::load::extension::{IndexedExtension, JoinExtension};
use crate::location::Origin;

impl Lowering<'_> {
    /// The members of an object schema: those of its `allOf` first, then its own.
    pub(super) fn record(&mut self, schema: &Schema, spot: &Spot) -> Record {
        let Gathered { mut record, required } = self.gather(schema, spot);
        // `required` may name members that another part of an `allOf` declares. What is only answered
        // is never required of a caller.
        for field in &mut record.fields {
            field.required |= required.contains(&field.wire) && !field.read_only;
        }
        record
    }

    fn gather(&mut self, schema: &Schema, spot: &Spot) -> Gathered {
        let Some(own) = form::own(schema) else {
            self.unsupported(
                &spot.origin,
                "a part of `allOf` that is no object",
                "combine objects only",
            );
            return Gathered::default();
        };
        let mut all = Gathered::default();
        for (i, element) in own.composed.iter().enumerate() {
            let origin = spot.origin.child("allOf").index(i);
            let inherited = self.inherited(element, &spot.at(origin));
            all.required.extend(inherited.required);
            all.record.more = inherited.record.more.or(all.record.more);
            for field in inherited.record.fields {
                put(&mut all.record.fields, field);
            }
        }
        self.own_members(&own, spot, &mut all.record);
        all.required.extend(own.required.iter().cloned());
        all
    }

    fn own_members(&mut self, own: &Own<'_>, spot: &Spot, record: &mut Record) {
        for (wire, property) in &own.properties {
            let origin = spot.origin.child("properties").child(wire);
            let field = self.field(wire, property, &origin, spot);
            put(&mut record.fields, field);
        }
        match own.more {
            Some(AdditionalProperties::Any(true)) => record.more = Some(Ty::Json),
            Some(AdditionalProperties::Schema(values)) => {
                let inner = spot.inner(spot.origin.child("additionalProperties"), "value");
                record.more = Some(self.ty(values, &inner));
            }
            Some(AdditionalProperties::Any(false)) | None => {}
        }
    }

    /// What an element of `allOf` brings along.
    fn inherited(&mut self, element: &ReferenceOr<Schema>, spot: &Spot) -> Gathered {
        let resolved = self.resolved;
        match element {
            ReferenceOr::Item(inner) => self.gather(inner, spot),
            ReferenceOr::Reference { reference } => {
                let Some(target) = resolved.schema(spot.file(), reference) else {
                    return Gathered::default();
                };
                // The types of the members are those of the component, unless that is being lowered
                // right now: then the members are lowered once more.
                let id = self.component(target.file, target.name, &target.origin);
                let known = id.filter(|id| self.filled.contains(id));
                match known.and_then(|id| self.api.types.get(id.0)).map(|ty| &ty.kind) {
                    Some(Kind::Record(record)) => {
                        Gathered { record: record.clone(), required: Vec::new() }
                    }
                    _ => self.gather(target.value, &spot.at(target.origin)),
                }
            }
        }
    }

    fn field(
        &mut self,
        wire: &str,
        property: &ReferenceOr<Schema>,
        origin: &Origin,
        owner: &Spot,
    ) -> Field {
        let spot = owner.inner(origin.clone(), &singularize(&bare(wire))).saying("");
        let mut ty = self.ty(property, &spot);
        let said = self.said(property, origin);
        if let Some(indexed) = said.indexed {
            self.number(&ty, indexed, origin);
        }
        if said.join == Some(JoinExtension::Repeat) {
            self.unsupported(&origin.child("x-join"), "`x-join: repeat`", "join by commas");
        }
        if said.family.is_some() {
            ty = Ty::Numbered(Box::new(ty));
        }
        Field {
            wire: wire.to_owned(),
            name: Name::new(bare(wire)).or_explicit(said.rust_name),
            setter: String::new(),
            docs: if said.docs.is_empty() { self.type_docs(&ty) } else { said.docs },
            limits: said.limits,
            default: said.default,
            ty,
            required: false,
            nullable: said.nullable,
            sensitive: said.sensitive,
            read_only: said.read_only,
            write_only: said.write_only,
            deprecated: said.deprecated,
            family: said.family.map(|family| (family.from, family.to)),
            boxed: false,
            origin: origin.clone(),
        }
    }

    /// What the type of a member says about itself, for members without a description.
    fn type_docs(&self, ty: &Ty) -> String {
        match ty {
            Ty::Named(id) => self.api.types.get(id.0).map(|ty| ty.docs.clone()).unwrap_or_default(),
            Ty::Id(id) => self.api.ids.get(*id).map(|id| id.docs.clone()).unwrap_or_default(),
            Ty::List(inner) | Ty::Numbered(inner) => self.type_docs(inner),
            _ => String::new(),
        }
    }

    /// Writes into the members of an indexed list how they are numbered.
    fn number(&mut self, ty: &Ty, indexed: IndexedExtension, origin: &Origin) {
        let placeholder = match (indexed.bare_first, indexed.from) {
            (true, 1) => "{i?}",
            (false, 0) => "{i0}",
            (false, 1) => "{i}",
            _ => {
                self.unsupported(
                    &origin.child("x-indexed"),
                    "this numbering",
                    "begin with 1, or with 0 when the first carries a number too",
                );
                return;
            }
        };
        let named = match ty {
            Ty::List(items) => match **items {
                Ty::Named(id) => self.api.types.get_mut(id.0).map(|ty| &mut ty.kind),
                _ => None,
            },
            _ => None,
        };
        let Some(Kind::Record(record)) = named else {
            let message = "only a list of objects can be indexed";
            self.ctx.report(
                Diagnostic::new(Code::BadExtensionValue, &origin.child("x-indexed"), message)
                    .help("make it an array of objects"),
            );
            return;
        };
        for field in &mut record.fields {
            field.wire = field.wire.replace("{i}", placeholder);
        }
    }
}

/// The members of an object, and the names of those that are required.
#[derive(Default)]
struct Gathered {
    record: Record,
    required: Vec<String>,
}

/// Adds a member, or replaces the inherited one of the same name in its place.
fn put(fields: &mut Vec<Field>, field: Field) {
    match fields.iter_mut().find(|known| known.wire == field.wire) {
        Some(known) => *known = Field { required: known.required, ..field },
        None => fields.push(field),
    }
}

/// The wire name without the places of numbers.
fn bare(wire: &str) -> String {
    let mut name = String::new();
    let mut inside = false;
    for c in wire.chars() {
        match c {
            '{' => inside = true,
            '}' => inside = false,
            c if !inside => name.push(c),
            _ => {}
        }
    }
    name.trim_end_matches('_').to_owned()
}
