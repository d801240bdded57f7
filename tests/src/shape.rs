//! The shape of a document: what its schema means for a decoder.

use std::fmt;

use crate::document::Document;

/// The shape of a value.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    /// A string.
    String,
    /// An id.
    Id,
    /// An enum of these values, which is open.
    Enum(Vec<String>),
    /// An integer.
    Integer,
    /// A decimal number.
    Decimal,
    /// A boolean.
    Boolean,
    /// A date and time.
    DateTime,
    /// A date.
    Date,
    /// A list of elements of one shape.
    List(Box<Shape>),
    /// An object with declared members.
    Record(Vec<(String, Shape)>),
    /// An object with arbitrary names.
    Map(Box<Shape>),
    /// A page of a list. The members other than its items are kept as they are.
    Page {
        /// The spellings of the member with the items.
        names: Vec<String>,
        /// The members with metadata.
        metadata: Vec<String>,
        /// The list of the items.
        items: Box<Shape>,
    },
    /// Any JSON.
    Any,
}

/// The path of a value in a document, from the innermost segment outwards. It allocates nothing until it is formatted.
#[derive(Clone, Copy, Debug)]
pub enum Path<'p> {
    /// The document.
    Root,
    /// The member of this name.
    Name(&'p Path<'p>, &'p str),
    /// The element at this position.
    Index(&'p Path<'p>, usize),
}

impl Path<'_> {
    /// Returns `true` for the path of the document.
    pub fn is_root(&self) -> bool {
        matches!(self, Path::Root)
    }

    /// Returns the name of the innermost member.
    pub fn member(&self) -> Option<&str> {
        match self {
            Path::Root => None,
            Path::Name(_, name) => Some(name),
            Path::Index(parent, _) => parent.member(),
        }
    }
}

/// Formats the path as reports do: `$.Actions[1].EventDate`.
impl fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plain = |name: &str| name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
        match self {
            Path::Root => f.write_str("$"),
            Path::Index(parent, index) => write!(f, "{parent}[{index}]"),
            Path::Name(parent, name) if plain(name) => write!(f, "{parent}.{name}"),
            Path::Name(parent, name) => write!(f, "{parent}[{name:?}]"),
        }
    }
}

/// A function that changes a value of this shape.
pub type Change<'c> = dyn FnMut(&Shape, &Path<'_>, &mut Document) + 'c;

impl Shape {
    /// Passes every value with its shape and path to `change`, the innermost first.
    pub fn each(&self, document: &mut Document, change: &mut Change<'_>) {
        self.walk(&Path::Root, document, change);
    }

    fn walk(&self, path: &Path<'_>, document: &mut Document, change: &mut Change<'_>) {
        match document {
            Document::Object(members) => {
                for (name, value) in members {
                    self.member(name).walk(&Path::Name(path, name), value, change);
                }
            }
            Document::List(elements) => {
                for (at, element) in elements.iter_mut().enumerate() {
                    self.element().walk(&Path::Index(path, at), element, change);
                }
            }
            _ => {}
        }
        change(self, path, document);
    }

    /// Returns the shape of a member, or `None` if a record does not declare it.
    pub fn declared(&self, name: &str) -> Option<&Shape> {
        match self {
            Shape::Record(members) => {
                members.iter().find(|(declared, _)| declared == name).map(|(_, shape)| shape)
            }
            Shape::Map(value) => Some(value),
            Shape::Page { names, items, .. } if names.iter().any(|known| known == name) => {
                Some(items)
            }
            _ => Some(&Shape::Any),
        }
    }

    fn member(&self, name: &str) -> &Shape {
        self.declared(name).unwrap_or(&Shape::Any)
    }

    /// Returns the shape of an element. An object may be in a list of one.
    fn element(&self) -> &Shape {
        match self {
            Shape::List(element) => element,
            Shape::Record(_) => self,
            _ => &Shape::Any,
        }
    }

    /// Returns a document with all members of this shape.
    pub fn composed(&self) -> Document {
        let string = Document::string;
        match self {
            Shape::String => string("Cups & Söhne \"n/a\""),
            Shape::Id => string("000123"),
            Shape::Enum(values) => {
                string(values.iter().find(|value| !value.is_empty()).expect("a value"))
            }
            Shape::Integer => string("250"),
            Shape::Decimal => string("-12.50"),
            Shape::Boolean => string("true"),
            Shape::DateTime => string("2026-01-15T22:55:32-08:00"),
            Shape::Date => string("2026-01-15"),
            Shape::List(element) => match **element {
                Shape::Record(_) => Document::List(vec![element.composed()]),
                _ => Document::List(vec![element.composed(), element.composed()]),
            },
            Shape::Record(members) => Document::Object(
                members.iter().map(|(name, shape)| (name.clone(), shape.composed())).collect(),
            ),
            Shape::Map(value) => Document::Object(vec![("A_Key".to_owned(), value.composed())]),
            Shape::Page { names, items, .. } => Document::Object(vec![
                ("@page".to_owned(), string("1")),
                (names[0].clone(), items.composed()),
            ]),
            Shape::Any => Document::parse(r#"{"a":[1.50,null,"",{},"x"]}"#),
        }
    }
}
