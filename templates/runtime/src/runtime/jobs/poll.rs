//! Polling schedule with exponential backoff. It has no clock: the caller passes the time.

use std::time::{Duration, Instant};

/// The intervals and the deadline of polling.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PollPolicy {
    /// The time between the first two polls.
    pub poll_interval: Duration,
    /// The factor by which the interval grows.
    pub multiplier: f64,
    /// The maximum interval.
    pub max_interval: Duration,
    /// The time after which polling ends.
    pub deadline: Duration,
}

/// An interval of 2 seconds that grows by a factor of 1.5 up to 30 seconds, and a deadline of two hours.
impl Default for PollPolicy {
    fn default() -> Self {
        Self {
            poll_interval: Duration::from_secs(2),
            multiplier: 1.5,
            max_interval: Duration::from_secs(30),
            deadline: Duration::from_secs(2 * 60 * 60),
        }
    }
}

/// The next action of polling.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum PollAction {
    /// Request the status.
    Poll,
    /// Wait.
    Sleep(Duration),
    /// The deadline has passed.
    Expire,
}

/// The state of polling: alternates between polls and waits.
#[derive(Clone)]
pub struct Poller {
    policy: PollPolicy,
    started_at: Instant,
    interval: Duration,
    /// The minimum of the next interval.
    delay: Duration,
    polled: bool,
}

impl Poller {
    /// Starts polling at this time.
    pub fn new(policy: PollPolicy, now: Instant) -> Self {
        let interval = policy.poll_interval.min(policy.max_interval);
        Self { policy, started_at: now, interval, delay: Duration::ZERO, polled: false }
    }

    /// Sets the minimum of the next interval.
    pub fn delay(&mut self, delay: Duration) {
        self.delay = delay;
    }

    /// Returns the next action. The last poll is at the deadline.
    pub fn next_action(&mut self, now: Instant) -> PollAction {
        if !self.polled {
            self.polled = true;
            return PollAction::Poll;
        }
        let elapsed = now.saturating_duration_since(self.started_at);
        let left = self.policy.deadline.saturating_sub(elapsed);
        if left.is_zero() {
            return PollAction::Expire;
        }
        self.polled = false;
        let sleep = self.interval.max(std::mem::take(&mut self.delay)).min(left);
        let next = self.interval.as_secs_f64() * self.policy.multiplier.max(1.0);
        self.interval = Duration::try_from_secs_f64(next)
            .unwrap_or(Duration::MAX)
            .min(self.policy.max_interval);
        PollAction::Sleep(sleep)
    }
}
