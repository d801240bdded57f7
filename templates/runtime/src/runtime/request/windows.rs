//! Validation of pairs of date parameters: both ends, their order, the span, and the age of the start.

use std::time::SystemTime;

use super::parts::RequestParts;
use crate::runtime::api::Window;
use crate::runtime::clock::unix_seconds;
use crate::runtime::wire::{DateTime, SECONDS_PER_DAY};

/// Returns the violations of the limits of date parameters.
pub(super) fn violations(parts: &RequestParts) -> Vec<String> {
    let mut violations = Vec::new();
    let hint = match parts.operation.paging {
        Some(_) => " (`items()` and `pages()` split one such range)",
        None => "",
    };
    for window in parts.operation.windows {
        let now = parts.core.clock.system_time();
        let (start, end) = (value(parts, window.start), value(parts, window.end));
        check(window, (start, end), now, hint, &mut violations);
    }
    violations
}

/// Returns the value of a query parameter, if it is not empty.
fn value<'a>(parts: &'a RequestParts, name: &str) -> Option<&'a str> {
    parts.query_values(name).next().filter(|value| !value.is_empty())
}

fn check(
    window: &Window,
    (start, end): (Option<&str>, Option<&str>),
    now: SystemTime,
    hint: &str,
    violations: &mut Vec<String>,
) {
    let (start_name, end_name) = (window.start, window.end);
    if window.needs_end && start.is_some() && end.is_none() {
        violations.push(format!("`{start_name}` requires `{end_name}`"));
    }
    if window.needs_start && end.is_some() && start.is_none() {
        violations.push(format!("`{end_name}` requires `{start_name}`"));
    }
    let (start, end) = (start.and_then(seconds), end.and_then(seconds));
    if let (Some(start), Some(end)) = (start, end) {
        let span = end.saturating_sub(start);
        if span < 0 {
            violations.push(format!("`{end_name}` is before `{start_name}`"));
        }
        if let Some(days) = window.days.filter(|days| span > i64::from(*days) * SECONDS_PER_DAY) {
            violations.push(format!(
                "expected at most {days} days from `{start_name}` to `{end_name}`, found {}{hint}",
                rounded_up(span)
            ));
        }
    }
    let age = start.map(|start| unix_seconds(now).saturating_sub(start));
    let limit = window
        .past_days
        .filter(|days| age.is_some_and(|age| age > i64::from(*days) * SECONDS_PER_DAY));
    if let (Some(age), Some(days)) = (age, limit) {
        violations.push(format!(
            "expected a `{start_name}` at most {days} days ago, found {}",
            rounded_up(age)
        ));
    }
}

/// Returns a time in Unix seconds. Text that is not a time is left to the service.
fn seconds(text: &str) -> Option<i64> {
    text.parse::<DateTime>().ok().map(DateTime::unix_timestamp)
}

/// Returns the number of days of a duration, a part of a day counting as one.
fn rounded_up(seconds: i64) -> String {
    format!("{} days", seconds.saturating_add(SECONDS_PER_DAY - 1) / SECONDS_PER_DAY)
}
