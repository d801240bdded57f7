//! Counts of what is ignored or converted in a description, for one remark about all of it.

use indexmap::IndexMap;

use crate::context::Context;
use crate::diagnostics::{Code, Diagnostic};
use crate::inflect::first_names;
use crate::location::{FileId, Origin, Span};

/// The number of elements of each name, and where the first one is.
#[derive(Default)]
pub(super) struct Counts {
    names: IndexMap<String, usize>,
    first: Option<(FileId, Span)>,
}

impl Counts {
    pub(super) fn add(&mut self, name: &str, file: FileId, span: Span) {
        self.first.get_or_insert((file, span));
        *self.names.entry(name.to_owned()).or_default() += 1;
    }

    /// Returns the number of all elements.
    pub(super) fn total(&self) -> usize {
        self.names.values().sum()
    }

    /// Reports what was done with the most frequent names with their numbers at the first element, if there is one.
    pub(super) fn report(mut self, ctx: &mut Context, code: Code, action: &str) {
        let Some((file, span)) = self.first else { return };
        self.names.sort_by(|a, m, b, n| n.cmp(m).then_with(|| a.cmp(b)));
        let names = self.names.iter().map(|(name, count)| format!("`{name}` ({count})"));
        let message = format!("{action}: {}", first_names(names));
        ctx.report(Diagnostic::new(code, &Origin::root(file), message).span(span));
    }
}
