//! Lowers object schemas with their declared and composed members.

use std::collections::{BTreeSet, HashMap};

use super::Lowering;
use super::schema::SchemaContext;
use crate::diagnostics::{Code, Diagnostic};
use crate::inflect::singularize;
use crate::ir::{Field, Kind, Name, Reason, Record, Ty};
use crate::load::extension::IndexedExtension;
use crate::location::Origin;
use crate::resolve::ComponentRef;
use crate::spec::{Members, Schema, SchemaShape};
use crate::wire_name::WireName;

impl<'a> Lowering<'a> {
    /// Lowers an object schema: the members of `allOf`, then its own.
    pub(super) fn record(&mut self, schema: &Schema<'a>, context: &SchemaContext) -> Record {
        let members = schema.members();
        for part in &members.others {
            self.report_part(part);
        }
        self.record_parts(schema);
        let inherited = self.inherited(&members);
        let mut fields: Vec<Field> = Vec::with_capacity(members.properties.len());
        for (wire, member) in &members.properties {
            let known = inherited.fields.get(&member.schema.cursor.origin);
            let mut field = match known {
                Some(field) => field.clone(),
                None => self.field(wire, &member.schema, context),
            };
            // `required` may name members of another part of `allOf`. Read-only members are never required in
            // requests.
            field.required |= members.required.contains(wire) && !field.read_only;
            fields.push(field);
        }
        let additional = members.additional.as_ref().map(|member| {
            let origin = &member.schema.cursor.origin;
            match member.owner.and_then(|_| inherited.additional.get(origin)) {
                _ if member.is_any => Ty::Json,
                Some(ty) => ty.clone(),
                None => self.lower_type(&member.schema, &context.inner("value")),
            }
        });
        Record { fields, additional }
    }

    /// Records that the parts of `allOf` make no types of their own for this object.
    fn record_parts(&mut self, schema: &Schema<'a>) {
        for part in schema.merged_parts() {
            if part.cursor.origin == schema.cursor.origin {
                continue;
            }
            match part.component {
                Some(component) => {
                    self.api.omissions.record(&component.origin(), Reason::Inherited)
                }
                None => self.api.omissions.record_own(&part.cursor.origin, Reason::Inherited),
            }
        }
    }

    /// Reports a part of an `allOf` that is not an object.
    fn report_part(&mut self, schema: &Schema<'a>) {
        match schema.shape() {
            Some(SchemaShape::Unsupported | SchemaShape::Not | SchemaShape::OneOf(..)) => {
                self.report_keywords(schema);
            }
            _ => self.report_unsupported(
                &schema.cursor.origin,
                "part of `allOf` that is not an object",
                "combine only objects; a single reference may be to any schema",
            ),
        }
    }

    /// Returns the members of the components that are parts of an object.
    ///
    /// They are reused, so that their types are not created twice. A component that is being lowered has no members yet:
    /// they are lowered again.
    fn inherited(&mut self, members: &Members<'a>) -> Inherited {
        let mut inherited = Inherited::default();
        // the components whose members are those of a component before
        let mut contained: BTreeSet<&ComponentRef> = BTreeSet::new();
        for part in &members.components {
            let component = &part.schema;
            if part.listed_by.is_some_and(|owner| contained.contains(owner)) {
                contained.extend(component.component);
                continue;
            }
            let lower = |own: &mut Self| own.component_type(component);
            let id = self.nested(&component.cursor.origin, lower).flatten();
            let known = id.filter(|id| self.complete.contains(id));
            let kind = known.and_then(|id| self.api.types.get(id.0)).map(|ty| &ty.kind);
            let Some(Kind::Record(record)) = kind else { continue };
            contained.extend(component.component);
            for field in &record.fields {
                inherited.fields.entry(field.origin.clone()).or_insert_with(|| field.clone());
            }
            if let Some(ty) = record.additional.clone()
                && let Some(values) = component.members().additional
            {
                inherited.additional.insert(values.schema.cursor.origin, ty);
            }
        }
        inherited
    }

    /// Lowers a member of an object, or a header.
    pub(super) fn field(
        &mut self,
        wire: &str,
        property: &Schema<'a>,
        owner: &SchemaContext,
    ) -> Field {
        let origin = &property.cursor.origin;
        let metadata = self.metadata(property);
        let words = WireName::of_member(wire, metadata.family.is_some()).words();
        let context = owner.inner(&singularize(&words)).with_docs("");
        let mut ty = self.lower_type(property, &context);
        self.record_integers(property);
        if let Some(indexed) = metadata.indexed {
            self.set_numbering(&ty, indexed, origin);
        }
        if metadata.family.is_some() {
            ty = Ty::Numbered(Box::new(ty));
        }
        Field {
            wire: wire.to_owned(),
            name: Name::new(words).with_explicit(metadata.rust_name),
            setter: String::new(),
            docs: if metadata.docs.is_empty() { self.type_docs(&ty) } else { metadata.docs },
            limits: metadata.limits,
            default: metadata.default,
            ty,
            required: false,
            nullable: metadata.nullable,
            sensitive: metadata.sensitive,
            read_only: metadata.read_only,
            write_only: metadata.write_only,
            referenced: false,
            deprecated: metadata.deprecated,
            family: metadata.family.map(|family| (family.from, family.to)),
            boxed: false,
            plain: false,
            origin: origin.clone(),
        }
    }

    /// Returns the description of a type, for members without their own.
    fn type_docs(&self, ty: &Ty) -> String {
        match ty {
            Ty::Named(id) => self.api.types.get(id.0).map(|ty| ty.docs.clone()).unwrap_or_default(),
            Ty::Id(id) => self.api.ids.get(*id).map(|id| id.docs.clone()).unwrap_or_default(),
            Ty::List(inner) | Ty::Numbered(inner) => self.type_docs(inner),
            _ => String::new(),
        }
    }

    /// Sets the numbering of the members of an indexed list.
    fn set_numbering(&mut self, ty: &Ty, indexed: IndexedExtension, origin: &Origin) {
        let Some(numbering) = indexed.numbering() else {
            self.report_unsupported(
                &origin.child("x-indexed"),
                "numbering of this kind",
                "begin with 1, or with 0 if the first item has a number",
            );
            return;
        };
        let named = match ty {
            Ty::List(items) => match **items {
                Ty::Named(id) => self.api.types.get_mut(id.0).map(|ty| &mut ty.kind),
                _ => None,
            },
            _ => None,
        };
        let Some(Kind::Record(record)) = named else {
            let message = "expected a list of objects in a schema with `x-indexed`";
            self.ctx.report(
                Diagnostic::new(Code::BadExtensionValue, &origin.child("x-indexed"), message)
                    .help("use an array of objects"),
            );
            return;
        };
        for field in &mut record.fields {
            field.wire = field.wire_name().with_numbering(numbering).to_string();
        }
    }
}

/// The lowered members of components, by location.
#[derive(Default)]
struct Inherited {
    fields: HashMap<Origin, Field>,
    /// The types of additional properties.
    additional: HashMap<Origin, Ty>,
}
