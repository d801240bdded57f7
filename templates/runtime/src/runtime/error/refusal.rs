//! Detection of errors in the bodies of successful responses.

use super::body::{
    ErrorBody, MAX_WRAPPERS, complete, decode_text, error_body, find, has_message, is_one_of,
    parse_tree,
};
use super::declared::Declared;
use super::node::ErrorNode;
use super::xml;
use crate::runtime::api::{ErrorMembers, PollSpec};
use crate::runtime::codec::Model;
use crate::runtime::json::{JsonKind, Raw};

/// The maximum size of a successful response that is searched for errors.
const MAX_SEARCHED: usize = 1024 * 1024;

/// The maximum size of a body that is parsed whatever words it contains.
const MAX_SMALL: usize = 4096;

/// What a successful response is expected to contain.
#[derive(Clone, Copy, Default)]
pub(crate) struct Expected {
    /// An object whose state may have the name of an error status without being one.
    pub(crate) state: bool,
    /// A file, which may be a document with any members.
    pub(crate) file: bool,
    /// A file with any content, such as an object that is fetched.
    pub(crate) any_file: bool,
    /// The result of a write, which may be no more than a message.
    pub(crate) write_result: bool,
    /// The names of the member with the items of a list; empty if it is not a list.
    pub(crate) items: &'static [&'static str],
    /// The model that the response is decoded into, if it is one.
    pub(crate) model: Option<Model>,
    /// How a write that the service queues is polled: the members that identify what it has accepted.
    pub(crate) queue: Option<&'static PollSpec>,
}

/// Returns the error that the body of a successful response reports, if it does.
///
/// A body of more than 1 MiB is not searched. An object is parsed only if it has a member that reports an error and no
/// member of the model before it, and any other body of more than 4 KiB only if it contains the name of one or a value of an
/// error.
pub(crate) fn refusal(
    body: &[u8],
    members: &ErrorMembers,
    expected: Expected,
) -> Option<ErrorBody> {
    if body.len() > MAX_SEARCHED {
        return None;
    }
    let text = decode_text(body);
    let text = text.trim();
    let is_read = !expected.write_result && !expected.state;
    let declared = expected.model.filter(|_| !expected.state).map(Declared::new);
    let model = declared.as_ref().filter(|_| is_read && !expected.file);
    let is_possible = match text.starts_with('{') {
        true => {
            !model.is_some_and(|model| begins_with(model, text, members))
                && may_refuse(text, members)
        }
        false => body.len() <= MAX_SMALL || may_report_error(text.as_bytes(), members),
    };
    if !is_possible {
        return None;
    }
    let incomplete = || match expected.file {
        true => ErrorNode::from_json(&complete(text)),
        false => ErrorNode::from_json(Raw::leading(text).ok()?.text()),
    };
    let parsed = || parse_tree(text, members).or_else(incomplete);
    let tree = (!xml::is_html(text)).then(parsed)??;
    let is_own = |name: &str, node: &ErrorNode| {
        is_error_member(name, node, members)
            || declared.as_ref().is_some_and(|declared| declared.has(name))
    };
    let (mut node, mut nesting) = (&tree, Nesting::Document);
    for _ in 0..MAX_WRAPPERS {
        let Some(inner) = node.only_content(is_own) else { break };
        (node, nesting) = (inner, Nesting::Wrapped);
    }
    let refuses = |node: &ErrorNode, nesting| match node {
        ErrorNode::Object(all) => Findings::new(all, node, members, expected, declared.as_ref())
            .refuses(expected, nesting),
        _ => false,
    };
    let is_refusal = match node {
        ErrorNode::List(list) => {
            !list.is_empty() && list.iter().all(|element| refuses(element, Nesting::Element))
        }
        node => refuses(node, nesting),
    };
    let body = match node {
        ErrorNode::List(list) if list.len() == 1 => list.first().unwrap_or(node),
        node => node,
    };
    is_refusal.then(|| error_body(body, members))
}

/// Where an object is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Nesting {
    /// It is the document.
    Document,
    /// It is in objects of one member.
    Wrapped,
    /// It is an element of a list.
    Element,
}

/// What the members of an object report.
struct Findings {
    /// The status is one of an error.
    error_status: bool,
    /// The status is one of an error, and one that the model lists.
    own_status: bool,
    /// The status is another one.
    other_status: bool,
    /// The status is a number, a word that accepts, or a member that the model declares, and not one of an error.
    accepted_status: bool,
    /// A member is present that is present only if the request failed, or a flag of success is false.
    failure: bool,
    /// There is a message.
    message: bool,
    /// There is a message about the whole request.
    main_message: bool,
    /// There are other members than those of an error body; with a model, members that it declares; for a write that is
    /// queued, members that identify what was accepted. The id of an object that was written is content, declared or not.
    content: bool,
    /// There are other members than those of an error body, or members that the model declares.
    any_content: bool,
    /// The number of members of an error body, and of the other ones that are not empty.
    counts: (usize, usize),
    /// None of the other members is an object or a list.
    is_flat: bool,
    /// The object is a list without its items.
    no_items: bool,
    /// The object is a list whose items are absent or empty.
    is_empty: bool,
}

impl Findings {
    fn new(
        all: &[(String, ErrorNode)],
        object: &ErrorNode,
        members: &ErrorMembers,
        expected: Expected,
        declared: Option<&Declared>,
    ) -> Self {
        let mut statuses = members.status.iter();
        let status = statuses.find_map(|name| {
            let node = object.member(name)?;
            Some((*name, node.scalar().or_else(|| error_code(node, members))?))
        });
        let error_status = status.is_some_and(|(_, status)| is_error_status(status, members));
        let body = error_body(object, members);
        let has = |names: &[&str], name: &str| is_one_of(names, name);
        let is_item = |name: &str| has(expected.items, name);
        let is_declared = |name: &str| declared.is_some_and(|declared| declared.has(name));
        let is_marker = |name: &str, node: &ErrorNode| {
            has(members.failure, name) || is_scalar_member(name, node, members)
        };
        let is_other = |name: &str, node: &ErrorNode| !is_error_member(name, node, members);
        let others = all.iter().filter(|(name, node)| is_other(name, node) && node.has_content());
        let is_container =
            |node: &ErrorNode| matches!(node, ErrorNode::List(_) | ErrorNode::Object(_));
        let mut with_content = all.iter().filter(|(_, node)| node.has_content());
        let any_content = with_content.clone().any(|(name, node)| {
            is_other(name, node) || is_declared(name) && !is_marker(name, node)
        });
        let is_id = |name: &str| expected.write_result && name.eq_ignore_ascii_case("id");
        let content = with_content.any(|(name, node)| match (declared, expected.queue) {
            _ if is_id(name) => true,
            (Some(_), _) => is_declared(name) && !is_marker(name, node),
            (None, Some(queue)) => has(queue.id, name) || has(queue.immediate, name),
            (None, None) => is_other(name, node) && !has(members.text, name),
        });
        let is_not_set = |name: &&str| object.member(name).is_some_and(ErrorNode::is_no);
        let failure = find(object, members.failure).is_some_and(|node| !node.is_false());
        let is_list = !expected.items.is_empty();
        Self {
            error_status,
            own_status: error_status
                && status.zip(declared).is_some_and(|((name, text), own)| own.lists(name, text)),
            other_status: status.is_some() && !error_status,
            accepted_status: !error_status
                && status.is_some_and(|(name, status)| {
                    is_declared(name)
                        || has(members.accepted_words, status)
                        || status.parse::<f64>().is_ok()
                }),
            failure: failure || members.success.iter().any(is_not_set),
            message: body.message.is_some() || !body.field_errors.is_empty(),
            main_message: has_message(object, members) || !body.field_errors.is_empty(),
            content,
            any_content,
            counts: (
                all.iter().filter(|(name, node)| !is_other(name, node)).count(),
                others.clone().count(),
            ),
            is_flat: !others.clone().any(|(_, node)| is_container(node)),
            no_items: is_list && !all.iter().any(|(name, _)| is_item(name)),
            is_empty: is_list
                && all.iter().all(|(name, node)| !is_item(name) || node.is_without_values()),
        }
    }

    fn refuses(&self, expected: Expected, nesting: Nesting) -> bool {
        // the status of an accepted write has precedence over its messages
        let failure = self.failure && !(expected.write_result && self.other_status);
        let is_marked = self.error_status || failure;
        if expected.file && nesting != Nesting::Element {
            return self.is_refused_file(expected, nesting);
        }
        if expected.state || nesting == Nesting::Element {
            return is_marked && self.message && !self.content;
        }
        if expected.model.is_some() && !expected.write_result {
            // an object in a state of this name may have no other member
            let is_own = self.own_status && !failure && !self.message;
            return is_marked && !self.content && !is_own || self.is_only_message(expected);
        }
        self.error_status && (self.message || !self.content)
            || failure && (!self.content || self.no_items)
            || is_marked && self.is_empty
            || self.is_only_message(expected)
    }

    /// Returns `true` for an error in place of a file. An error status may have no message there.
    ///
    /// The records of a file are in a list or an object, so that a document without any, with an error and with other
    /// members, is an error too. An object in another one may be the only record, which has more members than an error.
    fn is_refused_file(&self, expected: Expected, nesting: Nesting) -> bool {
        let is_marked = self.error_status || self.failure;
        let is_short = self.counts.0 > self.counts.1;
        let is_document = nesting == Nesting::Document && (self.message || self.failure);
        (is_marked || self.main_message && !self.other_status) && !self.content
            || !expected.any_file && is_marked && self.is_flat && (is_short || is_document)
    }

    /// Returns `true` for a message in place of what a read returns.
    fn is_only_message(&self, expected: Expected) -> bool {
        self.main_message && !self.any_content && !self.accepted_status && !expected.write_result
    }
}

fn is_error_status(status: &str, members: &ErrorMembers) -> bool {
    let number = status.strip_suffix(".0").unwrap_or(status);
    is_one_of(members.error_values, status)
        || number.parse::<u16>().is_ok_and(|status| (400..600).contains(&status))
}

fn is_error_member(name: &str, node: &ErrorNode, members: &ErrorMembers) -> bool {
    let ErrorMembers { failure, message, list, warnings, details, .. } = *members;
    [failure, message, list, warnings, details].iter().any(|names| is_one_of(names, name))
        || is_scalar_member(name, node, members)
}

/// Returns `true` for a status or a flag. An object or a list of this name is content, except a status with the code of an
/// error.
fn is_scalar_member(name: &str, node: &ErrorNode, members: &ErrorMembers) -> bool {
    let is_status = is_one_of(members.status, name);
    (is_status || is_one_of(members.success, name))
        && matches!(node, ErrorNode::Text(_) | ErrorNode::Null)
        || is_status && error_code(node, members).is_some()
}

/// Returns the code of an error in a status that is an object.
fn error_code<'a>(node: &'a ErrorNode, members: &ErrorMembers) -> Option<&'a str> {
    let mut names = members.status.iter().chain(members.details);
    let is_code = |text: &&str| is_error_status(text, members);
    names.find_map(|name| node.member(name)?.scalar().filter(is_code))
}

/// Returns `true` for the name of a member of an error body.
pub(crate) fn is_error_name(name: &str, members: &ErrorMembers) -> bool {
    error_members(members).iter().any(|names| is_one_of(names, name))
}

/// Returns the names of all members of an error body.
fn error_members(members: &ErrorMembers) -> [&'static [&'static str]; 7] {
    let ErrorMembers { status, success, failure, message, list, warnings, details, .. } = *members;
    [status, success, failure, message, list, warnings, details]
}

/// Returns the set of the first letters of the members of an error body, which excludes most other names.
fn initials(members: &ErrorMembers) -> u32 {
    let mut all = 0;
    for names in error_members(members) {
        for name in names {
            all |= initial(name);
        }
    }
    all
}

/// Returns the first letter of a name, in any case, as a set. Other characters are among all letters.
fn initial(name: &str) -> u32 {
    match name.bytes().next() {
        Some(letter) if letter.is_ascii_alphabetic() => 1 << (letter.to_ascii_lowercase() - b'a'),
        _ => u32::MAX,
    }
}

/// Returns `false` for an object of several members, none of which reports an error.
///
/// This decides about most responses without a tree of their values.
fn may_refuse(object: &str, members: &ErrorMembers) -> bool {
    let (mut count, mut has_error_member) = (0, false);
    let initials = initials(members);
    let read = Raw::trusted(object).each_member(&mut |name, _| {
        count += 1;
        has_error_member |= initials & initial(name) != 0 && is_error_name(name, members);
        Ok(())
    });
    read.is_err() || has_error_member || count < 2
}

/// Returns `true` if the first member of an object is one that only the model has, with a value. Such an object is not an
/// error, and most responses begin with one.
fn begins_with(model: &Declared, object: &str, members: &ErrorMembers) -> bool {
    let first = Raw::trusted(object).first_member();
    first.is_some_and(|(name, value)| {
        let is_value = match value.kind() {
            JsonKind::String => {
                let text = value.text();
                !text.contains('\\') && text.bytes().any(|byte| byte.is_ascii_alphanumeric())
            }
            JsonKind::Number => true,
            _ => false,
        };
        is_value && model.has(&name) && !is_error_name(&name, members)
    })
}

/// Returns `true` if a body contains an error value, or the name of a member that reports an error.
fn may_report_error(body: &[u8], members: &ErrorMembers) -> bool {
    [members.error_values, members.failure]
        .iter()
        .any(|words| words.iter().any(|word| contains_ignore_case(body, word.as_bytes())))
}

fn contains_ignore_case(body: &[u8], word: &[u8]) -> bool {
    let Some(first) = word.first() else { return false };
    let mut rest = body;
    while let Some(at) = rest.iter().position(|byte| byte.eq_ignore_ascii_case(first)) {
        let Some(found) = rest.get(at..) else { return false };
        if found.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word)) {
            return true;
        }
        rest = found.get(1..).unwrap_or_default();
    }
    false
}
