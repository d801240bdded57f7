//! The outcome of sending an element.

use std::fmt;

use http::StatusCode;

use super::key::Key;
use super::record::{Record, RecordedReceipt, State};
use crate::runtime::api::Operation;
use crate::runtime::error::{Error, ErrorKind, is_html};
use crate::runtime::jobs::{Acceptance, Receipt};
use crate::runtime::wire::Map;

/// What became of an element of a [`BulkWrite`](super::BulkWrite).
#[derive(Debug)]
#[non_exhaustive]
pub struct Outcome<T> {
    /// The position of the element in the input, from 0.
    pub index: u64,
    /// The most important member of the key, such as the order id; empty if the element has no key.
    pub key: String,
    /// The names and values of all members of the key, such as those of the order id and the event type.
    pub key_members: Vec<(String, String)>,
    /// Whether the service accepted it.
    pub state: OutcomeState<T>,
}

/// Whether the service accepted an element.
#[derive(Debug)]
pub enum OutcomeState<T> {
    /// The service accepted it.
    Accepted(T),
    /// The service refused it, or it is invalid and was not sent ([`Error::is_request`]). The
    /// [codes](Error::codes) and [field errors](Error::field_errors) name the reason.
    Refused(Error),
    /// It was not sent or surely had no effect, for a reason that is not in the element: no connection, an exceeded
    /// quota, or credentials that are not accepted. A run that is resumed from the ledger sends it again.
    Unsent(Error),
    /// The service may have received it, in this attempt or an earlier one. It is not sent again, not even by a run that is
    /// resumed from the ledger, unless the operation is idempotent.
    Unknown(Error),
}

impl<T> Outcome<T> {
    /// Returns `true` if the service accepted the element.
    pub fn is_accepted(&self) -> bool {
        matches!(self.state, OutcomeState::Accepted(_))
    }

    /// Returns the error of an element that was not accepted.
    pub fn error(&self) -> Option<&Error> {
        match &self.state {
            OutcomeState::Accepted(_) => None,
            OutcomeState::Refused(error)
            | OutcomeState::Unsent(error)
            | OutcomeState::Unknown(error) => Some(error),
        }
    }

    /// Returns what the service returned for an accepted element, or the error.
    pub fn into_result(self) -> Result<T, Error> {
        match self.state {
            OutcomeState::Accepted(accepted) => Ok(accepted),
            OutcomeState::Refused(error)
            | OutcomeState::Unsent(error)
            | OutcomeState::Unknown(error) => Err(error),
        }
    }
}

/// The outcome of an element before it has a type.
pub(crate) struct RawOutcome {
    pub(crate) index: u64,
    pub(crate) key: Option<Key>,
    pub(crate) state: OutcomeState<Receipt>,
}

/// What an error of a call means for the elements of the request.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum FailureKind {
    /// The service refused them.
    Refused,
    /// The request is invalid; it was not sent.
    Invalid,
    /// They were not sent, or surely had no effect.
    Unsent,
    /// They may have been received.
    Unknown,
}

/// Classifies the error of a call.
pub(crate) fn classify(error: &Error) -> FailureKind {
    if !error.may_have_been_sent() {
        return match error.is_request() {
            true => FailureKind::Invalid,
            false => FailureKind::Unsent,
        };
    }
    // the refusal may be one of the repetition alone
    if error.0.is_repeated {
        return FailureKind::Unknown;
    }
    if error.is_rejected() {
        return FailureKind::Refused;
    }
    let Some(status) = error.status().filter(|_| error.is_status()) else {
        return FailureKind::Unknown;
    };
    match status {
        StatusCode::TOO_MANY_REQUESTS | StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => {
            FailureKind::Unsent
        }
        StatusCode::REQUEST_TIMEOUT | StatusCode::TOO_EARLY => FailureKind::Unknown,
        status if status.is_client_error() && !is_page(error) => FailureKind::Refused,
        _ => FailureKind::Unknown,
    }
}

/// Returns `true` for an HTML page, which is the response of a proxy rather than of the service.
fn is_page(error: &Error) -> bool {
    error.body_excerpt().is_some_and(is_html)
}

impl Error {
    /// Copies an error for another element of the same request. The copy has no source.
    fn without_source(&self) -> Self {
        let inner = &*self.0;
        let mut copy = Error::new(inner.kind);
        copy.0.operation = inner.operation;
        copy.0.sent = inner.sent;
        copy.0.is_repeated = inner.is_repeated;
        copy.0.attempts = inner.attempts;
        copy.0.status = inner.status;
        copy.0.headers = inner.headers.clone();
        copy.0.rate_limit = inner.rate_limit;
        copy.0.message = inner.message.clone();
        copy.0.field_errors = inner.field_errors.clone();
        copy.0.warnings = inner.warnings.clone();
        copy.0.excerpt = inner.excerpt.clone();
        copy.0.json_path = inner.json_path.clone();
        copy
    }
}

impl OutcomeState<Receipt> {
    /// Returns the state of the elements of a request whose call ended like this.
    pub(crate) fn of(result: Result<Receipt, Error>) -> Self {
        match result {
            Ok(receipt) => Self::Accepted(receipt),
            Err(error) => match classify(&error) {
                FailureKind::Refused | FailureKind::Invalid => Self::Refused(error),
                FailureKind::Unsent => Self::Unsent(error),
                FailureKind::Unknown => Self::Unknown(error),
            },
        }
    }

    /// Sets the operation of an error.
    pub(crate) fn with_operation(self, operation: &'static Operation) -> Self {
        match self {
            Self::Accepted(receipt) => Self::Accepted(receipt),
            Self::Refused(error) => Self::Refused(error.with_operation(operation)),
            Self::Unsent(error) => Self::Unsent(error.with_operation(operation)),
            Self::Unknown(error) => Self::Unknown(error.with_operation(operation)),
        }
    }

    /// Returns the state of an element whose earlier request may have been received: a failure of a later one leaves it open.
    pub(crate) fn after_unknown(self) -> Self {
        match self {
            Self::Refused(mut error) | Self::Unsent(mut error) => {
                error.set_sent();
                Self::Unknown(error)
            }
            state => state,
        }
    }

    /// Copies the state for another element of the same request.
    pub(crate) fn copy(&self) -> Self {
        match self {
            Self::Accepted(receipt) => Self::Accepted(receipt.clone()),
            Self::Refused(error) => Self::Refused(error.without_source()),
            Self::Unsent(error) => Self::Unsent(error.without_source()),
            Self::Unknown(error) => Self::Unknown(error.without_source()),
        }
    }

    /// Returns the state that the ledger has recorded; `None` if the element has to be sent. An element that may have been
    /// received is sent again if that is permitted, unless the service has decided about it.
    pub(crate) fn recorded(record: &Record, is_resent: bool) -> Option<Self> {
        match &record.state {
            State::Accepted(recorded) => {
                let RecordedReceipt { acceptance, id, .. } = recorded.clone();
                Some(Self::Accepted(Receipt { id, acceptance, members: Map::new() }))
            }
            State::Refused(reasons) => {
                let is_success = reasons.status.is_some_and(|status| status < 300);
                let kind = if is_success { ErrorKind::RejectedBody } else { ErrorKind::Status };
                Some(Self::Refused(reasons.to_error(kind)))
            }
            State::Unknown if record.decision.is_some() => {
                let (acceptance, members) = (Acceptance::Unspecified, Map::new());
                Some(Self::Accepted(Receipt { id: None, acceptance, members }))
            }
            State::Unknown if !is_resent => Some(Self::Unknown(unknown())),
            State::Unknown | State::Unsent => None,
        }
    }
}

/// Creates the error for an element that an earlier run sent without learning the outcome.
fn unknown() -> Error {
    let message = "an earlier run sent it and recorded no outcome; it is not sent again";
    Error::with_message(ErrorKind::OutcomeUnknown, message)
}

impl fmt::Debug for RawOutcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RawOutcome").field("index", &self.index).finish_non_exhaustive()
    }
}
