//! Path items, operations and parameters.

use super::root::SECURITY;
use super::{ALLOW, EXAMPLE, MEDIA_TYPE, REQUEST_BODY, RESPONSE, SCHEMA, SERVER, keyword};
use crate::schema::declare::Keys;
use crate::schema::extension::{OperationExtensions, ParameterExtensions};
use crate::schema::value_schema::{
    Object, STRINGS,
    ValueSchema::{self, Any, Bool, List, Map, OrRef, Responses, String, Unsupported},
    ignored, optional, required,
};

/// A path item with its operations.
pub static PATH_ITEM: Object = Object {
    name: "a path",
    docs: "The operations of a path.",
    fields: &[
        optional("$ref", Unsupported, ""),
        ignored("summary", String, "Has no effect."),
        ignored("description", String, "Has no effect."),
        optional("get", OPERATION_SCHEMA, "The operation with the method `GET`."),
        optional("put", OPERATION_SCHEMA, "The operation with the method `PUT`."),
        optional("post", OPERATION_SCHEMA, "The operation with the method `POST`."),
        optional("delete", OPERATION_SCHEMA, "The operation with the method `DELETE`."),
        optional("options", OPERATION_SCHEMA, "The operation with the method `OPTIONS`."),
        optional("head", OPERATION_SCHEMA, "The operation with the method `HEAD`."),
        optional("patch", OPERATION_SCHEMA, "The operation with the method `PATCH`."),
        optional("trace", Unsupported, ""),
        optional("servers", SERVERS, "The server of operations that declare none."),
        optional("parameters", PARAMETERS, "Parameters of all operations of the path."),
    ],
    extensions: &[ALLOW],
};

/// The supported methods of a path item, in the order of the OpenAPI specification.
pub const METHODS: [&str; 7] = ["get", "put", "post", "delete", "options", "head", "patch"];

const OPERATION_SCHEMA: ValueSchema = ValueSchema::Object(&OPERATION);
const PARAMETERS: ValueSchema = List(&OrRef(&PARAMETER));
const SERVERS: ValueSchema = List(&ValueSchema::Object(&SERVER));

/// An operation.
pub static OPERATION: Object = Object {
    name: "an operation",
    docs: "An operation of the API, which becomes a method of the client.",
    fields: &[
        ignored("tags", STRINGS, "Has no effect: the group of an operation is its file."),
        optional("summary", String, "One sentence that begins with a verb: `Lists the notes.`"),
        optional("description", String, "What the summary leaves out, in Markdown."),
        ignored("externalDocs", ValueSchema::Object(&EXTERNAL_DOCS), "Has no effect."),
        optional("operationId", String, "The id, unique in the spec."),
        optional("parameters", PARAMETERS, "Parameters in addition to those of the path."),
        optional("requestBody", OrRef(&REQUEST_BODY), "The body of the request."),
        required("responses", Responses(&OrRef(&RESPONSE)), "The responses by status code."),
        optional("callbacks", Unsupported, ""),
        optional("deprecated", Bool, "The operation should no longer be used."),
        optional(
            "security",
            SECURITY,
            "Alternatives, of which the first one with credentials is used; `[]` for none.",
        ),
        optional("servers", SERVERS, "The server, if it is not the default one."),
    ],
    extensions: &[OperationExtensions::FIELDS, ALLOW],
};

/// A link to documents.
pub(super) static EXTERNAL_DOCS: Object = Object {
    name: "a link to documents",
    docs: "A link to documents. Has no effect.",
    fields: &[
        required("url", String, "The URL."),
        optional("description", String, "What the documents are."),
    ],
    extensions: &[],
};

/// A parameter.
pub static PARAMETER: Object = Object {
    name: "a parameter",
    docs: "A parameter of a path, a query, the headers or the cookies.",
    fields: &[
        required("name", String, "The name on the wire."),
        required("in", keyword!["query", "path", "header", "cookie"], "Where it is sent."),
        optional("description", String, "What the parameter does, in one or two sentences."),
        optional("required", Bool, "The parameter must be sent. `true` in a path."),
        optional("deprecated", Bool, "The parameter should no longer be used."),
        ignored("allowEmptyValue", Bool, "Has no effect."),
        optional("style", String, "How lists and objects are written; it depends on `in`."),
        optional("explode", Bool, "The items of a list are repeated, not joined."),
        ignored("allowReserved", Bool, "Has no effect."),
        optional("schema", OrRef(&SCHEMA), "The type."),
        optional(
            "content",
            Map(&ValueSchema::Object(&MEDIA_TYPE)),
            "The media type of a value that is a document, in place of `schema`.",
        ),
        optional("example", Any, "The logical value in documentation and tests."),
        optional("examples", Map(&OrRef(&EXAMPLE)), "Named examples."),
    ],
    extensions: &[ParameterExtensions::FIELDS, ALLOW],
};
