//! What the wire may do to a document without changing what it says, and what a newer version of the
//! service may add to it.

use crate::document::Document;
use crate::shape::{Change, Shape};

/// A change: its name, and the documents that it makes of one. Those that are like the original do not
/// count.
pub struct Transformation {
    /// What it does.
    pub name: &'static str,
    make: fn(&Shape, &Document) -> Vec<Document>,
}

/// All of them.
pub static ALL: &[Transformation] = &[
    Transformation { name: "scalars as text", make: as_text },
    Transformation { name: "text as native scalars", make: as_native },
    Transformation { name: "one value as null", make: |s, d| one_by_one(s, d, Document::Null) },
    Transformation { name: "one value as \"\"", make: |s, d| one_by_one(s, d, empty()) },
    Transformation { name: "one value absent", make: |s, d| one_by_one(s, d, Document::Absent) },
    Transformation { name: "one value as []", make: |s, d| one_by_one(s, d, list(vec![])) },
    Transformation { name: "all values as nothing", make: all_as_nothing },
    Transformation { name: "new enum values", make: new_enum_values },
    Transformation { name: "integers of 5,000,000,000", make: large_integers },
    Transformation { name: "ids that are no numbers", make: odd_ids },
    Transformation { name: "decimals of 28 digits", make: long_decimals },
    Transformation { name: "booleans in other words", make: other_booleans },
    Transformation { name: "dates in every form", make: other_dates },
    Transformation { name: "new members everywhere", make: new_members },
    Transformation { name: "lists of one without a list", make: bare_elements },
    Transformation { name: "objects in a list of one", make: listed_objects },
    Transformation { name: "members in another order", make: other_orders },
];

impl Transformation {
    /// The changed documents.
    pub fn documents(&self, shape: &Shape, document: &Document) -> Vec<Document> {
        let made = (self.make)(shape, document).into_iter().map(Document::without_absent);
        made.filter(|made| made != document).collect()
    }
}

fn empty() -> Document {
    Document::text("")
}

fn list(elements: Vec<Document>) -> Document {
    Document::List(elements)
}

/// The document with every value shown to `change`.
fn changed(shape: &Shape, document: &Document, change: &mut Change<'_>) -> Document {
    let mut document = document.clone();
    shape.each(&mut document, change);
    document
}

/// The document with every filled scalar of these shapes replaced.
fn replaced(
    shape: &Shape,
    document: &Document,
    is: fn(&Shape) -> bool,
    by: &dyn Fn(&str) -> Document,
) -> Document {
    changed(shape, document, &mut |shape, _, value| match value {
        Document::Text(text) if is(shape) && !text.trim().is_empty() => *value = by(text),
        Document::Number(text) if is(shape) => *value = by(text),
        Document::Bool(known) if is(shape) => *value = by(&known.to_string()),
        _ => {}
    })
}

fn as_text(shape: &Shape, document: &Document) -> Vec<Document> {
    let scalar = |shape: &Shape| !matches!(shape, Shape::Free);
    vec![replaced(shape, document, scalar, &|text| Document::text(text))]
}

/// Whether JSON could have it as a number, digit by digit.
fn is_number(text: &str) -> bool {
    let whole = text.split('.').next().unwrap_or_default().trim_start_matches('-');
    let canonical = whole == "0" || !whole.starts_with('0');
    canonical
        && text.ends_with(|c: char| c.is_ascii_digit())
        && serde_json::from_str::<f64>(text).is_ok()
}

fn as_native(shape: &Shape, document: &Document) -> Vec<Document> {
    vec![changed(shape, document, &mut |_, _, value| match value {
        Document::Text(text) if is_number(text) => *value = Document::number(text.as_str()),
        Document::Text(text) if text == "true" => *value = Document::Bool(true),
        Document::Text(text) if text == "false" => *value = Document::Bool(false),
        _ => {}
    })]
}

/// As many documents as there are values, each with another one replaced; the document as a whole is
/// not. Of rows only the first is kept, as the others hold the same places.
fn one_by_one(shape: &Shape, document: &Document, by: Document) -> Vec<Document> {
    let mut count = 0;
    let document = changed(shape, document, &mut |shape, _, value| {
        count += 1;
        match (shape, value) {
            (Shape::List(row), Document::List(rows)) if matches!(**row, Shape::Record(_)) => {
                rows.truncate(1);
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
    (0..count).map(replaced).filter(|made| *made != document).collect()
}

fn all_as_nothing(shape: &Shape, document: &Document) -> Vec<Document> {
    let nothing =
        [Document::Null, empty(), Document::Absent, list(vec![]), Document::Object(vec![])];
    let scalar = |value: &Document| !matches!(value, Document::List(_) | Document::Object(_));
    let emptied = |nothing: Document| {
        changed(shape, document, &mut |shape, _, value| {
            if scalar(value) && *shape != Shape::Free {
                *value = nothing.clone();
            }
        })
    };
    nothing.into_iter().map(emptied).collect()
}

fn new_enum_values(shape: &Shape, document: &Document) -> Vec<Document> {
    let listed = |shape: &Shape| matches!(shape, Shape::Enum(_));
    ["BRAND_NEW", "brand new ü", "7"]
        .map(|word| replaced(shape, document, listed, &|_| Document::text(word)))
        .into()
}

fn large_integers(shape: &Shape, document: &Document) -> Vec<Document> {
    let counted = |shape: &Shape| *shape == Shape::Integer;
    ["5000000000", "-5000000000", "9223372036854775807"]
        .iter()
        .flat_map(|text| [Document::number(*text), Document::text(*text)])
        .map(|large| replaced(shape, document, counted, &|_| large.clone()))
        .collect()
}

fn odd_ids(shape: &Shape, document: &Document) -> Vec<Document> {
    let ids = |shape: &Shape| *shape == Shape::Id;
    let odd = [
        Document::text("000123"),
        Document::text("1000.4636.158133"),
        Document::text("P-25070000/ä"),
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
    .flat_map(|text| [Document::number(*text), Document::text(*text)])
    .map(|long| replaced(shape, document, decimals, &|_| long.clone()))
    .collect()
}

fn other_booleans(shape: &Shape, document: &Document) -> Vec<Document> {
    let booleans = |shape: &Shape| *shape == Shape::Boolean;
    let words = ["TRUE", "False", "YES", "no", "Yes", "NO", "1", "0"].map(Document::text);
    let numbers = ["1", "0"].map(Document::number);
    words
        .into_iter()
        .chain(numbers)
        .chain([Document::Bool(true), Document::Bool(false)])
        .map(|word| replaced(shape, document, booleans, &|_| word.clone()))
        .collect()
}

fn other_dates(shape: &Shape, document: &Document) -> Vec<Document> {
    let dates = |shape: &Shape| *shape == Shape::DateTime;
    let mut documents = Vec::new();
    for time in ["2026-03-08T01:02:03", "2026-03-08T01:02:03.045"] {
        for offset in ["Z", "+00:00", "+0000", "-07:30", "-0730"] {
            let text = format!("{time}{offset}");
            documents.push(replaced(shape, document, dates, &|_| Document::text(text.as_str())));
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

/// What may stand for a list of one element: the element, unless that says that nothing is there.
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
        // every other one first, so that no member follows its usual neighbour
        reordered(|members| {
            let mut at = 0;
            members.sort_by_cached_key(|_| {
                at += 1;
                at % 2
            });
        }),
    ]
}
