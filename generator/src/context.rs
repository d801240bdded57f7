//! What all passes share: the sources, for printing, and the diagnostics found so far.

use crate::diagnostics::{Diagnostic, Diagnostics, Severity};
use crate::source::Sources;

/// The state of a run.
#[derive(Debug, Default)]
pub struct Context {
    /// The files, as read.
    pub sources: Sources,
    diagnostics: Vec<Diagnostic>,
}

impl Context {
    /// Takes note of a diagnostic; the pass goes on.
    pub fn report(&mut self, diagnostic: Diagnostic) {
        if !self.diagnostics.contains(&diagnostic) {
            self.diagnostics.push(diagnostic);
        }
    }

    /// What was found so far.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }

    /// Ends a pass: hands `value` on, or everything found so far if that holds an error.
    pub fn finish<T>(&mut self, value: T) -> Result<T, Diagnostics> {
        if self.diagnostics.iter().any(|d| d.code.severity() == Severity::Error) {
            return Err(Diagnostics(std::mem::take(&mut self.diagnostics)));
        }
        Ok(value)
    }
}
