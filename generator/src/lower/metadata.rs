//! Metadata of a schema: description, limits, flags and extension keys.
//!
//! The metadata of a schema takes precedence over that of the schema it refers to.

use openapiv3::{Schema as Value, SchemaKind, StringFormat, Type as OpenApiType};

use super::{Lowering, limits, text};
use crate::ir::Limits;
use crate::load::extension::{FamilyExtension, IndexedExtension};
use crate::spec::{Schema, SchemaShape};

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

impl<'a> Lowering<'a> {
    /// Returns the metadata of a schema or a reference.
    pub(super) fn metadata(&mut self, schema: &Schema<'a>) -> Metadata {
        if schema.reference().is_none() {
            let own = self.own_metadata(schema);
            return match schema.shape() {
                Some(SchemaShape::Alias(other)) => own.or(self.metadata(&other)),
                _ => own,
            };
        }
        let target = schema.resolved();
        // a list or a map that contains only itself, which is not supported
        if self.expanding.contains(&target.cursor.origin) || target.value().is_none() {
            return Metadata::default();
        }
        self.expanding.push(target.cursor.origin.clone());
        let read = |own: &mut Self| own.metadata(&target);
        let metadata = self.nested(&schema.cursor.origin, read).unwrap_or_default();
        self.expanding.pop();
        // The name and the deprecation of a type do not apply to its uses.
        let deprecated = metadata.deprecated && !target.makes_type();
        Metadata { rust_name: None, deprecated, ..metadata }
    }

    /// Returns the metadata that a schema declares itself.
    fn own_metadata(&mut self, schema: &Schema<'a>) -> Metadata {
        let Some(value) = schema.value() else { return Metadata::default() };
        let extensions = schema.extensions();
        let data = &value.schema_data;
        let docs = text::clean_optional(data.description.as_ref());
        let values = limits::describe_values(value, extensions);
        let inner = self.inner_metadata(schema, value);
        Metadata {
            docs: text::join_paragraphs(&docs, &values),
            values,
            limits: Limits {
                each: (!inner.limits.is_empty()).then(|| Box::new(inner.limits)),
                ..limits::lower_limits(value, schema.scalar())
            },
            default: data.default.as_ref().map(text::display_value),
            rust_name: extensions.rust_name.clone(),
            nullable: data.nullable,
            sensitive: extensions.sensitive.is_some() || is_password(value) || inner.sensitive,
            read_only: data.read_only,
            write_only: data.write_only,
            deprecated: data.deprecated,
            family: extensions.family,
            indexed: extensions.indexed,
        }
    }

    /// Returns the metadata of the items of a list, or of the values of a map.
    fn inner_metadata(&mut self, schema: &Schema<'a>, value: &Value) -> Metadata {
        let inner = match &value.schema_kind {
            SchemaKind::Type(OpenApiType::Array(_)) => schema.own_items(),
            SchemaKind::Type(OpenApiType::Object(object)) if object.properties.is_empty() => {
                schema.own_additional()
            }
            _ => None,
        };
        inner.map(|inner| self.metadata(&inner)).unwrap_or_default()
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

fn is_password(value: &Value) -> bool {
    use openapiv3::VariantOrUnknownOrEmpty::Item;
    matches!(&value.schema_kind, SchemaKind::Type(OpenApiType::String(shape))
        if shape.format == Item(StringFormat::Password))
}
