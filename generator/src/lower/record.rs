//! Lowers object schemas with their declared and composed members.

use openapiv3::{AdditionalProperties, ReferenceOr, Schema};

use super::Lowering;
use super::schema::SchemaContext;
use super::shape::{self, ObjectParts, SchemaShape};
use crate::diagnostics::{Code, Diagnostic};
use crate::inflect::singularize;
use crate::ir::{Field, Kind, Name, Record, Ty};
use crate::load::extension::IndexedExtension;
use crate::location::Origin;
use crate::resolve::Target;

impl Lowering<'_> {
    /// Lowers an object schema: the members of `allOf`, then its own.
    pub(super) fn record(&mut self, schema: &Schema, context: &SchemaContext) -> Record {
        let MergedObject { mut record, required } = self.merge_members(schema, context);
        // `required` may name members of another part of `allOf`. Read-only members are never required in
        // requests.
        for field in &mut record.fields {
            field.required |= required.contains(&field.wire) && !field.read_only;
        }
        record
    }

    /// Merges the members of `allOf` and of the schema itself.
    fn merge_members(&mut self, schema: &Schema, context: &SchemaContext) -> MergedObject {
        let Some(parts) = shape::object_parts(schema) else {
            self.report_part(schema, &context.origin);
            return MergedObject::default();
        };
        let mut merged = MergedObject::default();
        for (i, part) in parts.all_of.iter().enumerate() {
            let origin = context.origin.child("allOf").index(i);
            let inherited = self.inherited(part, &context.at(origin));
            merged.required.extend(inherited.required);
            merged.record.additional = inherited.record.additional.or(merged.record.additional);
            for field in inherited.record.fields {
                upsert_field(&mut merged.record.fields, field);
            }
        }
        self.own_members(&parts, context, &mut merged.record);
        merged.required.extend(parts.required.iter().cloned());
        merged
    }

    /// Reports a part of an `allOf` that is not an object.
    fn report_part(&mut self, schema: &Schema, origin: &Origin) {
        match shape::classify(schema) {
            SchemaShape::Unsupported | SchemaShape::Not | SchemaShape::OneOf(..) => {
                self.report_keywords(origin);
            }
            _ => self.report_unsupported(
                origin,
                "part of `allOf` that is not an object",
                "combine only objects; a single reference may be to any schema",
            ),
        }
    }

    fn own_members(
        &mut self,
        parts: &ObjectParts<'_>,
        context: &SchemaContext,
        record: &mut Record,
    ) {
        for (wire, property) in &parts.properties {
            let origin = context.origin.child("properties").child(wire);
            let field = self.field(wire, property, &origin, context);
            upsert_field(&mut record.fields, field);
        }
        match parts.additional {
            Some(AdditionalProperties::Any(true)) => record.additional = Some(Ty::Json),
            Some(AdditionalProperties::Schema(values)) => {
                let inner = context.inner(context.origin.child("additionalProperties"), "value");
                record.additional = Some(self.lower_type(values, &inner));
            }
            Some(AdditionalProperties::Any(false)) | None => {}
        }
    }

    /// Returns the members of a part of `allOf`.
    fn inherited(&mut self, part: &ReferenceOr<Schema>, context: &SchemaContext) -> MergedObject {
        let resolved = self.resolved;
        match part {
            ReferenceOr::Item(inner) => self.merge_members(inner, context),
            ReferenceOr::Reference { reference } => {
                let Some(target) = resolved.schema(context.file(), reference) else {
                    return MergedObject::default();
                };
                let merge = |own: &mut Self| own.inherited_component(&target, context);
                self.nested(&context.origin, merge).unwrap_or_default()
            }
        }
    }

    /// Returns the members of a component that is a part of `allOf`.
    fn inherited_component(
        &mut self,
        target: &Target<'_, Schema>,
        context: &SchemaContext,
    ) -> MergedObject {
        // The members of a complete component are reused, so that their types are not created twice. An incomplete
        // component is being lowered: its members are lowered again.
        let id = self.component_type(target.file, target.name, &target.origin);
        let known = id.filter(|id| self.complete.contains(id));
        match known.and_then(|id| self.api.types.get(id.0)).map(|ty| &ty.kind) {
            Some(Kind::Record(record)) => {
                MergedObject { record: record.clone(), required: Vec::new() }
            }
            _ => self.merge_members(target.value, &context.at(target.origin.clone())),
        }
    }

    fn field(
        &mut self,
        wire: &str,
        property: &ReferenceOr<Schema>,
        origin: &Origin,
        owner: &SchemaContext,
    ) -> Field {
        let context =
            owner.inner(origin.clone(), &singularize(&strip_placeholders(wire))).with_docs("");
        let mut ty = self.lower_type(property, &context);
        let metadata = self.metadata(property, origin);
        if let Some(indexed) = metadata.indexed {
            self.set_placeholders(&ty, indexed, origin);
        }
        if metadata.family.is_some() {
            ty = Ty::Numbered(Box::new(ty));
        }
        Field {
            wire: wire.to_owned(),
            name: Name::new(strip_placeholders(wire)).with_explicit(metadata.rust_name),
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
    fn set_placeholders(&mut self, ty: &Ty, indexed: IndexedExtension, origin: &Origin) {
        let placeholder = match (indexed.bare_first, indexed.from) {
            (true, 1) => "{i?}",
            (false, 0) => "{i0}",
            (false, 1) => "{i}",
            _ => {
                self.report_unsupported(
                    &origin.child("x-indexed"),
                    "numbering of this kind",
                    "begin with 1, or with 0 if the first item has a number",
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
            let message = "expected a list of objects in a schema with `x-indexed`";
            self.ctx.report(
                Diagnostic::new(Code::BadExtensionValue, &origin.child("x-indexed"), message)
                    .help("use an array of objects"),
            );
            return;
        };
        for field in &mut record.fields {
            field.wire = field.wire.replace("{i}", placeholder);
        }
    }
}

/// The members of an object and the names of the required ones.
#[derive(Default)]
struct MergedObject {
    record: Record,
    required: Vec<String>,
}

/// Adds a field, or replaces the inherited field of the same name.
fn upsert_field(fields: &mut Vec<Field>, field: Field) {
    match fields.iter_mut().find(|known| known.wire == field.wire) {
        Some(known) => *known = Field { required: known.required, ..field },
        None => fields.push(field),
    }
}

/// Removes the placeholders of numbers from a wire name.
fn strip_placeholders(wire: &str) -> String {
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
