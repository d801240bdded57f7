//! How something stands that is being worked off.

use crate::runtime::description::Polling;
use crate::runtime::error::{Error, Kind, Problem};
use crate::runtime::wire::{Decimal, Record, View, member};

/// How something stands that is being worked off.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Progress {
    /// Its state, in the words of the service.
    pub state: Option<String>,
    /// How far it is, in percent.
    pub percent: Option<Decimal>,
    /// A sentence of the service about it.
    pub message: Option<String>,
    /// How often it has been looked at.
    pub looks: u32,
}

/// What a look has shown.
pub(crate) enum Verdict {
    Done,
    Failed(Error),
    Open,
}

/// Judges by the state, and by the members that are only filled when something went wrong: some services
/// call a failure done.
pub(crate) fn judge(record: &dyn Record, polling: &Polling) -> Verdict {
    let state = texts(record, polling.state).into_iter().next().unwrap_or_default();
    let is = |known: &[&str]| known.iter().any(|known| known.eq_ignore_ascii_case(state.trim()));
    if is(polling.failed) {
        return Verdict::Failed(rejection(record, polling, &state));
    }
    if !is(polling.done) {
        return Verdict::Open;
    }
    if polling.failure.iter().any(|name| !texts(record, name).is_empty()) {
        return Verdict::Failed(rejection(record, polling, &state));
    }
    Verdict::Done
}

pub(crate) fn progress(record: &dyn Record, polling: &Polling, looks: u32) -> Progress {
    let text = |name: &str| texts(record, name).into_iter().next();
    Progress {
        state: text(polling.state),
        percent: polling.progress.and_then(text).and_then(|text| text.parse().ok()),
        message: polling.message.and_then(text),
        looks,
    }
}

fn rejection(record: &dyn Record, polling: &Polling, state: &str) -> Error {
    let mut error = Error::new(Kind::Rejected);
    let mut sentences = polling.message.map(|name| texts(record, name)).unwrap_or_default();
    for name in polling.failure {
        for text in texts(record, name) {
            sentences.push(text.clone());
            let field = Some((*name).to_owned());
            error.0.fields.push(Problem { field, message: Some(text), level: None });
        }
    }
    error.0.message = Some(match sentences.is_empty() {
        true => state.to_owned(),
        false => format!("{state}: {}", sentences.join("; ")),
    });
    error
}

/// The texts of a member that is not blank: one, or several if it is a list.
fn texts(record: &dyn Record, name: &str) -> Vec<String> {
    let mut texts = Vec::new();
    match member(record, name) {
        View::List(list) => {
            for view in list.views() {
                add_text(&mut texts, &view);
            }
        }
        view => add_text(&mut texts, &view),
    }
    texts
}

fn add_text(texts: &mut Vec<String>, view: &View<'_>) {
    let text = view.scalar().unwrap_or_default();
    if !text.trim().is_empty() {
        texts.push(text.trim().to_owned());
    }
}
