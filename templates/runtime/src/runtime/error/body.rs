//! Parsing of error bodies in all shapes that services use.

use super::FieldError;
use super::node::ErrorNode;
use super::redact::Secrets;
use super::xml;
use crate::runtime::api::ErrorMembers;

/// The maximum length of the excerpt of a body.
const MAX_EXCERPT: usize = 2048;

/// The content of an error body.
#[derive(Debug, Default)]
pub(crate) struct ErrorBody {
    pub(crate) message: Option<String>,
    pub(crate) field_errors: Vec<FieldError>,
    pub(crate) warnings: Vec<FieldError>,
}

/// Parses the body of a response with an error status. It never fails.
///
/// `is_text` is set if the content type is that of plain text, which is then the message.
pub(crate) fn parse_body(body: &[u8], members: &ErrorMembers, is_text: bool) -> ErrorBody {
    let text = String::from_utf8_lossy(body);
    let text = text.trim_start_matches('\u{feff}').trim();
    if xml::is_html(text) {
        return ErrorBody { message: Some(xml::describe_html(text)), ..ErrorBody::default() };
    }
    match parse_tree(text) {
        Some(tree) => error_body(&tree, members),
        None if is_text && !text.is_empty() && !text.starts_with(['{', '[', '<', '"']) => {
            ErrorBody { message: Some(text.to_owned()), ..ErrorBody::default() }
        }
        None => ErrorBody::default(),
    }
}

/// Parses JSON or XML.
pub(super) fn parse_tree(text: &str) -> Option<ErrorNode> {
    if text.starts_with('<') { xml::parse(text) } else { ErrorNode::from_json(text) }
}

/// Returns the start of a body, without secrets.
pub(crate) fn body_excerpt(body: &[u8], secrets: &Secrets) -> Option<String> {
    // a secret at the end of the excerpt is not cut
    let length = MAX_EXCERPT + secrets.max_len();
    let mut text = String::from_utf8_lossy(body.get(..length).unwrap_or(body)).into_owned();
    secrets.redact(&mut text);
    if text.len() > MAX_EXCERPT {
        let end = (0..=MAX_EXCERPT).rev().find(|end| text.is_char_boundary(*end));
        text.truncate(end.unwrap_or_default());
    }
    // a character that was cut in two
    while body.len() > MAX_EXCERPT && text.ends_with('\u{fffd}') {
        text.pop();
    }
    (!text.is_empty()).then_some(text)
}

/// Returns the message and the field errors of a body.
pub(super) fn error_body(body: &ErrorNode, members: &ErrorMembers) -> ErrorBody {
    if !matches!(body, ErrorNode::Object(_)) {
        let field_errors = field_errors(body, members);
        let message = field_errors.iter().find_map(|error| error.message.clone());
        return ErrorBody { message, field_errors, ..ErrorBody::default() };
    }
    let list =
        |names| find(body, names).map(|list| field_errors(list, members)).unwrap_or_default();
    let field_errors: Vec<FieldError> = list(members.list);
    let first = || field_errors.iter().find_map(|error| error.message.clone());
    let message = message(body, members).or_else(first);
    ErrorBody { message, field_errors, warnings: list(members.warnings) }
}

/// Returns the message about the whole request: a string, or an object with a message.
fn message(body: &ErrorNode, members: &ErrorMembers) -> Option<String> {
    members.message.iter().find_map(|name| match body.member(name)? {
        node @ ErrorNode::Object(_) => {
            message(node, members).or_else(|| find(node, members.text).and_then(ErrorNode::text))
        }
        node => node.text().filter(|_| !node.is_flag()),
    })
}

/// Returns the field errors: objects, strings, objects by the name of the field, and lists of these.
fn field_errors(node: &ErrorNode, members: &ErrorMembers) -> Vec<FieldError> {
    let mut all = Vec::new();
    add_field_errors(&mut all, None, node, members);
    all
}

/// Adds the field errors of a value; strings are about the field `name`.
fn add_field_errors(
    all: &mut Vec<FieldError>,
    name: Option<&str>,
    node: &ErrorNode,
    members: &ErrorMembers,
) {
    match node {
        ErrorNode::List(list) => {
            let name = name.filter(|_| !list.iter().any(is_object));
            for node in list {
                add_field_errors(all, name, node, members);
            }
        }
        ErrorNode::Object(fields) => {
            let part = |names| find(node, names).and_then(ErrorNode::text);
            let (field, message) = (part(members.field), part(members.text));
            if field.is_some() || message.is_some() {
                all.push(FieldError { field, message, level: part(members.level) });
                return;
            }
            for (name, node) in fields {
                add_field_errors(all, Some(name), node, members);
            }
        }
        node => {
            if let Some(message) = node.text() {
                let field = name.map(str::to_owned);
                all.push(FieldError { field, message: Some(message), level: None });
            }
        }
    }
}

fn is_object(node: &ErrorNode) -> bool {
    matches!(node, ErrorNode::Object(_))
}

/// Returns the first of these members that has content.
pub(super) fn find<'a>(node: &'a ErrorNode, names: &[&str]) -> Option<&'a ErrorNode> {
    names.iter().find_map(|name| node.member(name))
}
