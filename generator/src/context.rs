//! State shared by all passes of a run.

use crate::diagnostics::{Diagnostic, Diagnostics, Sink};
use crate::source::Sources;

/// The source files and the diagnostics of a run.
#[derive(Debug, Default)]
pub struct Context {
    /// The files of the spec.
    pub sources: Sources,
    /// The diagnostics found so far.
    pub sink: Sink,
}

impl Context {
    /// Adds a diagnostic, unless an equal one has been added before.
    pub fn report(&mut self, diagnostic: Diagnostic) {
        self.sink.report(diagnostic);
    }

    /// Returns the diagnostics found so far.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        self.sink.diagnostics()
    }

    /// Returns `value`, or all diagnostics if one of them is an error.
    pub fn finish<T>(&mut self, value: T) -> Result<T, Diagnostics> {
        self.sink.finish(value)
    }
}
