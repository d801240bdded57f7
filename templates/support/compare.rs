//! The comparison of JSON documents by their content.

use std::collections::BTreeMap;

use generated_client::json::{self, ToJson};
use generated_client::wire::{Json, JsonKind};

/// Compares a response with the document that it was decoded from.
pub fn same<T: ToJson>(document: &str, response: &T) {
    compare(document, &json::encode(response));
}

/// Compares the items of a page with those of the document, which are in the first of these members that is present.
pub fn same_items<T: ToJson>(document: &str, names: &[&str], items: &[T]) {
    let document = Json::parse(document).expect("the example is JSON");
    let expected = match names.iter().find_map(|name| document.get(name)) {
        Some(list) if list.kind() == JsonKind::List => list.elements().unwrap_or_default(),
        Some(one) if one.kind() == JsonKind::Object => vec![one],
        _ => Vec::new(),
    };
    assert_eq!(items.len(), expected.len(), "the number of items");
    for (expected, item) in expected.iter().zip(items) {
        compare(expected.as_json(), &json::encode(item));
    }
}

/// A document in which each value has a single spelling. Numbers are strings, so that no digit is lost.
#[derive(Debug, PartialEq)]
enum Normalized {
    Scalar(String),
    List(Vec<Normalized>),
    Object(BTreeMap<String, Normalized>),
}

/// Compares two documents by their content.
///
/// A number equals its text, an absent member `""`, `[]` and `null`, and a list of one element the element.
pub fn compare(expected: &str, actual: &str) {
    let expected = Json::parse(expected).expect("the example is JSON");
    let actual = Json::parse(actual).expect("the encoded document is JSON");
    let mut differences = Vec::new();
    let (expected, actual) = (normalize(&expected), normalize(&actual));
    find_differences("$", expected.as_ref(), actual.as_ref(), &mut differences);
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

fn find_differences(
    path: &str,
    expected: Option<&Normalized>,
    actual: Option<&Normalized>,
    found: &mut Vec<String>,
) {
    match (expected, actual) {
        (Some(Normalized::Object(a)), Some(Normalized::Object(b))) => {
            for name in a.keys().chain(b.keys().filter(|name| !a.contains_key(*name))) {
                find_differences(&format!("{path}.{name}"), a.get(name), b.get(name), found);
            }
        }
        (Some(Normalized::List(a)), Some(Normalized::List(b))) if a.len() == b.len() => {
            for (index, (a, b)) in a.iter().zip(b).enumerate() {
                find_differences(&format!("{path}[{index}]"), Some(a), Some(b), found);
            }
        }
        (expected, actual) if expected == actual => {}
        (expected, actual) => {
            found.push(format!("{path}: expected {expected:?}, found {actual:?}"))
        }
    }
}

/// Returns the content of a value, or `None` if it is absent.
fn normalize(value: &Json) -> Option<Normalized> {
    match value.kind() {
        JsonKind::Null => None,
        JsonKind::String => {
            let text = value.to_str()?;
            (!text.trim().is_empty()).then(|| Normalized::Scalar(lower_case_boolean(&text)))
        }
        JsonKind::Number | JsonKind::Bool => Some(Normalized::Scalar(value.as_json().to_owned())),
        JsonKind::List => {
            let elements = value.elements().unwrap_or_default();
            let mut elements: Vec<Normalized> = elements.iter().filter_map(normalize).collect();
            match elements.len() {
                0 => None,
                1 => elements.pop(),
                _ => Some(Normalized::List(elements)),
            }
        }
        JsonKind::Object => {
            let members = value.members().unwrap_or_default();
            let members = members
                .iter()
                .filter_map(|(name, value)| Some((name.to_owned(), normalize(value)?)));
            let members: BTreeMap<String, Normalized> = members.collect();
            (!members.is_empty()).then_some(Normalized::Object(members))
        }
    }
}

/// Returns a boolean in lower case and any other string as it is.
fn lower_case_boolean(text: &str) -> String {
    match text.to_ascii_lowercase() {
        lower if lower == "true" || lower == "false" => lower,
        _ => text.to_owned(),
    }
}
