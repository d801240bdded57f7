//! The status of an operation that takes a while.

use crate::runtime::api::PollSpec;
use crate::runtime::call::{PollOutcome, outcome};
use crate::runtime::codec::{DecodeStruct, EncodeStruct, ValueRef, member};
use crate::runtime::wire::Decimal;

/// A status that a poll decodes.
pub(crate) trait Status: EncodeStruct + DecodeStruct {}

impl<S: EncodeStruct + DecodeStruct> Status for S {}

/// The progress of a job or a queued write, as of the last poll.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Progress {
    /// The state, as the service names it.
    pub state: Option<String>,
    /// The progress in percent.
    pub percent: Option<Decimal>,
    /// The message of the service about the state.
    pub message: Option<String>,
    /// The number of polls.
    pub polls: u32,
}

/// Classifies a status by its state and its members.
pub(crate) fn classify_status(status: &dyn EncodeStruct, spec: &PollSpec) -> PollOutcome {
    outcome(spec, &|name| texts(status, name))
}

/// Returns the progress that a status reports.
pub(crate) fn progress(status: &dyn EncodeStruct, spec: &PollSpec, polls: u32) -> Progress {
    let text = |name: &str| texts(status, name).into_iter().next();
    Progress {
        state: text(spec.state),
        percent: spec.progress.and_then(text).and_then(|text| text.parse().ok()),
        message: spec.message.and_then(text),
        polls,
    }
}

/// Returns the strings of a member that are not blank: one, or several if it is a list.
pub(crate) fn texts(status: &dyn EncodeStruct, name: &str) -> Vec<String> {
    let mut texts = Vec::new();
    match member(status, name) {
        ValueRef::List(list) => {
            for value in list.values() {
                push_text(&mut texts, &value);
            }
        }
        value => push_text(&mut texts, &value),
    }
    texts
}

fn push_text(texts: &mut Vec<String>, value: &ValueRef<'_>) {
    let text = value.scalar().unwrap_or_default();
    if !text.trim().is_empty() {
        texts.push(text.trim().to_owned());
    }
}
