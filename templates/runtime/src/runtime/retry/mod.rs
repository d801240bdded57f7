//! Retries: when a failed attempt is repeated, after which delay, and how many retries a client may cause.

mod budget;
mod policy;
mod rule;

pub(crate) use budget::RetryBudget;
pub use policy::RetryPolicy;
pub(crate) use rule::is_retryable;
