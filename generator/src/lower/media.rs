//! Classification of media types.

use openapiv3::{
    MediaType, ReferenceOr, SchemaKind, StringFormat, Type as OpenApiType, VariantOrUnknownOrEmpty,
};

use super::Lowering;
use super::shape::{self, SchemaShape};
use crate::location::Origin;

/// How a body of a media type is handled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum MediaKind {
    /// JSON.
    Json,
    /// A URL-encoded form.
    Form,
    /// A multipart form.
    Multipart,
    /// Text.
    Text,
    /// A file.
    File,
}

impl Lowering<'_> {
    /// Returns how a body is handled, or reports that it is not supported.
    ///
    /// For media types that are neither JSON nor a form, the schema decides: a `string` is text, unless its
    /// format is `binary`. A range of media types includes JSON.
    pub(super) fn media_kind(
        &mut self,
        media: &str,
        content: &MediaType,
        origin: &Origin,
    ) -> Option<MediaKind> {
        let essence = media.split(';').next().unwrap_or(media).trim().to_ascii_lowercase();
        match essence.as_str() {
            "application/json" | "text/json" => return Some(MediaKind::Json),
            "application/x-www-form-urlencoded" => return Some(MediaKind::Form),
            "multipart/form-data" => return Some(MediaKind::Multipart),
            other if other.ends_with("+json") => return Some(MediaKind::Json),
            _ => {}
        }
        match self.schema_content(content, origin) {
            SchemaContent::Text => Some(MediaKind::Text),
            SchemaContent::None if essence == "text/plain" => Some(MediaKind::Text),
            SchemaContent::None | SchemaContent::File => Some(MediaKind::File),
            SchemaContent::Other if ["*/*", "application/*"].contains(&essence.as_str()) => {
                Some(MediaKind::Json)
            }
            SchemaContent::Other => {
                self.report_unsupported(
                    &origin.child("schema"),
                    &format!("`{media}` with a schema that is not a string"),
                    "write `type: string` for text, and `format: binary` in addition for a file",
                );
                None
            }
        }
    }

    /// Returns what the schema of a media type that is neither JSON nor a form describes.
    fn schema_content(&self, content: &MediaType, origin: &Origin) -> SchemaContent {
        let schema = match &content.schema {
            None => return SchemaContent::None,
            Some(ReferenceOr::Item(schema)) => schema,
            Some(ReferenceOr::Reference { reference }) => {
                match self.resolved.schema(origin.file, reference) {
                    Some(target) => target.value,
                    None => return SchemaContent::None,
                }
            }
        };
        let binary = VariantOrUnknownOrEmpty::Item(StringFormat::Binary);
        match (&schema.schema_kind, shape::classify(schema)) {
            (SchemaKind::Type(OpenApiType::String(shape)), _) if shape.format == binary => {
                SchemaContent::File
            }
            (SchemaKind::Type(OpenApiType::String(_)), _) => SchemaContent::Text,
            (_, SchemaShape::Any) => SchemaContent::None,
            _ => SchemaContent::Other,
        }
    }
}

/// What a schema describes.
enum SchemaContent {
    /// There is no schema, or any value matches it.
    None,
    /// A string.
    Text,
    /// A string with the format `binary`.
    File,
    /// A value that is not a string.
    Other,
}
