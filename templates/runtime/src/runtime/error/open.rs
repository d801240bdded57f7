//! Objects that leave open whether a write was accepted.

use super::body::{error_body, find, is_id, is_one_of, is_without_errors, message, text};
use super::declared::Declared;
use super::node::ErrorNode;
use super::status::{Status, is_scalar_member, status_or_flag};
use super::wording::Outcome;
use crate::runtime::api::ErrorMembers;
use crate::runtime::codec::{Model, StructMeta};

/// The members of the result of a write.
#[derive(Clone, Copy)]
pub(crate) enum ResultMembers<'a> {
    /// None is known.
    None,
    /// These identify a write that is queued.
    Ids(&'a [&'a str]),
    /// Those that a type declares.
    Declared { meta: &'a StructMeta, model: Option<Model> },
}

impl ResultMembers<'_> {
    fn contains(self, name: &str) -> bool {
        match self {
            Self::None => false,
            Self::Ids(ids) => is_one_of(ids, name),
            Self::Declared { meta, .. } => meta.declares(name),
        }
    }

    /// Returns `true` for the id of what was written, declared or not, or of a write that is queued.
    fn is_id(self, name: &str) -> bool {
        is_id(name) || matches!(self, Self::Ids(_)) && self.contains(name)
    }

    /// Returns `true` if a status is a value that the enum of its member lists.
    fn lists(self, status: &Status<'_>) -> bool {
        let Self::Declared { model: Some(model), .. } = self else { return false };
        Declared::new(model).lists(status.name, status.text)
    }
}

/// Returns the status and the message of an object in JSON that does not confirm a write, also in objects of one member.
///
/// A write is not confirmed in one of these cases:
///
/// 1. There are members of the result but no id, and an error is reported: a refusal may repeat what the write is about.
/// 2. There is no member of the result, and the status is doubtful, or the message reports an error. A doubtful status that
///    the result type lists is a state of what was written.
/// 3. There is only a message, without a word that accepts the write. A status without a message may have any word.
/// 4. An object in an object without a status is such an object.
pub(crate) fn unconfirmed_text(
    json: &str,
    members: &ErrorMembers,
    result: ResultMembers<'_>,
) -> Option<String> {
    let response = Response { members, result };
    let tree = ErrorNode::from_json(json)?;
    let node = tree.innermost(|name, node| response.is_of_error_body(name, node));
    let ErrorNode::Object(all) = node else { return None };
    let others: Vec<_> = all.iter().filter(|(name, node)| response.is_other(name, node)).collect();
    let report = response.report(node);
    if response.is_open(node, &report, others.is_empty()) {
        return Some(report.into_text());
    }
    if report.status.is_some() || response.has_result(node) {
        return None;
    }
    let mut inner = others.iter().map(|(_, node)| (node, response.report(node)));
    let open = inner.find(|(node, report)| response.is_open(node, report, false));
    open.map(|(_, report)| report.into_text())
}

/// What the status and the message of an object report.
struct Report<'a> {
    /// The status or a flag of success, as it is written.
    status: Option<&'a str>,
    status_outcome: Option<Outcome>,
    message: Option<String>,
    message_outcome: Option<Outcome>,
}

impl Report<'_> {
    fn into_text(self) -> String {
        let texts = [self.status.map(str::to_owned), self.message];
        texts.into_iter().flatten().collect::<Vec<_>>().join(": ")
    }
}

/// The response to a write.
struct Response<'a> {
    members: &'a ErrorMembers,
    result: ResultMembers<'a>,
}

impl Response<'_> {
    fn report<'n>(&self, node: &'n ErrorNode) -> Report<'n> {
        let members = self.members;
        let is_state = |status: &Status<'n>| self.result.lists(status);
        let (status, status_outcome) = status_or_flag(node, members, &is_state).unzip();
        let is_warned =
            find(node, members.list).is_some_and(|list| is_without_errors(list, members));
        let first = || error_body(node, members).message.filter(|_| !is_warned);
        let message = message(node, members).or_else(|| text(node, members)).or_else(first);
        let message_outcome = message.as_deref().map(|message| Outcome::of(message, members));
        Report { status, status_outcome, message, message_outcome }
    }

    /// Returns `true` for a status, a message, and other members of an error body.
    fn is_of_error_body(&self, name: &str, node: &ErrorNode) -> bool {
        let ErrorMembers { message, failure, list, warnings, text, details, .. } = *self.members;
        let names = [message, failure, list, warnings, text, details];
        is_scalar_member(name, node, self.members)
            || names.iter().any(|names| is_one_of(names, name)) && !self.result.contains(name)
    }

    fn is_other(&self, name: &str, node: &ErrorNode) -> bool {
        node.has_content() && !self.is_of_error_body(name, node)
    }

    /// Returns `true` for an object with members of the result.
    fn has_result(&self, node: &ErrorNode) -> bool {
        let ErrorNode::Object(all) = node else { return false };
        let mut others = all.iter().filter(|(name, node)| self.is_other(name, node));
        others.any(|(name, _)| self.result.contains(name) || is_id(name))
    }

    /// Returns `true` for an object with an id.
    fn has_id(&self, node: &ErrorNode) -> bool {
        let ErrorNode::Object(all) = node else { return false };
        all.iter().any(|(name, node)| node.has_content() && self.result.is_id(name))
    }

    /// Returns `true` for an object that leaves open whether the write was accepted. It has no other members if `is_alone`
    /// is set.
    fn is_open(&self, node: &ErrorNode, report: &Report<'_>, is_alone: bool) -> bool {
        use Outcome::{Accepted, Doubtful, Mixed, Refused, Unknown};
        if self.has_result(node) {
            return match report.status_outcome {
                Some(Accepted | Mixed) => false,
                Some(Refused) => !self.has_id(node),
                _ => self.has_error(node, report) && !self.has_id(node),
            };
        }
        match (report.status_outcome, report.message_outcome) {
            (Some(Doubtful | Mixed | Refused), _) => true,
            (Some(Unknown) | None, Some(outcome)) if is_alone => outcome != Accepted,
            _ => self.has_error(node, report),
        }
    }

    /// Returns `true` for an error, or a message that reports one, next to a status that does not.
    fn has_error(&self, node: &ErrorNode, report: &Report<'_>) -> bool {
        let is_accepted = report.status_outcome == Some(Outcome::Accepted);
        let is_error = |name: &&str| match node.member(name) {
            // a part of the write may have failed
            Some(ErrorNode::List(_)) if is_accepted => false,
            Some(member) => !is_without_errors(member, self.members),
            None => false,
        };
        let is_scalar = |name: &&str| node.member(name).is_some_and(|node| node.scalar().is_some());
        self.members.failure.iter().any(is_error)
            || report.message_outcome == Some(Outcome::Refused)
                && self.members.message.iter().any(is_scalar)
    }
}
