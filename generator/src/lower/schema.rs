//! Schemas become [`Ty`]s; those with members, words or alternatives become types of their own.

use openapiv3::{
    ArrayType, ReferenceOr, Schema, SchemaKind, StringFormat, StringType, Type as Shape,
    VariantOrUnknownOrEmpty,
};

use super::form::{self, Form};
use super::{Lowering, text};
use crate::inflect::{noun_phrase, singularize};
use crate::ir::{Enum, Home, Kind, Name, Record, Ty, Type, TypeId, Value};
use crate::load::extension::{self, SchemaExtensions};
use crate::location::{FileId, Origin};

/// Where a schema stands, and what a type made from it would be called.
#[derive(Clone)]
pub(super) struct Spot {
    pub(super) origin: Origin,
    pub(super) name: Name,
    /// What is said around it, for a type that says nothing itself.
    pub(super) docs: String,
    pub(super) home: Home,
}

impl Spot {
    pub(super) fn file(&self) -> FileId {
        self.origin.file
    }

    /// The same with what is said around it.
    pub(super) fn saying(&self, docs: &str) -> Spot {
        Spot { docs: docs.to_owned(), ..self.clone() }
    }

    /// The same name elsewhere.
    pub(super) fn at(&self, origin: Origin) -> Spot {
        Spot { origin, ..self.clone() }
    }

    /// The spot of a schema inside this one, named after both.
    pub(super) fn inner(&self, origin: Origin, words: &str) -> Spot {
        let name = Name::new(format!(
            "{} {words}",
            self.name.explicit.as_ref().unwrap_or(&self.name.words)
        ));
        Spot { origin, name, ..self.clone() }
    }
}

impl Lowering<'_> {
    /// The type made from the component schema `name` of `file`.
    ///
    /// Schemas without members, words or alternatives make no type; they are lowered where they are used.
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
            docs: String::new(),
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
            docs: match text::optional(schema.schema_data.description.as_ref()) {
                docs if !docs.is_empty() => docs,
                _ if !spot.docs.is_empty() => spot.docs.clone(),
                _ => noun_phrase(&spot.name.words),
            },
            home: spot.home,
            kind: Kind::Record(Record::default()),
            read: false,
            written: false,
            deprecated: schema.schema_data.deprecated,
            origin: spot.origin.clone(),
        })
    }

    fn fill(&mut self, id: TypeId, schema: &Schema, spot: &Spot, facts: &SchemaExtensions) {
        let kind = match form::of(schema) {
            Form::Words(listed) => Kind::Enum(words(&listed, facts, &spot.origin)),
            Form::Choice(keyword, choices) => self.union(schema, choices, spot, keyword),
            _ => Kind::Record(self.record(schema, spot)),
        };
        if let Some(ty) = self.api.types.get_mut(id.0) {
            ty.kind = kind;
        }
        self.filled.insert(id);
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
        if self.open.contains(&target.origin) {
            self.unsupported(
                &target.origin,
                "a list or a map that holds itself and nothing else",
                "put an object in between",
            );
            return Ty::Json;
        }
        self.open.push(target.origin.clone());
        let ty = self.inline(target.value, &spot.at(target.origin));
        self.open.pop();
        ty
    }

    fn inline(&mut self, schema: &Schema, spot: &Spot) -> Ty {
        let facts = extension::schema(self.ctx, &spot.origin, &schema.schema_data.extensions);
        let said = match &schema.schema_data.description {
            Some(docs) => &spot.saying(&text::clean(docs)),
            None => spot,
        };
        let (what, help) = match form::of(schema) {
            Form::Same(other) => {
                let spot = spot.at(same_origin(schema, &spot.origin));
                return self.ty(other, &spot);
            }
            Form::Object | Form::Words(_) | Form::Choice(..) => {
                let id = self.reserve(spot, schema);
                self.fill(id, schema, spot, &facts);
                return Ty::Named(id);
            }
            Form::OneOrMany(array) => return self.list(array, said),
            Form::Plain(shape) => return self.plain(shape, said, &facts),
            Form::Anything => return Ty::Json,
            Form::Not => ("`not`", "describe what the value is"),
            Form::Mixture => (
                "this mixture of keywords",
                "state one `type`, or combine whole objects with `allOf`",
            ),
        };
        self.unsupported(&spot.origin, what, help);
        Ty::Json
    }

    fn plain(&mut self, shape: &Shape, spot: &Spot, facts: &SchemaExtensions) -> Ty {
        match shape {
            Shape::String(shape) => self.string(shape, facts),
            Shape::Number(_) => Ty::Decimal,
            Shape::Integer(_) => Ty::Integer,
            Shape::Boolean(_) => Ty::Boolean,
            Shape::Array(array) => self.list(array, spot),
            Shape::Object(object) => match &object.additional_properties {
                Some(openapiv3::AdditionalProperties::Schema(values)) => {
                    let inner = spot.inner(spot.origin.child("additionalProperties"), "value");
                    Ty::Map(Box::new(self.ty(values, &inner)))
                }
                _ => Ty::Map(Box::new(Ty::Json)),
            },
        }
    }

    fn list(&mut self, array: &ArrayType, spot: &Spot) -> Ty {
        let words = singularize(&spot.name.words);
        let inner = Spot {
            origin: spot.origin.child("items"),
            name: Name::new(words).or_explicit(spot.name.explicit.clone()),
            ..spot.clone()
        };
        let items = array.items.as_ref().map(|items| items.clone().unbox());
        Ty::List(Box::new(items.map_or(Ty::Json, |items| self.ty(&items, &inner))))
    }

    fn string(&self, shape: &StringType, facts: &SchemaExtensions) -> Ty {
        if let Some(id) = &facts.id {
            return self.id(id);
        }
        match &shape.format {
            VariantOrUnknownOrEmpty::Item(StringFormat::DateTime) if facts.words.is_empty() => {
                Ty::DateTime
            }
            VariantOrUnknownOrEmpty::Item(StringFormat::DateTime) => Ty::DateTimeOrKeyword,
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

/// Where the other schema stands that a schema is the same as.
pub(super) fn same_origin(schema: &Schema, origin: &Origin) -> Origin {
    let keyword = match &schema.schema_kind {
        SchemaKind::OneOf { .. } => "oneOf",
        SchemaKind::AnyOf { .. } => "anyOf",
        _ => "allOf",
    };
    origin.child(keyword).index(0)
}

/// Whether a schema has members, words or alternatives, and so becomes a type of its own.
pub(super) fn makes_type(schema: &Schema) -> bool {
    matches!(form::of(schema), Form::Object | Form::Words(_) | Form::Choice(..))
}

/// The empty word means that nothing is there, as everywhere on the wire.
fn words(listed: &[&str], facts: &SchemaExtensions, origin: &Origin) -> Enum {
    let values = listed.iter().enumerate().filter(|(_, word)| !word.is_empty());
    Enum {
        values: values
            .map(|(index, word)| {
                let explicit = facts.enum_names.get(*word).cloned();
                let origin = match explicit {
                    Some(_) => origin.child("x-enum-names").child(word),
                    None => origin.child("enum").index(index),
                };
                Value {
                    wire: (*word).to_owned(),
                    name: Name::new(*word).or_explicit(explicit),
                    docs: text::optional(facts.enum_descriptions.get(*word)),
                    origin,
                }
            })
            .collect(),
        open: facts.open,
    }
}
