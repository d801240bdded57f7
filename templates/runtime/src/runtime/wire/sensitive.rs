//! Values that must not be shown by accident.

use std::fmt;

use super::fault::Fault;
use super::raw::Raw;
use super::report::Context;
use super::slot::{Element, Put};
use super::view::View;

/// A value about a person or an account: `Debug` shows `[redacted]`, errors about it do not quote it.
/// It travels as it is.
#[derive(Clone, PartialEq)]
pub struct Sensitive<T>(T);

impl<T> Sensitive<T> {
    /// The value.
    pub fn reveal(&self) -> &T {
        &self.0
    }

    /// The value.
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

impl<T: Put> Put for Sensitive<T> {
    fn view(&self) -> View<'_> {
        View::Sensitive(&self.0)
    }
}

impl<T: Element> Element for Sensitive<T> {
    fn blank() -> Self {
        Self(T::blank())
    }

    fn fill(&mut self, raw: Raw<'_>, cx: &mut Context) -> Result<bool, Fault> {
        self.0.fill(raw, cx).map_err(Fault::redacted)
    }
}
