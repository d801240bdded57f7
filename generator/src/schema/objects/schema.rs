//! Schemas.

use super::operation::EXTERNAL_DOCS;
use super::{ALLOW, keyword};
use crate::schema::declare::Keys;
use crate::schema::extension::SchemaExtensions;
use crate::schema::value_schema::{
    Object, STRINGS,
    ValueSchema::{
        self, Any, Bool, BoolOr, List, Map, Number, OrRef, SchemaRef, String, Unsigned, Unsupported,
    },
    ignored, optional, required,
};

/// A schema.
pub static SCHEMA: Object = Object {
    name: "a schema",
    docs: "The logical type of a value.",
    fields: &[
        ignored("title", String, "Has no effect."),
        optional("description", String, "The meaning, the unit, the format, and what is doubtful."),
        optional(
            "type",
            keyword!["string", "number", "integer", "boolean", "array", "object"],
            "The type. Without it, a value of unknown structure.",
        ),
        optional(
            "format",
            String,
            "The format, such as `date`, `date-time`, `decimal` or `binary`.",
        ),
        optional("nullable", Bool, "`null` is a value."),
        optional("enum", List(&Any), "The values that are documented anywhere."),
        optional("default", Any, "The value that the service uses for a missing one."),
        optional("example", Any, "The logical value."),
        optional("properties", Map(&OrRef(&SCHEMA)), "The members of an object, by name."),
        optional("required", STRINGS, "The members that a request must have."),
        optional(
            "additionalProperties",
            BoolOr(&OrRef(&SCHEMA)),
            "The object has other members, of any or of this type.",
        ),
        optional("items", OrRef(&SCHEMA), "The items of an array."),
        optional(
            "allOf",
            List(&OrRef(&SCHEMA)),
            "Schemas whose members are joined, or one with a description.",
        ),
        optional("oneOf", List(&OrRef(&SCHEMA)), "Alternatives, of which exactly one applies."),
        optional(
            "anyOf",
            List(&OrRef(&SCHEMA)),
            "Alternatives, of which the first that applies is used.",
        ),
        optional("not", OrRef(&SCHEMA), "A schema that does not apply."),
        optional(
            "discriminator",
            ValueSchema::Object(&DISCRIMINATOR),
            "The member that distinguishes the alternatives.",
        ),
        optional("multipleOf", Number, "The number is a multiple of this one."),
        optional("maximum", Number, "The largest number."),
        optional("exclusiveMaximum", Bool, "The number is less than `maximum`."),
        optional("minimum", Number, "The smallest number."),
        optional("exclusiveMinimum", Bool, "The number is greater than `minimum`."),
        optional("maxLength", Unsigned, "The largest number of characters, or bytes of a file."),
        optional("minLength", Unsigned, "The smallest number of characters."),
        optional("pattern", String, "A regular expression. Documentation only."),
        optional("maxItems", Unsigned, "The largest number of items."),
        optional("minItems", Unsigned, "The smallest number of items."),
        optional("uniqueItems", Bool, "The items differ. Documentation only."),
        optional("maxProperties", Unsigned, "The largest number of members. Documentation only."),
        optional("minProperties", Unsigned, "The smallest number of members. Documentation only."),
        optional("readOnly", Bool, "The member is not sent."),
        optional("writeOnly", Bool, "The member is not returned."),
        optional("deprecated", Bool, "The value should no longer be used."),
        optional("xml", Unsupported, ""),
        ignored("externalDocs", ValueSchema::Object(&EXTERNAL_DOCS), "Has no effect."),
    ],
    extensions: &[SchemaExtensions::FIELDS, ALLOW],
};

static DISCRIMINATOR: Object = Object {
    name: "a discriminator",
    docs: "The member that distinguishes the alternatives of a schema.",
    fields: &[
        required("propertyName", String, "The name of the member."),
        optional("mapping", Map(&SchemaRef), "The schema of each value."),
    ],
    extensions: &[],
};
