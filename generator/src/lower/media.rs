//! Media types, sorted by what is done with them.

use openapiv3::{
    MediaType, ReferenceOr, SchemaKind, StringFormat, Type as Shape, VariantOrUnknownOrEmpty,
};

use super::Lowering;
use crate::location::Origin;

/// What is done with a body of a media type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Medium {
    /// It is JSON.
    Json,
    /// It is a form.
    Form,
    /// It is a form with files.
    Multipart,
    /// It is text, taken as it is.
    Text,
    /// It is a file.
    File,
}

impl Lowering<'_> {
    /// What is done with a body. Where the media type does not decide, its schema does: a `string` is
    /// text, and a file in `format: binary`.
    pub(super) fn medium(&self, media: &str, content: &MediaType, origin: &Origin) -> Medium {
        let essence = media.split(';').next().unwrap_or(media).trim().to_ascii_lowercase();
        match essence.as_str() {
            "application/json" => Medium::Json,
            "application/x-www-form-urlencoded" => Medium::Form,
            "multipart/form-data" => Medium::Multipart,
            other if other.ends_with("+json") => Medium::Json,
            other => match self.is_text(content, origin) {
                Some(true) => Medium::Text,
                Some(false) => Medium::File,
                None if other == "text/plain" => Medium::Text,
                None => Medium::File,
            },
        }
    }

    /// Whether the schema is one of text that is no file; `None` when there is no schema.
    fn is_text(&self, content: &MediaType, origin: &Origin) -> Option<bool> {
        let schema = match content.schema.as_ref()? {
            ReferenceOr::Item(schema) => schema,
            ReferenceOr::Reference { reference } => {
                self.resolved.schema(origin.file, reference)?.value
            }
        };
        let binary = VariantOrUnknownOrEmpty::Item(StringFormat::Binary);
        Some(matches!(&schema.schema_kind, SchemaKind::Type(Shape::String(shape))
            if shape.format != binary))
    }
}
