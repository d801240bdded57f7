//! Schemas become [`Ty`]s; those with members or words become types of their own.

use openapiv3::{
    ReferenceOr, Schema, SchemaKind, StringFormat, StringType, Type as Shape,
    VariantOrUnknownOrEmpty,
};

use super::{Lowering, merge, text};
use crate::ir::{Enum, Home, Kind, Name, Record, Ty, Type, TypeId, Value};
use crate::load::extension::{self, SchemaExtensions};
use crate::source::{FileId, Origin};

/// Where a schema stands, and what a type made from it would be called.
#[derive(Clone)]
pub(super) struct Spot {
    pub(super) origin: Origin,
    pub(super) name: Name,
    pub(super) home: Home,
}

impl Spot {
    pub(super) fn file(&self) -> FileId {
        self.origin.file
    }

    /// The spot of a schema inside this one, named after both.
    pub(super) fn inner(&self, origin: Origin, words: &str) -> Spot {
        let name = Name::new(format!(
            "{} {words}",
            self.name.explicit.as_ref().unwrap_or(&self.name.words)
        ));
        Spot { origin, name, home: self.home }
    }
}

impl Lowering<'_> {
    /// The type made from the component schema `name` of `file`.
    ///
    /// Schemas without members or words make no type; they are lowered where they are used.
    pub(super) fn component(
        &mut self,
        file: FileId,
        name: &str,
        origin: &Origin,
    ) -> Option<TypeId> {
        let key = (file, name.to_owned());
        if let Some(id) = self.named.get(&key) {
            return Some(*id);
        }
        let target = self.resolved.declared_schema(file, name)?;
        if target.origin != *origin {
            return self.component(target.file, target.name, &target.origin);
        }
        let schema = target.value;
        if !makes_type(schema) {
            return None;
        }
        let facts = extension::schema(self.ctx, origin, &schema.schema_data.extensions);
        let spot = Spot {
            origin: origin.clone(),
            name: Name::new(name).or_explicit(facts.rust_name.clone()),
            home: self.home(file),
        };
        let id = self.reserve(&spot, schema);
        self.named.insert(key, id);
        self.fill(id, schema, &spot, &facts);
        Some(id)
    }

    /// Adds an empty type, so that the schema can refer to itself while it is lowered.
    fn reserve(&mut self, spot: &Spot, schema: &Schema) -> TypeId {
        self.add(Type {
            name: spot.name.clone(),
            docs: text::optional(schema.schema_data.description.as_ref()),
            home: spot.home,
            kind: Kind::Record(Record::default()),
            read: false,
            written: false,
            deprecated: schema.schema_data.deprecated,
            origin: spot.origin.clone(),
        })
    }

    fn fill(&mut self, id: TypeId, schema: &Schema, spot: &Spot, facts: &SchemaExtensions) {
        let kind = match &schema.schema_kind {
            SchemaKind::Type(Shape::String(shape)) => Kind::Enum(words(shape, facts)),
            SchemaKind::OneOf { one_of } => self.union(schema, one_of, spot, "oneOf"),
            SchemaKind::AnyOf { any_of } => self.union(schema, any_of, spot, "anyOf"),
            _ => Kind::Record(Record { fields: self.members(schema, spot) }),
        };
        if let Some(ty) = self.api.types.get_mut(id.0) {
            ty.kind = kind;
        }
    }

    /// Lowers a schema or a reference to one.
    pub(super) fn ty(&mut self, schema: &ReferenceOr<Schema>, spot: &Spot) -> Ty {
        match schema {
            ReferenceOr::Reference { reference } => self.referred(reference, spot),
            ReferenceOr::Item(schema) => self.inline(schema, spot),
        }
    }

    fn referred(&mut self, reference: &str, spot: &Spot) -> Ty {
        let resolved = self.resolved;
        let Some(target) = resolved.schema(spot.file(), reference) else { return Ty::Json };
        if let Some(id) = self.component(target.file, target.name, &target.origin) {
            return Ty::Named(id);
        }
        let spot = Spot { origin: target.origin.clone(), ..spot.clone() };
        self.inline(target.value, &spot)
    }

    fn inline(&mut self, schema: &Schema, spot: &Spot) -> Ty {
        let facts = extension::schema(self.ctx, &spot.origin, &schema.schema_data.extensions);
        if let Some(single) = merge::only_reference(schema) {
            let spot = Spot { origin: spot.origin.child("allOf").index(0), ..spot.clone() };
            return self.ty(single, &spot);
        }
        if makes_type(schema) {
            let spot = Spot { name: spot.name.clone().or_explicit(None), ..spot.clone() };
            let id = self.reserve(&spot, schema);
            self.fill(id, schema, &spot, &facts);
            return Ty::Named(id);
        }
        match &schema.schema_kind {
            SchemaKind::Type(shape) => self.plain(shape, spot, &facts),
            SchemaKind::Any(any) if merge::is_empty(any) => Ty::Json,
            SchemaKind::Not { .. } => {
                self.unsupported(&spot.origin.child("not"), "`not`", "describe what the value is");
                Ty::Json
            }
            _ => {
                self.unsupported(
                    &spot.origin,
                    "this mixture of keywords",
                    "state one `type`, or combine whole objects with `allOf`",
                );
                Ty::Json
            }
        }
    }

    fn plain(&mut self, shape: &Shape, spot: &Spot, facts: &SchemaExtensions) -> Ty {
        match shape {
            Shape::String(shape) => self.string(shape, facts),
            Shape::Number(_) => Ty::Decimal,
            Shape::Integer(shape) => {
                if !shape.enumeration.is_empty() {
                    self.unsupported(
                        &spot.origin.child("enum"),
                        "an enum of integers",
                        "write the values as text; the wire's spelling is the runtime's business",
                    );
                }
                Ty::Integer
            }
            Shape::Boolean(_) => Ty::Boolean,
            Shape::Array(array) => {
                let words = text::singular(&spot.name.words);
                let inner = Spot {
                    origin: spot.origin.child("items"),
                    name: Name::new(words).or_explicit(spot.name.explicit.clone()),
                    home: spot.home,
                };
                let items = array.items.as_ref().map(|items| items.clone().unbox());
                Ty::List(Box::new(items.map_or(Ty::Json, |items| self.ty(&items, &inner))))
            }
            Shape::Object(object) => match &object.additional_properties {
                Some(openapiv3::AdditionalProperties::Schema(values)) => {
                    let inner = spot.inner(spot.origin.child("additionalProperties"), "value");
                    Ty::Map(Box::new(self.ty(values, &inner)))
                }
                _ => Ty::Map(Box::new(Ty::Json)),
            },
        }
    }

    fn string(&self, shape: &StringType, facts: &SchemaExtensions) -> Ty {
        if let Some(id) = &facts.id {
            return self.id(id);
        }
        match &shape.format {
            VariantOrUnknownOrEmpty::Item(StringFormat::DateTime) if facts.words.is_empty() => {
                Ty::DateTime
            }
            VariantOrUnknownOrEmpty::Item(StringFormat::DateTime) => Ty::DateTimeOrWord,
            VariantOrUnknownOrEmpty::Item(StringFormat::Date) => Ty::Date,
            VariantOrUnknownOrEmpty::Item(StringFormat::Binary) => Ty::File,
            _ => Ty::Text,
        }
    }

    fn id(&self, id: &str) -> Ty {
        let index = self.api.ids.iter().position(|known| known.name.words == id);
        index.map_or(Ty::Text, Ty::Id)
    }
}

/// Whether a schema has members, words or alternatives, and so becomes a type of its own.
pub(super) fn makes_type(schema: &Schema) -> bool {
    if merge::only_reference(schema).is_some() {
        return false;
    }
    match &schema.schema_kind {
        SchemaKind::Type(Shape::String(shape)) => !shape.enumeration.is_empty(),
        SchemaKind::Type(Shape::Object(object)) => !object.properties.is_empty(),
        SchemaKind::AllOf { .. } | SchemaKind::OneOf { .. } | SchemaKind::AnyOf { .. } => true,
        SchemaKind::Any(any) => !any.all_of.is_empty() || !any.properties.is_empty(),
        _ => false,
    }
}

fn words(shape: &StringType, facts: &SchemaExtensions) -> Enum {
    let values = shape.enumeration.iter().flatten().filter(|word| !word.is_empty());
    Enum {
        values: values
            .map(|word| Value {
                wire: word.clone(),
                name: Name::new(word),
                docs: text::optional(facts.enum_descriptions.get(word)),
            })
            .collect(),
    }
}
