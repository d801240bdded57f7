//! A model of the decoder: the document that the client must encode again, and the report that it must return.
//!
//! This is a second, slow decoder that follows the documentation of `wire`. It shares no code with the client.

use crate::document::Document;
use crate::shape::{Path, Shape};

/// The expected report, each part sorted.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Report {
    /// Values that are accepted in another form than declared: the path, and how the value is read.
    pub coercions: Vec<(String, String)>,
    /// Members without a field.
    pub unknown_members: Vec<String>,
    /// Values that an enum does not list.
    pub unknown_values: Vec<String>,
    /// Values that cannot be read as their type: the path, and what is expected.
    pub unreadable: Vec<(String, String)>,
}

impl Report {
    /// Sorts each part.
    pub fn sorted(mut self) -> Self {
        self.coercions.sort();
        self.unknown_members.sort();
        self.unknown_values.sort();
        self.unreadable.sort();
        self
    }

    /// Returns the lines that this report has and the other one has not.
    pub fn without(&self, other: &Self) -> Vec<String> {
        let others = other.lines();
        self.lines().into_iter().filter(|line| !others.contains(line)).collect()
    }

    fn lines(&self) -> Vec<String> {
        let coercions = self.coercions.iter().map(|(path, what)| format!("{path}: {what}"));
        let members = self.unknown_members.iter().map(|path| format!("{path}: unknown member"));
        let values = self.unknown_values.iter().map(|path| format!("{path}: unknown value"));
        let unreadable = self.unreadable.iter();
        let unreadable = unreadable.map(|(path, expected)| format!("{path}: expected {expected}"));
        coercions.chain(members).chain(values).chain(unreadable).collect()
    }

    fn lengths(&self) -> [usize; 4] {
        let Self { coercions, unknown_members, unknown_values, unreadable } = self;
        [coercions.len(), unknown_members.len(), unknown_values.len(), unreadable.len()]
    }

    /// Removes what was added after the parts had these lengths.
    fn truncate(&mut self, [coercions, unknown_members, unknown_values, unreadable]: [usize; 4]) {
        self.coercions.truncate(coercions);
        self.unknown_members.truncate(unknown_members);
        self.unknown_values.truncate(unknown_values);
        self.unreadable.truncate(unreadable);
    }
}

/// Decodes a document of this shape and encodes it again.
///
/// # Panics
///
/// Panics if the client must not be able to decode the document.
pub fn decode(shape: &Shape, document: &Document) -> (Document, Report) {
    let mut decoder = Decoder::default();
    let encoded = match shape {
        Shape::Page { names, metadata, items } => decoder.page(names, metadata, items, document),
        shape => match decoder.value(shape, &Path::Root, document) {
            Ok(value) => value.expect("a document that is not absent"),
            Err(error) => panic!("{}: expected {}", error.path, error.expected),
        },
    };
    (encoded.sorted(), decoder.report.sorted())
}

/// A value that cannot be read as its type.
struct Unreadable {
    path: String,
    expected: &'static str,
}

impl Unreadable {
    fn new(path: &Path<'_>, expected: &'static str) -> Self {
        Self { path: path.to_string(), expected }
    }
}

type Decoded<T> = Result<T, Unreadable>;

#[derive(Default)]
struct Decoder {
    report: Report,
}

impl Decoder {
    fn coerced(&mut self, path: &Path<'_>, what: &str) {
        self.report.coercions.push((path.to_string(), what.to_owned()));
    }

    /// Returns `None` if the value is absent.
    fn value(
        &mut self,
        shape: &Shape,
        path: &Path<'_>,
        value: &Document,
    ) -> Decoded<Option<Document>> {
        match (shape, value) {
            (Shape::Any, value) => Ok(Some(value.clone())),
            (_, Document::Null | Document::Absent) => Ok(None),
            (Shape::String | Shape::Id, value) => {
                Ok(self.string(path, value)?.map(Document::String))
            }
            (Shape::Enum(values), value) => {
                let Some(text) = self.string(path, value)? else { return Ok(None) };
                if !values.contains(&text) {
                    self.report.unknown_values.push(path.to_string());
                }
                Ok(Some(Document::String(text)))
            }
            (Shape::List(element), value) => self.list(element, path, value),
            (Shape::Record(_), value) => self.record(shape, path, value),
            (Shape::Map(element), value) => self.map(element, path, value),
            (_, value) if value.is_whitespace() || value.is_empty_container() => {
                self.coerced(path, "read as absent");
                Ok(None)
            }
            (shape, value) => self.scalar(shape, path, value).map(Some),
        }
    }

    fn scalar(&mut self, shape: &Shape, path: &Path<'_>, value: &Document) -> Decoded<Document> {
        Ok(match shape {
            Shape::Integer => Document::Number(self.integer(path, value)?),
            Shape::Decimal => {
                let expected = "a decimal number of at most 28 digits";
                let text = self.number(path, value, expected)?;
                let significant = text.trim_start_matches(['-', '0', '.']);
                if significant.bytes().filter(u8::is_ascii_digit).count() > 28 {
                    return Err(Unreadable::new(path, expected));
                }
                Document::Number(text)
            }
            Shape::Boolean => Document::Bool(self.boolean(path, value)?),
            Shape::DateTime => match value {
                Document::String(text) if is_date(text) => Document::string(text),
                _ => return Err(Unreadable::new(path, "a date and time")),
            },
            Shape::Date => match value {
                Document::String(text) if is_date(text) => {
                    if text.len() > 10 {
                        self.coerced(path, "used the date of a date and time");
                    }
                    Document::string(&text[..10])
                }
                _ => return Err(Unreadable::new(path, "a date")),
            },
            shape => panic!("{path}: {shape:?} is not a scalar"),
        })
    }

    fn string(&mut self, path: &Path<'_>, value: &Document) -> Decoded<Option<String>> {
        match value {
            Document::String(text) => Ok(Some(text.clone()).filter(|text| !text.is_empty())),
            Document::Number(_) | Document::Bool(_) => {
                self.coerced(path, "kept as a string");
                Ok(Some(value.to_string()))
            }
            value if value.is_empty_container() => {
                self.coerced(path, "read as absent");
                Ok(None)
            }
            _ => Err(Unreadable::new(path, "a string")),
        }
    }

    fn number(
        &mut self,
        path: &Path<'_>,
        value: &Document,
        expected: &'static str,
    ) -> Decoded<String> {
        match value {
            Document::Number(text) => Ok(text.clone()),
            Document::String(text) if is_number(text) => {
                self.coerced(path, "read from a string");
                Ok(text.clone())
            }
            _ => Err(Unreadable::new(path, expected)),
        }
    }

    fn integer(&mut self, path: &Path<'_>, value: &Document) -> Decoded<String> {
        let expected = "an integer";
        let text = self.number(path, value, expected)?;
        let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
        let is_whole = fraction.bytes().all(|digit| digit == b'0');
        let whole = whole.parse::<i64>().ok().filter(|_| is_whole);
        let whole = whole.ok_or_else(|| Unreadable::new(path, expected))?;
        if text.contains('.') {
            self.coerced(path, "read an integer from a decimal");
        }
        Ok(whole.to_string())
    }

    fn boolean(&mut self, path: &Path<'_>, value: &Document) -> Decoded<bool> {
        let spelling = match value {
            Document::Bool(value) => return Ok(*value),
            Document::String(text) => {
                self.coerced(path, "read from a string");
                text.to_ascii_lowercase()
            }
            Document::Number(text) => text.clone(),
            _ => return Err(Unreadable::new(path, "true or false")),
        };
        let value = match spelling.as_str() {
            "true" | "yes" | "1" => true,
            "false" | "no" | "0" => false,
            _ => return Err(Unreadable::new(path, "true or false")),
        };
        if !matches!(spelling.as_str(), "true" | "false") {
            self.coerced(path, "read a boolean from another spelling");
        }
        Ok(value)
    }

    /// Returns `None` if there are no elements.
    fn list(
        &mut self,
        element: &Shape,
        path: &Path<'_>,
        value: &Document,
    ) -> Decoded<Option<Document>> {
        let elements = match value {
            Document::List(elements) => self.elements(element, path, elements)?,
            value if value.is_whitespace() || value.is_empty_container() => {
                self.coerced(path, "read as an empty list");
                Vec::new()
            }
            value => match wrapped(element, path.member().unwrap_or_default(), value) {
                Some((name, inner)) => {
                    self.coerced(path, "read the list in an object of one member");
                    let path = Path::Name(path, name);
                    match inner {
                        Document::List(elements) => self.elements(element, &path, elements)?,
                        one => self.element(element, &path, one)?.into_iter().collect(),
                    }
                }
                None => {
                    self.coerced(path, "read as a list of one element");
                    self.element(element, path, value)?.into_iter().collect()
                }
            },
        };
        Ok((!elements.is_empty()).then_some(Document::List(elements)))
    }

    fn elements(
        &mut self,
        element: &Shape,
        path: &Path<'_>,
        all: &[Document],
    ) -> Decoded<Vec<Document>> {
        let mut kept = Vec::new();
        for (at, value) in all.iter().enumerate() {
            kept.extend(self.element(element, &Path::Index(path, at), value)?);
        }
        Ok(kept)
    }

    fn element(
        &mut self,
        element: &Shape,
        path: &Path<'_>,
        value: &Document,
    ) -> Decoded<Option<Document>> {
        let value = self.value(element, path, value)?.filter(|value| *value != Document::Null);
        if value.is_none() {
            self.coerced(path, "skipped an absent element");
        }
        Ok(value)
    }

    fn record(
        &mut self,
        shape: &Shape,
        path: &Path<'_>,
        value: &Document,
    ) -> Decoded<Option<Document>> {
        match value {
            Document::Object(members) => Ok(Some(self.fields(shape, path, members))),
            value if value.is_whitespace() || value.is_empty_container() => {
                self.coerced(path, "read as absent");
                Ok(None)
            }
            Document::List(elements) => {
                let mut present = elements.iter().enumerate().filter(|e| *e.1 != Document::Null);
                match (present.next(), present.next()) {
                    (None, _) => {
                        self.coerced(path, "read as absent");
                        Ok(None)
                    }
                    (Some((at, Document::Object(members))), None) => {
                        self.coerced(path, "read the only element of a list");
                        Ok(Some(self.fields(shape, &Path::Index(path, at), members)))
                    }
                    _ => Err(Unreadable::new(path, "an object")),
                }
            }
            _ => Err(Unreadable::new(path, "an object")),
        }
    }

    /// Decodes the members of a record. A member that cannot be read is kept as it is.
    fn fields(
        &mut self,
        shape: &Shape,
        path: &Path<'_>,
        members: &[(String, Document)],
    ) -> Document {
        let mut kept = Vec::new();
        for (name, value) in members {
            let path = Path::Name(path, name);
            let value = match shape.declared(name) {
                Some(member) => {
                    let before = self.report.lengths();
                    let decoded = self.value(member, &path, value);
                    decoded.unwrap_or_else(|error| {
                        // no part of the value is used
                        self.report.truncate(before);
                        self.report.unreadable.push((error.path, error.expected.to_owned()));
                        Some(value.clone())
                    })
                }
                None => {
                    self.report.unknown_members.push(path.to_string());
                    Some(value.clone())
                }
            };
            kept.extend(value.map(|value| (name.clone(), value)));
        }
        Document::Object(kept)
    }

    /// Returns `None` if there are no entries.
    fn map(
        &mut self,
        element: &Shape,
        path: &Path<'_>,
        value: &Document,
    ) -> Decoded<Option<Document>> {
        match value {
            Document::Object(members) => {
                let mut kept = Vec::new();
                for (name, value) in members {
                    let value = self.value(element, &Path::Name(path, name), value)?;
                    kept.extend(value.map(|value| (name.clone(), value)));
                }
                Ok((!kept.is_empty()).then_some(Document::Object(kept)))
            }
            value if value.is_whitespace() || value.is_empty_container() => {
                self.coerced(path, "read as an empty map");
                Ok(None)
            }
            _ => Err(Unreadable::new(path, "an object")),
        }
    }

    /// Decodes a page. The items are always encoded; the other members are kept as they are.
    fn page(
        &mut self,
        names: &[String],
        metadata: &[String],
        items: &Shape,
        document: &Document,
    ) -> Document {
        let Document::Object(members) = document else { panic!("expected an object") };
        let mut members = members.clone();
        let found = names.iter().find_map(|name| members.iter().position(|m| m.0 == *name));
        let (name, value) = match found {
            Some(at) => members.remove(at),
            None => (names[0].clone(), Document::Null),
        };
        for (name, _) in members.iter().filter(|(name, _)| !metadata.contains(name)) {
            self.report.unknown_members.push(Path::Name(&Path::Root, name).to_string());
        }
        let items = self.value(items, &Path::Name(&Path::Root, &name), &value);
        let items = items.unwrap_or_else(|error| panic!("{}: expected an object", error.path));
        members.push((names[0].clone(), items.unwrap_or(Document::List(Vec::new()))));
        Document::Object(members)
    }
}

/// Returns the list in an object of one member, such as `{"Label": ["a"]}` for `Labels`.
fn wrapped<'d>(
    element: &Shape,
    list: &str,
    value: &'d Document,
) -> Option<(&'d str, &'d Document)> {
    let Document::Object(members) = value else { return None };
    let [(name, inner)] = members.as_slice() else { return None };
    let is_declared = matches!(element, Shape::Record(_)) && element.declared(name).is_some();
    let is_open = matches!(element, Shape::Any | Shape::Map(_));
    let is_list = !is_open && matches!(inner, Document::List(_));
    let is_wrapper = !is_declared && (is_list || is_singular(name, list));
    (is_wrapper && *inner != Document::Null).then_some((name, inner))
}

/// Returns `true` if `name` is the singular of the name of a list.
fn is_singular(name: &str, list: &str) -> bool {
    let (name, list) = (name.to_ascii_lowercase(), list.to_ascii_lowercase());
    let stem = name.strip_suffix('y');
    ["s", "es", "list"].iter().any(|ending| format!("{name}{ending}") == list)
        || stem.is_some_and(|stem| format!("{stem}ies") == list)
}

/// Returns `true` for digits with an optional sign and an optional fraction.
fn is_number(text: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let text = text.strip_prefix('-').unwrap_or(text);
    match text.split_once('.') {
        Some((whole, fraction)) => digits(whole) && digits(fraction),
        None => digits(text),
    }
}

/// Returns `true` if a string starts with a valid date.
fn is_date(text: &str) -> bool {
    let Some(date) = text.get(..10) else { return false };
    let parts: Vec<Option<u32>> = date.split('-').map(|part| part.parse().ok()).collect();
    matches!(parts.as_slice(), [Some(_), Some(1..=12), Some(1..=31)])
}
