//! Schemas.

use std::borrow::Borrow;

use openapiv3::{AdditionalProperties, ReferenceOr, Schema as Value, SchemaKind, Type};

use super::cursor::Cursor;
use super::document::Document;
use super::shape::{self, SchemaContent, SchemaShape};
use crate::load::Part;
use crate::load::extension::SchemaExtensions;
use crate::resolve::{ComponentRef, Section};
use crate::scalar::ScalarType;

/// A schema, or a reference to one.
#[derive(Clone, Debug)]
pub struct Schema<'a> {
    pub(super) document: &'a Document,
    /// The schema object.
    pub cursor: Cursor<'a>,
    /// The component whose schema it is.
    pub component: Option<&'a ComponentRef>,
    /// `true` if the schema is listed by `allOf`, `oneOf` or `anyOf` of another one.
    pub is_part: bool,
    value: Option<&'a Value>,
}

impl<'a> Schema<'a> {
    pub(super) fn new(
        document: &'a Document,
        cursor: Cursor<'a>,
        value: Option<&'a Value>,
    ) -> Self {
        Self { document, cursor, component: None, is_part: false, value }
    }

    /// Returns the document that the schema is a part of.
    pub fn document(&self) -> &'a Document {
        self.document
    }

    /// Returns the value, unless the schema is a reference or has errors.
    pub fn value(&self) -> Option<&'a Value> {
        self.value
    }

    /// Returns the extension keys.
    pub fn extensions(&self) -> &'a SchemaExtensions {
        let keys = self.value.map(|value| &value.schema_data.extensions);
        self.document.extensions.schemas.get(&self.cursor.origin, keys)
    }

    /// Returns the reference, if the schema is one.
    pub fn reference(&self) -> Option<&'a str> {
        self.cursor.get_str("$ref")
    }

    /// Returns the name of the component that the schema refers to.
    pub fn component_name(&self) -> Option<&'a str> {
        self.reference()?.rsplit('/').next()
    }

    /// Returns `true` if the schema refers to the target of a mapping, which is a reference or the name of a component.
    pub fn refers_to(&self, target: &str) -> bool {
        self.reference() == Some(target) || self.component_name() == Some(target)
    }

    /// Returns the schema after following all references, or the reference itself if a component does not exist.
    pub fn resolved(&self) -> Schema<'a> {
        let Some((component, cursor)) = self.document.resolve_ref(&self.cursor) else {
            return self.clone();
        };
        let value = self.document.value(component, |components| &components.schemas);
        let (document, component) = (self.document, Some(component));
        Schema { document, cursor, component, is_part: false, value }
    }

    /// Returns the shape, or `None` for a reference and a schema with errors.
    pub fn shape(&self) -> Option<SchemaShape<'a>> {
        Some(SchemaShape::new(self, self.value?))
    }

    /// Returns `true` if the schema makes a named type: an object with members, an enum, or a union.
    pub fn makes_type(&self) -> bool {
        self.value.is_some_and(shape::makes_type)
    }

    /// Returns what the schema of a media type describes.
    pub(super) fn content(&self) -> SchemaContent {
        let resolved = self.resolved();
        resolved.value.map_or(SchemaContent::None, |value| shape::content(value, resolved.scalar()))
    }

    /// Returns the type that the schema declares itself.
    pub fn own_type(&self) -> Option<&'a str> {
        self.cursor.get_str("type")
    }

    /// Returns the type that the schema or one of its parts declares.
    pub fn data_type(&self) -> Option<&'a str> {
        self.find_in_parts(|part| {
            part.own_type().or_else(|| part.cursor.has("properties").then_some("object"))
        })
    }

    /// Returns the type of a scalar that the schema declares itself.
    pub fn scalar(&self) -> Option<ScalarType> {
        ScalarType::find(self.own_type()?, self.cursor.get_str("format"))
    }

    /// Returns the string `key` that the schema or one of its parts declares.
    pub fn find_str(&self, key: &str) -> Option<&'a str> {
        self.find_in_parts(|part| part.cursor.get_str(key))
    }

    /// Returns the schema of the items, if the schema declares it itself.
    pub fn own_items(&self) -> Option<Schema<'a>> {
        let value = self.value.and_then(|value| match &value.schema_kind {
            SchemaKind::Type(Type::Array(array)) => array.items.as_ref(),
            SchemaKind::Any(any) => any.items.as_ref(),
            _ => None,
        });
        self.child(self.cursor.get("items"), value)
    }

    /// Returns the properties that the schema declares itself.
    pub fn own_properties(&self) -> Vec<(&'a str, Schema<'a>)> {
        let values = self.value.and_then(|value| match &value.schema_kind {
            SchemaKind::Type(Type::Object(object)) => Some(&object.properties),
            SchemaKind::Any(any) => Some(&any.properties),
            _ => None,
        });
        let properties = self.cursor.get_members("properties").filter_map(|(name, cursor)| {
            let value = values.and_then(|values| values.get(name));
            Some((name, self.child(Some(cursor), value)?))
        });
        properties.collect()
    }

    /// Returns the schema of additional properties, if the schema declares it itself.
    pub fn own_additional(&self) -> Option<Schema<'a>> {
        let value = self.value.and_then(|value| match &value.schema_kind {
            SchemaKind::Type(Type::Object(object)) => object.additional_properties.as_ref(),
            SchemaKind::Any(any) => any.additional_properties.as_ref(),
            _ => None,
        });
        let value = value.and_then(|value| match value {
            AdditionalProperties::Schema(schema) => Some(schema.as_ref()),
            AdditionalProperties::Any(_) => None,
        });
        let cursor = self.cursor.get("additionalProperties");
        self.child(cursor.filter(|cursor| cursor.node.as_map().is_some()), value)
    }

    /// Returns the schema in `not`.
    pub fn negated(&self) -> Option<Schema<'a>> {
        let value = self.value.and_then(|value| match &value.schema_kind {
            SchemaKind::Not { not } => Some(not.as_ref()),
            SchemaKind::Any(any) => any.not.as_deref(),
            _ => None,
        });
        self.child(self.cursor.get("not"), value)
    }

    /// Returns the schemas in the list `key`: `allOf`, `oneOf` or `anyOf`.
    pub fn subschemas(&self, key: &str) -> Vec<Schema<'a>> {
        let values: &[ReferenceOr<Value>] = match self.value.map(|value| &value.schema_kind) {
            Some(SchemaKind::AllOf { all_of }) if key == "allOf" => all_of,
            Some(SchemaKind::OneOf { one_of }) if key == "oneOf" => one_of,
            Some(SchemaKind::AnyOf { any_of }) if key == "anyOf" => any_of,
            Some(SchemaKind::Any(any)) => match key {
                "allOf" => &any.all_of,
                "oneOf" => &any.one_of,
                _ => &any.any_of,
            },
            _ => &[],
        };
        let items = self.cursor.get_items(key).enumerate();
        let listed = items.filter_map(|(index, cursor)| {
            Some(Schema { is_part: true, ..self.child(Some(cursor), values.get(index))? })
        });
        listed.collect()
    }

    /// Returns the alternatives: those of `oneOf`, then those of `anyOf`.
    pub fn alternatives(&self) -> Vec<Schema<'a>> {
        let mut alternatives = self.subschemas("oneOf");
        alternatives.extend(self.subschemas("anyOf"));
        alternatives
    }

    /// Returns the alternative that the discriminator selects for a value, which may be none.
    pub fn discriminated(&self, value: &Cursor<'_>) -> Option<Schema<'a>> {
        let discriminator = self.value()?.schema_data.discriminator.as_ref()?;
        let member = value.get(&discriminator.property_name)?;
        let word = member.text()?;
        let target = discriminator.mapping.get(word).map_or(word, String::as_str);
        self.alternatives().into_iter().find(|own| own.refers_to(target))
    }

    fn child<T: Borrow<Value>>(
        &self,
        cursor: Option<Cursor<'a>>,
        value: Option<&'a ReferenceOr<T>>,
    ) -> Option<Schema<'a>> {
        let value = value.and_then(ReferenceOr::as_item).map(Borrow::borrow);
        Some(Schema::new(self.document, cursor?, value))
    }
}

impl Document {
    /// Returns the schema at a location, without a value.
    pub fn schema<'a>(&'a self, cursor: Cursor<'a>) -> Schema<'a> {
        Schema::new(self, cursor, None)
    }

    /// Returns the component schemas of a part without errors, in document order. Some may be references.
    pub fn component_schemas(&self, part: &Part) -> Vec<Schema<'_>> {
        let components = self.file(part.file).and_then(|file| file.get("components"));
        let schemas = components.iter().flat_map(|it| it.get_members(Section::Schemas.key()));
        let values = self.part(part.file).map(|part| &part.components.schemas);
        let valid = schemas.filter_map(|(name, cursor)| {
            Some(Schema::new(self, cursor, values?.get(name)?.as_item()))
        });
        valid.collect()
    }
}
