//! What an object may contain: its keys, and the values of each.

/// The schema of a value.
#[derive(Clone, Copy, Debug)]
pub enum ValueSchema {
    /// Any value, as in examples and defaults.
    Any,
    /// A string.
    String,
    /// One of several keywords.
    Keyword(&'static [Keyword]),
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

/// One of the values of a key that has a fixed number of them.
#[derive(Clone, Copy, Debug)]
pub struct Keyword {
    /// The value.
    pub name: &'static str,
    /// The documentation in Markdown; empty for the values that OpenAPI defines.
    pub docs: &'static str,
}

/// An object with known keys.
#[derive(Debug)]
pub struct Object {
    /// The name in messages, with an article.
    pub name: &'static str,
    /// The documentation in Markdown.
    pub docs: &'static str,
    /// The keys, without those in `extensions`.
    pub fields: &'static [Field],
    /// The `x-` keys of an object of OpenAPI.
    pub extensions: &'static [&'static [Field]],
}

impl Object {
    /// Returns the name as it is in a URL fragment: in lower case, with hyphens.
    pub fn slug(&self) -> String {
        slug(self.name)
    }

    /// Returns all keys.
    pub fn all_fields(&self) -> impl Iterator<Item = &'static Field> + use<> {
        self.fields.iter().chain(self.extension_fields())
    }

    /// Returns the `x-` keys of an object of OpenAPI.
    pub fn extension_fields(&self) -> impl Iterator<Item = &'static Field> + use<> {
        self.extensions.iter().copied().flatten()
    }
}

/// Returns a heading as GitHub writes it in a URL fragment.
pub(super) fn slug(heading: &str) -> String {
    let is_kept = |c: &char| c.is_alphanumeric() || "- ".contains(*c);
    heading.to_lowercase().chars().filter(is_kept).collect::<String>().replace(' ', "-")
}

/// A key of an object.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// The key.
    pub key: &'static str,
    /// The documentation in Markdown.
    pub docs: &'static str,
    /// An example of the value, in YAML.
    pub example: Option<&'static str>,
    /// The schema of the value.
    pub schema: ValueSchema,
    /// `true` if the key is required.
    pub required: bool,
    /// `true` if something is generated from the key.
    pub has_effect: bool,
}

impl Field {
    /// Returns the documentation of the key and of its keywords.
    pub fn full_docs(&self) -> String {
        let mut docs = self.docs.trim().to_owned();
        if let ValueSchema::Keyword(keywords) = self.schema {
            for keyword in keywords.iter().filter(|keyword| !keyword.docs.is_empty()) {
                let mut meaning = keyword.docs.trim().chars();
                let first = meaning.next().into_iter().flat_map(char::to_lowercase);
                let meaning: String = first.chain(meaning).collect();
                docs.push_str(&format!(" `{}`: {meaning}", keyword.name));
            }
        }
        docs
    }
}

/// Creates an optional key.
pub const fn optional(key: &'static str, schema: ValueSchema, docs: &'static str) -> Field {
    Field { key, docs, example: None, schema, required: false, has_effect: true }
}

/// Creates a required key.
pub const fn required(key: &'static str, schema: ValueSchema, docs: &'static str) -> Field {
    Field { key, docs, example: None, schema, required: true, has_effect: true }
}

/// Creates an optional key from which nothing is generated.
pub const fn ignored(key: &'static str, schema: ValueSchema, docs: &'static str) -> Field {
    Field { key, docs, example: None, schema, required: false, has_effect: false }
}

/// A list of strings.
pub const STRINGS: ValueSchema = ValueSchema::List(&ValueSchema::String);
