//! Headers of responses.

use openapiv3::{Header as Value, ParameterSchemaOrContent, ReferenceOr};

use super::cursor::Cursor;
use super::document::Document;
use super::schema::Schema;

/// A header of a response, or of the components.
#[derive(Clone, Debug)]
pub struct Header<'a> {
    document: &'a Document,
    /// The name, in any case of letters.
    pub name: &'a str,
    /// The member of `headers`, which may be a reference.
    pub entry: Cursor<'a>,
    /// The header object, after resolving references.
    pub cursor: Cursor<'a>,
    value: Option<&'a Value>,
}

impl<'a> Header<'a> {
    /// Creates a header from a member of `headers`, which may be a reference.
    pub(super) fn new(
        document: &'a Document,
        name: &'a str,
        entry: Cursor<'a>,
        value: Option<&'a ReferenceOr<Value>>,
    ) -> Self {
        let (cursor, value, _) =
            document.resolve(entry.clone(), value, |components| &components.headers);
        Self { document, name, entry, cursor, value }
    }

    /// Returns the value, unless the header has errors.
    pub fn value(&self) -> Option<&'a Value> {
        self.value
    }

    /// Returns `true` if the member of `headers` is a reference.
    pub fn is_reference(&self) -> bool {
        self.entry.has("$ref")
    }

    /// Returns the schema, unless there is a `content`.
    pub fn schema(&self) -> Option<Schema<'a>> {
        let value = self.value.and_then(|value| match &value.format {
            ParameterSchemaOrContent::Schema(schema) => schema.as_item(),
            ParameterSchemaOrContent::Content(_) => None,
        });
        Some(Schema::new(self.document, self.cursor.get("schema")?, value))
    }
}
