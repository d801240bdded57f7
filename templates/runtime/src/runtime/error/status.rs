//! The members of an error body, and the status in it.

use super::body::{find, is_one_of};
use super::node::ErrorNode;
use super::wording::{Outcome, words};
use crate::runtime::api::ErrorMembers;

/// The status in an object.
pub(super) struct Status<'a> {
    /// The name of the member.
    pub(super) name: &'a str,
    pub(super) text: &'a str,
    pub(super) outcome: Outcome,
}

impl<'a> Status<'a> {
    /// Finds the status, which is the first of its members that is present. Another one that refuses the request contradicts
    /// one that accepts it.
    pub(super) fn find(object: &'a ErrorNode, members: &ErrorMembers) -> Option<Self> {
        Self::find_unless(object, members, &|_| false)
    }

    /// Finds the status. A doubtful one that is a state of the object reports nothing about the request.
    fn find_unless(
        object: &'a ErrorNode,
        members: &ErrorMembers,
        is_state: &dyn Fn(&Self) -> bool,
    ) -> Option<Self> {
        let mut all = members.status.iter().filter_map(|name| Self::of(object, name, members));
        let mut first = all.next()?;
        if matches!(first.outcome, Outcome::Doubtful | Outcome::Mixed) && is_state(&first) {
            first.outcome = Outcome::Unknown;
        }
        let outcome = match first.outcome {
            Outcome::Accepted if all.any(|other| other.is_error()) => Outcome::Mixed,
            Outcome::Unknown if all.any(|other| other.is_error()) => Outcome::Refused,
            outcome => outcome,
        };
        Some(Self { outcome, ..first })
    }

    /// Returns the status in a member of this name.
    fn of(object: &'a ErrorNode, name: &str, members: &ErrorMembers) -> Option<Self> {
        let (name, node) = object.named(name)?;
        match node.scalar() {
            Some(text) => Some(Self { name, text, outcome: outcome(text, members) }),
            None => {
                let text = error_code(node, members)?;
                Some(Self { name, text, outcome: Outcome::Refused })
            }
        }
    }

    pub(super) fn is_error(&self) -> bool {
        self.outcome == Outcome::Refused
    }
}

/// Returns the status of an object, or a flag of success if there is no status, or none with a known word, with what it
/// reports. A doubtful status that is a state of the object has no known word.
pub(super) fn status_or_flag<'a>(
    object: &'a ErrorNode,
    members: &ErrorMembers,
    is_state: &dyn Fn(&Status<'a>) -> bool,
) -> Option<(&'a str, Outcome)> {
    let status = Status::find_unless(object, members, is_state);
    let status = status.map(|status| (status.text, status.outcome));
    match status {
        Some((_, Outcome::Unknown)) => {
            let flag = flag(object, members);
            flag.filter(|(_, outcome)| *outcome != Outcome::Unknown).or(status)
        }
        Some(status) => Some(status),
        None => flag(object, members),
    }
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

/// Returns what a status reports: by its number, which it may begin with, or by its words. A flag is a status, too.
fn outcome(status: &str, members: &ErrorMembers) -> Outcome {
    if let Ok(number) = status.parse::<f64>() {
        return match number {
            number if number < 0.0 => Outcome::Refused,
            0.0 => Outcome::Doubtful,
            number if (100.0..400.0).contains(&number) => Outcome::Accepted,
            number if (400.0..600.0).contains(&number) => Outcome::Refused,
            _ => Outcome::Unknown,
        };
    }
    if is_one_of(&["false", "n", "no"], status) {
        return Outcome::Refused;
    }
    if is_one_of(&["true", "y", "yes"], status) {
        return Outcome::Accepted;
    }
    let is_error = |word: &str| word.parse().is_ok_and(|code: u16| (400..600).contains(&code));
    let mut all = words(status).map(|word| is_error(word.text));
    let (begins_with_error, contains_error) = (all.next() == Some(true), all.any(|error| error));
    match Outcome::of(status, members) {
        _ if begins_with_error => Outcome::Refused,
        Outcome::Unknown if contains_error => Outcome::Refused,
        outcome => outcome,
    }
}

/// Returns `true` for a status that refuses a request.
fn is_error_status(status: &str, members: &ErrorMembers) -> bool {
    outcome(status, members) == Outcome::Refused
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
