//! Values that `Debug` and errors do not show.

use std::fmt;

/// A value about a person or an account.
///
/// `Debug` shows `[redacted]`, and errors do not quote the value. It is sent and serialized as it is.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct Sensitive<T>(T);

impl<T> Sensitive<T> {
    pub(crate) fn inner_mut(&mut self) -> &mut T {
        &mut self.0
    }

    /// Returns the value.
    pub fn reveal(&self) -> &T {
        &self.0
    }

    /// Returns the value, without the wrapper.
    pub fn into_inner(self) -> T {
        self.0
    }
}

impl<T> fmt::Debug for Sensitive<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}

impl<T> From<T> for Sensitive<T> {
    fn from(value: T) -> Self {
        Self(value)
    }
}

impl From<&str> for Sensitive<String> {
    fn from(value: &str) -> Self {
        Self(value.to_owned())
    }
}
