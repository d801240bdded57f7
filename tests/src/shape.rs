//! What a schema means for a reader, and the way through a document along it.

use std::fmt;

use crate::document::Document;

/// What a place in a document holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    /// Text.
    Text,
    /// Text that identifies something.
    Id,
    /// One of these words, or a new one.
    Enum(Vec<String>),
    /// A whole number.
    Integer,
    /// A decimal number.
    Decimal,
    /// Yes or no.
    Boolean,
    /// A point in time.
    DateTime,
    /// A day.
    Date,
    /// A list of one shape.
    List(Box<Shape>),
    /// An object with known members.
    Record(Vec<(String, Shape)>),
    /// An object with free names.
    Map(Box<Shape>),
    /// A list in pages. The members that are not its rows are kept as they come.
    Page {
        /// The spellings of the member with the rows.
        names: Vec<String>,
        /// The members that describe the page.
        around: Vec<String>,
        /// The list of the rows.
        rows: Box<Shape>,
    },
    /// Anything at all.
    Free,
}

/// Where a value stands: a step, and what it is a step from. Documents are walked many times, and places
/// are seldom told, so a place is only put together when it is shown.
#[derive(Clone, Copy, Debug)]
pub enum Path<'p> {
    /// The document itself.
    Root,
    /// The member of this name.
    Name(&'p Path<'p>, &'p str),
    /// The element at this position.
    Index(&'p Path<'p>, usize),
}

impl Path<'_> {
    /// Whether it is the document itself.
    pub fn is_root(&self) -> bool {
        matches!(self, Path::Root)
    }
}

/// As reports write it: `$.Actions[1].EventDate`.
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

/// Changes a value of this shape.
pub type Change<'c> = dyn FnMut(&Shape, &Path<'_>, &mut Document) + 'c;

impl Shape {
    /// Shows every value to `change`, from the innermost outwards, with its shape and its place.
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

    /// What a member of an object of this shape is; `None` when a record does not know it.
    pub fn known(&self, name: &str) -> Option<&Shape> {
        match self {
            Shape::Record(members) => {
                members.iter().find(|(known, _)| known == name).map(|(_, shape)| shape)
            }
            Shape::Map(value) => Some(value),
            Shape::Page { names, rows, .. } if names.iter().any(|known| known == name) => {
                Some(rows)
            }
            _ => Some(&Shape::Free),
        }
    }

    fn member(&self, name: &str) -> &Shape {
        self.known(name).unwrap_or(&Shape::Free)
    }

    /// What an element of a list of this shape is. One object may stand in a list of its own.
    fn element(&self) -> &Shape {
        match self {
            Shape::List(element) => element,
            Shape::Record(_) => self,
            _ => &Shape::Free,
        }
    }

    /// A document with every member of this shape in it.
    pub fn composed(&self) -> Document {
        let text = Document::text;
        match self {
            Shape::Text => text("Cups & Söhne \"n/a\""),
            Shape::Id => text("000123"),
            Shape::Enum(words) => text(words.iter().find(|word| !word.is_empty()).expect("a word")),
            Shape::Integer => text("250"),
            Shape::Decimal => text("-12.50"),
            Shape::Boolean => text("true"),
            Shape::DateTime => text("2026-01-15T22:55:32-08:00"),
            Shape::Date => text("2026-01-15"),
            Shape::List(element) => match **element {
                Shape::Record(_) => Document::List(vec![element.composed()]),
                _ => Document::List(vec![element.composed(), element.composed()]),
            },
            Shape::Record(members) => Document::Object(
                members.iter().map(|(name, shape)| (name.clone(), shape.composed())).collect(),
            ),
            Shape::Map(value) => Document::Object(vec![("A_Key".to_owned(), value.composed())]),
            Shape::Page { names, rows, .. } => Document::Object(vec![
                ("@page".to_owned(), text("1")),
                (names[0].clone(), rows.composed()),
            ]),
            Shape::Free => Document::parse(r#"{"a":[1.50,null,"",{},"x"]}"#),
        }
    }
}
