//! Schemas of the OpenAPI 3.0 objects and their extension keys.

use super::extension_objects as x;
use super::value_schema::{
    Field, Object, STRINGS,
    ValueSchema::{
        self, Any, Bool, BoolOr, Keyword, List, Map, Number, OrRef, Responses, String, Unsigned,
        Unsupported,
    },
    ignored, optional, required,
};

/// The suppression of a lint rule, on any element that a rule reports.
const ALLOW: Field = optional("x-allow", SUPPRESSIONS);
const SUPPRESSIONS: ValueSchema = List(&ValueSchema::Object(&x::ALLOW));

/// The root file.
pub static ROOT: Object = Object {
    name: "the root object",
    fields: &[
        required("openapi", String),
        required("info", ValueSchema::Object(&INFO)),
        required("servers", List(&ValueSchema::Object(&SERVER))),
        optional("security", SECURITY),
        ignored("tags", List(&Any)),
        ignored("externalDocs", Any),
        required("paths", Map(&ValueSchema::Object(&PATH_ITEM))),
        optional("components", ValueSchema::Object(&COMPONENTS)),
        required("x-client", ValueSchema::Object(&x::CLIENT)),
        optional("x-paging", Map(&ValueSchema::Object(&x::PAGING))),
        optional("x-quotas", Map(&ValueSchema::Object(&x::QUOTA))),
        optional("x-rate-limits", ValueSchema::Object(&x::RATE_LIMITS)),
        optional("x-errors", ValueSchema::Object(&x::ERRORS)),
        optional("x-jobs", Map(&ValueSchema::Object(&x::JOB))),
        optional("x-queues", Map(&ValueSchema::Object(&x::JOB))),
        optional("x-parts", STRINGS),
        optional("x-group", ValueSchema::Object(&x::GROUP)),
        optional("x-ids", Map(&String)),
        optional("x-references", Map(&ValueSchema::Object(&x::REFERENCE))),
        ALLOW,
    ],
};

/// A file that the root lists.
pub static PART: Object = Object {
    name: "a part",
    fields: &[
        optional("x-group", ValueSchema::Object(&x::GROUP)),
        optional("x-ids", Map(&String)),
        optional("x-references", Map(&ValueSchema::Object(&x::REFERENCE))),
        optional("paths", Map(&ValueSchema::Object(&PATH_ITEM))),
        optional("components", ValueSchema::Object(&COMPONENTS)),
        ALLOW,
    ],
};

static INFO: Object = Object {
    name: "`info`",
    fields: &[
        required("title", String),
        required("version", String),
        optional("description", String),
        ignored("termsOfService", String),
        ignored("contact", Any),
        ignored("license", Any),
    ],
};

static SERVER: Object = Object {
    name: "a server",
    fields: &[
        required("url", String),
        optional("description", String),
        optional("variables", Unsupported),
        optional("x-name", String),
    ],
};

const SECURITY: ValueSchema = List(&Map(&STRINGS));

/// A path item with its operations.
pub static PATH_ITEM: Object = Object {
    name: "a path",
    fields: &[
        optional("$ref", Unsupported),
        ignored("summary", String),
        ignored("description", String),
        optional("get", OPERATION_SHAPE),
        optional("put", OPERATION_SHAPE),
        optional("post", OPERATION_SHAPE),
        optional("delete", OPERATION_SHAPE),
        optional("options", OPERATION_SHAPE),
        optional("head", OPERATION_SHAPE),
        optional("patch", OPERATION_SHAPE),
        optional("trace", Unsupported),
        optional("servers", List(&ValueSchema::Object(&SERVER))),
        optional("parameters", List(&OrRef(&PARAMETER))),
        ALLOW,
    ],
};

/// The supported methods of a path item, in the order of the OpenAPI specification.
pub const METHODS: [&str; 7] = ["get", "put", "post", "delete", "options", "head", "patch"];

const OPERATION_SHAPE: ValueSchema = ValueSchema::Object(&OPERATION);

/// An operation.
pub static OPERATION: Object = Object {
    name: "an operation",
    fields: &[
        ignored("tags", STRINGS),
        optional("summary", String),
        optional("description", String),
        ignored("externalDocs", ValueSchema::Object(&EXTERNAL_DOCS)),
        optional("operationId", String),
        optional("parameters", List(&OrRef(&PARAMETER))),
        optional("requestBody", OrRef(&REQUEST_BODY)),
        required("responses", Responses(&OrRef(&RESPONSE))),
        optional("callbacks", Unsupported),
        optional("deprecated", Bool),
        optional("security", SECURITY),
        optional("servers", List(&ValueSchema::Object(&SERVER))),
        optional("x-method", String),
        optional("x-retry-safety", Keyword(&["read", "idempotent", "non-idempotent", "metered"])),
        optional("x-quota", String),
        optional("x-page", ValueSchema::Object(&x::PAGE)),
        optional("x-job", String),
        optional("x-queued", String),
        optional("x-windows", List(&ValueSchema::Object(&x::WINDOW))),
        optional("x-bulk", ValueSchema::Object(&x::BULK)),
        optional("x-presets", List(&ValueSchema::Object(&x::PRESET))),
        optional("x-filters", ValueSchema::Object(&x::FILTERS)),
        optional("x-aliases", STRINGS),
        optional("x-redirect", Bool),
        ALLOW,
    ],
};

static EXTERNAL_DOCS: Object = Object {
    name: "a link to documents",
    fields: &[required("url", String), optional("description", String)],
};

/// A parameter.
pub static PARAMETER: Object = Object {
    name: "a parameter",
    fields: &[
        required("name", String),
        required("in", Keyword(&["query", "path", "header", "cookie"])),
        optional("description", String),
        optional("required", Bool),
        optional("deprecated", Bool),
        ignored("allowEmptyValue", Bool),
        optional("style", String),
        optional("explode", Bool),
        ignored("allowReserved", Bool),
        optional("schema", OrRef(&SCHEMA)),
        optional("content", Map(&ValueSchema::Object(&MEDIA_TYPE))),
        optional("example", Any),
        optional("examples", Map(&OrRef(&EXAMPLE))),
        optional("x-rust-name", String),
        ALLOW,
    ],
};

static HEADER: Object = Object {
    name: "a header",
    fields: &[
        optional("description", String),
        optional("required", Bool),
        optional("deprecated", Bool),
        optional("style", Keyword(&["simple"])),
        optional("explode", Bool),
        optional("schema", OrRef(&SCHEMA)),
        optional("content", Map(&ValueSchema::Object(&MEDIA_TYPE))),
        optional("example", Any),
        optional("examples", Map(&OrRef(&EXAMPLE))),
        ALLOW,
    ],
};

/// A request body.
pub static REQUEST_BODY: Object = Object {
    name: "a request body",
    fields: &[
        optional("description", String),
        required("content", Map(&ValueSchema::Object(&MEDIA_TYPE))),
        optional("required", Bool),
        ALLOW,
    ],
};

/// A media type of a request body or a response.
pub static MEDIA_TYPE: Object = Object {
    name: "a media type",
    fields: &[
        optional("schema", OrRef(&SCHEMA)),
        optional("example", Any),
        optional("examples", Map(&OrRef(&EXAMPLE))),
        optional("encoding", Map(&ValueSchema::Object(&ENCODING))),
        optional("x-method", String),
        optional("x-summary", String),
        optional("x-description", String),
        optional("x-quoted", Bool),
        optional("x-named-files", Bool),
        ALLOW,
    ],
};

/// The encoding of a property in a form.
pub static ENCODING: Object = Object {
    name: "an encoding",
    fields: &[
        optional("contentType", String),
        optional("headers", Map(&OrRef(&HEADER))),
        optional("style", Keyword(&["form", "spaceDelimited", "pipeDelimited", "deepObject"])),
        optional("explode", Bool),
        ignored("allowReserved", Bool),
    ],
};

/// A response.
pub static RESPONSE: Object = Object {
    name: "a response",
    fields: &[
        required("description", String),
        ignored("headers", Map(&OrRef(&HEADER))),
        optional("content", Map(&ValueSchema::Object(&MEDIA_TYPE))),
        optional("links", Unsupported),
        ALLOW,
    ],
};

static EXAMPLE: Object = Object {
    name: "an example",
    fields: &[
        optional("summary", String),
        optional("description", String),
        required("value", Any),
        optional("externalValue", Unsupported),
    ],
};

/// A schema.
pub static SCHEMA: Object = Object {
    name: "a schema",
    fields: &[
        ignored("title", String),
        optional("description", String),
        optional("type", Keyword(&["string", "number", "integer", "boolean", "array", "object"])),
        optional("format", String),
        optional("nullable", Bool),
        optional("enum", List(&Any)),
        optional("default", Any),
        optional("example", Any),
        optional("properties", Map(&OrRef(&SCHEMA))),
        optional("required", STRINGS),
        optional("additionalProperties", BoolOr(&OrRef(&SCHEMA))),
        optional("items", OrRef(&SCHEMA)),
        optional("allOf", List(&OrRef(&SCHEMA))),
        optional("oneOf", List(&OrRef(&SCHEMA))),
        optional("anyOf", List(&OrRef(&SCHEMA))),
        optional("not", OrRef(&SCHEMA)),
        optional("discriminator", ValueSchema::Object(&DISCRIMINATOR)),
        optional("multipleOf", Number),
        optional("maximum", Number),
        optional("exclusiveMaximum", Bool),
        optional("minimum", Number),
        optional("exclusiveMinimum", Bool),
        optional("maxLength", Unsigned),
        optional("minLength", Unsigned),
        optional("pattern", String),
        optional("maxItems", Unsigned),
        optional("minItems", Unsigned),
        optional("uniqueItems", Bool),
        optional("maxProperties", Unsigned),
        optional("minProperties", Unsigned),
        optional("readOnly", Bool),
        optional("writeOnly", Bool),
        optional("deprecated", Bool),
        optional("xml", Unsupported),
        ignored("externalDocs", ValueSchema::Object(&EXTERNAL_DOCS)),
        optional("x-id", String),
        optional("x-rust-name", String),
        optional("x-sensitive", Keyword(&["secret", "personal"])),
        optional("x-family", ValueSchema::Object(&x::FAMILY)),
        optional("x-indexed", ValueSchema::Object(&x::INDEXED)),
        optional("x-keywords", STRINGS),
        optional("x-enum-descriptions", Map(&String)),
        optional("x-enum-names", Map(&String)),
        optional("x-open", Bool),
        optional("x-reference", String),
        optional("x-constraints", List(&ValueSchema::Object(&x::CONSTRAINT))),
        ALLOW,
    ],
};

static DISCRIMINATOR: Object = Object {
    name: "a discriminator",
    fields: &[required("propertyName", String), optional("mapping", Map(&ValueSchema::SchemaRef))],
};

static SECURITY_SCHEME: Object = Object {
    name: "a security scheme",
    fields: &[
        required("type", Keyword(&["apiKey", "http", "oauth2", "openIdConnect"])),
        optional("description", String),
        optional("name", String),
        optional("in", Keyword(&["query", "header", "cookie"])),
        optional("scheme", String),
        ignored("bearerFormat", String),
        optional("flows", Any),
        optional("openIdConnectUrl", String),
    ],
};

/// The components of a file.
pub static COMPONENTS: Object = Object {
    name: "`components`",
    fields: &[
        optional("schemas", Map(&OrRef(&SCHEMA))),
        optional("parameters", Map(&OrRef(&PARAMETER))),
        optional("responses", Map(&OrRef(&RESPONSE))),
        optional("requestBodies", Map(&OrRef(&REQUEST_BODY))),
        optional("headers", Map(&OrRef(&HEADER))),
        optional("examples", Map(&OrRef(&EXAMPLE))),
        optional("securitySchemes", Map(&ValueSchema::Object(&SECURITY_SCHEME))),
        optional("links", Unsupported),
        optional("callbacks", Unsupported),
    ],
};

/// The objects with `x-` keys.
pub static ALL: [&Object; 7] =
    [&ROOT, &PATH_ITEM, &OPERATION, &PARAMETER, &MEDIA_TYPE, &SCHEMA, &SERVER];

/// Returns the additional checks of an object.
pub fn extra_checks(object: &Object) -> Option<ExtraChecks> {
    let is = |other: &'static Object| std::ptr::eq(object, other);
    if is(&PARAMETER) {
        Some(ExtraChecks::Parameter)
    } else if is(&HEADER) {
        Some(ExtraChecks::Header)
    } else if is(&SECURITY_SCHEME) {
        Some(ExtraChecks::SecurityScheme)
    } else {
        None
    }
}

/// Checks of an object that its table of keys does not express.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExtraChecks {
    /// Either `schema` or `content`, and a style that is valid for `in`.
    Parameter,
    /// Either `schema` or `content`.
    Header,
    /// Keys that depend on the type.
    SecurityScheme,
}

/// Returns the key below `components` of objects that can be referred to.
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

/// Returns the key `key` of an object.
pub fn field(object: &'static Object, key: &str) -> Option<&'static Field> {
    object.fields.iter().find(|field| field.key == key)
}
