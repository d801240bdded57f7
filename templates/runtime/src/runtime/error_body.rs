//! What a service says about a failure, in whichever shape it says it.

use serde_json::{Map, Value};

use crate::runtime::description::ErrorMembers;
use crate::runtime::error::Problem;
use crate::runtime::error_xml;

/// Longer bodies do not explain a failure; they are the rows of a list.
const LONGEST: usize = 1024 * 1024;

/// How much of a body an error keeps.
const EXCERPT: usize = 2048;

/// What was found in a body.
#[derive(Debug, Default)]
pub(crate) struct Complaint {
    pub(crate) message: Option<String>,
    pub(crate) fields: Vec<Problem>,
    pub(crate) warnings: Vec<Problem>,
    /// Whether the body itself says that it is about a failure.
    pub(crate) says_failure: bool,
    /// Whether the body is about a failure and nothing else, which it explains.
    pub(crate) is_only_failure: bool,
}

/// Reads the body of an answer that means failure by its status. Whatever it is, this does not fail.
pub(crate) fn read(body: &[u8], members: &ErrorMembers) -> Complaint {
    let text = String::from_utf8_lossy(body);
    let text = text.trim_start_matches('\u{feff}').trim();
    if error_xml::is_html(text) {
        let message = match error_xml::html_title(text) {
            Some(title) => format!("an HTML page: {title}"),
            None => "an HTML page".to_owned(),
        };
        return Complaint { message: Some(message), ..Complaint::default() };
    }
    let tree = if text.starts_with('<') {
        error_xml::read(text)
    } else {
        serde_json::from_str::<Value>(text).ok()
    };
    tree.map(|tree| complaint(&tree, members)).unwrap_or_default()
}

/// Whether the body of an answer that means success by its status says failure all the same. Where an
/// answer has a state (`answers_state`), that may have the name of a failure without being one.
///
/// Most bodies are done with by a search for the words that say so; they are not parsed here.
pub(crate) fn refusal(
    body: &[u8],
    members: &ErrorMembers,
    answers_state: bool,
) -> Option<Complaint> {
    if body.len() > LONGEST {
        return None;
    }
    let text = std::str::from_utf8(body).ok()?;
    if !members.error_values.iter().any(|value| text.contains(value)) {
        return None;
    }
    let is_list = text.trim_start().starts_with('[');
    let complaint = (!is_list).then(|| read(body, members))?;
    let fails = if answers_state { complaint.is_only_failure } else { complaint.says_failure };
    fails.then_some(complaint)
}

/// The start of a body.
pub(crate) fn excerpt(body: &[u8]) -> Option<String> {
    let start = body.get(..EXCERPT).unwrap_or(body);
    let mut text = String::from_utf8_lossy(start).into_owned();
    // a character that the bound cut in two
    while body.len() > EXCERPT && text.ends_with('\u{fffd}') {
        text.pop();
    }
    (!text.is_empty()).then_some(text)
}

fn complaint(tree: &Value, members: &ErrorMembers) -> Complaint {
    let Value::Object(object) = tree else {
        let fields = problems(tree, members);
        let message = fields.iter().find_map(|problem| problem.message.clone());
        return Complaint { message, fields, ..Complaint::default() };
    };
    let list = |names| find(object, names).map(|list| problems(list, members)).unwrap_or_default();
    let fields: Vec<Problem> = list(members.list);
    let message = message(object, members);
    let is_error = |status: &Value| {
        members.error_values.iter().any(|value| text(status).as_deref() == Some(value))
    };
    let failed = find(object, members.status).is_some_and(is_error);
    let explained = message.is_some() || !fields.is_empty();
    let has_content = has_content(object, members);
    Complaint {
        // a thing that is merely in a state of this name has other members, and no complaint
        says_failure: failed && (explained || !has_content),
        is_only_failure: failed && explained && !has_content,
        message: message.or_else(|| fields.iter().find_map(|problem| problem.message.clone())),
        fields,
        warnings: list(members.warnings),
    }
}

/// The sentence about the whole: a text, or an object with a sentence in it.
fn message(object: &Map<String, Value>, members: &ErrorMembers) -> Option<String> {
    members.message.iter().filter_map(|name| object.get(*name)).find_map(|value| match value {
        Value::Object(inner) => {
            find(inner, members.message).or_else(|| find(inner, members.text)).and_then(text)
        }
        value => text(value),
    })
}

/// Single problems: objects, texts, objects by the field they are about, and lists of all that.
fn problems(value: &Value, members: &ErrorMembers) -> Vec<Problem> {
    match value {
        Value::Array(list) => list.iter().flat_map(|value| problems(value, members)).collect(),
        Value::Object(object) => {
            let part = |names| find(object, names).and_then(text);
            let (field, message) = (part(members.field), part(members.text));
            if field.is_some() || message.is_some() {
                return vec![Problem { field, message, level: part(members.level) }];
            }
            object.iter().flat_map(|(name, value)| about(name, value, members)).collect()
        }
        value => text(value)
            .map(|message| Problem { message: Some(message), ..Problem::default() })
            .into_iter()
            .collect(),
    }
}

/// The problems of one member: texts are about the field of its name.
fn about(name: &str, value: &Value, members: &ErrorMembers) -> Vec<Problem> {
    let is_text = match value {
        Value::Array(list) => !list.iter().any(Value::is_object),
        value => !value.is_object(),
    };
    let mut found = problems(value, members);
    for problem in found.iter_mut().filter(|_| is_text) {
        problem.field = Some(name.to_owned());
    }
    found
}

/// Whether there is anything besides the members of a complaint.
fn has_content(object: &Map<String, Value>, members: &ErrorMembers) -> bool {
    let known = |name: &str| {
        [members.status, members.message, members.list, members.warnings]
            .iter()
            .any(|names| names.contains(&name))
    };
    object.iter().any(|(name, value)| !known(name) && is_filled(value))
}

fn is_filled(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::String(text) => !text.trim().is_empty(),
        Value::Array(list) => !list.is_empty(),
        Value::Object(object) => !object.is_empty(),
        Value::Bool(_) | Value::Number(_) => true,
    }
}

/// The first of these members that is there and says something.
fn find<'a>(object: &'a Map<String, Value>, names: &[&str]) -> Option<&'a Value> {
    names.iter().filter_map(|name| object.get(*name)).find(|value| is_filled(value))
}

/// The text of a scalar.
fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) if !text.trim().is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(value) => Some(value.to_string()),
        _ => None,
    }
}
