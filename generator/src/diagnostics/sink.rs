//! The diagnostics found so far in a run.

use super::{Diagnostic, Diagnostics, Severity};

/// Collects diagnostics.
#[derive(Debug, Default)]
pub struct Sink {
    found: Vec<Diagnostic>,
}

impl Sink {
    /// Adds a diagnostic, unless an equal one has been added before.
    pub fn report(&mut self, diagnostic: Diagnostic) {
        if !self.found.contains(&diagnostic) {
            self.found.push(diagnostic);
        }
    }

    /// Returns the diagnostics found so far.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.found
    }

    /// Returns `value`, or all diagnostics if one of them is an error.
    pub fn finish<T>(&mut self, value: T) -> Result<T, Diagnostics> {
        if self.found.iter().any(|d| d.severity == Severity::Error) {
            return Err(Diagnostics(std::mem::take(&mut self.found)));
        }
        Ok(value)
    }
}
