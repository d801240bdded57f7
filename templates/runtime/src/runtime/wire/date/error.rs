//! Errors of parsing and converting dates.

use std::error::Error;
use std::fmt;

/// How many characters of a rejected string a message quotes.
const QUOTED: usize = 40;

/// A string that is no date, or no date and time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParseDateError {
    expected: &'static str,
    found: Box<str>,
}

impl ParseDateError {
    /// Returns the error for a string; only its start is kept.
    #[cold]
    pub(super) fn new(expected: &'static str, found: &str) -> Self {
        let found = match found.char_indices().nth(QUOTED) {
            Some((end, _)) => format!("{}…", found.get(..end).unwrap_or_default()).into(),
            None => found.into(),
        };
        Self { expected, found }
    }
}

impl fmt::Display for ParseDateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "expected {}, found ", self.expected)?;
        match &*self.found {
            "" => f.write_str("an empty string"),
            found => write!(f, "`{}`", found.escape_debug()),
        }
    }
}

impl Error for ParseDateError {}

/// A date or time that the target type of a conversion cannot represent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DateRangeError {
    expected: &'static str,
}

impl DateRangeError {
    /// Returns the error for a value out of the expected range.
    pub(super) fn new(expected: &'static str) -> Self {
        Self { expected }
    }
}

impl fmt::Display for DateRangeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "expected {}", self.expected)
    }
}

impl Error for DateRangeError {}
