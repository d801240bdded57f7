//! A change, its locations and its effects.

use super::items::ItemChange;
use super::rule::Rule;
use crate::location::Origin;

/// The origin of a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cause {
    /// The wire was changed by an edit of the spec.
    Spec,
    /// A name, or another key without an effect on the wire, was changed by an edit of the spec.
    Naming,
    /// The generator, the runtime or a template was changed.
    Generator,
}

impl Cause {
    /// Returns the name.
    pub fn name(self) -> &'static str {
        match self {
            Cause::Spec => "spec",
            Cause::Naming => "naming",
            Cause::Generator => "generator",
        }
    }
}

/// A change of an element of the spec, and of the items that are generated from it.
#[derive(Clone, Debug, PartialEq)]
pub struct SpecChange {
    /// The kind.
    pub rule: Rule,
    /// The changed element, as in `listNotes.query.MediaId`.
    pub subject: String,
    /// What was changed, in a few words; may be empty.
    pub detail: String,
    /// The origin of the change.
    pub cause: Cause,
    /// The location in the old spec.
    pub old: Option<Origin>,
    /// The location in the new spec.
    pub new: Option<Origin>,
    /// The changed items of the crate.
    pub items: Vec<ItemChange>,
    /// The reason of its approval.
    pub approval: Option<String>,
    /// The paths of the items that are generated from the element.
    pub(super) paths: Vec<String>,
    /// The paths of the types that its value consists of.
    pub(super) types: Vec<String>,
}

impl SpecChange {
    /// Returns the id, which approvals refer to: the rule and the subject.
    pub fn id(&self) -> String {
        format!("{} {}", self.rule.id(), self.subject)
    }

    /// Returns `true` if it is breaking on the wire.
    pub fn breaks_wire(&self) -> bool {
        self.rule.is_breaking()
    }

    /// Returns `true` if programs may not compile any more.
    pub fn breaks_rust(&self) -> bool {
        self.items.iter().any(|item| item.rule.is_breaking())
    }

    /// Returns `true` if it is breaking on the wire or for programs.
    pub fn is_breaking(&self) -> bool {
        self.breaks_wire() || self.breaks_rust()
    }
}

/// Whether a value is sent, received, or both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Direction {
    pub(super) sent: bool,
    pub(super) read: bool,
}

impl Direction {
    pub(super) const REQUEST: Self = Self { sent: true, read: false };
    pub(super) const RESPONSE: Self = Self { sent: false, read: true };

    /// Returns the rule for the direction. The breaking one applies to a value that is sent and received.
    pub(super) fn choose(self, request: Rule, response: Rule) -> Rule {
        match (self.sent, self.read) {
            (false, true) => response,
            (true, false) => request,
            _ if response.is_breaking() && !request.is_breaking() => response,
            _ => request,
        }
    }
}
