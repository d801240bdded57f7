//! Rate-limit headers of responses.

use std::time::{Duration, SystemTime};

use http::HeaderMap;

use crate::runtime::api::RateLimitHeaders;
use crate::runtime::wire::parse_http_date;

/// A reset above this number of seconds is a Unix timestamp.
const EPOCH: u64 = 1_000_000_000;

/// The quota as the headers of a response report it; every value may be missing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct RateLimit {
    /// The number of requests that are allowed.
    pub limit: Option<u64>,
    /// The number of requests that are left.
    pub remaining: Option<u64>,
    /// When the quota is reset.
    pub reset: Option<RetryAfter>,
    /// When the next request is allowed.
    pub retry_after: Option<RetryAfter>,
}

/// A point in time in a header, as a delay or a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RetryAfter {
    /// A delay after the response.
    Delay(Duration),
    /// A point in time.
    At(SystemTime),
}

impl RetryAfter {
    /// Returns the duration from `now`; zero if the time has passed.
    pub fn duration_from(self, now: SystemTime) -> Duration {
        match self {
            RetryAfter::Delay(span) => span,
            RetryAfter::At(time) => time.duration_since(now).unwrap_or_default(),
        }
    }
}

impl RateLimit {
    /// Parses the headers of a response. A value that cannot be parsed counts as missing.
    pub(crate) fn parse(headers: &HeaderMap, names: &RateLimitHeaders) -> Self {
        let number = |names| text(headers, names).and_then(|text| text.parse().ok());
        Self {
            limit: number(names.limit),
            remaining: number(names.remaining),
            reset: text(headers, names.reset).and_then(parse_time),
            retry_after: text(headers, names.wait).and_then(parse_time),
        }
    }
}

/// Returns the first of these headers that is present, up to the first comma or semicolon, as in
/// `100, 100;w=3600`.
fn text<'a>(headers: &'a HeaderMap, names: &[&str]) -> Option<&'a str> {
    let value = names.iter().find_map(|name| headers.get(*name))?.to_str().ok()?.trim();
    // a date contains a comma
    if value.starts_with(|first: char| first.is_ascii_alphabetic()) {
        return Some(value);
    }
    value.split([',', ';']).next().map(str::trim)
}

/// Parses seconds, a Unix timestamp, or an HTTP date.
fn parse_time(text: &str) -> Option<RetryAfter> {
    if let Some(date) = parse_http_date(text) {
        return SystemTime::try_from(date).ok().map(RetryAfter::At);
    }
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let seconds: u64 = whole.parse().ok()?;
    if !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    if seconds > EPOCH {
        // some services use milliseconds
        let seconds = if seconds > 100 * EPOCH { seconds / 1000 } else { seconds };
        return SystemTime::UNIX_EPOCH
            .checked_add(Duration::from_secs(seconds))
            .map(RetryAfter::At);
    }
    // a fraction is rounded up
    let begun = u64::from(fraction.bytes().any(|byte| byte != b'0'));
    Some(RetryAfter::Delay(Duration::from_secs(seconds + begun)))
}
