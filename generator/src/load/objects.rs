//! The objects of OpenAPI 3.0, with our extensions, as tables.

use super::extension_objects as x;
use super::shape::{
    Field, Object,
    Shape::{
        self, Any, Bool, BoolOr, Count, List, Map, Number, OrRef, Responses, Text, Unsupported,
        Word,
    },
    TEXTS, may, must,
};

/// The root file.
pub static ROOT: Object = Object {
    name: "the root",
    fields: &[
        must("openapi", Text),
        must("info", Shape::Object(&INFO)),
        must("servers", List(&Shape::Object(&SERVER))),
        may("security", SECURITY),
        may("tags", List(&Any)),
        may("externalDocs", Any),
        must("paths", Map(&Shape::Object(&PATH_ITEM))),
        may("components", Shape::Object(&COMPONENTS)),
        must("x-client", Shape::Object(&x::CLIENT)),
        may("x-paging", Map(&Shape::Object(&x::PAGING))),
        may("x-quotas", Map(&Shape::Object(&x::QUOTA))),
        may("x-rate-limits", Shape::Object(&x::RATE_LIMITS)),
        may("x-errors", Shape::Object(&x::ERRORS)),
        may("x-jobs", Map(&Shape::Object(&x::JOB))),
        may("x-follows", Map(&Shape::Object(&x::JOB))),
        may("x-parts", TEXTS),
        may("x-group", Shape::Object(&x::GROUP)),
        may("x-ids", Map(&Text)),
    ],
};

/// A file that the root lists.
pub static PART: Object = Object {
    name: "a part",
    fields: &[
        may("x-group", Shape::Object(&x::GROUP)),
        may("x-ids", Map(&Text)),
        may("paths", Map(&Shape::Object(&PATH_ITEM))),
        may("components", Shape::Object(&COMPONENTS)),
    ],
};

static INFO: Object = Object {
    name: "the info",
    fields: &[
        must("title", Text),
        must("version", Text),
        may("description", Text),
        may("termsOfService", Text),
        may("contact", Any),
        may("license", Any),
    ],
};

static SERVER: Object = Object {
    name: "a server",
    fields: &[
        must("url", Text),
        may("description", Text),
        may("variables", Unsupported),
        may("x-name", Text),
    ],
};

const SECURITY: Shape = List(&Map(&TEXTS));

/// A path with its operations.
pub static PATH_ITEM: Object = Object {
    name: "a path",
    fields: &[
        may("$ref", Unsupported),
        may("summary", Text),
        may("description", Text),
        may("get", OPERATION_SHAPE),
        may("put", OPERATION_SHAPE),
        may("post", OPERATION_SHAPE),
        may("delete", OPERATION_SHAPE),
        may("options", OPERATION_SHAPE),
        may("head", OPERATION_SHAPE),
        may("patch", OPERATION_SHAPE),
        may("trace", Unsupported),
        may("servers", List(&Shape::Object(&SERVER))),
        may("parameters", List(&OrRef(&PARAMETER))),
    ],
};

/// The methods of a path item that are read, in the order in which they are documented.
pub const METHODS: [&str; 7] = ["get", "put", "post", "delete", "options", "head", "patch"];

const OPERATION_SHAPE: Shape = Shape::Object(&OPERATION);

static OPERATION: Object = Object {
    name: "an operation",
    fields: &[
        may("tags", TEXTS),
        may("summary", Text),
        may("description", Text),
        may("externalDocs", Shape::Object(&EXTERNAL_DOCS)),
        may("operationId", Text),
        may("parameters", List(&OrRef(&PARAMETER))),
        may("requestBody", OrRef(&REQUEST_BODY)),
        must("responses", Responses(&OrRef(&RESPONSE))),
        may("callbacks", Unsupported),
        may("deprecated", Bool),
        may("security", SECURITY),
        may("servers", List(&Shape::Object(&SERVER))),
        may("x-method", Text),
        may("x-effect", Word(&["read", "idempotent", "unsafe", "quota"])),
        may("x-quota", Text),
        may("x-page", Shape::Object(&x::PAGE)),
        may("x-job", Text),
        may("x-follow", Text),
        may("x-windows", List(&Shape::Object(&x::WINDOW))),
        may("x-aliases", TEXTS),
        may("x-redirect", Bool),
    ],
};

static EXTERNAL_DOCS: Object =
    Object { name: "a link to documents", fields: &[must("url", Text), may("description", Text)] };

/// A parameter.
pub static PARAMETER: Object = Object {
    name: "a parameter",
    fields: &[
        must("name", Text),
        must("in", Word(&["query", "path", "header", "cookie"])),
        may("description", Text),
        may("required", Bool),
        may("deprecated", Bool),
        may("allowEmptyValue", Bool),
        may("style", Text),
        may("explode", Bool),
        may("allowReserved", Bool),
        may("schema", OrRef(&SCHEMA)),
        may("content", Map(&Shape::Object(&MEDIA_TYPE))),
        may("example", Any),
        may("examples", Map(&OrRef(&EXAMPLE))),
        may("x-rust-name", Text),
    ],
};

static HEADER: Object = Object {
    name: "a header",
    fields: &[
        may("description", Text),
        may("required", Bool),
        may("deprecated", Bool),
        may("style", Word(&["simple"])),
        may("explode", Bool),
        may("schema", OrRef(&SCHEMA)),
        may("content", Map(&Shape::Object(&MEDIA_TYPE))),
        may("example", Any),
        may("examples", Map(&OrRef(&EXAMPLE))),
    ],
};

static REQUEST_BODY: Object = Object {
    name: "a request body",
    fields: &[
        may("description", Text),
        must("content", Map(&Shape::Object(&MEDIA_TYPE))),
        may("required", Bool),
    ],
};

/// A media type of a body or an answer.
pub static MEDIA_TYPE: Object = Object {
    name: "a media type",
    fields: &[
        may("schema", OrRef(&SCHEMA)),
        may("example", Any),
        may("examples", Map(&OrRef(&EXAMPLE))),
        may("encoding", Map(&Shape::Object(&ENCODING))),
        may("x-method", Text),
        may("x-summary", Text),
        may("x-description", Text),
    ],
};

static ENCODING: Object = Object {
    name: "an encoding",
    fields: &[
        may("contentType", Text),
        may("headers", Map(&OrRef(&HEADER))),
        may("style", Word(&["form", "spaceDelimited", "pipeDelimited", "deepObject"])),
        may("explode", Bool),
        may("allowReserved", Bool),
    ],
};

static RESPONSE: Object = Object {
    name: "an answer",
    fields: &[
        must("description", Text),
        may("headers", Map(&OrRef(&HEADER))),
        may("content", Map(&Shape::Object(&MEDIA_TYPE))),
        may("links", Unsupported),
    ],
};

static EXAMPLE: Object = Object {
    name: "an example",
    fields: &[
        may("summary", Text),
        may("description", Text),
        may("value", Any),
        may("externalValue", Unsupported),
    ],
};

/// A schema.
pub static SCHEMA: Object = Object {
    name: "a schema",
    fields: &[
        may("title", Text),
        may("description", Text),
        may("type", Word(&["string", "number", "integer", "boolean", "array", "object"])),
        may("format", Text),
        may("nullable", Bool),
        may("enum", List(&Any)),
        may("default", Any),
        may("example", Any),
        may("properties", Map(&OrRef(&SCHEMA))),
        may("required", TEXTS),
        may("additionalProperties", BoolOr(&OrRef(&SCHEMA))),
        may("items", OrRef(&SCHEMA)),
        may("allOf", List(&OrRef(&SCHEMA))),
        may("oneOf", List(&OrRef(&SCHEMA))),
        may("anyOf", List(&OrRef(&SCHEMA))),
        may("not", OrRef(&SCHEMA)),
        may("discriminator", Shape::Object(&DISCRIMINATOR)),
        may("multipleOf", Number),
        may("maximum", Number),
        may("exclusiveMaximum", Bool),
        may("minimum", Number),
        may("exclusiveMinimum", Bool),
        may("maxLength", Count),
        may("minLength", Count),
        may("pattern", Text),
        may("maxItems", Count),
        may("minItems", Count),
        may("uniqueItems", Bool),
        may("maxProperties", Count),
        may("minProperties", Count),
        may("readOnly", Bool),
        may("writeOnly", Bool),
        may("deprecated", Bool),
        may("xml", Unsupported),
        may("externalDocs", Shape::Object(&EXTERNAL_DOCS)),
        may("x-id", Text),
        may("x-rust-name", Text),
        may("x-sensitive", Word(&["secret", "personal"])),
        may("x-family", Shape::Object(&x::FAMILY)),
        may("x-indexed", Shape::Object(&x::INDEXED)),
        may("x-join", Word(&["comma", "repeat"])),
        may("x-words", TEXTS),
        may("x-enum-descriptions", Map(&Text)),
        may("x-enum-names", Map(&Text)),
        may("x-open", Bool),
        may("x-rules", List(&Shape::Object(&x::RULE))),
    ],
};

static DISCRIMINATOR: Object = Object {
    name: "a discriminator",
    fields: &[must("propertyName", Text), may("mapping", Map(&Shape::SchemaRef))],
};

static SECURITY_SCHEME: Object = Object {
    name: "a security scheme",
    fields: &[
        must("type", Word(&["apiKey", "http", "oauth2", "openIdConnect"])),
        may("description", Text),
        may("name", Text),
        may("in", Word(&["query", "header", "cookie"])),
        may("scheme", Text),
        may("bearerFormat", Text),
        may("flows", Any),
        may("openIdConnectUrl", Text),
    ],
};

/// The components of a file.
pub static COMPONENTS: Object = Object {
    name: "the components",
    fields: &[
        may("schemas", Map(&OrRef(&SCHEMA))),
        may("parameters", Map(&OrRef(&PARAMETER))),
        may("responses", Map(&OrRef(&RESPONSE))),
        may("requestBodies", Map(&OrRef(&REQUEST_BODY))),
        may("headers", Map(&OrRef(&HEADER))),
        may("examples", Map(&OrRef(&EXAMPLE))),
        may("securitySchemes", Map(&Shape::Object(&SECURITY_SCHEME))),
        may("links", Unsupported),
        may("callbacks", Unsupported),
    ],
};

/// The tables with rules beyond members; `load` applies them.
pub fn rules(object: &Object) -> Option<Rules> {
    let is = |other: &'static Object| std::ptr::eq(object, other);
    if is(&PARAMETER) {
        Some(Rules::Parameter)
    } else if is(&HEADER) {
        Some(Rules::Header)
    } else if is(&SECURITY_SCHEME) {
        Some(Rules::SecurityScheme)
    } else {
        None
    }
}

/// Which rules beyond members hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rules {
    /// Either `schema` or `content`; the style goes with the place.
    Parameter,
    /// Either `schema` or `content`.
    Header,
    /// The members go with the type.
    SecurityScheme,
}

/// The key below `components` of what can be referred to.
pub fn section(object: &'static Object) -> Option<&'static str> {
    let sections: [(&'static Object, &'static str); 6] = [
        (&SCHEMA, "schemas"),
        (&PARAMETER, "parameters"),
        (&RESPONSE, "responses"),
        (&REQUEST_BODY, "requestBodies"),
        (&HEADER, "headers"),
        (&EXAMPLE, "examples"),
    ];
    sections.into_iter().find(|(other, _)| std::ptr::eq(object, *other)).map(|(_, key)| key)
}

/// The member `key` of `object`.
pub fn field(object: &'static Object, key: &str) -> Option<&'static Field> {
    object.fields.iter().find(|field| field.key == key)
}
