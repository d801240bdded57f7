//! Objects that leave open whether a write was accepted.

use super::body::{find, is_id, is_one_of, message};
use super::node::ErrorNode;
use super::status::{Status, is_scalar_member};
use super::wording::Outcome;
use crate::runtime::api::ErrorMembers;

/// The maximum size of an object that is no more than a status and a message.
const MAX_OBJECT: usize = 4096;

/// Returns the text of a small object in JSON that does not confirm a write, also in objects of one member.
///
/// It has no member of the result, for which `is_own` returns `true`, and either the status is doubtful, or the message
/// reports an error. Without other members, a message must have a word that accepts the write, unless the status has one. A
/// status without a message may have any word.
pub(crate) fn unconfirmed_text(
    json: &str,
    members: &ErrorMembers,
    is_own: &dyn Fn(&str) -> bool,
) -> Option<String> {
    if json.len() > MAX_OBJECT {
        return None;
    }
    let parts = [members.message, members.failure, members.list, members.warnings, members.details];
    let is_part = |name: &str, node: &ErrorNode| {
        is_scalar_member(name, node, members)
            || parts.iter().any(|part| is_one_of(part, name)) && !is_own(name)
    };
    let tree = ErrorNode::from_json(json)?;
    let node = tree.innermost(is_part);
    let ErrorNode::Object(all) = node else { return None };
    let mut others = all.iter().filter(|(name, node)| node.has_content() && !is_part(name, node));
    let is_alone = others.clone().next().is_none();
    if others.any(|(name, _)| is_own(name) || is_id(name)) {
        return None;
    }
    let status = Status::find(node, members).map(|status| (status.text, status.outcome));
    let (status, outcome) = status.or_else(|| flag(node, members)).unzip();
    let message = message(node, members);
    let reported = message.as_deref().map(|message| Outcome::of(message, members));
    // the first error of a list may be about a part of what was accepted
    let is_text = members.message.iter().any(|name| {
        let member = node.member(name);
        member.and_then(ErrorNode::scalar).is_some_and(|text| message.as_deref() == Some(text))
    });
    let is_open = match (outcome, reported) {
        (Some(Outcome::Doubtful | Outcome::Refused), _) => true,
        (Some(Outcome::Unknown) | None, Some(reported)) if is_alone => {
            reported != Outcome::Accepted
        }
        (_, reported) => is_text && reported == Some(Outcome::Refused),
    };
    let texts = [status.map(str::to_owned), message];
    is_open.then(|| texts.into_iter().flatten().collect::<Vec<_>>().join(": "))
}

/// Returns a flag of success, with what it reports.
fn flag<'a>(object: &'a ErrorNode, members: &ErrorMembers) -> Option<(&'a str, Outcome)> {
    let flag = find(object, members.success)?;
    let text = flag.scalar()?;
    Some(match flag {
        flag if flag.is_no() => (text, Outcome::Refused),
        flag if flag.is_flag() => (text, Outcome::Accepted),
        _ => (text, Outcome::of(text, members)),
    })
}
