//! Detection of errors in the bodies of successful responses.

use super::body::{ErrorBody, complete, decode_text, error_body, is_one_of, parse_tree};
use super::declared::Declared;
use super::expected::Expected;
use super::findings::Findings;
use super::node::ErrorNode;
use super::rules::Nesting;
use super::status::{Status, is_error_member};
use super::xml;
use crate::runtime::api::ErrorMembers;
use crate::runtime::json::{JsonKind, Raw};

/// The size in bytes above which the response to a read is searched only if it begins with a member of an error. Longer lists
/// and objects in it are not read.
const MAX_SEARCHED: usize = 1024 * 1024;

/// The number of bytes at the start of a body that are searched for the name of its first member.
const MAX_START: usize = 256;

/// The maximum size of a body that is parsed whatever words it contains.
const MAX_SMALL: usize = 4096;

/// Returns the error that the body of a successful response reports, if it does.
///
/// The response to a read of more than 1 MiB is not searched, unless it begins with a member of an error. An object is
/// parsed only if it has a member that reports an error and no member of the model before it, and any other body of more
/// than 4 KiB only if it contains the name of one or a value of an error.
pub(crate) fn refusal(
    body: &[u8],
    members: &ErrorMembers,
    expected: Expected,
) -> Option<ErrorBody> {
    let is_long = body.len() > MAX_SEARCHED && !expected.is_write();
    if is_long && !begins_with_error_member(body, members) {
        return None;
    }
    let text = decode_text(body);
    let text = text.trim();
    let declared = expected.model().map(Declared::new);
    let is_possible = match text.starts_with('{') {
        true => {
            let model = declared.as_ref().filter(|_| !expected.is_write());
            !model.is_some_and(|model| begins_with(model, text, members))
                && may_refuse(text, members, expected.has_known_members())
        }
        false => body.len() <= MAX_SMALL || may_report_error(text.as_bytes(), members),
    };
    if !is_possible {
        return None;
    }
    let incomplete = || match expected {
        Expected::File { .. } => ErrorNode::from_json(&complete(text)),
        _ => ErrorNode::from_json(Raw::leading(text).ok()?.text()),
    };
    let parsed = || match is_long {
        true => ErrorNode::from_long_json(text, MAX_SEARCHED),
        false => parse_tree(text, members).or_else(incomplete),
    };
    let tree = (!xml::is_html(text)).then(parsed)??;
    let search = Search { members, expected, declared: declared.as_ref() };
    let body = search.find(&tree)?;
    let status = Status::find(body, members).map(|status| status.text.to_owned());
    Some(ErrorBody { status, ..error_body(body, members) })
}

/// The search for an error in a parsed body.
struct Search<'a> {
    members: &'a ErrorMembers,
    expected: Expected,
    declared: Option<&'a Declared>,
}

impl Search<'_> {
    /// Returns the object or the list that reports an error, also in objects of one member, or in one without other content
    /// if the members are known that are expected there.
    fn find<'t>(&self, tree: &'t ErrorNode) -> Option<&'t ErrorNode> {
        let node = tree.innermost(|name, node| self.is_own(name, node));
        let nesting = if std::ptr::eq(node, tree) { Nesting::Document } else { Nesting::Wrapped };
        match node {
            ErrorNode::List(list) => {
                // the only result, rather than one of several
                let is_result = list.len() == 1 && !self.expected.is_collection();
                let nesting = if is_result { Nesting::Wrapped } else { Nesting::Element };
                let is_error = |element| self.refuses(element, nesting);
                let first = list.first().filter(|_| list.iter().all(is_error))?;
                Some(if list.len() == 1 { first } else { node })
            }
            node if self.refuses(node, nesting) => Some(node),
            ErrorNode::Object(all)
                if self.expected.has_known_members() && self.findings(node)?.is_wrapper() =>
            {
                let others = all.iter().filter(|(name, node)| !self.is_own(name, node));
                others.map(|(_, node)| node).find(|node| self.refuses(node, Nesting::Member))
            }
            _ => None,
        }
    }

    /// Returns `true` for a member of an error body or of the model, which is not a wrapper.
    fn is_own(&self, name: &str, node: &ErrorNode) -> bool {
        is_error_member(name, node, self.members)
            || self.declared.is_some_and(|declared| declared.has(name))
    }

    fn findings(&self, node: &ErrorNode) -> Option<Findings> {
        let ErrorNode::Object(all) = node else { return None };
        Some(Findings::new(all, node, self.members, self.expected, self.declared))
    }

    fn refuses(&self, node: &ErrorNode, nesting: Nesting) -> bool {
        self.findings(node).is_some_and(|findings| findings.is_refusal(self.expected, nesting))
    }
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

/// Returns the set of the first letters of the members of an error body, and of those with a text, which excludes most other
/// names.
fn initials(members: &ErrorMembers) -> u32 {
    let mut all = 0;
    for names in error_members(members).iter().chain([&members.text]) {
        for name in *names {
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

/// Returns `false` for an object of several members, none of which can report an error: none has the name of an error member
/// and, with `is_searched`, none is an object.
///
/// This decides about most responses without a tree of their values.
fn may_refuse(object: &str, members: &ErrorMembers, is_searched: bool) -> bool {
    let (mut count, mut has_error_member) = (0, false);
    let initials = initials(members);
    let read = Raw::trusted(object).each_member(&mut |name, value| {
        count += 1;
        has_error_member |= is_searched && value.kind() == JsonKind::Object;
        has_error_member |= initials & initial(name) != 0
            && (is_error_name(name, members) || is_one_of(members.text, name));
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

/// Returns `true` if the first member of an object is one of an error body.
fn begins_with_error_member(body: &[u8], members: &ErrorMembers) -> bool {
    let start = decode_text(body.get(..MAX_START).unwrap_or(body));
    let member = start.trim_start().strip_prefix('{').map(str::trim_start);
    let name = member.and_then(|member| member.strip_prefix('"')?.split_once('"'));
    name.is_some_and(|(name, _)| is_error_name(name, members) || is_one_of(members.text, name))
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
