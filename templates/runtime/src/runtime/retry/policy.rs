//! The policy of a client, or of a single call.

use std::time::Duration;

use crate::runtime::rng::Rng;

/// How often a failed call is repeated, and after which delays.
///
/// An attempt is repeated only if this cannot take effect twice:
///
/// | outcome of the attempt | reads, idempotent writes | other writes, metered operations |
/// |---|---|---|
/// | no connection, so nothing was sent | repeated | repeated |
/// | 429 | repeated | repeated |
/// | 408, 425, 500, 502, 503, 504 | repeated | error |
/// | connection closed, timeout, truncated response | repeated | error |
/// | any other response | error | error |
///
/// The documentation of each operation states its retry safety.
///
/// The delay is the one that the service asks for (`Retry-After`, or the reset of its rate limit after a 429).
/// Without one it is random, between zero and an upper bound that doubles with each attempt. A delay that the service
/// asks for is never shortened: if it is longer than [`max_server_delay`](Self::max_server_delay) or passes the
/// deadline of the call, the error is returned at once.
///
/// All clones of a client share a budget of retries. A retry takes 5 of its 100 tokens, and a successful call returns
/// one token, or the 5 of its last retry. Without tokens, errors are returned at once.
///
/// The page `guide::retries` of the crate's documentation has the rules in full.
///
/// ```ignore
/// let policy = RetryPolicy::default().max_attempts(6).max_delay(Duration::from_secs(60));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub struct RetryPolicy {
    max_attempts: u32,
    base_delay: Duration,
    max_delay: Duration,
    max_server_delay: Duration,
}

impl Default for RetryPolicy {
    /// Creates the default policy: 4 attempts, delays of up to 0.5, 1 and 2 seconds, and server-provided delays of up to
    /// 2 minutes.
    fn default() -> Self {
        Self {
            max_attempts: 4,
            base_delay: Duration::from_millis(500),
            max_delay: Duration::from_secs(20),
            max_server_delay: Duration::from_secs(120),
        }
    }
}

impl RetryPolicy {
    /// Creates a policy without retries.
    pub fn none() -> Self {
        Self::default().max_attempts(1)
    }

    /// Sets the maximum number of attempts, including the first; 0 counts as 1.
    pub fn max_attempts(mut self, attempts: u32) -> Self {
        self.max_attempts = attempts.max(1);
        self
    }

    /// Sets the upper bound of the delay before the first retry. It doubles with each retry.
    pub fn base_delay(mut self, delay: Duration) -> Self {
        self.base_delay = delay;
        self
    }

    /// Sets the upper bound of a delay that the service does not ask for.
    pub fn max_delay(mut self, delay: Duration) -> Self {
        self.max_delay = delay;
        self
    }

    /// Sets the longest delay that the service can ask for. If it asks for a longer one, the error is returned.
    pub fn max_server_delay(mut self, delay: Duration) -> Self {
        self.max_server_delay = delay;
        self
    }

    /// Returns `true` if the policy permits another attempt.
    pub(crate) fn permits(&self, attempts: u32) -> bool {
        attempts < self.max_attempts
    }

    /// Returns the delay before the next attempt; `None` if the service asks for a longer one than is accepted.
    pub(crate) fn delay(
        &self,
        attempts: u32,
        server: Option<Duration>,
        rng: &dyn Rng,
    ) -> Option<Duration> {
        let Some(server) = server else {
            let doublings = 2_u32.saturating_pow(attempts.saturating_sub(1));
            let bound = self.base_delay.saturating_mul(doublings).min(self.max_delay);
            return Some(random_up_to(bound, rng));
        };
        // clients that were refused at the same time do not return at the same time
        let spread = random_up_to(self.base_delay.min(self.max_delay), rng);
        (server <= self.max_server_delay).then(|| server.saturating_add(spread))
    }
}

/// Returns a random duration from zero to `bound`, in milliseconds.
fn random_up_to(bound: Duration, rng: &dyn Rng) -> Duration {
    let millis = u64::try_from(bound.as_millis()).unwrap_or(u64::MAX);
    Duration::from_millis(match millis.checked_add(1) {
        Some(count) => rng.next() % count,
        None => rng.next(),
    })
}
