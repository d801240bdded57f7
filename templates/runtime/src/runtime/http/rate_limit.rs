//! Rate-limit headers of responses.

use std::time::{Duration, SystemTime};

use http::{HeaderMap, HeaderValue};

use crate::runtime::api::RateLimitHeaders;
use crate::runtime::wire::parse_http_date;

/// A reset above this number of seconds is a Unix timestamp.
const EPOCH: u64 = 1_000_000_000;

/// The delay for a number of seconds that has more than 64 bits.
const TOO_LONG: Duration = Duration::from_secs(EPOCH);

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
    /// The period of the quota, if the names of the headers state it, as in `X-RateLimit-Limit-hour`.
    pub period: Option<Duration>,
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
    ///
    /// If a header is present in several spellings, the one with this period in its name takes precedence.
    pub(crate) fn parse(headers: &HeaderMap, names: &RateLimitHeaders, period: Duration) -> Self {
        let headers = &HeaderIndex::new(headers);
        let find = |names| text(headers, names, period);
        let number = |(_, text): (_, &str)| text.parse().ok();
        let time = |(_, text): (_, &str)| parse_time(text);
        let (limit, remaining) = (find(names.limit), find(names.remaining));
        let combined = Combined::parse(headers, names.combined);
        Self {
            limit: limit.and_then(number).or(combined.limit),
            remaining: remaining.and_then(number).or(combined.remaining),
            reset: find(names.reset).and_then(time).or(combined.reset),
            retry_after: find(names.wait).and_then(time),
            period: remaining.or(limit).and_then(|(name, _)| period_of(name)),
        }
    }

    /// Returns the delay that the service asks for before the next request: the one of `Retry-After`, or the reset of the
    /// quota if the request was refused because of it.
    pub(crate) fn delay(&self, is_refused: bool, now: SystemTime) -> Option<Duration> {
        let reset = self.reset.filter(|_| is_refused);
        self.retry_after.or(reset).map(|time| time.duration_from(now))
    }
}

/// The values of a header that has all of them.
#[derive(Clone, Copy, Default)]
struct Combined {
    limit: Option<u64>,
    remaining: Option<u64>,
    reset: Option<RetryAfter>,
}

impl Combined {
    /// Parses the first of these headers that is present: `"default";r=50;t=30`, or `limit=100, remaining=50, reset=30` of
    /// an older draft. Of several quotas, the one with the fewest requests left is used.
    fn parse(headers: &HeaderIndex<'_>, names: &[&str]) -> Self {
        let header = names.iter().find_map(|name| headers.find(name));
        let Some(text) = header.and_then(|value| value.to_str().ok()) else {
            return Self::default();
        };
        let mut tightest = Self::default();
        let mut current = Self::default();
        for item in text.split(',') {
            // in the older form, each item is one of the values
            if item.contains('"') {
                current = Self::default();
            }
            for (name, value) in item.split(';').filter_map(|parameter| parameter.split_once('=')) {
                let value = value.trim();
                match name.trim() {
                    "q" | "limit" => current.limit = value.parse().ok(),
                    "r" | "remaining" => current.remaining = value.parse().ok(),
                    "t" | "reset" => current.reset = parse_time(value),
                    _ => {}
                }
            }
            let is_tighter = current.remaining <= tightest.remaining;
            if tightest.remaining.is_none() || current.remaining.is_some() && is_tighter {
                tightest = current;
            }
        }
        tightest
    }
}

/// Returns one of these headers: the one with this period in its name, or the first that is present. The result is its
/// name, and its value up to the first comma or semicolon, as in `100, 100;w=3600`.
fn text<'a>(
    headers: &HeaderIndex<'a>,
    names: &[&'static str],
    period: Duration,
) -> Option<(&'static str, &'a str)> {
    let mut present = names.iter().filter_map(|name| Some((*name, headers.find(name)?)));
    let first = present.next()?;
    let is_named = |name| period_of(name) == Some(period);
    let named = if is_named(first.0) { None } else { present.find(|(name, _)| is_named(name)) };
    let (name, value) = named.unwrap_or(first);
    let value = value.to_str().ok()?.trim_ascii();
    // a date contains a comma
    let is_date = value.as_bytes().first().is_some_and(u8::is_ascii_alphabetic);
    let end = value.bytes().position(|byte| !is_date && matches!(byte, b',' | b';'));
    Some((name, end.and_then(|end| value.get(..end)).unwrap_or(value).trim_ascii_end()))
}

/// The headers of a response, and the set of the lengths of their names, which excludes most names that are not present.
struct HeaderIndex<'a> {
    headers: &'a HeaderMap,
    lengths: u64,
}

impl<'a> HeaderIndex<'a> {
    fn new(headers: &'a HeaderMap) -> Self {
        let lengths = headers.keys().fold(0, |all, name| all | Self::length(name.as_str()));
        Self { headers, lengths }
    }

    /// Returns the length of a name as a set. Long names share an element.
    fn length(name: &str) -> u64 {
        1 << name.len().min(63)
    }

    /// Returns the value of a header. Responses have few headers, so comparing lengths is faster than hashing the name.
    fn find(&self, name: &str) -> Option<&'a HeaderValue> {
        if self.lengths & Self::length(name) == 0 {
            return None;
        }
        let mut headers = self.headers.iter();
        headers.find(|(known, _)| known.as_str().eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }
}

/// Returns the period that the name of a header ends with.
fn period_of(name: &str) -> Option<Duration> {
    let unit = name.bytes().rposition(|byte| byte == b'-')?;
    let seconds = match name.get(unit + 1..)? {
        unit if unit.eq_ignore_ascii_case("second") => 1,
        unit if unit.eq_ignore_ascii_case("minute") => 60,
        unit if unit.eq_ignore_ascii_case("hour") => 60 * 60,
        unit if unit.eq_ignore_ascii_case("day") => 24 * 60 * 60,
        _ => return None,
    };
    Some(Duration::from_secs(seconds))
}

/// Parses seconds, a Unix timestamp, or an HTTP date.
fn parse_time(text: &str) -> Option<RetryAfter> {
    if let Some(date) = parse_http_date(text) {
        return SystemTime::try_from(date).ok().map(RetryAfter::At);
    }
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let is_number = !whole.is_empty() && whole.bytes().all(|byte| byte.is_ascii_digit());
    if !is_number || !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let Ok(seconds) = whole.parse::<u64>() else { return Some(RetryAfter::Delay(TOO_LONG)) };
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
