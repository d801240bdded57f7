//! Classification of media types.

use openapiv3::{
    MediaType, ReferenceOr, SchemaKind, StringFormat, Type as OpenApiType, VariantOrUnknownOrEmpty,
};

use super::Lowering;
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
    /// Returns how a body is handled.
    ///
    /// For media types that are neither JSON nor a form, the schema decides: a `string` is text, unless its
    /// format is `binary`.
    pub(super) fn media_kind(
        &self,
        media: &str,
        content: &MediaType,
        origin: &Origin,
    ) -> MediaKind {
        let essence = media.split(';').next().unwrap_or(media).trim().to_ascii_lowercase();
        match essence.as_str() {
            "application/json" => MediaKind::Json,
            "application/x-www-form-urlencoded" => MediaKind::Form,
            "multipart/form-data" => MediaKind::Multipart,
            other if other.ends_with("+json") => MediaKind::Json,
            other => match self.is_text(content, origin) {
                Some(true) => MediaKind::Text,
                Some(false) => MediaKind::File,
                None if other == "text/plain" => MediaKind::Text,
                None => MediaKind::File,
            },
        }
    }

    /// Returns `true` if the schema is a string that is not binary, or `None` if there is no schema.
    fn is_text(&self, content: &MediaType, origin: &Origin) -> Option<bool> {
        let schema = match content.schema.as_ref()? {
            ReferenceOr::Item(schema) => schema,
            ReferenceOr::Reference { reference } => {
                self.resolved.schema(origin.file, reference)?.value
            }
        };
        let binary = VariantOrUnknownOrEmpty::Item(StringFormat::Binary);
        Some(matches!(&schema.schema_kind, SchemaKind::Type(OpenApiType::String(shape))
            if shape.format != binary))
    }
}
