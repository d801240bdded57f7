//! Transformations of documents: spellings that the client must accept, additions of newer versions of the service,
//! and values that cannot be read.

use crate::document::Document;
use crate::shape::{Change, Shape};

/// A transformation.
pub struct Transformation {
    /// A description of the change.
    pub name: &'static str,
    apply: fn(&Shape, &Document) -> Vec<Document>,
}

/// Transformations of one value, in one document for each value. They are slow for documents with many values.
pub static OF_ONE_VALUE: &[Transformation] = &[
    Transformation { name: "one value as null", apply: |s, d| one_by_one(s, d, Document::Null) },
    Transformation { name: "one value as \"\"", apply: |s, d| one_by_one(s, d, empty()) },
    Transformation { name: "one value absent", apply: |s, d| one_by_one(s, d, Document::Absent) },
    Transformation { name: "one value as []", apply: |s, d| one_by_one(s, d, list(vec![])) },
];

/// Transformations of all values that they apply to.
pub static OF_ALL_VALUES: &[Transformation] = &[
    Transformation { name: "scalars as strings", apply: as_strings },
    Transformation { name: "strings as native scalars", apply: as_native },
    Transformation { name: "all values absent", apply: all_absent },
    Transformation { name: "new enum values", apply: new_enum_values },
    Transformation { name: "integers of 5,000,000,000", apply: large_integers },
    Transformation { name: "ids that are not numbers", apply: odd_ids },
    Transformation { name: "decimals of 28 digits", apply: long_decimals },
    Transformation { name: "other spellings of booleans", apply: other_booleans },
    Transformation { name: "other formats of dates", apply: other_dates },
    Transformation { name: "new members everywhere", apply: new_members },
    Transformation { name: "elements instead of lists", apply: bare_elements },
    Transformation { name: "lists of one object", apply: listed_objects },
    Transformation { name: "lists in an object", apply: wrapped_lists },
    Transformation { name: "members in another order", apply: other_orders },
    Transformation { name: "values of another type", apply: other_types },
    Transformation { name: "strings that are not values", apply: unreadable_strings },
];

impl Transformation {
    /// Returns the changed documents, without those that equal the original.
    pub fn documents(&self, shape: &Shape, document: &Document) -> Vec<Document> {
        let changed = (self.apply)(shape, document).into_iter().map(Document::without_absent);
        changed.filter(|changed| changed != document).collect()
    }
}

fn empty() -> Document {
    Document::string("")
}

fn list(elements: Vec<Document>) -> Document {
    Document::List(elements)
}

/// Applies `change` to every value.
fn changed(shape: &Shape, document: &Document, change: &mut Change<'_>) -> Document {
    let mut document = document.clone();
    shape.each(&mut document, change);
    document
}

/// Replaces every scalar of these shapes that is not absent.
fn replaced(
    shape: &Shape,
    document: &Document,
    is: fn(&Shape) -> bool,
    by: &dyn Fn(&str) -> Document,
) -> Document {
    changed(shape, document, &mut |shape, _, value| match value {
        Document::String(text) if is(shape) && !text.trim().is_empty() => *value = by(text),
        Document::Number(text) if is(shape) => *value = by(text),
        Document::Bool(known) if is(shape) => *value = by(&known.to_string()),
        _ => {}
    })
}

fn as_strings(shape: &Shape, document: &Document) -> Vec<Document> {
    let scalar = |shape: &Shape| !matches!(shape, Shape::Any);
    vec![replaced(shape, document, scalar, &|text| Document::string(text))]
}

/// Returns `true` if the string is also a JSON number.
fn is_number(text: &str) -> bool {
    let whole = text.split('.').next().unwrap_or_default().trim_start_matches('-');
    let canonical = whole == "0" || !whole.starts_with('0');
    canonical
        && text.ends_with(|c: char| c.is_ascii_digit())
        && serde_json::from_str::<f64>(text).is_ok()
}

fn as_native(shape: &Shape, document: &Document) -> Vec<Document> {
    vec![changed(shape, document, &mut |_, _, value| match value {
        Document::String(text) if is_number(text) => *value = Document::number(text.as_str()),
        Document::String(text) if text == "true" => *value = Document::Bool(true),
        Document::String(text) if text == "false" => *value = Document::Bool(false),
        _ => {}
    })]
}

/// Returns one document for each value, in which that value is replaced. Of a list of objects only the first is kept.
fn one_by_one(shape: &Shape, document: &Document, by: Document) -> Vec<Document> {
    let mut count = 0;
    let document = changed(shape, document, &mut |shape, _, value| {
        count += 1;
        match (shape, value) {
            (Shape::List(element), Document::List(elements))
                if matches!(**element, Shape::Record(_)) =>
            {
                elements.truncate(1);
            }
            _ => {}
        }
    });
    let replaced = |chosen: usize| {
        let mut at = 0;
        changed(shape, &document, &mut |_, path, value| {
            if at == chosen && !path.is_root() {
                *value = by.clone();
            }
            at += 1;
        })
    };
    (0..count).map(replaced).filter(|changed| *changed != document).collect()
}

fn all_absent(shape: &Shape, document: &Document) -> Vec<Document> {
    let absent =
        [Document::Null, empty(), Document::Absent, list(vec![]), Document::Object(vec![])];
    let scalar = |value: &Document| !matches!(value, Document::List(_) | Document::Object(_));
    let replaced = |absent: Document| {
        changed(shape, document, &mut |shape, _, value| {
            if scalar(value) && *shape != Shape::Any {
                *value = absent.clone();
            }
        })
    };
    absent.into_iter().map(replaced).collect()
}

fn new_enum_values(shape: &Shape, document: &Document) -> Vec<Document> {
    let listed = |shape: &Shape| matches!(shape, Shape::Enum(_));
    ["BRAND_NEW", "brand new ü", "7"]
        .map(|value| replaced(shape, document, listed, &|_| Document::string(value)))
        .into()
}

fn large_integers(shape: &Shape, document: &Document) -> Vec<Document> {
    let is_integer = |shape: &Shape| *shape == Shape::Integer;
    ["5000000000", "-5000000000", "9223372036854775807"]
        .iter()
        .flat_map(|text| [Document::number(*text), Document::string(*text)])
        .map(|large| replaced(shape, document, is_integer, &|_| large.clone()))
        .collect()
}

fn odd_ids(shape: &Shape, document: &Document) -> Vec<Document> {
    let ids = |shape: &Shape| *shape == Shape::Id;
    let odd = [
        Document::string("000123"),
        Document::string("1000.4636.158133"),
        Document::string("P-25070000/ä"),
        Document::number("5000000000"),
        Document::number("123456789012345678901234567890"),
    ];
    odd.map(|odd| replaced(shape, document, ids, &|_| odd.clone())).into()
}

fn long_decimals(shape: &Shape, document: &Document) -> Vec<Document> {
    let decimals = |shape: &Shape| *shape == Shape::Decimal;
    [
        "1234567890123456789012345.678",
        "-0.1234567890123456789012345678",
        "9999999999999999999999999999",
        "0.10",
        "100.000000",
    ]
    .iter()
    .flat_map(|text| [Document::number(*text), Document::string(*text)])
    .map(|long| replaced(shape, document, decimals, &|_| long.clone()))
    .collect()
}

fn other_booleans(shape: &Shape, document: &Document) -> Vec<Document> {
    let booleans = |shape: &Shape| *shape == Shape::Boolean;
    let strings = ["TRUE", "False", "YES", "no", "Yes", "NO", "1", "0"].map(Document::string);
    let numbers = ["1", "0"].map(Document::number);
    strings
        .into_iter()
        .chain(numbers)
        .chain([Document::Bool(true), Document::Bool(false)])
        .map(|value| replaced(shape, document, booleans, &|_| value.clone()))
        .collect()
}

fn other_dates(shape: &Shape, document: &Document) -> Vec<Document> {
    let dates = |shape: &Shape| *shape == Shape::DateTime;
    let with_spaces = "2022-03-02T05: 18: 54-08: 00";
    let mut documents = vec![replaced(shape, document, dates, &|_| Document::string(with_spaces))];
    for time in ["2026-03-08T01:02:03", "2026-03-08T01:02:03.045"] {
        for offset in ["Z", "+00:00", "+0000", "-07:30", "-0730"] {
            let text = format!("{time}{offset}");
            documents.push(replaced(shape, document, dates, &|_| Document::string(text.as_str())));
        }
    }
    documents
}

fn new_members(shape: &Shape, document: &Document) -> Vec<Document> {
    let value = r#"{"Nested":[{"Deep":1234567890123456789012345.6780},null,"",[],{}],"Text1":"000","e":1e5}"#;
    vec![changed(shape, document, &mut |_, _, document| {
        if let Document::Object(members) = document {
            members.insert(0, ("ANewMember".to_owned(), Document::parse(value)));
            members.push(("another new one".to_owned(), Document::Null));
        }
    })]
}

/// Replaces every list by its first element.
fn bare_elements(shape: &Shape, document: &Document) -> Vec<Document> {
    vec![changed(shape, document, &mut |shape, _, value| {
        if let (Shape::List(_), Document::List(elements)) = (shape, &mut *value) {
            elements.truncate(1);
            match elements.pop() {
                Some(element) => *value = element,
                None => *value = list(vec![]),
            }
        }
    })]
}

fn listed_objects(shape: &Shape, document: &Document) -> Vec<Document> {
    vec![changed(shape, document, &mut |shape, _, value| {
        if let (Shape::Record(_), Document::Object(_)) = (shape, &*value) {
            *value = list(vec![std::mem::replace(value, Document::Null)]);
        }
    })]
}

/// Wraps every list in an object of one member, as it is converted from XML. The name of the member is not declared.
fn wrapped_lists(shape: &Shape, document: &Document) -> Vec<Document> {
    vec![changed(shape, document, &mut |shape, _, value| {
        if let (Shape::List(_), Document::List(_)) = (shape, &*value) {
            let list = std::mem::replace(value, Document::Null);
            *value = Document::Object(vec![("An_Element".to_owned(), list)]);
        }
    })]
}

/// Replaces every scalar by a value of a type that its own cannot be read from.
fn other_types(shape: &Shape, document: &Document) -> Vec<Document> {
    let scalar = |shape: &Shape| !matches!(shape, Shape::Any);
    let object = Document::parse(r#"{"x":[1.50,"",null]}"#);
    let number = |shape: &Shape| matches!(shape, Shape::Integer | Shape::Decimal);
    let date = |shape: &Shape| matches!(shape, Shape::DateTime | Shape::Date);
    vec![
        replaced(shape, document, scalar, &|_| object.clone()),
        replaced(shape, document, number, &|_| Document::Bool(true)),
        replaced(shape, document, date, &|_| Document::number("1598846400")),
    ]
}

/// Replaces every scalar by a string that is not a value of its type.
fn unreadable_strings(shape: &Shape, document: &Document) -> Vec<Document> {
    let typed =
        |shape: &Shape| !matches!(shape, Shape::Any | Shape::String | Shape::Id | Shape::Enum(_));
    ["n/a", "1,065.00", "0000-00-00T00:00:00Z", "2022-13-02T05:18:54Z", "-"]
        .map(|text| replaced(shape, document, typed, &|_| Document::string(text)))
        .into()
}

fn other_orders(shape: &Shape, document: &Document) -> Vec<Document> {
    let reordered = |order: fn(&mut Vec<(String, Document)>)| {
        changed(shape, document, &mut |_, _, value| {
            if let Document::Object(members) = value {
                order(members);
            }
        })
    };
    vec![
        reordered(|members| members.reverse()),
        reordered(|members| members.sort_by(|a, b| a.0.cmp(&b.0))),
        reordered(|members| {
            let half = members.len() / 2;
            members.rotate_left(half);
        }),
        // every other member first, so that no member follows its usual predecessor
        reordered(|members| {
            let mut at = 0;
            members.sort_by_cached_key(|_| {
                at += 1;
                at % 2
            });
        }),
    ]
}
