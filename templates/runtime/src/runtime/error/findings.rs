//! What the members of an object report: success, or an error.

use super::body::{error_body, is_id, is_one_of, is_unset, message};
use super::declared::Declared;
use super::node::ErrorNode;
use super::refusal::Expected;
use super::status::{Status, is_error_member, is_scalar_member, reported};
use super::wording::Outcome;
use crate::runtime::api::ErrorMembers;

/// Where an object is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Nesting {
    /// It is the document.
    Document,
    /// It is in objects of one member.
    Wrapped,
    /// It is an element of a list.
    Element,
    /// It is a member of an object without other content.
    Member,
}

/// What the members of an object report.
pub(super) struct Findings {
    /// The status is one of an error.
    error_status: bool,
    /// The status is one of an error, and one that the model lists.
    own_status: bool,
    /// The status is another one, without a reason for an error.
    other_status: bool,
    /// The status may be one of an error.
    doubtful_status: bool,
    /// The status is one of an error and of what was accepted.
    mixed_status: bool,
    /// There is a status.
    status: bool,
    /// The status accepts the request, or is a member that the model of a read declares.
    accepted_status: bool,
    /// A member is present that is present only if the request failed.
    failure: bool,
    /// A flag of success is false.
    is_unsuccessful: bool,
    /// There is a message.
    message: bool,
    /// There is a message about the whole request.
    main_message: bool,
    /// The message about the whole request reports an error.
    error_message: bool,
    /// There are other members than those of an error body; with a model, members that it declares; for a write that is
    /// queued, members that identify what was accepted. The id of an object that was written is content, declared or not.
    content: bool,
    /// There are members that the model of a read declares, or members of a page, or for other reads, other members than
    /// those of an error body.
    read_content: bool,
    /// The number of members of an error body, and of the other ones that are not empty.
    counts: (usize, usize),
    /// None of the other members is an object or a list.
    is_flat: bool,
    /// The object is a list without its items.
    no_items: bool,
    /// The object is a list whose items are absent or empty.
    is_empty: bool,
}

/// What a member of an object is, by its name.
struct Roles<'a> {
    members: &'a ErrorMembers,
    expected: Expected,
    declared: Option<&'a Declared>,
}

impl Roles<'_> {
    fn is_declared(&self, name: &str) -> bool {
        self.declared.is_some_and(|declared| declared.has(name))
    }

    /// Returns `true` for a member that reports success or an error, and nothing else.
    fn is_marker(&self, name: &str, node: &ErrorNode) -> bool {
        is_one_of(self.members.failure, name) || is_scalar_member(name, node, self.members)
    }

    /// Returns `true` for a member that is not one of an error body.
    fn is_other(&self, name: &str, node: &ErrorNode) -> bool {
        !is_error_member(name, node, self.members)
    }

    /// Returns `true` for the member with the items of a list.
    fn is_item(&self, name: &str) -> bool {
        self.expected.list.is_some_and(|(_, items)| is_one_of(items, name))
    }

    /// Returns `true` for a member of a page.
    fn is_of_page(&self, name: &str) -> bool {
        let is_metadata = self.expected.list.is_some_and(|(own, _)| own.members.contains(name));
        is_metadata || self.is_item(name)
    }

    /// Returns `true` for a member that the model declares, and that is not such a member.
    fn is_own(&self, name: &str, node: &ErrorNode) -> bool {
        self.is_declared(name) && !self.is_marker(name, node)
    }

    /// Returns `true` for content: see [`Findings::content`].
    fn is_content(&self, name: &str, node: &ErrorNode) -> bool {
        match (self.declared, self.expected.queue) {
            _ if self.expected.write_result && is_id(name) => true,
            (Some(_), _) => self.is_own(name, node),
            // a refusal may repeat the id of the object that the write is about
            (None, Some(queue)) => is_one_of(queue.id, name),
            (None, None) => self.is_other(name, node) && !is_one_of(self.members.text, name),
        }
    }

    /// Returns `true` for content of a read: see [`Findings::read_content`].
    fn is_read_content(&self, name: &str, node: &ErrorNode) -> bool {
        match (self.expected.list, self.declared) {
            (Some(_), _) => self.is_of_page(name),
            (None, Some(_)) => node.has_content() && self.is_own(name, node),
            (None, None) => node.has_content() && self.is_other(name, node),
        }
    }
}

impl Findings {
    pub(super) fn new(
        all: &[(String, ErrorNode)],
        object: &ErrorNode,
        members: &ErrorMembers,
        expected: Expected,
        declared: Option<&Declared>,
    ) -> Self {
        let roles = Roles { members, expected, declared };
        let status = Status::find(object, members);
        let outcome = reported(object, members).map(|(_, outcome)| outcome);
        let error_status = status.as_ref().is_some_and(Status::is_error);
        let mixed_status = outcome == Some(Outcome::Mixed);
        let doubtful_status = outcome == Some(Outcome::Doubtful) || mixed_status;
        let is_own = |status: &Status<'_>| {
            !expected.write_result && roles.is_declared(status.name) && !status.is_error()
        };
        let is_accepted = outcome == Some(Outcome::Accepted);
        let accepted_status = is_accepted && (status.is_some() || expected.write_result)
            || status.as_ref().is_some_and(is_own);
        let lists = |status: &Status<'_>| {
            declared.is_some_and(|declared| declared.lists(status.name, status.text))
        };
        let body = error_body(object, members);
        let main_message = message(object, members);
        let error_message = main_message.as_deref().map(|text| Outcome::of(text, members));
        let others =
            || all.iter().filter(|(name, node)| roles.is_other(name, node) && node.has_content());
        let is_container =
            |node: &ErrorNode| matches!(node, ErrorNode::List(_) | ErrorNode::Object(_));
        let mut with_content = all.iter().filter(|(_, node)| node.has_content());
        let is_set = |name: &&str| object.member(name).is_some_and(|node| !is_unset(node, members));
        let is_no = |name: &&str| object.member(name).is_some_and(ErrorNode::is_no);
        let is_list = expected.list.is_some();
        Self {
            error_status,
            own_status: error_status && status.as_ref().is_some_and(lists),
            other_status: status.is_some() && !error_status && !doubtful_status,
            doubtful_status,
            mixed_status,
            status: status.is_some(),
            accepted_status,
            failure: members.failure.iter().any(is_set),
            is_unsuccessful: members.success.iter().any(is_no),
            message: body.message.is_some() || !body.field_errors.is_empty(),
            main_message: main_message.is_some() || !body.field_errors.is_empty(),
            error_message: error_message == Some(Outcome::Refused),
            content: with_content.any(|(name, node)| roles.is_content(name, node)),
            read_content: all.iter().any(|(name, node)| roles.is_read_content(name, node)),
            counts: (
                all.iter().filter(|(name, node)| !roles.is_other(name, node)).count(),
                others().count(),
            ),
            is_flat: !others().any(|(_, node)| is_container(node)),
            no_items: is_list && !all.iter().any(|(name, _)| roles.is_item(name)),
            is_empty: is_list
                && all.iter().all(|(name, node)| !roles.is_item(name) || node.is_without_values()),
        }
    }

    /// Returns `true` for an object that is neither content nor reports success, so that an object in it may be an error.
    pub(super) fn is_wrapper(&self) -> bool {
        !self.content && !self.status
    }

    pub(super) fn refuses(&self, expected: Expected, nesting: Nesting) -> bool {
        // a status that accepts a write has precedence over its messages
        let is_mixed = expected.write_result && self.mixed_status;
        let is_accepted = expected.write_result && self.accepted_status || is_mixed;
        let failure = self.is_unsuccessful && !is_mixed || self.failure && !is_accepted;
        let is_marked = self.error_status || failure;
        if expected.file && nesting != Nesting::Element {
            return self.is_refused_file(expected, nesting);
        }
        let is_element = nesting == Nesting::Element;
        if expected.state || is_element {
            // the status of an operation has a state, which may be one of an error
            let is_without_state = !is_element && !self.status;
            return (is_marked || is_without_state) && self.message && !self.content;
        }
        if nesting == Nesting::Member {
            let is_doubtful = self.doubtful_status || self.error_message;
            return (is_marked || is_doubtful && !expected.write_result) && !self.content;
        }
        if expected.model.is_some() && !expected.write_result {
            // an object in a state of this name may have no other member
            let is_own = self.own_status && !failure && !self.message;
            return is_marked && !self.content && !is_own || self.is_only_message(expected);
        }
        // the outcome is that of the submission
        let is_polled = expected.queue.is_some() && self.content;
        self.error_status && (self.message && !is_polled || !self.content)
            || failure && (!self.content || self.no_items)
            || (is_marked || self.doubtful_status || self.error_message) && self.is_empty
            || self.is_only_message(expected)
    }

    /// Returns `true` for an error in place of a file. An error status may have no message there.
    ///
    /// The records of a file are in a list or an object, so that a document without any, with an error and with other
    /// members, is an error too. An object in another one may be the only record, which has more members than an error.
    fn is_refused_file(&self, expected: Expected, nesting: Nesting) -> bool {
        let failure = self.failure || self.is_unsuccessful;
        let is_marked = self.error_status || failure;
        let is_short = self.counts.0 > self.counts.1;
        let is_document = nesting == Nesting::Document && (self.message || failure);
        let is_message = self.main_message && (!self.other_status || self.error_message);
        (is_marked || is_message) && !self.content
            || !expected.any_file && is_marked && self.is_flat && (is_short || is_document)
    }

    /// Returns `true` for a message in place of what a read returns, or a doubtful status in place of an object or a list.
    fn is_only_message(&self, expected: Expected) -> bool {
        let is_typed = expected.list.is_some() || expected.model.is_some();
        let has_text = self.main_message || (self.message || self.doubtful_status) && is_typed;
        let is_accepted = self.accepted_status && !self.error_message;
        has_text && !self.read_content && !is_accepted && !expected.write_result
    }
}
