//! Quotas: how many requests an account may send in a period, and how many of them are left.

mod limiter;
mod snapshot;
mod status;
mod window;

pub(crate) use limiter::{Count, Limiter, Permit};
pub use snapshot::{InvalidSnapshot, QuotaSnapshot};
pub use status::{QuotaMode, QuotaStatus};
