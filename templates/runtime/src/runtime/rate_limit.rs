//! What an answer says about the quota it counted against.

use std::time::{Duration, SystemTime};

use http::HeaderMap;

use crate::runtime::description::RateLimitHeaders;
use crate::runtime::wire::parse_http_date;

/// A reset above this many seconds is a point in time: no span of a quota lasts thirty years.
const EPOCH: u64 = 1_000_000_000;

/// What the headers of an answer say about the quota; all of it may be missing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct RateLimit {
    /// How much is allowed within the span.
    pub limit: Option<u64>,
    /// How much is left of it.
    pub remaining: Option<u64>,
    /// When the span ends.
    pub reset: Option<Moment>,
    /// How long to wait before the next request.
    pub wait: Option<Moment>,
}

/// A moment to come, as the service put it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    /// So long after the answer.
    In(Duration),
    /// At this time.
    At(SystemTime),
}

impl Moment {
    /// How long it is until then, seen from `now`; nothing when it has passed.
    pub fn after(self, now: SystemTime) -> Duration {
        match self {
            Moment::In(span) => span,
            Moment::At(time) => time.duration_since(now).unwrap_or_default(),
        }
    }
}

impl RateLimit {
    /// Reads the headers of an answer. What cannot be read counts as missing.
    pub(crate) fn read(headers: &HeaderMap, names: &RateLimitHeaders) -> Self {
        let number = |names| text(headers, names).and_then(|text| text.parse().ok());
        Self {
            limit: number(names.limit),
            remaining: number(names.remaining),
            reset: text(headers, names.reset).and_then(moment),
            wait: text(headers, names.wait).and_then(moment),
        }
    }
}

/// The first of these headers that is there, up to the first comma or semicolon: some send
/// `100, 100;w=3600`.
fn text<'a>(headers: &'a HeaderMap, names: &[&str]) -> Option<&'a str> {
    let value = names.iter().find_map(|name| headers.get(*name))?.to_str().ok()?.trim();
    // a date has a comma of its own
    if value.starts_with(|first: char| first.is_ascii_alphabetic()) {
        return Some(value);
    }
    value.split([',', ';']).next().map(str::trim)
}

/// Seconds, a point in time in seconds, or an HTTP date.
fn moment(text: &str) -> Option<Moment> {
    if let Some(date) = parse_http_date(text) {
        return SystemTime::try_from(date).ok().map(Moment::At);
    }
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let seconds: u64 = whole.parse().ok()?;
    if !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    if seconds > EPOCH {
        // some count in milliseconds
        let seconds = if seconds > 100 * EPOCH { seconds / 1000 } else { seconds };
        return SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(seconds)).map(Moment::At);
    }
    // waiting a little too long is better than a little too short
    let begun = u64::from(fraction.bytes().any(|byte| byte != b'0'));
    Some(Moment::In(Duration::from_secs(seconds + begun)))
}
