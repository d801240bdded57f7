//! The limiter that the clones of a client share.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use super::snapshot::{QuotaSnapshot, SavedWindow};
use super::status::QuotaStatus;
use crate::runtime::api::Quota;
use crate::runtime::http::RateLimit;

/// The quotas of an account.
///
/// A period starts with the first request after the previous one. The headers of responses correct the start, the
/// limit and the number of requests that are left.
#[derive(Debug)]
pub(crate) struct Limiter {
    windows: Mutex<Vec<Window>>,
}

/// Whether a request may be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Permit {
    /// It may be sent now, and is counted.
    Granted,
    /// It may be sent after this time.
    Denied(SystemTime),
}

/// The current period of a quota.
#[derive(Debug)]
struct Window {
    quota: &'static Quota,
    /// The number of requests that are allowed, as declared or as the service reports it.
    limit: Option<u64>,
    used: u64,
    /// The end of the period; `None` before the first request.
    end: Option<SystemTime>,
    /// No request is permitted before this time, because the service refused one.
    blocked: Option<SystemTime>,
}

impl Window {
    fn new(quota: &'static Quota) -> Self {
        Self { quota, limit: quota.limit.map(u64::from), used: 0, end: None, blocked: None }
    }

    fn period(&self) -> Duration {
        Duration::from_secs(self.quota.seconds.into())
    }

    /// Ends the period if its time has passed, or if the clock was set back.
    fn advance(&mut self, now: SystemTime) {
        let lasts = |end: SystemTime| end > now && end <= now + self.period();
        if !self.end.is_some_and(lasts) {
            (self.used, self.end) = (0, None);
        }
        self.blocked = self.blocked.filter(|until| *until > now);
    }

    fn remaining(&self) -> Option<u64> {
        self.limit.map(|limit| limit.saturating_sub(self.used))
    }

    fn count(&mut self, now: SystemTime) {
        self.used = self.used.saturating_add(1);
        self.end.get_or_insert(now + self.period());
    }

    fn status(&self) -> QuotaStatus {
        let blocked = self.blocked.is_some();
        QuotaStatus {
            name: self.quota.name,
            limit: self.limit,
            remaining: if blocked { Some(0) } else { self.remaining() },
            reset: self.blocked.or(self.end),
        }
    }
}

impl Limiter {
    /// Creates a limiter whose quotas are not used.
    pub(crate) fn new(quotas: &[&'static Quota]) -> Self {
        Self { windows: Mutex::new(quotas.iter().map(|quota| Window::new(quota)).collect()) }
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
        let permit = self.with(quota, now, |window| {
            if let Some(until) = window.blocked {
                return Permit::Denied(until);
            }
            if window.remaining() == Some(0) {
                return Permit::Denied(window.end.unwrap_or(now + window.period()));
            }
            window.count(now);
            Permit::Granted
        });
        permit.unwrap_or(Permit::Granted)
    }

    /// Counts a request that is sent whether the quota permits it or not.
    pub(crate) fn count(&self, quota: &'static Quota, now: SystemTime) {
        self.with(quota, now, |window| window.count(now));
    }

    /// Takes back the count of a request that the service did not receive.
    pub(crate) fn release(&self, quota: &'static Quota, now: SystemTime) {
        self.with(quota, now, |window| window.used = window.used.saturating_sub(1));
    }

    /// Corrects a quota by the headers of a response.
    ///
    /// Headers that name a period describe the quotas of that period. Others describe those of the shortest period.
    /// About the remaining quotas, they can only reduce the number of requests that are left.
    pub(crate) fn observe(&self, quota: &'static Quota, reported: &RateLimit, now: SystemTime) {
        let shortest = {
            let windows = self.lock();
            windows.iter().filter(|w| w.limit.is_some()).map(Window::period).min()
        };
        self.with(quota, now, |window| {
            let period = window.period();
            let is_described = match reported.period {
                Some(reported) => reported == period,
                None => shortest.is_none_or(|shortest| shortest == period),
            };
            if reported.period.is_some() && !is_described {
                return;
            }
            if let (Some(limit), true) = (reported.limit, is_described) {
                window.limit = Some(limit);
            }
            let end = reported.reset.map(|reset| now + reset.duration_from(now).min(period));
            if let Some(remaining) = reported.remaining {
                window.correct(remaining, end.filter(|end| *end > now), is_described);
            }
        });
    }

    /// Permits no request before a time, because the service refused one.
    pub(crate) fn block(&self, quota: &'static Quota, until: SystemTime, now: SystemTime) {
        self.with(quota, now, |window| {
            let latest = now + window.period();
            window.blocked = Some(until.min(latest)).max(window.blocked);
        });
    }

    /// Returns the state of all quotas.
    pub(crate) fn statuses(&self, now: SystemTime) -> Vec<QuotaStatus> {
        let mut windows = self.lock();
        let current = windows.iter_mut().map(|window| {
            window.advance(now);
            window.status()
        });
        current.collect()
    }

    /// Returns the state of one quota.
    pub(crate) fn status(&self, quota: &'static Quota, now: SystemTime) -> Option<QuotaStatus> {
        self.with(quota, now, |window| window.status())
    }

    /// Returns the periods that have not ended.
    pub(crate) fn snapshot(&self, now: SystemTime) -> QuotaSnapshot {
        let mut windows = self.lock();
        let saved = windows.iter_mut().filter_map(|window| {
            window.advance(now);
            let end = window.blocked.or(window.end)?;
            let used = if window.blocked.is_some() { u64::MAX } else { window.used };
            Some(SavedWindow { name: window.quota.name.to_owned(), used, end })
        });
        QuotaSnapshot::new(saved.collect())
    }

    /// Restores periods. What was counted since is kept if it is more.
    pub(crate) fn restore(&self, snapshot: &QuotaSnapshot, now: SystemTime) {
        let mut windows = self.lock();
        for saved in snapshot.windows() {
            if let Some(window) = windows.iter_mut().find(|w| w.quota.name == saved.name) {
                window.advance(now);
                window.used = window.used.saturating_add(saved.used);
                window.end = Some(saved.end).max(window.end);
                window.advance(now);
            }
        }
    }
}

impl Window {
    /// Corrects the number of requests that are left and the end of the period.
    ///
    /// Responses may arrive in another order than the service sent them, so within a period the number only falls.
    fn correct(&mut self, remaining: u64, end: Option<SystemTime>, is_described: bool) {
        let Some(limit) = self.limit else {
            return;
        };
        let reported = limit.saturating_sub(remaining);
        let is_new = match (self.end, end) {
            (Some(old), Some(new)) => new > old + Duration::from_secs(5),
            _ => false,
        };
        if is_described && is_new {
            self.used = reported;
        } else {
            self.used = self.used.max(reported);
        }
        if is_described {
            self.end = end.or(self.end);
        }
    }
}
