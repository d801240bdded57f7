//! Metadata of a schema: description, limits, flags and extension keys.
//!
//! The metadata of a schema takes precedence over that of the schema it refers to.

use openapiv3::{
    AdditionalProperties, ArrayType, ObjectType, ReferenceOr, Schema, SchemaKind, StringFormat,
    Type as OpenApiType,
};

use super::schema::{alias_target, makes_type};
use super::shape::{self, SchemaShape};
use super::{Lowering, limits, text};
use crate::ir::Limits;
use crate::load::extension::{self, FamilyExtension, IndexedExtension};
use crate::location::Origin;

/// The metadata of a schema.
#[derive(Clone, Debug, Default)]
pub(super) struct Metadata {
    pub(super) docs: String,
    /// The enum values of a number, as documentation.
    pub(super) values: String,
    pub(super) limits: Limits,
    pub(super) default: Option<String>,
    pub(super) rust_name: Option<String>,
    pub(super) nullable: bool,
    pub(super) sensitive: bool,
    pub(super) read_only: bool,
    pub(super) write_only: bool,
    pub(super) deprecated: bool,
    pub(super) family: Option<FamilyExtension>,
    pub(super) indexed: Option<IndexedExtension>,
}

impl Lowering<'_> {
    /// Returns the metadata of a schema or a reference.
    pub(super) fn metadata(&mut self, schema: &ReferenceOr<Schema>, origin: &Origin) -> Metadata {
        let resolved = self.resolved;
        match schema {
            ReferenceOr::Item(schema) => {
                let own = self.own_metadata(schema, origin);
                match shape::classify(schema) {
                    SchemaShape::Alias(other) => {
                        let other = self.metadata(other, &alias_target(schema, origin));
                        own.or(other)
                    }
                    _ => own,
                }
            }
            ReferenceOr::Reference { reference } => {
                let Some(target) = resolved.schema(origin.file, reference) else {
                    return Metadata::default();
                };
                // a list or a map that contains only itself, which is not supported
                if self.expanding.contains(&target.origin) {
                    return Metadata::default();
                }
                self.expanding.push(target.origin.clone());
                let schema = ReferenceOr::Item(target.value.clone());
                let read = |own: &mut Self| own.metadata(&schema, &target.origin);
                let metadata = self.nested(origin, read).unwrap_or_default();
                self.expanding.pop();
                // The name and the deprecation of a type do not apply to its uses.
                let is_type = makes_type(target.value);
                let deprecated = metadata.deprecated && !is_type;
                Metadata { rust_name: None, deprecated, ..metadata }
            }
        }
    }

    /// Returns the metadata that a schema declares itself.
    fn own_metadata(&mut self, schema: &Schema, origin: &Origin) -> Metadata {
        let extensions = extension::schema(self.ctx, origin, &schema.schema_data.extensions);
        let data = &schema.schema_data;
        let docs = text::clean_optional(data.description.as_ref());
        let values = limits::describe_values(schema, &extensions);
        let inner = self.inner_metadata(schema, origin);
        Metadata {
            docs: text::join_paragraphs(&docs, &values),
            values,
            limits: Limits {
                each: (!inner.limits.is_empty()).then(|| Box::new(inner.limits)),
                ..limits::lower_limits(schema)
            },
            default: data.default.as_ref().map(text::display_value),
            rust_name: extensions.rust_name,
            nullable: data.nullable,
            sensitive: extensions.sensitive.is_some() || is_password(schema) || inner.sensitive,
            read_only: data.read_only,
            write_only: data.write_only,
            deprecated: data.deprecated,
            family: extensions.family,
            indexed: extensions.indexed,
        }
    }

    /// Returns the metadata of the items of a list, or of the values of a map.
    fn inner_metadata(&mut self, schema: &Schema, origin: &Origin) -> Metadata {
        match &schema.schema_kind {
            SchemaKind::Type(OpenApiType::Array(ArrayType { items: Some(items), .. })) => {
                self.metadata(&items.clone().unbox(), &origin.child("items"))
            }
            SchemaKind::Type(OpenApiType::Object(ObjectType {
                properties,
                additional_properties: Some(AdditionalProperties::Schema(values)),
                ..
            })) if properties.is_empty() => {
                self.metadata(values, &origin.child("additionalProperties"))
            }
            _ => Metadata::default(),
        }
    }
}

impl Metadata {
    /// Fills the gaps with the metadata of `other`.
    fn or(self, other: Metadata) -> Metadata {
        Metadata {
            docs: match self.docs.is_empty() {
                true => other.docs,
                false => text::join_paragraphs(&self.docs, &other.values),
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
        }
    }
}

fn is_password(schema: &Schema) -> bool {
    use openapiv3::VariantOrUnknownOrEmpty::Item;
    matches!(&schema.schema_kind, SchemaKind::Type(OpenApiType::String(shape))
        if shape.format == Item(StringFormat::Password))
}
