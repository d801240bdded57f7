//! A point in time, or a keyword in place of one.

use super::date_time::DateTime;

/// A point in time, or a keyword that the service accepts in its place, such as `NOW`.
///
/// A text that is neither is an error before the request is sent, unless `skip_validation` is set.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum DateTimeOrKeyword {
    /// A point in time.
    At(DateTime),
    /// A keyword. It is sent as it is.
    Keyword(String),
}

impl From<DateTime> for DateTimeOrKeyword {
    fn from(value: DateTime) -> Self {
        Self::At(value)
    }
}

impl From<&str> for DateTimeOrKeyword {
    fn from(value: &str) -> Self {
        Self::Keyword(value.to_owned())
    }
}

impl From<String> for DateTimeOrKeyword {
    fn from(value: String) -> Self {
        Self::Keyword(value)
    }
}
