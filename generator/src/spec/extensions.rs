//! The extension keys of the elements, which are read once.

use std::collections::HashMap;

use indexmap::IndexMap;
use serde_json::Value;

use super::document::Document;
use crate::context::Context;
use crate::load::extension::{
    self, MediaTypeExtensions, OperationExtensions, ParameterExtensions, SchemaExtensions,
};
use crate::location::Origin;

/// The extension keys by location.
#[derive(Debug, Default)]
pub(super) struct Extensions {
    pub(super) operations: Table<OperationExtensions>,
    pub(super) media_types: Table<MediaTypeExtensions>,
    pub(super) parameters: Table<ParameterExtensions>,
    pub(super) schemas: Table<SchemaExtensions>,
}

/// The extension keys of one kind of element. Most elements have none.
#[derive(Debug, Default)]
pub(super) struct Table<T> {
    by_origin: HashMap<Origin, T>,
    none: T,
}

/// A function that reads the extension keys of an element.
type Read<T> = fn(&mut Context, &Origin, &IndexMap<String, Value>) -> T;

impl<T> Table<T> {
    /// Returns the extension keys of the element at `origin`, whose unread keys are `unread`.
    pub(super) fn get(&self, origin: &Origin, unread: Option<&IndexMap<String, Value>>) -> &T {
        let has_keys = unread.is_some_and(|keys| !keys.is_empty());
        let own = self.by_origin.get(origin).filter(|_| has_keys);
        own.unwrap_or(&self.none)
    }

    fn read(
        &mut self,
        ctx: &mut Context,
        origin: &Origin,
        unread: &IndexMap<String, Value>,
        read: Read<T>,
    ) {
        if !unread.is_empty() {
            let keys = read(ctx, origin, unread);
            self.by_origin.insert(origin.clone(), keys);
        }
    }
}

impl Extensions {
    /// Reads the extension keys of all elements.
    pub(super) fn read(ctx: &mut Context, document: &Document) -> Self {
        let mut found = Self::default();
        let elements = document.elements();
        for operation in &elements.operations {
            if let Some(node) = operation.value() {
                let keys = &node.operation.extensions;
                found.operations.read(ctx, &operation.cursor.origin, keys, extension::operation);
            }
        }
        for parameter in &elements.parameters {
            if let Some(value) = parameter.value() {
                let keys = &value.parameter_data_ref().extensions;
                found.parameters.read(ctx, &parameter.cursor.origin, keys, extension::parameter);
            }
        }
        for media in &elements.media_types {
            if let Some(value) = media.value() {
                let keys = &value.extensions;
                found.media_types.read(ctx, &media.cursor.origin, keys, extension::media_type);
            }
        }
        for schema in &elements.schemas {
            if let Some(value) = schema.value() {
                let keys = &value.schema_data.extensions;
                found.schemas.read(ctx, &schema.cursor.origin, keys, extension::schema);
            }
        }
        found
    }
}
