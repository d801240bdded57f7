//! Objects that leave open whether a write was accepted.

use super::body::{error_body, is_id, is_one_of, is_unset, message, text};
use super::node::ErrorNode;
use super::status::{is_scalar_member, reported};
use super::wording::Outcome;
use crate::runtime::api::ErrorMembers;
use crate::runtime::codec::StructMeta;

/// The members of the result of a write.
#[derive(Clone, Copy)]
pub(crate) enum ResultMembers<'a> {
    /// None is known.
    None,
    /// These identify a write that is queued.
    Ids(&'a [&'a str]),
    /// Those that a type declares.
    Declared(&'a StructMeta),
}

impl ResultMembers<'_> {
    fn contains(self, name: &str) -> bool {
        match self {
            Self::None => false,
            Self::Ids(ids) => is_one_of(ids, name),
            Self::Declared(meta) => meta.declares(name),
        }
    }

    /// Returns `true` for the id of what was written, declared or not, or of a write that is queued.
    fn is_id(self, name: &str) -> bool {
        is_id(name) || matches!(self, Self::Ids(_)) && self.contains(name)
    }
}

/// Returns the text of an object in JSON that does not confirm a write, also in objects of one member.
///
/// A write is not confirmed in one of these cases:
///
/// 1. There are members of the result but no id, and an error is reported: a refusal may repeat what the write is about.
/// 2. There is no member of the result, and the status is doubtful, or the message reports an error.
/// 3. There is only a message, without a word that accepts the write. A status without a message may have any word.
/// 4. An object in an object without a status is such an object.
pub(crate) fn unconfirmed_text(
    json: &str,
    members: &ErrorMembers,
    result: ResultMembers<'_>,
) -> Option<String> {
    let response = Response { members, result };
    let tree = ErrorNode::from_json(json)?;
    let node = tree.innermost(|name, node| response.is_part(name, node));
    let ErrorNode::Object(all) = node else { return None };
    let others: Vec<_> = all.iter().filter(|(name, node)| response.is_other(name, node)).collect();
    let text = response.unconfirmed_text(node, others.is_empty());
    if text.is_some() || reported(node, members).is_some() || response.has_result(node) {
        return text;
    }
    others.iter().find_map(|(_, node)| response.unconfirmed_text(node, false))
}

/// The response to a write.
struct Response<'a> {
    members: &'a ErrorMembers,
    result: ResultMembers<'a>,
}

impl Response<'_> {
    /// Returns `true` for a status, a message, and other members of an error body.
    fn is_part(&self, name: &str, node: &ErrorNode) -> bool {
        let ErrorMembers { message, failure, list, warnings, text, details, .. } = *self.members;
        let parts = [message, failure, list, warnings, text, details];
        is_scalar_member(name, node, self.members)
            || parts.iter().any(|part| is_one_of(part, name)) && !self.result.contains(name)
    }

    fn is_other(&self, name: &str, node: &ErrorNode) -> bool {
        node.has_content() && !self.is_part(name, node)
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

    /// Returns the text of an object that does not confirm a write. It has no other members if `is_alone` is set.
    fn unconfirmed_text(&self, node: &ErrorNode, is_alone: bool) -> Option<String> {
        let (status, outcome) = reported(node, self.members).unzip();
        let message = message(node, self.members)
            .or_else(|| text(node, self.members))
            .or_else(|| error_body(node, self.members).message);
        let reported = message.as_deref().map(|message| Outcome::of(message, self.members));
        let is_open = match (outcome, reported) {
            (outcome, reported) if self.has_result(node) => {
                let is_accepted = matches!(outcome, Some(Outcome::Accepted | Outcome::Mixed));
                let is_error =
                    outcome == Some(Outcome::Refused) || self.has_error(node, outcome, reported);
                is_error && !is_accepted && !self.has_id(node)
            }
            (Some(Outcome::Doubtful | Outcome::Mixed | Outcome::Refused), _) => true,
            (Some(Outcome::Unknown) | None, Some(reported)) if is_alone => {
                reported != Outcome::Accepted
            }
            (outcome, reported) => self.has_error(node, outcome, reported),
        };
        let texts = [status.map(str::to_owned), message];
        is_open.then(|| texts.into_iter().flatten().collect::<Vec<_>>().join(": "))
    }

    /// Returns `true` for an error, or a message that reports one, next to a status that does not. A list of errors next to a
    /// status that accepts the write may be about parts of it.
    fn has_error(
        &self,
        node: &ErrorNode,
        outcome: Option<Outcome>,
        reported: Option<Outcome>,
    ) -> bool {
        let is_part = |node: &ErrorNode| {
            outcome == Some(Outcome::Accepted) && matches!(node, ErrorNode::List(_))
        };
        let is_error = |name: &&str| {
            let member = node.member(name).filter(|member| !is_part(member));
            member.is_some_and(|member| !is_unset(member, self.members))
        };
        let is_scalar = |name: &&str| node.member(name).is_some_and(|node| node.scalar().is_some());
        self.members.failure.iter().any(is_error)
            || reported == Some(Outcome::Refused) && self.members.message.iter().any(is_scalar)
    }
}
