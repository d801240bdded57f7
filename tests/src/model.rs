//! What a client must make of a document, told from the spec alone: the same document with every value
//! in its declared form, and a report of what was not as declared.
//!
//! This is a second, slow reader written after the rules in the documentation of `wire`. It shares no
//! code with the client.

use crate::document::Document;
use crate::shape::{Path, Shape};

/// What a report must say, each part sorted.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Notes {
    /// What was taken in another form than declared: its place, and what was done about it.
    pub coercions: Vec<(String, String)>,
    /// Members that no field takes.
    pub unknown_members: Vec<String>,
    /// Values that an enum does not list.
    pub unknown_values: Vec<String>,
}

impl Notes {
    /// The same, each part sorted.
    pub fn sorted(mut self) -> Self {
        self.coercions.sort();
        self.unknown_members.sort();
        self.unknown_values.sort();
        self
    }
}

/// Reads a document of this shape.
///
/// # Panics
///
/// When the rules know no reading of it.
pub fn read(shape: &Shape, document: &Document) -> (Document, Notes) {
    let mut reader = Reader::default();
    let written = match shape {
        Shape::Page { names, around, rows } => reader.page(names, around, rows, document),
        shape => reader.value(shape, &Path::Root, document).expect("an answer says something"),
    };
    (written.sorted(), reader.notes.sorted())
}

#[derive(Default)]
struct Reader {
    notes: Notes,
}

impl Reader {
    fn coerced(&mut self, path: &Path<'_>, what: &str) {
        self.notes.coercions.push((path.to_string(), what.to_owned()));
    }

    /// `None` when nothing is there.
    fn value(&mut self, shape: &Shape, path: &Path<'_>, document: &Document) -> Option<Document> {
        match (shape, document) {
            (Shape::Free, value) => Some(value.clone()),
            (_, Document::Null | Document::Absent) => None,
            (Shape::Text | Shape::Id, value) => self.text(path, value).map(Document::Text),
            (Shape::Enum(words), value) => {
                let text = self.text(path, value)?;
                if !words.contains(&text) {
                    self.notes.unknown_values.push(path.to_string());
                }
                Some(Document::Text(text))
            }
            (Shape::List(element), value) => self.list(element, path, value),
            (Shape::Record(_), value) => self.record(shape, path, value),
            (Shape::Map(element), value) => self.map(element, path, value),
            (_, value) if value.is_whitespace() || value.is_empty_container() => {
                self.coerced(path, "read as nothing");
                None
            }
            (Shape::Integer, value) => Some(Document::Number(self.integer(path, value))),
            (Shape::Decimal, value) => Some(Document::Number(self.number(path, value))),
            (Shape::Boolean, value) => Some(Document::Bool(self.boolean(path, value))),
            (Shape::DateTime, Document::Text(text)) => Some(Document::Text(text.clone())),
            (Shape::Date, Document::Text(text)) => {
                if text.len() > 10 {
                    self.coerced(path, "took the day of a date and time");
                }
                Some(Document::text(&text[..10]))
            }
            (shape, value) => panic!("{path}: no rule reads {value} as {shape:?}"),
        }
    }

    fn text(&mut self, path: &Path<'_>, value: &Document) -> Option<String> {
        match value {
            Document::Text(text) => Some(text.clone()).filter(|text| !text.is_empty()),
            Document::Number(_) | Document::Bool(_) => {
                self.coerced(path, "kept as text");
                Some(value.to_string())
            }
            value if value.is_empty_container() => {
                self.coerced(path, "read as nothing");
                None
            }
            value => panic!("{path}: no rule reads {value} as text"),
        }
    }

    fn number(&mut self, path: &Path<'_>, value: &Document) -> String {
        match value {
            Document::Number(text) => text.clone(),
            Document::Text(text) => {
                self.coerced(path, "read from text");
                text.clone()
            }
            value => panic!("{path}: no rule reads {value} as a number"),
        }
    }

    fn integer(&mut self, path: &Path<'_>, value: &Document) -> String {
        let text = self.number(path, value);
        let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
        if text.contains('.') {
            self.coerced(path, "read a whole number from a decimal");
        }
        assert!(fraction.bytes().all(|digit| digit == b'0'), "{path}: {text} is no whole number");
        whole.parse::<i64>().expect("a whole number").to_string()
    }

    fn boolean(&mut self, path: &Path<'_>, value: &Document) -> bool {
        let word = match value {
            Document::Bool(value) => return *value,
            Document::Text(text) => {
                self.coerced(path, "read from text");
                text.to_ascii_lowercase()
            }
            Document::Number(text) => text.clone(),
            value => panic!("{path}: no rule reads {value} as yes or no"),
        };
        if !matches!(word.as_str(), "true" | "false") {
            self.coerced(path, "read yes or no as true or false");
        }
        match word.as_str() {
            "true" | "yes" | "1" => true,
            "false" | "no" | "0" => false,
            word => panic!("{path}: no rule reads {word} as yes or no"),
        }
    }

    /// `None` when there are no elements.
    fn list(&mut self, element: &Shape, path: &Path<'_>, value: &Document) -> Option<Document> {
        let elements = match value {
            Document::List(elements) => self.elements(element, path, elements),
            value if value.is_whitespace() || value.is_empty_container() => {
                self.coerced(path, "read as an empty list");
                Vec::new()
            }
            value => {
                self.coerced(path, "read as a list of one");
                self.value(element, path, value).into_iter().collect()
            }
        };
        (!elements.is_empty()).then_some(Document::List(elements))
    }

    fn elements(&mut self, element: &Shape, path: &Path<'_>, all: &[Document]) -> Vec<Document> {
        let mut kept = Vec::new();
        for (at, value) in all.iter().enumerate() {
            let path = Path::Index(path, at);
            match self.value(element, &path, value) {
                Some(value) if value != Document::Null => kept.push(value),
                _ => self.coerced(&path, "skipped an empty element"),
            }
        }
        kept
    }

    fn record(&mut self, shape: &Shape, path: &Path<'_>, value: &Document) -> Option<Document> {
        match value {
            Document::Object(members) => Some(self.members(shape, path, members)),
            Document::List(elements) => {
                let mut filled = elements.iter().enumerate().filter(|e| *e.1 != Document::Null);
                match (filled.next(), filled.next()) {
                    (None, _) => {
                        self.coerced(path, "read as no record");
                        None
                    }
                    (Some((at, Document::Object(members))), None) => {
                        self.coerced(path, "read the one element of a list");
                        Some(self.members(shape, &Path::Index(path, at), members))
                    }
                    _ => panic!("{path}: no rule reads {value} as an object"),
                }
            }
            value if value.is_whitespace() => {
                self.coerced(path, "read as no record");
                None
            }
            value => panic!("{path}: no rule reads {value} as an object"),
        }
    }

    fn members(
        &mut self,
        shape: &Shape,
        path: &Path<'_>,
        members: &[(String, Document)],
    ) -> Document {
        let mut kept = Vec::new();
        for (name, value) in members {
            let path = Path::Name(path, name);
            let value = match shape.known(name) {
                Some(member) => self.value(member, &path, value),
                None => {
                    self.notes.unknown_members.push(path.to_string());
                    Some(value.clone())
                }
            };
            kept.extend(value.map(|value| (name.clone(), value)));
        }
        Document::Object(kept)
    }

    /// `None` when there are no entries.
    fn map(&mut self, element: &Shape, path: &Path<'_>, value: &Document) -> Option<Document> {
        match value {
            Document::Object(members) if members.is_empty() => None,
            Document::Object(members) => {
                let shape = Shape::Map(Box::new(element.clone()));
                Some(self.members(&shape, path, members))
            }
            value if value.is_whitespace() || value.is_empty_container() => {
                self.coerced(path, "read as an empty map");
                None
            }
            value => panic!("{path}: no rule reads {value} as an object"),
        }
    }

    /// The rows are always written; everything around them stays as it came.
    fn page(
        &mut self,
        names: &[String],
        around: &[String],
        rows: &Shape,
        document: &Document,
    ) -> Document {
        let Document::Object(members) = document else { panic!("a page is an object") };
        let mut members = members.clone();
        let found = names.iter().find_map(|name| members.iter().position(|m| m.0 == *name));
        let (name, value) = match found {
            Some(at) => members.remove(at),
            None => (names[0].clone(), Document::Null),
        };
        for (name, _) in members.iter().filter(|(name, _)| !around.contains(name)) {
            self.notes.unknown_members.push(Path::Name(&Path::Root, name).to_string());
        }
        let value = self.value(rows, &Path::Name(&Path::Root, &name), &value);
        members.push((names[0].clone(), value.unwrap_or(Document::List(Vec::new()))));
        Document::Object(members)
    }
}
