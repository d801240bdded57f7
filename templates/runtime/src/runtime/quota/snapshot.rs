//! The saved state of quotas.

use std::fmt;
use std::str::FromStr;
use std::time::{Duration, SystemTime};

use crate::runtime::position::{account_hash, parse_hash};

/// The state of all quotas of an account, to save and restore it.
///
/// A quota of ten requests a day stays ten a day if the program is restarted in between. `Display` and `FromStr`
/// convert to and from one line of text.
///
/// A snapshot of a client is bound to its account. Restoring it for another account is an error of `ClientBuilder::build`. A
/// line that a program composes without the hash of an account is valid for any account.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct QuotaSnapshot {
    /// The hash of the account, unless the snapshot is valid for any.
    account: Option<u64>,
    windows: Vec<SavedWindow>,
}

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
    /// Creates the snapshot of an account.
    pub(crate) fn new(account: &str, windows: Vec<SavedWindow>) -> Self {
        let account = (!windows.is_empty()).then(|| account_hash(account));
        Self { account, windows }
    }

    pub(crate) fn windows(&self) -> &[SavedWindow] {
        &self.windows
    }

    /// Returns `true` if the snapshot was made by a client, and not composed by a program.
    pub(crate) fn is_bound(&self) -> bool {
        self.account.is_some()
    }

    /// Returns `true` if the snapshot is one of this account, or of any.
    pub(crate) fn is_of(&self, account: &str) -> bool {
        self.account.is_none_or(|bound| bound == account_hash(account))
    }
}

/// Writes the hash of the account and a colon, and then `name=used@end`, separated by commas; `end` is a Unix timestamp.
/// `used/limit` has the limit if it is not the declared one, and `end!blocked` the time before which no request is
/// permitted. A snapshot without quotas is empty.
impl fmt::Display for QuotaSnapshot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(account) = self.account {
            write!(f, "{account:016x}:")?;
        }
        for (index, window) in self.windows.iter().enumerate() {
            let SavedWindow { name, used, limit, end, blocked } = window;
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
        let text = text.trim();
        let (account, text) = match text.split_once(':') {
            Some((account, rest)) => (Some(parse_hash(account).ok_or(InvalidSnapshot)?), rest),
            None => (None, text),
        };
        let windows = text.split(',').filter(|window| !window.is_empty()).map(saved_window);
        let windows = windows.collect::<Option<_>>().ok_or(InvalidSnapshot)?;
        Ok(Self { account, windows })
    }
}

fn saved_window(text: &str) -> Option<SavedWindow> {
    let (name, rest) = text.split_once('=')?;
    if name.is_empty() || name.contains(':') {
        return None;
    }
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
