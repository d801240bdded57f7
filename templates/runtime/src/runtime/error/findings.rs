//! What the members of an object report: success, or an error.

use super::body::{error_body, is_id, is_one_of, is_unset, is_without_errors, message};
use super::declared::Declared;
use super::expected::Expected;
use super::node::ErrorNode;
use super::status::{Status, is_error_member, is_scalar_member, status_or_flag};
use super::wording::Outcome;
use crate::runtime::api::ErrorMembers;

/// What the members of an object report.
pub(super) struct Findings {
    /// The object is in the response to a write.
    pub(super) is_write: bool,
    pub(super) status: StatusFindings,
    pub(super) messages: MessageFindings,
    pub(super) members: MemberFindings,
}

/// What the status of an object reports.
pub(super) struct StatusFindings {
    /// What the status reports, if there is one.
    pub(super) own: Option<Outcome>,
    /// What the status reports, or a flag of success if no status has a known word.
    pub(super) reported: Option<Outcome>,
    /// The model of a read declares the member.
    pub(super) is_declared: bool,
    /// The model lists the value, which is one of an error.
    pub(super) is_listed_error: bool,
}

/// What the messages of an object report.
pub(super) struct MessageFindings {
    /// There is a message.
    pub(super) is_present: bool,
    /// There is a message about the whole request.
    pub(super) is_main: bool,
    /// The message about the whole request reports an error.
    pub(super) is_error: bool,
}

/// What the other members of an object report.
pub(super) struct MemberFindings {
    /// A member is present that is present only if the request failed.
    pub(super) has_failure: bool,
    /// A flag of success is false.
    pub(super) is_unsuccessful: bool,
    /// There are members by which the object is what is expected, see [`Roles::is_content`].
    pub(super) has_content: bool,
    /// There are members of what is read, see [`Roles::is_result`].
    pub(super) has_result: bool,
    /// There are more members of an error body than other ones with a value.
    pub(super) has_mostly_errors: bool,
    /// None of the other members is an object or a list.
    pub(super) is_flat: bool,
    /// The object is a list whose items are absent or empty.
    pub(super) is_empty_list: bool,
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
        Self {
            is_write: expected.is_write(),
            status: StatusFindings::new(object, &roles),
            messages: MessageFindings::new(object, members),
            members: MemberFindings::new(all, object, &roles),
        }
    }

    /// Returns `true` for an object that is neither content nor reports success, so that an object in it may be an error.
    pub(super) fn is_wrapper(&self) -> bool {
        !self.members.has_content && !self.status.is_present()
    }
}

impl StatusFindings {
    fn new(object: &ErrorNode, roles: &Roles<'_>) -> Self {
        let status = Status::find(object, roles.members);
        let is_declared =
            |status: &Status<'_>| !roles.expected.is_write() && roles.is_declared(status.name);
        let is_listed_error = |status: &Status<'_>| {
            status.is_error()
                && roles.declared.is_some_and(|declared| declared.lists(status.name, status.text))
        };
        Self {
            own: status.as_ref().map(|status| status.outcome),
            reported: status_or_flag(object, roles.members, &|_| false).map(|(_, outcome)| outcome),
            is_declared: status.as_ref().is_some_and(is_declared),
            is_listed_error: status.as_ref().is_some_and(is_listed_error),
        }
    }

    pub(super) fn is_present(&self) -> bool {
        self.own.is_some()
    }

    pub(super) fn is_error(&self) -> bool {
        self.own == Some(Outcome::Refused)
    }

    /// Returns `true` if a status or a flag may be one of an error.
    pub(super) fn is_doubtful(&self) -> bool {
        matches!(self.reported, Some(Outcome::Doubtful | Outcome::Mixed))
    }
}

impl MessageFindings {
    fn new(object: &ErrorNode, members: &ErrorMembers) -> Self {
        let body = error_body(object, members);
        let main = message(object, members);
        let outcome = main.as_deref().map(|text| Outcome::of(text, members));
        let has_field_errors = !body.field_errors.is_empty();
        Self {
            is_present: body.message.is_some() || has_field_errors,
            is_main: main.is_some() || has_field_errors,
            is_error: outcome == Some(Outcome::Refused),
        }
    }
}

impl MemberFindings {
    fn new(all: &[(String, ErrorNode)], object: &ErrorNode, roles: &Roles<'_>) -> Self {
        let members = roles.members;
        let others =
            || all.iter().filter(|(name, node)| roles.is_other(name, node) && node.has_content());
        let error_count = all.iter().filter(|(name, node)| !roles.is_other(name, node)).count();
        let is_container =
            |node: &ErrorNode| matches!(node, ErrorNode::List(_) | ErrorNode::Object(_));
        // warnings in place of what is read are no result
        let is_none = |node: &ErrorNode| {
            is_unset(node, members) || roles.expected.is_write() && is_without_errors(node, members)
        };
        let is_error = |name: &&str| object.member(name).is_some_and(|node| !is_none(node));
        let is_no = |name: &&str| object.member(name).is_some_and(ErrorNode::is_no);
        let mut with_content = all.iter().filter(|(_, node)| node.has_content());
        let is_empty =
            |(name, node): &(String, ErrorNode)| !roles.is_item(name) || node.is_without_values();
        Self {
            has_failure: members.failure.iter().any(is_error),
            is_unsuccessful: members.success.iter().any(is_no),
            has_content: with_content.any(|(name, node)| roles.is_content(name, node)),
            has_result: all.iter().any(|(name, node)| roles.is_result(name, node)),
            has_mostly_errors: error_count > others().count(),
            is_flat: !others().any(|(_, node)| is_container(node)),
            is_empty_list: matches!(roles.expected, Expected::List { .. })
                && all.iter().all(is_empty),
        }
    }
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
        matches!(self.expected, Expected::List { items, .. } if is_one_of(items, name))
    }

    /// Returns `true` for a member that the model declares, and that does more than report success or an error.
    fn is_own(&self, name: &str, node: &ErrorNode) -> bool {
        self.is_declared(name) && !self.is_marker(name, node)
    }

    /// Returns `true` for content: the id of an object that was written, declared or not; with a model, members that it
    /// declares; for a write that is queued, members that identify what was accepted; otherwise, members that are not those
    /// of an error body.
    fn is_content(&self, name: &str, node: &ErrorNode) -> bool {
        match self.expected {
            expected if expected.is_write() && is_id(name) => true,
            _ if self.declared.is_some() => self.is_own(name, node),
            // a refusal may repeat the id of the object that the write is about
            Expected::Queued(poll) => is_one_of(poll.id, name),
            _ => self.is_other(name, node) && !is_one_of(self.members.text, name),
        }
    }

    /// Returns `true` for a member of what is read: one of a page, one that the model declares, or without a model, one that
    /// is not a member of an error body. A text is one then, too.
    fn is_result(&self, name: &str, node: &ErrorNode) -> bool {
        match self.expected {
            Expected::List { paging, .. } => paging.members.contains(name) || self.is_item(name),
            _ if self.declared.is_some() => node.has_content() && self.is_own(name, node),
            _ => node.has_content() && self.is_other(name, node),
        }
    }
}
