//! Detection of errors in the bodies of successful responses.

use super::body::{ErrorBody, error_body, find, parse_tree};
use super::node::ErrorNode;
use super::xml;
use crate::runtime::api::ErrorMembers;
use crate::runtime::json::Raw;

/// The maximum size of a successful response that is searched for errors.
const MAX_SEARCHED: usize = 1024 * 1024;

/// The maximum size of a body that is parsed whatever words it contains.
const MAX_SMALL: usize = 4096;

/// What a successful response is expected to contain.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Expected {
    /// An object whose state may have the name of an error status without being one.
    pub(crate) state: bool,
    /// A file, which may be a document with any members.
    pub(crate) file: bool,
    /// The result of a write, which may be no more than a message.
    pub(crate) write_result: bool,
    /// The names of the member with the items of a list; empty if it is not a list.
    pub(crate) items: &'static [&'static str],
}

/// Returns the error that the body of a successful response reports, if it does.
///
/// A body of more than 1 MiB is not searched. An object is parsed only if it has a member that reports an error, and any
/// other body of more than 4 KiB only if it contains the name of one or a value of an error.
pub(crate) fn refusal(
    body: &[u8],
    members: &ErrorMembers,
    expected: Expected,
) -> Option<ErrorBody> {
    if body.len() > MAX_SEARCHED {
        return None;
    }
    let text = std::str::from_utf8(body).ok()?.trim_start_matches('\u{feff}').trim();
    let is_possible = match text.starts_with('{') {
        true => may_refuse(text, members),
        false => body.len() <= MAX_SMALL || may_report_error(body, members),
    };
    if !is_possible {
        return None;
    }
    let tree = (!xml::is_html(text)).then(|| parse_tree(text))??;
    let is_known = |name: &str| is_error_member(name, members);
    let (object, is_element) = match &tree {
        ErrorNode::List(list) => match list.as_slice() {
            [element] => (element, true),
            _ => return None,
        },
        tree => (tree.only_object(is_known).unwrap_or(tree), false),
    };
    let ErrorNode::Object(all) = object else { return None };
    let refuses = Findings::new(all, object, members, expected).refuses(expected, is_element);
    refuses.then(|| error_body(object, members))
}

/// What the members of an object report.
struct Findings {
    /// The status is one of an error.
    error_status: bool,
    /// The status is another one.
    other_status: bool,
    /// A member is present that is present only if the request failed.
    failure: bool,
    /// There is a message.
    message: bool,
    /// There are other members than those of an error body.
    content: bool,
    /// The object is a list without its items.
    no_items: bool,
}

impl Findings {
    fn new(
        all: &[(String, ErrorNode)],
        object: &ErrorNode,
        members: &ErrorMembers,
        expected: Expected,
    ) -> Self {
        let status = find(object, members.status).and_then(ErrorNode::text);
        let error_status = status.as_deref().is_some_and(|status| is_error_status(status, members));
        let body = error_body(object, members);
        let is_item =
            |name: &str| expected.items.iter().any(|item| item.eq_ignore_ascii_case(name));
        Self {
            error_status,
            other_status: status.is_some() && !error_status,
            failure: find(object, members.failure).is_some_and(|node| !node.is_false()),
            message: body.message.is_some() || !body.field_errors.is_empty(),
            content: all
                .iter()
                .any(|(name, node)| !is_error_member(name, members) && node.has_content()),
            no_items: !expected.items.is_empty() && !all.iter().any(|(name, _)| is_item(name)),
        }
    }

    fn refuses(&self, expected: Expected, is_element: bool) -> bool {
        // the status of an accepted write has precedence over its messages
        let failure = self.failure && !(expected.write_result && self.other_status);
        if expected.state || is_element {
            let is_error = (self.error_status || failure) && self.message && !self.content;
            return is_error || expected.file && self.is_refused_file(failure);
        }
        // an object in a state of this name has other members and no message
        self.error_status && (self.message || !self.content)
            || failure && (!self.content || self.no_items)
            || self.is_only_message(expected)
    }

    /// Returns `true` for an error in place of a file. An error status may have no message there.
    fn is_refused_file(&self, failure: bool) -> bool {
        (self.error_status || failure || self.message && !self.other_status) && !self.content
    }

    /// Returns `true` for a message in place of what a read returns.
    fn is_only_message(&self, expected: Expected) -> bool {
        self.message && !self.content && !self.other_status && !expected.write_result
    }
}

fn is_error_status(status: &str, members: &ErrorMembers) -> bool {
    let status = status.trim();
    members.error_values.iter().any(|value| value.eq_ignore_ascii_case(status))
        || status.parse::<u16>().is_ok_and(|status| (400..600).contains(&status))
}

fn is_error_member(name: &str, members: &ErrorMembers) -> bool {
    error_members(members).any(|known| known.eq_ignore_ascii_case(name))
}

/// Returns the names of all members of an error body.
fn error_members(members: &ErrorMembers) -> impl Iterator<Item = &'static str> {
    let ErrorMembers { status, failure, message, list, warnings, details, .. } = *members;
    [status, failure, message, list, warnings, details].into_iter().flatten().copied()
}

/// Returns the set of the first letters of the members of an error body, which excludes most other names.
fn initials(members: &ErrorMembers) -> u32 {
    error_members(members).fold(0, |all, name| all | initial(name))
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
        has_error_member |= initials & initial(name) != 0 && is_error_member(name, members);
        Ok(())
    });
    read.is_err() || has_error_member || count < 2
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
