//! Schemas of OpenAPI objects, used by [`super::objects`].

/// The schema of a value.
#[derive(Clone, Copy, Debug)]
pub enum ValueSchema {
    /// Any value, as in examples and defaults.
    Any,
    /// A string.
    String,
    /// One of several keywords.
    Keyword(&'static [&'static str]),
    /// `true` or `false`.
    Bool,
    /// A number.
    Number,
    /// An integer that is not negative.
    Unsigned,
    /// A list.
    List(&'static ValueSchema),
    /// A mapping with arbitrary keys.
    Map(&'static ValueSchema),
    /// An object with known keys.
    Object(&'static Object),
    /// An object with known keys, or a `$ref` to one.
    OrRef(&'static Object),
    /// `true`, `false` or a value with another schema.
    BoolOr(&'static ValueSchema),
    /// A string or a value with another schema.
    StringOr(&'static ValueSchema),
    /// The name of a schema, or a reference to it.
    SchemaRef,
    /// A mapping with status codes as keys.
    Responses(&'static ValueSchema),
    /// A part of OpenAPI that is not supported.
    Unsupported,
}

impl ValueSchema {
    /// Returns the name of the type in messages.
    pub fn noun(&self) -> &'static str {
        match self {
            ValueSchema::Any | ValueSchema::Unsupported => "any value",
            ValueSchema::String | ValueSchema::Keyword(_) | ValueSchema::SchemaRef => "a string",
            ValueSchema::Bool => "`true` or `false`",
            ValueSchema::Number => "a number",
            ValueSchema::Unsigned => "a non-negative integer",
            ValueSchema::List(_) => "a list",
            ValueSchema::Map(_)
            | ValueSchema::Object(_)
            | ValueSchema::OrRef(_)
            | ValueSchema::Responses(_) => "a mapping",
            ValueSchema::BoolOr(_) => "`true`, `false` or a mapping",
            ValueSchema::StringOr(other) => match other {
                ValueSchema::List(_) => "a string or a list",
                _ => "a string or a mapping",
            },
        }
    }
}

/// An object with known keys.
#[derive(Debug)]
pub struct Object {
    /// The name in messages, with an article.
    pub name: &'static str,
    /// The keys.
    pub fields: &'static [Field],
}

/// A key of an object.
#[derive(Debug)]
pub struct Field {
    /// The key.
    pub key: &'static str,
    /// The schema of the value.
    pub schema: ValueSchema,
    /// `true` if the key is required.
    pub required: bool,
    /// `true` if something is generated from the key.
    pub has_effect: bool,
}

/// Creates an optional key.
pub const fn optional(key: &'static str, schema: ValueSchema) -> Field {
    Field { key, schema, required: false, has_effect: true }
}

/// Creates a required key.
pub const fn required(key: &'static str, schema: ValueSchema) -> Field {
    Field { key, schema, required: true, has_effect: true }
}

/// Creates an optional key from which nothing is generated.
pub const fn ignored(key: &'static str, schema: ValueSchema) -> Field {
    Field { key, schema, required: false, has_effect: false }
}

/// A list of strings.
pub const STRINGS: ValueSchema = ValueSchema::List(&ValueSchema::String);
