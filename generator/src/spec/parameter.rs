//! Parameters.

use openapiv3::{Parameter as Value, ParameterSchemaOrContent, ReferenceOr};

use super::content::{ContentOwner, Example, MediaType};
use super::cursor::Cursor;
use super::document::Document;
use super::schema::Schema;
use crate::load::extension::ParameterExtensions;
use crate::location::Origin;

/// A parameter of an operation, of a path, or of the components.
#[derive(Clone, Debug)]
pub struct Parameter<'a> {
    document: &'a Document,
    /// The item in the list of parameters.
    pub entry: Origin,
    /// The parameter object, after resolving references.
    pub cursor: Cursor<'a>,
    /// `true` if the path item declares it for all operations.
    pub inherited: bool,
    value: Option<&'a Value>,
}

impl<'a> Parameter<'a> {
    /// Creates a parameter from an item of a list, which may be a reference.
    pub(super) fn new(
        document: &'a Document,
        entry: Cursor<'a>,
        value: Option<&'a ReferenceOr<Value>>,
        inherited: bool,
    ) -> Self {
        let origin = entry.origin.clone();
        let (cursor, value, _) =
            document.resolve(entry, value, |components| &components.parameters);
        Self { document, entry: origin, cursor, inherited, value }
    }

    /// Returns the value, unless the parameter has errors.
    pub fn value(&self) -> Option<&'a Value> {
        self.value
    }

    /// Returns the extension keys.
    pub fn extensions(&self) -> &'a ParameterExtensions {
        let keys = self.value.map(|value| &value.parameter_data_ref().extensions);
        self.document.extensions.parameters.get(&self.cursor.origin, keys)
    }

    /// Returns the name.
    pub fn name(&self) -> &'a str {
        self.cursor.get_str("name").unwrap_or_default()
    }

    /// Returns `query`, `path`, `header` or `cookie`.
    pub fn location(&self) -> &'a str {
        self.cursor.get_str("in").unwrap_or_default()
    }

    /// Returns `true` if the parameter is required.
    pub fn is_required(&self) -> bool {
        self.cursor.has_flag("required")
    }

    /// Returns the schema, unless there is a `content`.
    pub fn schema(&self) -> Option<Schema<'a>> {
        let value = self.value.and_then(|value| match &value.parameter_data_ref().format {
            ParameterSchemaOrContent::Schema(schema) => schema.as_item(),
            ParameterSchemaOrContent::Content(_) => None,
        });
        Some(Schema::new(self.document, self.cursor.get("schema")?, value))
    }

    /// Returns the media types of the `content`.
    pub fn media_types(&self) -> Vec<MediaType<'a>> {
        let values = self.value.and_then(|value| match &value.parameter_data_ref().format {
            ParameterSchemaOrContent::Content(content) => Some(content),
            ParameterSchemaOrContent::Schema(_) => None,
        });
        MediaType::all(self.document, &self.cursor, values, ContentOwner::Parameter, None)
    }

    /// Returns `example`, and then `examples`.
    pub fn examples(&self) -> Vec<Example<'a>> {
        let data = self.value.map(Value::parameter_data_ref);
        let (example, examples) =
            (data.and_then(|data| data.example.as_ref()), data.map(|data| &data.examples));
        Example::all(self.document, &self.cursor, example, examples)
    }
}
