//! The current period of a quota.

use std::time::{Duration, SystemTime};

use super::snapshot::SavedWindow;
use super::status::QuotaStatus;
use crate::runtime::api::Quota;
use crate::runtime::http::RateLimit;

/// How much later the reported end of a period can be before it counts as the end of a new period. Services report
/// whole seconds, and responses are delayed.
const TOLERANCE: Duration = Duration::from_secs(5);

/// The current period of a quota.
pub(super) struct Window {
    pub(super) quota: &'static Quota,
    /// The number of periods that have ended.
    pub(super) number: u64,
    /// The number of requests that are allowed, as declared or as the service reports it.
    pub(super) limit: Option<u64>,
    /// A higher limit in headers that may be about another quota. It is shown until the period ends, and permits nothing.
    doubtful_limit: Option<u64>,
    pub(super) used: u64,
    /// The end of the period; `None` before the first request.
    end: Option<SystemTime>,
    /// No request is permitted before this time, because the service refused one.
    pub(super) blocked: Option<SystemTime>,
}

impl Window {
    pub(super) fn new(quota: &'static Quota) -> Self {
        let limit = quota.limit.map(u64::from);
        Self { quota, number: 0, limit, doubtful_limit: None, used: 0, end: None, blocked: None }
    }

    pub(super) fn period(&self) -> Duration {
        Duration::from_secs(self.quota.seconds.into())
    }

    /// Ends the period if its time has passed.
    pub(super) fn advance(&mut self, now: SystemTime) {
        // a clock that was set back does not make the period longer
        let latest = later(now, self.period());
        let current = |time: &SystemTime| *time > now;
        self.blocked = self.blocked.filter(current).map(|until| until.min(latest));
        if let Some(end) = self.end {
            if current(&end) {
                self.end = Some(end.min(latest));
            } else {
                (self.used, self.end, self.doubtful_limit) = (0, None, None);
                self.number = self.number.wrapping_add(1);
            }
        }
    }

    fn remaining(&self) -> Option<u64> {
        self.limit.map(|limit| limit.saturating_sub(self.used))
    }

    /// Returns the time from which a request is permitted; `None` if one is permitted now. A limit that only headers
    /// report permits any number of requests, because it may be that of another quota.
    pub(super) fn denied_until(&self, now: SystemTime) -> Option<SystemTime> {
        let is_used_up = self.quota.limit.is_some() && self.remaining() == Some(0);
        let end = is_used_up.then(|| self.end.unwrap_or_else(|| later(now, self.period())));
        end.max(self.blocked)
    }

    /// Counts a request. Returns the number of the period.
    pub(super) fn count(&mut self, now: SystemTime) -> u64 {
        self.used = self.used.saturating_add(1);
        self.end.get_or_insert(later(now, self.period()));
        self.number
    }

    /// Takes back the count of a request that was not sent. A period does not begin with it.
    pub(super) fn release(&mut self, counted_at: SystemTime, now: SystemTime) {
        self.used = self.used.saturating_sub(1);
        if self.end == Some(later(counted_at, self.period())) {
            self.end = (self.used > 0).then(|| later(now, self.period()));
        }
    }

    pub(super) fn status(&self, now: SystemTime) -> QuotaStatus {
        let denied = self.denied_until(now);
        QuotaStatus {
            name: self.quota.name,
            limit: self.doubtful_limit.or(self.limit),
            remaining: if denied.is_some() { Some(0) } else { self.remaining() },
            reset: denied.or(self.end),
        }
    }

    /// Corrects the period by the headers of a response.
    ///
    /// Headers that are about another quota are ignored. If this cannot be determined, they can only reduce the number
    /// of requests that are left. `elapsed` is the time since the request was sent.
    pub(super) fn observe(
        &mut self,
        reported: &RateLimit,
        shortest: Option<Duration>,
        elapsed: Duration,
        now: SystemTime,
    ) {
        let reset = reported.reset.map(|reset| reset.duration_from(now));
        let is_described = self.is_described(reported, reset, shortest);
        let is_unknown = reported.period.is_none() && reported.limit.is_none();
        // headers of a period that has ended
        let is_old = reset.is_some_and(|reset| reset.is_zero());
        if is_old || !(is_described || is_unknown) {
            return;
        }
        let is_certain = self.is_certain(reported, shortest);
        if is_described {
            self.correct_limit(reported.limit, is_certain);
        }
        if let Some(remaining) = reported.remaining {
            let end = reset.map(|reset| later(now, reset.min(self.period())));
            let tolerance = is_certain.then(|| TOLERANCE.saturating_add(elapsed));
            self.correct(remaining, end.filter(|_| is_described), tolerance);
        }
    }

    /// Returns `true` if headers can increase what is left: if their names state this period, or they state none and no
    /// other quota has a shorter one.
    fn is_certain(&self, reported: &RateLimit, shortest: Option<Duration>) -> bool {
        let period = self.period();
        reported.period == Some(period) || shortest.is_none_or(|shortest| shortest >= period)
    }

    /// Returns `true` if headers describe this quota: if their names state its period, or if they state none, and its
    /// limit or its end are reported, or it has the shortest period.
    fn is_described(
        &self,
        reported: &RateLimit,
        reset: Option<Duration>,
        shortest: Option<Duration>,
    ) -> bool {
        let period = self.period();
        if let Some(reported) = reported.period {
            return reported == period;
        }
        let is_shortest = shortest.is_none_or(|shortest| shortest >= period);
        let has_limit = reported.limit.is_some() && reported.limit == self.limit;
        // twice, because the clocks of the client and the service may differ
        let exceeds = |period: Duration| reset.is_some_and(|reset| reset > 2 * period);
        has_limit || is_shortest || shortest.is_some_and(exceeds)
    }

    /// Refuses all requests for a time, because the service refused one. The requests of the period stay counted; its end
    /// is corrected if the response reports it.
    pub(super) fn block(
        &mut self,
        delay: Duration,
        reported: &RateLimit,
        shortest: Option<Duration>,
        now: SystemTime,
    ) {
        let bounded = |duration: Duration| later(now, duration.min(self.period()));
        let until = bounded(delay);
        let reset = reported.reset.map(|reset| reset.duration_from(now));
        let is_described = self.is_described(reported, reset, shortest);
        let end = reset.filter(|reset| is_described && !reset.is_zero()).map(bounded);
        self.blocked = self.blocked.max(Some(until));
        self.end = end.or(self.end);
        if is_described {
            self.correct_limit(reported.limit, self.is_certain(reported, shortest));
        }
    }

    fn correct_limit(&mut self, reported: Option<u64>, is_certain: bool) {
        // no service has a limit of 0: its headers are wrong
        let Some(limit) = reported.filter(|limit| *limit > 0) else { return };
        let is_higher = self.limit.is_some_and(|known| limit > known);
        match is_higher && !is_certain {
            true => self.doubtful_limit = Some(limit),
            false => (self.limit, self.doubtful_limit) = (Some(limit), None),
        }
    }

    /// Corrects the number of requests that are left and the end of the period.
    ///
    /// Responses may arrive in another order than the service sent them, so within a period the number only falls. An end
    /// that is later than the known one by more than `tolerance` is that of a new period.
    fn correct(&mut self, remaining: u64, end: Option<SystemTime>, tolerance: Option<Duration>) {
        let Some(limit) = self.limit else {
            return;
        };
        let reported = limit.saturating_sub(remaining);
        let (Some(old), Some(new)) = (self.end, end) else {
            self.used = self.used.max(reported);
            self.end = self.end.or(end);
            return;
        };
        if tolerance.is_some_and(|tolerance| new > later(old, tolerance)) {
            self.number = self.number.wrapping_add(1);
            (self.used, self.end) = (reported, Some(new));
        } else {
            (self.used, self.end) = (self.used.max(reported), Some(old.min(new)));
        }
    }

    /// Returns the state to be saved, if there is any.
    pub(super) fn save(&self) -> Option<SavedWindow> {
        let end = self.end.or(self.blocked)?;
        let declared = self.quota.limit.map(u64::from);
        Some(SavedWindow {
            name: self.quota.name.to_owned(),
            used: self.used,
            limit: self.limit.filter(|_| self.limit != declared),
            end,
            blocked: self.blocked,
        })
    }

    /// Restores a saved state, unless its period has ended.
    pub(super) fn restore(&mut self, saved: &SavedWindow, now: SystemTime) {
        if saved.end > now {
            self.used = self.used.max(saved.used);
            self.limit = saved.limit.filter(|limit| *limit > 0).or(self.limit);
            self.end = self.end.max(Some(saved.end));
        }
        self.blocked = self.blocked.max(saved.blocked);
        self.advance(now);
    }
}

/// Returns the time after a duration, or `time` if there is no such time.
fn later(time: SystemTime, duration: Duration) -> SystemTime {
    time.checked_add(duration).unwrap_or(time)
}
