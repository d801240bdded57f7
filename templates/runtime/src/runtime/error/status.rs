//! The members of an error body, and the status in it.

use super::body::is_one_of;
use super::node::ErrorNode;
use crate::runtime::api::ErrorMembers;

/// The status in an object.
pub(super) struct Status<'a> {
    /// The name of the member.
    pub(super) name: &'a str,
    pub(super) text: &'a str,
    /// It is one of an error.
    pub(super) is_error: bool,
}

impl<'a> Status<'a> {
    /// Finds the status, which is the first of its members that is present.
    pub(super) fn find(object: &'a ErrorNode, members: &ErrorMembers) -> Option<Self> {
        members.status.iter().find_map(|known| {
            let (name, node) = object.named(known)?;
            match node.scalar() {
                Some(text) => Some(Self { name, text, is_error: is_error_status(text, members) }),
                None => error_code(node, members).map(|text| Self { name, text, is_error: true }),
            }
        })
    }

    /// Returns `true` for a number, or a text with a word that accepts a request.
    pub(super) fn accepts(&self, members: &ErrorMembers) -> bool {
        let has_word = || words(self.text).any(|word| is_one_of(members.accepted_words, word));
        !self.is_error && (self.text.parse::<f64>().is_ok() || has_word())
    }
}

/// Returns the words of a text: `VALIDATION_ERROR` has two.
pub(crate) fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty())
}

/// Returns `true` for the status of an error, also in other words, or a number from 400 to 599 that it begins with. `NO_ERROR`
/// and texts with a word that accepts a request are not.
fn is_error_status(status: &str, members: &ErrorMembers) -> bool {
    let first = words(status).next().unwrap_or_default();
    if first.parse::<u16>().is_ok_and(|status| (400..600).contains(&status)) {
        return true;
    }
    let (mut is_error, mut is_negated) = (false, false);
    for word in words(status) {
        if is_one_of(members.accepted_words, word) {
            return false;
        }
        is_error |= !is_negated && is_one_of(members.error_values, word);
        is_negated = is_one_of(members.refused_words, word);
    }
    is_error
}

pub(super) fn is_error_member(name: &str, node: &ErrorNode, members: &ErrorMembers) -> bool {
    let ErrorMembers { failure, message, list, warnings, details, .. } = *members;
    [failure, message, list, warnings, details].iter().any(|names| is_one_of(names, name))
        || is_scalar_member(name, node, members)
}

/// Returns `true` for a status or a flag. An object or a list of this name is content, except a status with the code of an
/// error.
pub(super) fn is_scalar_member(name: &str, node: &ErrorNode, members: &ErrorMembers) -> bool {
    let is_status = is_one_of(members.status, name);
    (is_status || is_one_of(members.success, name))
        && matches!(node, ErrorNode::Text(_) | ErrorNode::Null)
        || is_status && error_code(node, members).is_some()
}

/// Returns the code of an error in a status that is an object, or a list of one string.
fn error_code<'a>(node: &'a ErrorNode, members: &ErrorMembers) -> Option<&'a str> {
    if let ErrorNode::List(list) = node {
        let [only] = list.as_slice() else { return None };
        return only.scalar().filter(|text| is_error_status(text, members));
    }
    let mut names = members.status.iter().chain(members.details);
    let code = names
        .find_map(|name| node.member(name)?.scalar().filter(|text| is_error_status(text, members)));
    let unset = || {
        let mut flags = members.success.iter().filter_map(|name| node.member(name));
        flags.find(|flag| flag.is_no())?.scalar()
    };
    code.or_else(unset)
}
