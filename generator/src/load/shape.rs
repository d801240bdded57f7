//! The vocabulary in which [`super::objects`] describes what OpenAPI allows where.

/// What a value may look like.
#[derive(Clone, Copy, Debug)]
pub enum Shape {
    /// Anything: examples, defaults.
    Any,
    /// Text.
    Text,
    /// One of a few words.
    Word(&'static [&'static str]),
    /// `true` or `false`.
    Bool,
    /// A number.
    Number,
    /// A whole number, not negative.
    Count,
    /// A list.
    List(&'static Shape),
    /// A mapping from free names.
    Map(&'static Shape),
    /// An object with known members.
    Object(&'static Object),
    /// An object with known members, or a `$ref` to one.
    OrRef(&'static Object),
    /// `true`, `false` or something else.
    BoolOr(&'static Shape),
    /// Text or something else.
    TextOr(&'static Shape),
    /// The name of a schema, or a reference to it.
    SchemaRef,
    /// A mapping from status codes.
    Responses(&'static Shape),
    /// Part of OpenAPI, and of no use to this generator.
    Unsupported,
}

impl Shape {
    /// What to call it in a message.
    pub fn noun(&self) -> &'static str {
        match self {
            Shape::Any | Shape::Unsupported => "anything",
            Shape::Text | Shape::Word(_) | Shape::SchemaRef => "text",
            Shape::Bool => "`true` or `false`",
            Shape::Number => "a number",
            Shape::Count => "a whole number",
            Shape::List(_) => "a list",
            Shape::Map(_) | Shape::Object(_) | Shape::OrRef(_) | Shape::Responses(_) => "a mapping",
            Shape::BoolOr(_) => "`true`, `false` or a mapping",
            Shape::TextOr(other) => match other {
                Shape::List(_) => "text or a list",
                _ => "text or a mapping",
            },
        }
    }
}

/// An object with known members.
#[derive(Debug)]
pub struct Object {
    /// What to call it in a message, with its article.
    pub name: &'static str,
    /// The members.
    pub fields: &'static [Field],
}

/// A member of an object.
#[derive(Debug)]
pub struct Field {
    /// The key.
    pub key: &'static str,
    /// The value.
    pub shape: Shape,
    /// Whether it must be there.
    pub required: bool,
}

/// A member that may be left out.
pub const fn may(key: &'static str, shape: Shape) -> Field {
    Field { key, shape, required: false }
}

/// A member that must be there.
pub const fn must(key: &'static str, shape: Shape) -> Field {
    Field { key, shape, required: true }
}

/// A list of texts.
pub const TEXTS: Shape = Shape::List(&Shape::Text);
