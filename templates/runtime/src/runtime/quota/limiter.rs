//! The limiter that the clones of a client share.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use super::snapshot::{QuotaSnapshot, SavedWindow};
use super::status::QuotaStatus;
use super::window::Window;
use crate::runtime::api::Quota;
use crate::runtime::http::RateLimit;

/// The quotas of an account.
///
/// A period starts with the first request after the previous one. The headers of responses correct the start, the
/// limit and the number of requests that are left.
pub(crate) struct Limiter {
    windows: Mutex<Vec<Window>>,
    /// The restored periods of quotas that another version of the client has. They are saved again.
    others: Vec<SavedWindow>,
    /// The shortest period of a quota with a limit.
    shortest: Option<Duration>,
}

/// When a request was counted.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Count {
    /// The number of the period.
    period: u64,
    at: SystemTime,
}

/// Whether a request may be sent.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Permit {
    /// It may be sent now, and is counted.
    Granted(Count),
    /// It may be sent after this time.
    Denied(SystemTime),
}

impl Limiter {
    /// Creates a limiter whose quotas are not used.
    pub(crate) fn new(quotas: &[&'static Quota]) -> Self {
        let windows: Vec<Window> = quotas.iter().map(|quota| Window::new(quota)).collect();
        let limited = windows.iter().filter(|window| window.limit.is_some());
        let shortest = limited.map(Window::period).min();
        Self { windows: Mutex::new(windows), others: Vec::new(), shortest }
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Window>> {
        // no code panics while it holds the lock
        self.windows.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Calls a function with the current period of a quota.
    fn with<T>(
        &self,
        quota: &'static Quota,
        now: SystemTime,
        call: impl FnOnce(&mut Window) -> T,
    ) -> Option<T> {
        let mut windows = self.lock();
        let window = windows.iter_mut().find(|window| window.quota.name == quota.name)?;
        window.advance(now);
        Some(call(window))
    }

    /// Counts a request, if the quota permits it.
    pub(crate) fn acquire(&self, quota: &'static Quota, now: SystemTime) -> Permit {
        let permit = self.with(quota, now, |window| match window.denied_until(now) {
            Some(until) => Permit::Denied(until),
            None => Permit::Granted(Count { period: window.count(now), at: now }),
        });
        permit.unwrap_or(Permit::Granted(Count { period: 0, at: now }))
    }

    /// Counts a request that is sent whether the quota permits it or not.
    pub(crate) fn count(&self, quota: &'static Quota, now: SystemTime) -> Count {
        let period = self.with(quota, now, |window| window.count(now)).unwrap_or_default();
        Count { period, at: now }
    }

    /// Takes back the count of a request that the service did not receive, unless its period has ended.
    pub(crate) fn release(&self, quota: &'static Quota, count: Count, now: SystemTime) {
        self.with(quota, now, |window| {
            if window.number == count.period {
                window.release(count.at, now);
            }
        });
    }

    /// Corrects a quota by the headers of a response. If the service refused the request because of the quota, and
    /// reports when the next one is allowed, no request is permitted before. That time is not the end of the period.
    /// `elapsed` is the time since the request was sent.
    pub(crate) fn observe(
        &self,
        quota: &'static Quota,
        reported: &RateLimit,
        is_refused: bool,
        elapsed: Duration,
        now: SystemTime,
    ) {
        let delay = reported.delay(is_refused, now).filter(|_| is_refused);
        self.with(quota, now, |window| match delay {
            Some(delay) => window.block(delay, reported, self.shortest, now),
            None => window.observe(reported, self.shortest, elapsed, now),
        });
    }

    /// Returns the state of all quotas.
    pub(crate) fn statuses(&self, now: SystemTime) -> Vec<QuotaStatus> {
        let mut windows = self.lock();
        let current = windows.iter_mut().map(|window| {
            window.advance(now);
            window.status(now)
        });
        current.collect()
    }

    /// Returns the state of one quota.
    pub(crate) fn status(&self, quota: &'static Quota, now: SystemTime) -> Option<QuotaStatus> {
        self.with(quota, now, |window| window.status(now))
    }

    /// Returns the periods that have not ended.
    pub(crate) fn snapshot(&self, account: &str, now: SystemTime) -> QuotaSnapshot {
        let mut windows = self.lock();
        let saved = windows.iter_mut().filter_map(|window| {
            window.advance(now);
            window.save()
        });
        let others = self.others.iter().filter(|window| window.end > now).cloned();
        QuotaSnapshot::new(account, saved.chain(others).collect())
    }

    /// Restores the periods that have not ended. Fails if the snapshot is one of another account, or if a program has
    /// composed it with a name that no quota has.
    pub(crate) fn restore(
        &mut self,
        snapshot: &QuotaSnapshot,
        account: &str,
        now: SystemTime,
    ) -> Result<(), String> {
        if !snapshot.is_of(account) {
            return Err("the saved quotas are those of another account".to_owned());
        }
        let windows = self.windows.get_mut().unwrap_or_else(PoisonError::into_inner);
        for saved in snapshot.windows() {
            match windows.iter_mut().find(|window| window.quota.name == saved.name) {
                Some(window) => window.restore(saved, now),
                None if snapshot.is_bound() => self.others.push(saved.clone()),
                None => {
                    let names: Vec<&str> = windows.iter().map(|window| window.quota.name).collect();
                    let names = names.join("`, `");
                    return Err(format!("expected one of `{names}`, found `{}`", saved.name));
                }
            }
        }
        Ok(())
    }
}
