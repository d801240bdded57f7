//! The settings and the state of quotas, as users see them.

use std::time::SystemTime;

/// What happens to a request that a quota does not permit at the moment.
///
/// The page `guide::quotas` of the crate's documentation describes how requests are counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum QuotaMode {
    /// The call waits until the quota is reset. If that is after the deadline of the call, it fails at once instead.
    #[default]
    Wait,
    /// The call fails without sending anything; see [`Error::is_rate_limited`](crate::runtime::error::Error::is_rate_limited).
    Fail,
    /// Requests are sent regardless of quotas. They are still counted.
    Off,
}

/// The state of a quota.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct QuotaStatus {
    /// The name of the quota.
    pub name: &'static str,
    /// The number of requests that are allowed in a period; `None` if no limit is known.
    pub limit: Option<u64>,
    /// The number of requests that are left; `None` if no limit is known.
    pub remaining: Option<u64>,
    /// When the quota is reset; `None` if it is not used at the moment.
    pub reset: Option<SystemTime>,
}
