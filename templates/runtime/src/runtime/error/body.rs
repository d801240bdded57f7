//! Parsing of error bodies in all shapes that services use.

use std::borrow::Cow;

use super::FieldError;
use super::node::{ErrorNode, MAX_WRAPPERS};
use super::redact::Secrets;
use super::wording::Outcome;
use super::xml;
use crate::runtime::api::ErrorMembers;

/// The maximum length of the excerpt of a body.
const MAX_EXCERPT: usize = 2048;

/// The content of an error body.
#[derive(Default)]
pub(crate) struct ErrorBody {
    pub(crate) message: Option<String>,
    pub(crate) field_errors: Vec<FieldError>,
    pub(crate) warnings: Vec<FieldError>,
    /// The status of a response with a success status.
    pub(crate) status: Option<String>,
}

/// Parses the body of a response with an error status. It never fails.
///
/// `is_text` is set if the content type is that of plain text, which is then the message.
pub(crate) fn parse_body(body: &[u8], members: &ErrorMembers, is_text: bool) -> ErrorBody {
    let text = decode_text(body);
    let text = text.trim();
    if xml::is_html(text) {
        return ErrorBody { message: Some(xml::describe_html(text)), ..ErrorBody::default() };
    }
    let truncated = || ErrorNode::from_json(&complete(text));
    match parse_tree(text, members).or_else(truncated) {
        Some(tree) => wrapped_body(&tree, members),
        None if is_text && !text.is_empty() && !text.starts_with(['{', '[', '<', '"']) => {
            ErrorBody { message: Some(text.to_owned()), ..ErrorBody::default() }
        }
        None => ErrorBody::default(),
    }
}

/// Returns a body as text: UTF-16 by its first bytes, otherwise UTF-8. Bytes that are neither are replaced. A byte order
/// mark is removed.
pub(crate) fn decode_text(body: &[u8]) -> Cow<'_, str> {
    let read = |bytes: &[u8], read: fn([u8; 2]) -> u16| {
        let units = bytes.chunks_exact(2).filter_map(|pair| pair.try_into().ok()).map(read);
        let letters = char::decode_utf16(units).map(|letter| letter.unwrap_or('\u{fffd}'));
        Cow::Owned(letters.collect())
    };
    match body {
        [0xff, 0xfe, rest @ ..] if rest.len() > 1 => read(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] if rest.len() > 1 => read(rest, u16::from_be_bytes),
        [first, 0, _, 0, ..] if *first > 0 => read(body, u16::from_le_bytes),
        [0, first, 0, _, ..] if *first > 0 => read(body, u16::from_be_bytes),
        _ => {
            let body = body.strip_prefix("\u{feff}".as_bytes()).unwrap_or(body);
            // faster for valid UTF-8 than to look for bytes to replace
            std::str::from_utf8(body).map_or_else(|_| String::from_utf8_lossy(body), Cow::Borrowed)
        }
    }
}

/// Returns `true` for one of these names. The letter case is ignored.
pub(crate) fn is_one_of(names: &[&str], name: &str) -> bool {
    names.iter().any(|known| known.eq_ignore_ascii_case(name))
}

/// Returns `true` for the id of an object that was written, declared or not.
pub(super) fn is_id(name: &str) -> bool {
    name.eq_ignore_ascii_case("id")
}

/// Parses JSON or XML. The content of a root element that has the name of an error member is that member.
pub(super) fn parse_tree(text: &str, members: &ErrorMembers) -> Option<ErrorNode> {
    if !text.starts_with('<') {
        return ErrorNode::from_json(text);
    }
    let (name, node) = xml::parse(text, &|name| is_marker(name, members)).root?;
    Some(with_error_root(name, node, members))
}

/// Returns `true` for the name of a member that reports success or an error.
fn is_marker(name: &str, members: &ErrorMembers) -> bool {
    [members.status, members.success, members.failure].iter().any(|names| is_one_of(names, name))
}

/// Returns the content of a root element. Its text is a member if the element has the name of an error member, and so is any
/// content of one that is present only if a request failed.
fn with_error_root(name: String, node: ErrorNode, members: &ErrorMembers) -> ErrorNode {
    let is_member = [members.status, members.message].iter().any(|all| is_one_of(all, &name));
    let is_error = match is_one_of(members.failure, &name) {
        true => node.has_content(),
        false => is_member && node.scalar().is_some(),
    };
    if is_error { ErrorNode::Object(vec![(name, node)]) } else { node }
}

/// Converts a complete XML document that is not an HTML page to the equivalent JSON: an object, or a string. One without a
/// root element is an empty object. An empty element with the name of a member that is present only if a request failed is
/// not converted.
pub(crate) fn xml_value(text: &str, members: &ErrorMembers) -> Option<String> {
    let document = xml::parse(text, &|name| is_marker(name, members));
    if !document.is_complete || xml::is_html(text) {
        return None;
    }
    let Some((name, node)) = document.root else { return Some("{}".to_owned()) };
    let is_failure = is_one_of(members.failure, &name);
    let tree = with_error_root(name, node, members);
    (!is_failure || matches!(tree, ErrorNode::Object(_))).then(|| tree.to_json())
}

/// Completes truncated JSON after the last complete value.
pub(super) fn complete(text: &str) -> String {
    let mut open = Vec::new();
    let mut end = 0;
    let (mut in_string, mut is_escaped) = (false, false);
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' if in_string => is_escaped = true,
            b'"' => in_string = !in_string,
            _ if in_string => {}
            b',' => end = at,
            b'{' | b'[' => {
                open.push(if byte == b'{' { '}' } else { ']' });
                end = at + 1;
            }
            b'}' | b']' => {
                open.pop();
                end = at + 1;
            }
            _ => {}
        }
    }
    let mut text = text.get(..end).unwrap_or_default().to_owned();
    text.extend(open.into_iter().rev());
    text
}

/// Returns the start of a body, without secrets.
pub(crate) fn body_excerpt(body: &[u8], secrets: &Secrets) -> Option<String> {
    // a secret at the end of the excerpt is not cut
    let length = 2 * (MAX_EXCERPT + secrets.max_len());
    let mut text = decode_text(body.get(..length).unwrap_or(body)).into_owned();
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

/// Returns the content of an error body, which may be in an object of one member.
fn wrapped_body(tree: &ErrorNode, members: &ErrorMembers) -> ErrorBody {
    let mut node = tree;
    for _ in 0..MAX_WRAPPERS {
        let body = error_body(node, members);
        if body.message.is_some() || !body.field_errors.is_empty() || !body.warnings.is_empty() {
            return body;
        }
        match node.only_content(|_, _| false) {
            Some(inner) => node = inner,
            None => break,
        }
    }
    ErrorBody::default()
}

/// Returns the message and the field errors of a body.
pub(super) fn error_body(body: &ErrorNode, members: &ErrorMembers) -> ErrorBody {
    if !matches!(body, ErrorNode::Object(_)) {
        let field_errors = field_errors(body, members);
        let message = field_errors.iter().find_map(|error| error.message.clone());
        return ErrorBody { message, field_errors, ..ErrorBody::default() };
    }
    let list = |names| {
        let list = find(body, names).filter(|list| !is_unset(list, members));
        list.map(|list| field_errors(list, members)).unwrap_or_default()
    };
    let field_errors: Vec<FieldError> = list(members.list);
    let first = || field_errors.iter().find_map(|error| error.message.clone());
    let other = || text(body, members);
    let in_status = || message(find(body, members.status)?, members);
    let message = message(body, members).or_else(first).or_else(other).or_else(in_status);
    ErrorBody { message, field_errors, warnings: list(members.warnings), status: None }
}

/// Returns the message about the whole request: a string, or an object with a message.
pub(super) fn message(body: &ErrorNode, members: &ErrorMembers) -> Option<String> {
    members.message.iter().find_map(|name| match body.member(name)? {
        node @ ErrorNode::Object(_) => {
            message(node, members).or_else(|| find(node, members.text).and_then(ErrorNode::text))
        }
        node if is_one_of(members.failure, name) && is_unset(node, members) => None,
        node => node.text().filter(|_| !node.is_flag()),
    })
}

/// Returns the message of an error about one field, or of the whole request if it has no other.
pub(super) fn text(body: &ErrorNode, members: &ErrorMembers) -> Option<String> {
    members.text.iter().find_map(|name| {
        let node = body.member(name)?;
        let is_none = is_one_of(members.failure, name) && is_unset(node, members);
        if is_none { None } else { node.text() }
    })
}

/// Returns `true` for the value of a member that reports an error, if there is none: nothing, a flag that is not set, a word
/// such as `none`, `no errors`, and objects and lists of these.
pub(super) fn is_unset(node: &ErrorNode, members: &ErrorMembers) -> bool {
    match node {
        ErrorNode::Null => true,
        ErrorNode::Text(text) => {
            text.trim().is_empty() || is_absent(text.trim()) || Outcome::denies_error(text, members)
        }
        ErrorNode::List(list) => list.iter().all(|node| is_unset(node, members)),
        ErrorNode::Object(all) => all.iter().all(|(_, node)| is_unset(node, members)),
    }
}

/// Returns `true` for the value of a member that reports an error, if it contains none: nothing, or warnings alone.
pub(super) fn is_without_errors(node: &ErrorNode, members: &ErrorMembers) -> bool {
    match node {
        node if is_unset(node, members) || is_warning(node, members) => true,
        ErrorNode::List(list) => list.iter().all(|node| is_without_errors(node, members)),
        ErrorNode::Object(all) => all.iter().all(|(_, node)| is_without_errors(node, members)),
        ErrorNode::Null | ErrorNode::Text(_) => false,
    }
}

/// Returns `true` for an object with the severity of a warning.
fn is_warning(node: &ErrorNode, members: &ErrorMembers) -> bool {
    let level = find(node, members.level).and_then(ErrorNode::scalar);
    level.is_some_and(|level| is_one_of(members.warning_levels, level))
}

/// Returns `true` for a word in place of a value that does not exist.
pub(crate) fn is_absent(text: &str) -> bool {
    is_one_of(&["null", "none", "n/a", "false", "0", "-", "#"], text)
}

/// Returns the field errors: objects, strings, objects by the name of the field, and lists of these.
fn field_errors(node: &ErrorNode, members: &ErrorMembers) -> Vec<FieldError> {
    let mut all = Vec::new();
    add_field_errors(&mut all, None, node, members, false);
    all
}

/// Adds the field errors of a value; strings are about the field `name`.
fn add_field_errors(
    all: &mut Vec<FieldError>,
    name: Option<&str>,
    node: &ErrorNode,
    members: &ErrorMembers,
    is_element: bool,
) {
    match node {
        ErrorNode::List(list) => {
            let name = name.filter(|_| !list.iter().any(is_object));
            for node in list {
                add_field_errors(all, name, node, members, true);
            }
        }
        ErrorNode::Object(fields) => {
            let part = |names| find(node, names).and_then(ErrorNode::text);
            let field = part(members.field);
            let is_error = is_element || field.is_some();
            let message = members.text.iter().find_map(|name| match node.member(name)? {
                text if is_error => text.text(),
                // the object may have the names of fields
                text => text.scalar().filter(|_| members.message.contains(name)).map(str::to_owned),
            });
            if field.is_some() || message.is_some() {
                all.push(FieldError { field, message, level: part(members.level) });
                return;
            }
            for (name, node) in fields {
                add_field_errors(all, Some(name), node, members, false);
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
