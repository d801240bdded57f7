//! The content of an enum's `Unknown` variant.

use std::fmt;

/// A value that an enum does not list, as the service sent it.
///
/// Only the enum creates it, from strings that it does not list, so equal strings are always the same variant.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct UnknownValue(Box<str>);

impl UnknownValue {
    /// Creates the value for a string that is not listed.
    pub(crate) fn new(text: &str) -> Self {
        Self(text.into())
    }

    /// Returns the value as it is on the wire.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for UnknownValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
