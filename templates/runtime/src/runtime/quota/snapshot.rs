//! The saved state of quotas.

use std::fmt;
use std::str::FromStr;
use std::time::{Duration, SystemTime};

/// The state of all quotas of an account, to save and restore it.
///
/// A quota of ten requests a day stays ten a day if the program is restarted in between. `Display` and `FromStr`
/// convert to and from one line of text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct QuotaSnapshot(Vec<SavedWindow>);

/// The number of requests that were sent in a period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SavedWindow {
    pub(crate) name: String,
    pub(crate) used: u64,
    /// The limit, if it is not the declared one.
    pub(crate) limit: Option<u64>,
    pub(crate) end: SystemTime,
    /// No request is permitted before this time.
    pub(crate) blocked: Option<SystemTime>,
}

/// The error for text that is not a [`QuotaSnapshot`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvalidSnapshot;

impl QuotaSnapshot {
    pub(crate) fn new(windows: Vec<SavedWindow>) -> Self {
        Self(windows)
    }

    pub(crate) fn windows(&self) -> &[SavedWindow] {
        &self.0
    }
}

/// Writes `name=used@end`, separated by commas; `end` is a Unix timestamp. `used/limit` has the limit if it is not the
/// declared one, and `end!blocked` the time before which no request is permitted.
impl fmt::Display for QuotaSnapshot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, SavedWindow { name, used, limit, end, blocked }) in self.0.iter().enumerate() {
            let comma = if index == 0 { "" } else { "," };
            write!(f, "{comma}{name}={used}")?;
            if let Some(limit) = limit {
                write!(f, "/{limit}")?;
            }
            write!(f, "@{}", timestamp(*end))?;
            if let Some(blocked) = blocked {
                write!(f, "!{}", timestamp(*blocked))?;
            }
        }
        Ok(())
    }
}

/// Returns the Unix timestamp. A part of a second counts as a whole one, so that the period does not end early.
fn timestamp(time: SystemTime) -> u64 {
    let since = time.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    since.as_secs().saturating_add(u64::from(since.subsec_nanos() > 0))
}

impl FromStr for QuotaSnapshot {
    type Err = InvalidSnapshot;

    fn from_str(text: &str) -> Result<Self, InvalidSnapshot> {
        let windows = text.trim().split(',').filter(|window| !window.is_empty());
        windows.map(saved_window).collect::<Option<_>>().map(Self).ok_or(InvalidSnapshot)
    }
}

fn saved_window(text: &str) -> Option<SavedWindow> {
    let (name, rest) = text.split_once('=')?;
    let (used, end) = rest.split_once('@')?;
    let (used, limit) = optional(used, '/');
    let (end, blocked) = optional(end, '!');
    Some(SavedWindow {
        name: name.to_owned(),
        used: used.parse().ok()?,
        limit: limit.map(str::parse).transpose().ok()?,
        end: time(end)?,
        blocked: match blocked {
            Some(text) => Some(time(text)?),
            None => None,
        },
    })
}

/// Splits a string into a value and the optional one after the separator.
fn optional(text: &str, separator: char) -> (&str, Option<&str>) {
    text.split_once(separator).map_or((text, None), |(first, second)| (first, Some(second)))
}

fn time(timestamp: &str) -> Option<SystemTime> {
    SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(timestamp.parse().ok()?))
}

impl fmt::Display for InvalidSnapshot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("expected the saved state of quotas, such as `default=12@1798761600`")
    }
}

impl std::error::Error for InvalidSnapshot {}
