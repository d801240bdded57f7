//! What the service decided about an element.

use super::key::Key;
use crate::runtime::error::Error;

/// What the service decided about an element of a bulk write.
#[derive(Debug)]
#[non_exhaustive]
pub struct Settlement<S> {
    /// The position of the element in the input, from 0; `None` if the ledger was read without its input.
    pub index: Option<u64>,
    /// The most important member of the key, such as the order id; empty if the element has no key.
    pub key: String,
    /// The names and values of all members of the key, such as those of the order id and the event type.
    pub key_members: Vec<(String, String)>,
    /// The decision.
    pub state: SettlementState<S>,
}

/// The decision about an element.
#[derive(Debug)]
#[non_exhaustive]
pub enum SettlementState<S> {
    /// The element was processed.
    #[non_exhaustive]
    Processed {
        /// The ids of the resulting objects, such as actions, as far as the service names them.
        objects: Vec<String>,
        /// The status; `None` if it was recorded by an earlier run, or if the element was processed at once.
        status: Option<Box<S>>,
    },
    /// The element was refused when it was sent, or rejected when it was processed. The [codes](Error::codes) name the
    /// reason.
    Rejected(Error),
    /// The element was not sent, or surely had no effect; see [`OutcomeState::Unsent`](super::OutcomeState::Unsent).
    Unsent(Error),
    /// The service may have received the element, and lists no status of it. A run with
    /// [`resend_not_found`](super::BulkWrite::resend_not_found) sends it again.
    NotFound,
    /// There is no decision yet.
    Pending,
}

impl<S> Settlement<S> {
    /// Creates the settlement about an element.
    pub(crate) fn new(index: Option<u64>, key: Option<&Key>, state: SettlementState<S>) -> Self {
        let (key, key_members) = key.map(|key| (key.value(), key.members())).unwrap_or_default();
        Self { index, key, key_members, state }
    }

    /// Returns `true` if the element was processed.
    pub fn is_processed(&self) -> bool {
        matches!(self.state, SettlementState::Processed { .. })
    }
}
