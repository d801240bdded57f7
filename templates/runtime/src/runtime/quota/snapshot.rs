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
    pub(crate) end: SystemTime,
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

/// Writes `name=used@end`, separated by commas; `end` is a Unix timestamp.
impl fmt::Display for QuotaSnapshot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, SavedWindow { name, used, end }) in self.0.iter().enumerate() {
            let comma = if index == 0 { "" } else { "," };
            let end = end.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
            // a part of a second counts as a whole one, so that the period does not end early
            let seconds = end.as_secs() + u64::from(end.subsec_nanos() > 0);
            write!(f, "{comma}{name}={used}@{seconds}")?;
        }
        Ok(())
    }
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
    let end = SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(end.parse().ok()?))?;
    Some(SavedWindow { name: name.to_owned(), used: used.parse().ok()?, end })
}

impl fmt::Display for InvalidSnapshot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("expected the saved state of quotas, such as `default=12@1798761600`")
    }
}

impl std::error::Error for InvalidSnapshot {}
