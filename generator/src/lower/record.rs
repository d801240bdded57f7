//! The members of an object schema, own and inherited.

use openapiv3::{ReferenceOr, Schema};

use super::schema::Spot;
use super::{Lowering, merge, text};
use crate::diagnostic::{Code, Diagnostic, did_you_mean};
use crate::ir::{Alternative, Field, Kind, Name, Ty, Union};
use crate::load::extension::{self, IndexedExtension, SchemaExtensions};
use crate::source::Origin;

impl Lowering<'_> {
    /// The members of an object schema: those of its `allOf` first, then its own.
    pub(super) fn members(&mut self, schema: &Schema, spot: &Spot) -> Vec<Field> {
        let mut fields = Vec::new();
        let resolved = self.resolved;
        for (i, element) in merge::elements(schema).iter().enumerate() {
            let origin = spot.origin.child("allOf").index(i);
            let inherited = match element {
                ReferenceOr::Item(inner) => self.members(inner, &Spot { origin, ..spot.clone() }),
                ReferenceOr::Reference { reference } => {
                    let Some(target) = resolved.schema(spot.file(), reference) else { continue };
                    self.members(
                        target.value,
                        &Spot { origin: target.origin.clone(), ..spot.clone() },
                    )
                }
            };
            for field in inherited {
                put(&mut fields, field);
            }
        }
        let Some((properties, required)) = merge::own(schema) else { return fields };
        for (wire, property) in properties {
            let origin = spot.origin.child("properties").child(wire);
            let property = property.clone().unbox();
            let field = self.field(wire, &property, &origin, spot);
            put(&mut fields, field);
        }
        // `required` may name members that an element of `allOf` declares.
        for field in fields.iter_mut().filter(|field| required.contains(&field.wire)) {
            field.required = true;
        }
        fields
    }

    fn field(
        &mut self,
        wire: &str,
        property: &ReferenceOr<Schema>,
        origin: &Origin,
        owner: &Spot,
    ) -> Field {
        let (facts, data) = match property {
            ReferenceOr::Item(schema) => (
                extension::schema(self.ctx, origin, &schema.schema_data.extensions),
                Some(&schema.schema_data),
            ),
            ReferenceOr::Reference { .. } => (SchemaExtensions::default(), None),
        };
        let spot = owner.inner(origin.clone(), &text::singular(&bare(wire)));
        let mut ty = self.ty(property, &spot);
        if let Some(indexed) = facts.indexed {
            self.number(&ty, indexed, origin);
        }
        if facts.family.is_some() {
            ty = Ty::Numbered(Box::new(ty));
        }
        let docs = data.map(|data| text::optional(data.description.as_ref())).unwrap_or_default();
        Field {
            wire: wire.to_owned(),
            name: Name::new(bare(wire)).or_explicit(facts.rust_name),
            docs: if docs.is_empty() { self.type_docs(&ty) } else { docs },
            ty,
            required: false,
            sensitive: facts.sensitive.is_some(),
            read_only: data.is_some_and(|data| data.read_only),
            deprecated: data.is_some_and(|data| data.deprecated),
            family: facts.family.map(|family| (family.from, family.to)),
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
            (true, _) => "{i?}",
            (false, 0) => "{i0}",
            (false, _) => "{i}",
        };
        let origin = origin.child("x-indexed");
        let Ty::List(items) = ty else {
            let message = "only a list of objects can be indexed";
            self.ctx.report(
                Diagnostic::new(Code::BadExtensionValue, &origin, message)
                    .help("make it an array of objects"),
            );
            return;
        };
        let Ty::Named(id) = **items else { return };
        let Some(Kind::Record(record)) = self.api.types.get_mut(id.0).map(|ty| &mut ty.kind) else {
            return;
        };
        for field in &mut record.fields {
            field.wire = field.wire.replace("{i}", placeholder);
        }
    }

    /// A choice between records, told apart by a member that names them.
    pub(super) fn union(
        &mut self,
        schema: &Schema,
        choices: &[ReferenceOr<Schema>],
        spot: &Spot,
        keyword: &str,
    ) -> Kind {
        let Some(discriminator) = &schema.schema_data.discriminator else {
            self.unsupported(
                &spot.origin.child(keyword),
                &format!("`{keyword}` without a discriminator"),
                "name the member that tells the alternatives apart under `discriminator`",
            );
            return Kind::Union(Union { discriminator: String::new(), alternatives: Vec::new() });
        };
        let mut alternatives = Vec::new();
        for (i, choice) in choices.iter().enumerate() {
            let origin = spot.origin.child(keyword).index(i);
            let ReferenceOr::Reference { reference } = choice else {
                self.unsupported(&origin, "an alternative without a name", "make it a component");
                continue;
            };
            let component = reference.rsplit('/').next().unwrap_or(reference);
            let mapped =
                discriminator.mapping.iter().find(|(_, to)| *to == reference || *to == component);
            let wire = mapped.map_or(component, |(wire, _)| wire).to_owned();
            match self.ty(choice, &Spot { origin: origin.clone(), ..spot.clone() }) {
                Ty::Named(record) => {
                    alternatives.push(Alternative { name: Name::new(component), wire, record })
                }
                _ => self.unsupported(
                    &origin,
                    "an alternative that is no object",
                    "make it an object",
                ),
            }
        }
        for (wire, to) in &discriminator.mapping {
            if !choices.iter().any(|choice| matches!(choice, ReferenceOr::Reference { reference } if reference == to || reference.ends_with(&format!("/{to}")))) {
                let names: Vec<&str> = choices.iter().filter_map(|choice| match choice {
                    ReferenceOr::Reference { reference } => Some(reference.as_str()),
                    ReferenceOr::Item(_) => None,
                }).collect();
                let origin = spot.origin.child("discriminator").child("mapping").child(wire);
                let message = format!("`{to}` is none of the alternatives");
                let help = did_you_mean(to, names.iter().copied()).unwrap_or_else(|| format!("add it to `{keyword}`"));
                self.ctx.report(Diagnostic::new(Code::DanglingRef, &origin, message).help(help));
            }
        }
        Kind::Union(Union { discriminator: discriminator.property_name.clone(), alternatives })
    }
}

/// Adds a member, or replaces the inherited one of the same name in its place.
fn put(fields: &mut Vec<Field>, field: Field) {
    match fields.iter_mut().find(|known| known.wire == field.wire) {
        Some(known) => *known = field,
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
