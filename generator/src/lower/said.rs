//! What a schema says about the place that it stands in: its own word first, then that of the schema
//! it refers to.

use openapiv3::{ReferenceOr, Schema, SchemaKind, StringFormat, Type as Shape};

use super::form::{self, Form};
use super::schema::{makes_type, same_origin};
use super::{Lowering, limits, text};
use crate::load::extension::{self, FamilyExtension, IndexedExtension, JoinExtension};
use crate::location::Origin;

/// What a schema says about the place that it stands in.
#[derive(Clone, Debug, Default)]
pub(super) struct Said {
    pub(super) docs: String,
    /// The listed values of a number.
    pub(super) values: String,
    pub(super) limits: String,
    pub(super) default: Option<String>,
    pub(super) rust_name: Option<String>,
    pub(super) nullable: bool,
    pub(super) sensitive: bool,
    pub(super) read_only: bool,
    pub(super) write_only: bool,
    pub(super) deprecated: bool,
    pub(super) family: Option<FamilyExtension>,
    pub(super) indexed: Option<IndexedExtension>,
    pub(super) join: Option<JoinExtension>,
}

impl Lowering<'_> {
    pub(super) fn said(&mut self, schema: &ReferenceOr<Schema>, origin: &Origin) -> Said {
        let resolved = self.resolved;
        match schema {
            ReferenceOr::Item(schema) => {
                let own = self.own_word(schema, origin);
                match form::of(schema) {
                    Form::Same(other) => {
                        let other = self.said(other, &same_origin(schema, origin));
                        own.before(other)
                    }
                    _ => own,
                }
            }
            ReferenceOr::Reference { reference } => {
                let Some(target) = resolved.schema(origin.file, reference) else {
                    return Said::default();
                };
                let place = ReferenceOr::Item(target.value.clone());
                let said = self.said(&place, &target.origin);
                // A name and a mark that belong to the type do not go over to its uses.
                let own_type = makes_type(target.value);
                Said { rust_name: None, deprecated: said.deprecated && !own_type, ..said }
            }
        }
    }

    fn own_word(&mut self, schema: &Schema, origin: &Origin) -> Said {
        let facts = extension::schema(self.ctx, origin, &schema.schema_data.extensions);
        let data = &schema.schema_data;
        let docs = text::optional(data.description.as_ref());
        let values = limits::values(schema, &facts);
        Said {
            docs: text::joined(&docs, &values),
            values,
            limits: limits::sentence(schema),
            default: data.default.as_ref().map(text::value),
            rust_name: facts.rust_name,
            nullable: data.nullable,
            sensitive: facts.sensitive.is_some()
                || is_password(schema)
                || self.guards(schema, origin),
            read_only: data.read_only,
            write_only: data.write_only,
            deprecated: data.deprecated,
            family: facts.family,
            indexed: facts.indexed,
            join: facts.join,
        }
    }

    /// Whether the elements of a list, or the values of a map, must not be shown.
    fn guards(&mut self, schema: &Schema, origin: &Origin) -> bool {
        match &schema.schema_kind {
            SchemaKind::Type(Shape::Array(array)) => array.items.as_ref().is_some_and(|items| {
                self.said(&items.clone().unbox(), &origin.child("items")).sensitive
            }),
            SchemaKind::Type(Shape::Object(object)) if object.properties.is_empty() => {
                match &object.additional_properties {
                    Some(openapiv3::AdditionalProperties::Schema(values)) => {
                        self.said(values, &origin.child("additionalProperties")).sensitive
                    }
                    _ => false,
                }
            }
            _ => false,
        }
    }
}

impl Said {
    /// What is said here, and where that leaves something open, what is said there.
    fn before(self, other: Said) -> Said {
        Said {
            docs: match self.docs.is_empty() {
                true => other.docs,
                false => text::joined(&self.docs, &other.values),
            },
            values: if self.values.is_empty() { other.values } else { self.values },
            limits: if self.limits.is_empty() { other.limits } else { self.limits },
            default: self.default.or(other.default),
            rust_name: self.rust_name.or(other.rust_name),
            nullable: self.nullable || other.nullable,
            sensitive: self.sensitive || other.sensitive,
            read_only: self.read_only || other.read_only,
            write_only: self.write_only || other.write_only,
            deprecated: self.deprecated || other.deprecated,
            family: self.family.or(other.family),
            indexed: self.indexed.or(other.indexed),
            join: self.join.or(other.join),
        }
    }
}

fn is_password(schema: &Schema) -> bool {
    use openapiv3::VariantOrUnknownOrEmpty::Item;
    matches!(&schema.schema_kind, SchemaKind::Type(Shape::String(shape))
        if shape.format == Item(StringFormat::Password))
}
