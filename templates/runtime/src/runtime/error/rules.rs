//! When an object is an error in place of what a response is expected to contain: one rule for each kind of content.
//!
//! *Content* are members by which an object is what is expected: see `Roles::is_content`.

use super::expected::Expected;
use super::findings::Findings;
use super::wording::Outcome;

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

impl Findings {
    /// Returns `true` if the object reports an error, by the rule of what is expected.
    pub(super) fn is_refusal(&self, expected: Expected, nesting: Nesting) -> bool {
        let is_member = nesting == Nesting::Member;
        match expected {
            _ if nesting == Nesting::Element => self.is_refused_element(),
            Expected::State { .. } => self.is_refusal_for_state(),
            Expected::File { is_any } => self.is_refusal_for_file(is_any, nesting),
            Expected::List { .. } => self.is_refusal_for_list(),
            Expected::Object(_) if is_member => self.is_refused_member(),
            Expected::Object(_) => self.is_refusal_for_object(),
            Expected::Value => self.is_refusal_for_value(),
            Expected::WriteResult(_) | Expected::Queued(_) if is_member => self.is_bare_error(),
            Expected::WriteResult(_) => self.is_refusal_for_write(),
            Expected::Queued(_) => self.is_bare_error(),
        }
    }

    /// An element of a list of results is refused if it has an error with a message, and no content.
    fn is_refused_element(&self) -> bool {
        self.is_bare_error() && self.messages.is_present
    }

    /// An object is an error in place of a state if it has a message and no content, and either an error or no status. An
    /// error alone is the state of what failed.
    fn is_refusal_for_state(&self) -> bool {
        let is_error = self.has_error() || !self.status.is_present();
        is_error && self.messages.is_present && !self.members.has_content
    }

    /// An object is an error in place of a file if it has an error or a message about the whole request, and no content. An
    /// error status may have no message there.
    ///
    /// The records of a file are in a list or an object, so that a document without any, with an error and with other
    /// members, is an error too. An object in another one may be the only record, which has more members than an error.
    fn is_refusal_for_file(&self, is_any: bool, nesting: Nesting) -> bool {
        let may_be_error = self.status.is_error() || self.status.is_doubtful();
        let is_message = self.messages.is_main
            && (!self.status.is_present() || may_be_error || self.messages.is_error);
        let is_document =
            nesting == Nesting::Document && (self.messages.is_present || self.reports_failure());
        let is_without_records =
            self.members.is_flat && (self.members.has_mostly_errors || is_document);
        (self.has_error() || is_message) && !self.members.has_content
            || !is_any && self.has_error() && is_without_records
    }

    /// An object is an error in place of a list if it has an error and no content, an error status with a message, or, with
    /// no items, a hint at an error. So is a text in place of the members of a page.
    fn is_refusal_for_list(&self) -> bool {
        self.is_error_with_message()
            || self.is_bare_error()
            || self.hints_at_error() && self.members.is_empty_list
            || self.is_text_instead(self.messages.is_present || self.status.is_doubtful())
    }

    /// An object is an error in place of one of a model if it has an error and no content, unless it is an object in a state
    /// of this name. So is a text in place of its members.
    fn is_refusal_for_object(&self) -> bool {
        let is_failed_object =
            self.status.is_listed_error && !self.reports_failure() && !self.messages.is_present;
        self.is_bare_error() && !is_failed_object
            || self.is_text_instead(self.messages.is_present || self.status.is_doubtful())
    }

    /// A member of an object without content is an error in its place if it has a hint at an error, and no content.
    fn is_refused_member(&self) -> bool {
        self.hints_at_error() && !self.members.has_content
    }

    /// An object is an error in place of a value of any members if it has an error and no content, or an error status with a
    /// message. So is a message about the whole request in place of other members.
    fn is_refusal_for_value(&self) -> bool {
        self.is_error_with_message()
            || self.is_bare_error()
            || self.is_text_instead(self.messages.is_main)
    }

    /// An object refuses a write if it has an error and no content, or an error status with a message.
    fn is_refusal_for_write(&self) -> bool {
        self.is_error_with_message() || self.is_bare_error()
    }

    /// An object is an error if it has one, and no content. This is the rule for a write that is queued: its content is the
    /// id of what was accepted, and its error may be that of the outcome.
    fn is_bare_error(&self) -> bool {
        self.has_error() && !self.members.has_content
    }

    /// Returns `true` for an error status with a message.
    fn is_error_with_message(&self) -> bool {
        self.status.is_error() && self.messages.is_present
    }

    /// Returns `true` if a status, a flag or a member reports an error.
    fn has_error(&self) -> bool {
        self.status.is_error() || self.reports_failure()
    }

    /// Returns `true` for an error, and for a status or a message that may be one.
    fn hints_at_error(&self) -> bool {
        self.has_error() || self.status.is_doubtful() || self.messages.is_error
    }

    /// Returns `true` if a flag or a member reports an error. A status that accepts a write has precedence over these.
    fn reports_failure(&self) -> bool {
        let is_mixed = self.is_write && self.status.reported == Some(Outcome::Mixed);
        let is_accepted = self.is_write && self.is_accepted() || is_mixed;
        self.members.is_unsuccessful && !is_mixed || self.members.has_failure && !is_accepted
    }

    /// Returns `true` if the status accepts the request, or is a member of what is read. A flag accepts writes only.
    fn is_accepted(&self) -> bool {
        let is_accepted = self.status.reported == Some(Outcome::Accepted);
        is_accepted && (self.is_write || self.status.is_present())
            || self.status.is_declared && !self.status.is_error()
    }

    /// Returns `true` for a text in place of what is read, unless the status accepts the request and the message reports no
    /// error.
    fn is_text_instead(&self, has_text: bool) -> bool {
        let is_accepted = self.is_accepted() && !self.messages.is_error;
        has_text && !self.members.has_result && !is_accepted
    }
}
