//! Conversions to and from [`SystemTime`].

use std::time::{Duration, SystemTime};

use super::super::{DateRangeError, DateTime};

/// Converts to UTC. A time outside of the years 1 to 9999 becomes [`DateTime::MIN`] or
/// [`DateTime::MAX`].
impl From<SystemTime> for DateTime {
    fn from(value: SystemTime) -> Self {
        match value.duration_since(SystemTime::UNIX_EPOCH) {
            Ok(since) => i64::try_from(since.as_secs())
                .ok()
                .and_then(|seconds| Self::from_instant(seconds, since.subsec_nanos(), 0))
                .unwrap_or(Self::MAX),
            Err(error) => before_epoch(error.duration()).unwrap_or(Self::MIN),
        }
    }
}

fn before_epoch(span: Duration) -> Option<DateTime> {
    let seconds = -i64::try_from(span.as_secs()).ok()?;
    match span.subsec_nanos() {
        0 => DateTime::from_instant(seconds, 0, 0),
        nanos => DateTime::from_instant(seconds - 1, 1_000_000_000 - nanos, 0),
    }
}

impl TryFrom<DateTime> for SystemTime {
    type Error = DateRangeError;

    fn try_from(value: DateTime) -> Result<Self, Self::Error> {
        let seconds = Duration::from_secs(value.unix_timestamp().unsigned_abs());
        let second = match value.unix_timestamp() {
            0.. => Self::UNIX_EPOCH.checked_add(seconds),
            _ => Self::UNIX_EPOCH.checked_sub(seconds),
        };
        let nanos = Duration::from_nanos(u64::from(value.subsec_nanos()));
        second
            .and_then(|second| second.checked_add(nanos))
            .ok_or_else(|| DateRangeError::new("a time in the range of `SystemTime`"))
    }
}
