//! State shared by all passes of a run.

use crate::diagnostics::{Diagnostic, Diagnostics, LeftOut, Sink};
use crate::source::Sources;

/// The source files and the diagnostics of a run.
#[derive(Debug, Default)]
pub struct Context {
    /// The files of the spec.
    pub sources: Sources,
    /// The diagnostics found so far.
    pub sink: Sink,
    /// The origin of the description.
    pub dialect: Dialect,
    /// The elements that were left out, because they are not supported.
    pub left_out: Vec<LeftOut>,
}

/// What is known about the author of a description.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Dialect {
    /// `true` if it is not written for this generator: the root declares no `x-client`. Names are then adjusted where
    /// necessary, and missing examples, descriptions and keys are not reported.
    pub is_foreign: bool,
    /// `true` if it is written in OpenAPI 3.1.
    pub is_newer: bool,
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

    /// Removes the trees of the files, after setting the byte ranges of the diagnostics found so far.
    pub fn remove_trees(&mut self) {
        self.sink.locate(&self.sources);
        self.sources.remove_trees();
    }

    /// Returns `value`, or all diagnostics if one of them is an error.
    pub fn finish<T>(&mut self, value: T) -> Result<T, Diagnostics> {
        self.sink.finish(value)
    }
}
