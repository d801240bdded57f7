//! Observation of calls: before and after each attempt, and when a call waits.

use std::fmt;
use std::time::Duration;

use http::{HeaderMap, StatusCode};

use crate::runtime::api::Operation;

/// Observes the attempts and the waits of all calls of a client.
///
/// The methods are called while the call is in progress. They should return quickly.
pub trait Observer: Send + Sync + 'static {
    /// Called before an attempt is sent. Headers can be added or replaced, except those that only the client sets, such as
    /// `host` and `content-length`. The credentials are not among them.
    fn before_attempt(&self, attempt: &Attempt, headers: &mut HeaderMap) {
        let _ = (attempt, headers);
    }

    /// Called after an attempt, with the status of the response if there was one.
    fn after_attempt(&self, attempt: &Attempt, status: Option<StatusCode>) {
        let _ = (attempt, status);
    }

    /// Called before a call waits for a quota, or before a retry.
    fn waiting(&self, attempt: &Attempt, reason: WaitReason, duration: Duration) {
        let _ = (attempt, reason, duration);
    }
}

/// An attempt of a call. It contains neither ids nor other values that are sent.
#[derive(Clone, Copy)]
pub struct Attempt {
    pub(crate) operation: &'static Operation,
    pub(crate) number: u32,
}

/// Why a call waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum WaitReason {
    /// A quota does not permit the request yet.
    Quota,
    /// The attempt failed, and is repeated after the wait.
    Retry,
}

impl Attempt {
    /// Returns the id of the operation.
    pub fn operation(&self) -> &'static str {
        self.operation.id
    }

    /// Returns the HTTP method.
    pub fn method(&self) -> &'static str {
        self.operation.method.as_str()
    }

    /// Returns the path template, with `{Name}` for each parameter.
    pub fn path(&self) -> &'static str {
        self.operation.path
    }

    /// Returns the name of the quota that the request counts towards.
    pub fn quota(&self) -> &'static str {
        self.operation.quota.name
    }

    /// Returns the number of the attempt, from 1.
    pub fn number(&self) -> u32 {
        self.number
    }
}

impl fmt::Debug for Attempt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Attempt")
            .field("operation", &self.operation.id)
            .field("number", &self.number)
            .finish()
    }
}
