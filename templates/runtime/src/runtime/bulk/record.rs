//! What a ledger records about an element.

use http::StatusCode;

use super::key::Key;
use crate::runtime::error::{Error, ErrorKind, FieldError};
use crate::runtime::jobs::Acceptance;

/// An element of a bulk write, as far as it is known.
#[derive(Clone, Debug)]
pub(crate) struct Record {
    pub(crate) key: Key,
    pub(crate) state: State,
    pub(crate) decision: Option<RecordedDecision>,
    /// It may have been received, and the service does not list it.
    pub(crate) is_missing: bool,
    /// It may have been received before it was last sent.
    pub(crate) was_unknown: bool,
    /// When it may first have been received, in seconds since 1970.
    pub(crate) first_sent_at: u64,
    /// When the last call that sends it began, in seconds since 1970. The call may wait before it sends the element.
    pub(crate) sent_at: u64,
    /// When this call ended, in seconds since 1970; `None` if that is not known.
    pub(crate) ended_at: Option<u64>,
    /// The number of the element in the input of this run.
    pub(crate) index: Option<u64>,
}

/// Whether an element was sent, and what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum State {
    /// It was not sent, or surely had no effect.
    Unsent,
    /// It may have been received.
    Unknown,
    /// The service accepted it.
    Accepted(RecordedReceipt),
    /// The service refused it.
    Refused(Reasons),
}

/// The response that accepted an element.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RecordedReceipt {
    pub(crate) acceptance: Acceptance,
    /// The id to poll.
    pub(crate) id: Option<String>,
    /// The ids of the resulting objects.
    pub(crate) objects: Vec<String>,
}

/// The outcome of processing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum RecordedDecision {
    /// It was processed, which resulted in these objects.
    Processed(Vec<String>),
    /// It was rejected.
    Rejected(Reasons),
}

/// Why an element was refused: what is known about the error without personal data.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Reasons {
    pub(crate) status: Option<u16>,
    /// Fields and codes, of which one may be empty.
    pub(crate) fields: Vec<(String, String)>,
}

impl Reasons {
    /// Returns the status, the fields and the codes of an error. Messages are left out: they may repeat what was sent.
    pub(crate) fn of(error: &Error) -> Self {
        // the members of a status that report a failure have codes only
        let has_codes = error.0.kind == ErrorKind::Rejected;
        let mut fields = Vec::new();
        for error in &error.0.field_errors {
            let field = error.field.clone().unwrap_or_default();
            let code = error.message.clone().filter(|text| has_codes || is_code(text));
            if !field.is_empty() || code.is_some() {
                fields.push((field, code.unwrap_or_default()));
            }
        }
        Self { status: error.status().map(|status| status.as_u16()), fields }
    }

    /// Returns an error with what is known.
    pub(crate) fn to_error(&self, kind: ErrorKind) -> Error {
        let mut error = Error::with_message(kind, "recorded by an earlier run");
        error.0.status = self.status.and_then(|status| StatusCode::from_u16(status).ok());
        let text = |text: &String| (!text.is_empty()).then(|| text.clone());
        let fields = self.fields.iter().map(|(field, code)| FieldError {
            field: text(field),
            message: text(code),
            level: None,
        });
        error.0.field_errors = fields.collect();
        error
    }
}

/// Returns `true` for codes such as `OLD_EVENT NO_CLICK`.
fn is_code(text: &str) -> bool {
    let is_letter = |letter: char| letter == '_' || letter.is_ascii_uppercase();
    text.chars().all(|letter| is_letter(letter) || letter.is_whitespace())
}
