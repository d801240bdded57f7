//! The diagnostics of a part of the document, so that parts can be read at the same time.

use crate::context::{Context, Dialect};
use crate::diagnostics::{Diagnostic, Sink};
use crate::location::{FileId, Origin};
use crate::source::{Node, Sources};

/// The files of the spec, and what was found in a part of them.
pub(super) struct Loading<'a> {
    pub(super) sources: &'a Sources,
    pub(super) dialect: Dialect,
    /// What the passes before found.
    before: &'a Sink,
    sink: Sink,
}

/// A part of a file, and what was found in it.
pub(super) type Loaded<T> = (T, Vec<Diagnostic>);

impl<'a> Loading<'a> {
    /// Creates the state before the first part.
    pub(super) fn new(ctx: &'a Context) -> Self {
        let (sources, before) = (&ctx.sources, &ctx.sink);
        Self { sources, dialect: ctx.dialect, before, sink: Sink::default() }
    }

    /// Adds a diagnostic.
    pub(super) fn report(&mut self, diagnostic: Diagnostic) {
        self.sink.report(diagnostic);
    }

    /// Returns `true` if there is a diagnostic about the node at `origin` or a node in it.
    pub(super) fn has_found_in(&self, origin: &Origin) -> bool {
        self.before.has_found_in(origin) || self.sink.has_found_in(origin)
    }

    /// Reads a part of the tree of a file, which is not changed by what was found in others.
    pub(super) fn load_tree<T: Default>(
        &self,
        file: FileId,
        read: fn(&mut Loading<'a>, &Origin, &Node) -> T,
    ) -> Loaded<T> {
        let (sources, before) = (self.sources, self.before);
        let mut own = Loading { sources, dialect: self.dialect, before, sink: Sink::default() };
        let tree = sources.tree(file);
        let value = tree.map(|tree| read(&mut own, &Origin::root(file), &tree));
        (value.unwrap_or_default(), own.finish())
    }

    /// Adds the diagnostics of a part, and returns its value.
    pub(super) fn merge<T>(&mut self, (value, found): Loaded<T>) -> T {
        found.into_iter().for_each(|diagnostic| self.report(diagnostic));
        value
    }

    /// Returns what was found.
    pub(super) fn finish(self) -> Vec<Diagnostic> {
        self.sink.diagnostics().to_vec()
    }
}
