//! Bodies of requests and responses.

use super::{ALLOW, SCHEMA, keyword};
use crate::schema::declare::Keys;
use crate::schema::extension::MediaTypeExtensions;
use crate::schema::value_schema::{
    Object,
    ValueSchema::{self, Any, Bool, Map, OrRef, String, Unsupported},
    ignored, optional, required,
};

/// A header of a response, or of a part of a multipart body.
pub static HEADER: Object = Object {
    name: "a header",
    docs: "A header of a response, or of a part of a multipart body.",
    fields: &[
        optional("description", String, "The meaning of the header."),
        ignored("required", Bool, "The header is always present. Has no effect."),
        optional("deprecated", Bool, "The header should no longer be used."),
        optional("style", keyword!["simple"], "How lists and objects are written."),
        ignored("explode", Bool, "How the members of an object are written. Has no effect."),
        optional("schema", OrRef(&SCHEMA), "The type."),
        optional(
            "content",
            Map(&ValueSchema::Object(&MEDIA_TYPE)),
            "The media type of a document, in place of `schema`.",
        ),
        ignored("example", Any, "The logical value. Has no effect."),
        ignored("examples", Map(&OrRef(&EXAMPLE)), "Named examples. Has no effect."),
    ],
    extensions: &[ALLOW],
};

/// A request body.
pub static REQUEST_BODY: Object = Object {
    name: "a request body",
    docs: "The body of a request.",
    fields: &[
        optional("description", String, "What is sent."),
        required("content", Map(&ValueSchema::Object(&MEDIA_TYPE)), "The schema by media type."),
        optional("required", Bool, "The body must be sent."),
    ],
    extensions: &[ALLOW],
};

/// A media type of a request body or a response.
pub static MEDIA_TYPE: Object = Object {
    name: "a media type",
    docs: "A body in one media type.",
    fields: &[
        optional("schema", OrRef(&SCHEMA), "The type of the body."),
        optional("example", Any, "An example, in the wire format."),
        optional(
            "examples",
            Map(&OrRef(&EXAMPLE)),
            "Named examples in the wire format, which are test vectors.",
        ),
        optional(
            "encoding",
            Map(&ValueSchema::Object(&ENCODING)),
            "How the properties of a form are written, by name.",
        ),
    ],
    extensions: &[MediaTypeExtensions::FIELDS, ALLOW],
};

/// The encoding of a property in a form.
pub static ENCODING: Object = Object {
    name: "an encoding",
    docs: "How a property of a form is written.",
    fields: &[
        optional("contentType", String, "The media type of the part."),
        optional("headers", Map(&OrRef(&HEADER)), "The headers of the part."),
        optional(
            "style",
            keyword!["form", "spaceDelimited", "pipeDelimited", "deepObject"],
            "How lists and objects are written.",
        ),
        optional("explode", Bool, "The items of a list are repeated, not joined by commas."),
        ignored("allowReserved", Bool, "Has no effect."),
    ],
    extensions: &[],
};

/// A response.
pub static RESPONSE: Object = Object {
    name: "a response",
    docs: "A response to a request.",
    fields: &[
        required("description", String, "When this response is sent, and what it contains."),
        optional(
            "headers",
            Map(&OrRef(&HEADER)),
            "The headers, by name. `Content-Type` is ignored.",
        ),
        optional("content", Map(&ValueSchema::Object(&MEDIA_TYPE)), "The schema by media type."),
        optional("links", Unsupported, ""),
    ],
    extensions: &[ALLOW],
};

/// An example.
pub static EXAMPLE: Object = Object {
    name: "an example",
    docs: "An example, which is a test vector.",
    fields: &[
        optional("summary", String, "What the example shows."),
        optional("description", String, "What is special about the example."),
        required("value", Any, "The body or the value."),
        optional("externalValue", Unsupported, ""),
    ],
    extensions: &[],
};
