//! The files of a spec, and what only the root has.

use super::{ALLOW, HEADER, PARAMETER, PATH_ITEM, REQUEST_BODY, RESPONSE, SCHEMA, keyword};
use crate::schema::declare::Keys;
use crate::schema::extension::{PartExtensions, RootExtensions, ServerExtensions};
use crate::schema::value_schema::{
    Object, STRINGS,
    ValueSchema::{self, Any, List, Map, OrRef, String, Unsupported},
    ignored, optional, required,
};

/// The root file.
pub static ROOT: Object = Object {
    name: "the root object",
    docs: "The root file of a spec.",
    fields: &[
        required("openapi", String, "The version of OpenAPI, `3.0.3`."),
        required("info", ValueSchema::Object(&INFO), "The title and the version of the API."),
        required(
            "servers",
            List(&ValueSchema::Object(&SERVER)),
            "The servers. The first is the default.",
        ),
        optional("security", SECURITY, "The security of operations that declare none."),
        ignored("tags", List(&Any), "Has no effect: a group of operations is a file."),
        ignored("externalDocs", Any, "Has no effect."),
        required("paths", PATHS, "The path items of this file, by path."),
        optional(
            "components",
            ValueSchema::Object(&COMPONENTS),
            "The components that this file declares.",
        ),
    ],
    extensions: &[RootExtensions::FIELDS, PartExtensions::FIELDS, ALLOW],
};

/// A file that the root lists.
pub static PART: Object = Object {
    name: "a part",
    docs: "A file with operations or components, which the root file lists in `x-parts`.",
    fields: &[
        optional("paths", PATHS, "The path items of this file, by path."),
        optional(
            "components",
            ValueSchema::Object(&COMPONENTS),
            "The components that this file declares.",
        ),
    ],
    extensions: &[PartExtensions::FIELDS, ALLOW],
};

const PATHS: ValueSchema = Map(&ValueSchema::Object(&PATH_ITEM));

static INFO: Object = Object {
    name: "`info`",
    docs: "The title and the version of the API.",
    fields: &[
        required("title", String, "The name of the API."),
        required("version", String, "The version of the API, in quotes."),
        optional("description", String, "What the API is for, in Markdown."),
        ignored("termsOfService", String, "Has no effect."),
        ignored("contact", Any, "Has no effect."),
        ignored("license", Any, "The license of the description. Has no effect."),
    ],
    extensions: &[],
};

/// A server.
pub static SERVER: Object = Object {
    name: "a server",
    docs: "A host of the API.",
    fields: &[
        required("url", String, "The base URL, which precedes the paths."),
        optional("description", String, "Which operations the server is for."),
        optional("variables", Unsupported, ""),
    ],
    extensions: &[ServerExtensions::FIELDS],
};

/// Alternatives of security schemes.
pub(super) const SECURITY: ValueSchema = List(&Map(&STRINGS));

/// A security scheme.
pub static SECURITY_SCHEME: Object = Object {
    name: "a security scheme",
    docs: "How credentials are sent.",
    fields: &[
        required(
            "type",
            keyword!["apiKey", "http", "oauth2", "openIdConnect"],
            "The kind of credentials.",
        ),
        optional("description", String, "What the credentials are, and where to get them."),
        optional("name", String, "The parameter or header with the key, for the type `apiKey`."),
        optional(
            "in",
            keyword!["query", "header", "cookie"],
            "Where the key is sent, for the type `apiKey`.",
        ),
        optional("scheme", String, "`basic` or `bearer`, for the type `http`."),
        ignored("bearerFormat", String, "Has no effect."),
        optional("flows", Any, "The flows of the type `oauth2`. The client is given a token."),
        optional("openIdConnectUrl", String, "The URL of the type `openIdConnect`."),
    ],
    extensions: &[],
};

/// The components of a file.
pub static COMPONENTS: Object = Object {
    name: "`components`",
    docs: "Objects by name, which references lead to.",
    fields: &[
        optional("schemas", Map(&OrRef(&SCHEMA)), "Types with a name."),
        optional("parameters", Map(&OrRef(&PARAMETER)), "Parameters of several operations."),
        optional("responses", Map(&OrRef(&RESPONSE)), "Responses of several operations."),
        optional("requestBodies", Map(&OrRef(&REQUEST_BODY)), "Bodies of several operations."),
        optional("headers", Map(&OrRef(&HEADER)), "Headers of several responses."),
        optional("examples", Map(&OrRef(&super::EXAMPLE)), "Examples that are used several times."),
        optional(
            "securitySchemes",
            Map(&ValueSchema::Object(&SECURITY_SCHEME)),
            "How credentials are sent. Only in the root file.",
        ),
        optional("links", Unsupported, ""),
        optional("callbacks", Unsupported, ""),
    ],
    extensions: &[],
};
