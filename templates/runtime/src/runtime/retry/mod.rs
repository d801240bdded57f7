//! Retries: when a failed attempt is repeated, after which delay, and how many retries a client may cause.

mod budget;
mod policy;

pub(crate) use budget::RetryBudget;
pub use policy::RetryPolicy;
