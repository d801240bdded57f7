//! Parsing of error bodies in all shapes that services use.

use super::FieldError;
use super::node::ErrorNode;
use super::xml;
use crate::runtime::api::ErrorMembers;

/// The maximum size of a successful response that is searched for errors.
const MAX_SEARCHED: usize = 1024 * 1024;

/// The maximum length of the excerpt of a body.
const MAX_EXCERPT: usize = 2048;

/// The content of an error body.
#[derive(Debug, Default)]
pub(crate) struct ErrorBody {
    pub(crate) message: Option<String>,
    pub(crate) field_errors: Vec<FieldError>,
    pub(crate) warnings: Vec<FieldError>,
    /// The body reports an error by its status member.
    pub(crate) reports_failure: bool,
    /// The body contains an explained error and nothing else.
    pub(crate) is_only_error: bool,
}

/// Parses the body of a response with an error status. It never fails.
pub(crate) fn parse_body(body: &[u8], members: &ErrorMembers) -> ErrorBody {
    let text = String::from_utf8_lossy(body);
    let text = text.trim_start_matches('\u{feff}').trim();
    if xml::is_html(text) {
        let message = match xml::html_title(text) {
            Some(title) => format!("an HTML page: {title}"),
            None => "an HTML page".to_owned(),
        };
        return ErrorBody { message: Some(message), ..ErrorBody::default() };
    }
    let tree = if text.starts_with('<') { xml::parse(text) } else { ErrorNode::from_json(text) };
    tree.map(|tree| convert(&tree, members)).unwrap_or_default()
}

/// Returns the error that the body of a successful response reports, if it does.
///
/// If the response is an object with a state (`returns_state`), that may have the name of an error status without
/// being one. Most bodies do not contain such a status and are not parsed.
pub(crate) fn rejection(
    body: &[u8],
    members: &ErrorMembers,
    returns_state: bool,
) -> Option<ErrorBody> {
    if body.len() > MAX_SEARCHED {
        return None;
    }
    let text = std::str::from_utf8(body).ok()?;
    if !members.error_values.iter().any(|value| text.contains(value)) {
        return None;
    }
    let is_list = text.trim_start().starts_with('[');
    let parsed = (!is_list).then(|| parse_body(body, members))?;
    let fails = if returns_state { parsed.is_only_error } else { parsed.reports_failure };
    fails.then_some(parsed)
}

/// Returns the start of a body.
pub(crate) fn body_excerpt(body: &[u8]) -> Option<String> {
    let start = body.get(..MAX_EXCERPT).unwrap_or(body);
    let mut text = String::from_utf8_lossy(start).into_owned();
    // a character that was cut in two
    while body.len() > MAX_EXCERPT && text.ends_with('\u{fffd}') {
        text.pop();
    }
    (!text.is_empty()).then_some(text)
}

fn convert(body: &ErrorNode, members: &ErrorMembers) -> ErrorBody {
    if !matches!(body, ErrorNode::Object(_)) {
        let field_errors = field_errors(body, members);
        let message = field_errors.iter().find_map(|error| error.message.clone());
        return ErrorBody { message, field_errors, ..ErrorBody::default() };
    }
    let list =
        |names| find(body, names).map(|list| field_errors(list, members)).unwrap_or_default();
    let field_errors: Vec<FieldError> = list(members.list);
    let message = message(body, members);
    let is_error = |status: &ErrorNode| {
        members.error_values.iter().any(|value| status.text().as_deref() == Some(value))
    };
    let failed = find(body, members.status).is_some_and(is_error);
    let explained = message.is_some() || !field_errors.is_empty();
    let has_content = has_content(body, members);
    ErrorBody {
        // an object in a state of this name has other members and no message
        reports_failure: failed && (explained || !has_content),
        is_only_error: failed && explained && !has_content,
        message: message.or_else(|| field_errors.iter().find_map(|error| error.message.clone())),
        field_errors,
        warnings: list(members.warnings),
    }
}

/// Returns the message about the whole request: a string, or an object with a message.
fn message(body: &ErrorNode, members: &ErrorMembers) -> Option<String> {
    let mut named = members.message.iter().filter_map(|name| body.member(name));
    named.find_map(|node| match node {
        ErrorNode::Object(_) => find(node, members.message)
            .or_else(|| find(node, members.text))
            .and_then(ErrorNode::text),
        node => node.text(),
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

/// Returns `true` if the body has other members than those of an error.
fn has_content(body: &ErrorNode, members: &ErrorMembers) -> bool {
    let known = |name: &str| {
        [members.status, members.message, members.list, members.warnings]
            .iter()
            .any(|names| names.contains(&name))
    };
    let ErrorNode::Object(all) = body else { return false };
    all.iter().any(|(name, node)| !known(name) && node.has_content())
}

/// Returns the first of these members that has content.
fn find<'a>(node: &'a ErrorNode, names: &[&str]) -> Option<&'a ErrorNode> {
    names.iter().filter_map(|name| node.member(name)).find(|node| node.has_content())
}
