//! The outcome of an operation that takes a while, by its status.

use crate::runtime::api::PollSpec;
use crate::runtime::error::{Error, ErrorKind, FieldError, is_absent, is_one_of};

/// The outcome of a poll.
pub(crate) enum PollOutcome {
    Done,
    Failed(Error),
    Pending,
}

/// Classifies a status by its state, and by the members that are only filled if the operation failed: some
/// services report a failed operation as complete.
///
/// `texts` returns the strings of a member.
pub(crate) fn outcome(spec: &PollSpec, texts: &dyn Fn(&str) -> Vec<String>) -> PollOutcome {
    let state = texts(spec.state).into_iter().next().unwrap_or_default();
    let is = |known: &[&str]| is_state(known, &state);
    let failures = failures(spec, texts);
    if is(spec.failed) || !failures.is_empty() && !is(spec.pending) {
        let mut messages = spec.message.map(texts).unwrap_or_default();
        messages.extend(failures.iter().filter_map(|failure| failure.message.clone()));
        let mut error = Error::new(ErrorKind::Rejected);
        let parts = [state, messages.join("; ")];
        let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        error.0.message = Some(parts.join(": "));
        error.0.field_errors = failures;
        return PollOutcome::Failed(error);
    }
    if is(spec.done) { PollOutcome::Done } else { PollOutcome::Pending }
}

/// Returns the members that report an error, and what they contain. A word such as `none` is no error.
pub(crate) fn failures(spec: &PollSpec, texts: &dyn Fn(&str) -> Vec<String>) -> Vec<FieldError> {
    let mut failures = Vec::new();
    for name in spec.failure {
        for text in texts(name).into_iter().filter(|text| !is_absent(text.trim())) {
            let field = Some((*name).to_owned());
            failures.push(FieldError { field, message: Some(text), level: None });
        }
    }
    failures
}

/// Returns `true` if a state is one of these. The letter case is ignored.
pub(super) fn is_state(known: &[&str], state: &str) -> bool {
    is_one_of(known, state.trim())
}
