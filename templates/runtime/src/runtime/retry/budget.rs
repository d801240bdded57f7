//! The budget of retries that the clones of a client share.

use std::sync::atomic::{AtomicU32, Ordering};

/// The tokens of a full budget.
const CAPACITY: u32 = 100;

/// The tokens that a retry costs.
const RETRY_COST: u32 = 5;

/// A token bucket: a retry takes tokens, a successful call returns some.
///
/// It limits the load on a service that fails: a client whose calls all fail stops retrying after 20 retries, until
/// calls succeed again.
pub(crate) struct RetryBudget(AtomicU32);

impl RetryBudget {
    /// Creates a full budget.
    pub(crate) fn new() -> Self {
        Self(AtomicU32::new(CAPACITY))
    }

    /// Takes the tokens of a retry; returns `false` if there are not enough.
    pub(crate) fn withdraw(&self) -> bool {
        let taken = self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |tokens| {
            tokens.checked_sub(RETRY_COST)
        });
        taken.is_ok()
    }

    /// Returns tokens after a call that succeeded: one, or those of its last retry.
    pub(crate) fn deposit(&self, was_retried: bool) {
        let tokens = if was_retried { RETRY_COST } else { 1 };
        // most calls find the budget full, and do not write to memory that all threads share
        if self.0.load(Ordering::Relaxed) < CAPACITY {
            let added = |old: u32| Some(old.saturating_add(tokens).min(CAPACITY));
            // cannot fail: the function always returns a value
            let _ = self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, added);
        }
    }
}
