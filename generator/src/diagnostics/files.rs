//! Access to the files that diagnostics refer to.

use super::Diagnostic;
use crate::location::{FileId, Origin, Position, Span};

/// The paths, texts and positions that diagnostics are rendered with.
pub trait Files {
    /// Returns the path of a file relative to the spec folder, or `None` if there is no such file.
    fn path(&self, file: FileId) -> Option<&str>;

    /// Returns the path of the spec folder in messages: empty, or with a `/` at the end.
    fn prefix(&self) -> &str;

    /// Returns the file that contains a byte range of the tree of a file, and the range in it. The tree may have nodes of
    /// other files.
    fn locate(&self, file: FileId, span: Span) -> (FileId, Span);

    /// Returns the text of a file; empty if it could not be read.
    fn text(&self, file: FileId) -> &str;

    /// Returns the line and column of a byte offset.
    fn position(&self, file: FileId, offset: usize) -> Position;

    /// Returns the byte range to underline for a node.
    fn span(&self, origin: &Origin) -> Span;
}

/// A byte range of a file of the spec, with its lines and columns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Region {
    pub(super) file: FileId,
    /// The path relative to the spec folder.
    pub(super) path: String,
    pub(super) span: Span,
    pub(super) start: Position,
    pub(super) end: Position,
}

impl Region {
    /// Returns the region of a node, or of `span` if it is given. `None` if there is no such file.
    pub(super) fn of(files: &impl Files, origin: &Origin, span: Option<Span>) -> Option<Self> {
        let span = span.unwrap_or_else(|| files.span(origin));
        let (file, span) = files.locate(origin.file, span);
        let path = files.path(file)?.to_owned();
        let (start, end) = (files.position(file, span.start), files.position(file, span.end));
        Some(Self { file, path, span, start, end })
    }

    /// Returns the region that a diagnostic is about.
    pub(super) fn of_diagnostic(files: &impl Files, diagnostic: &Diagnostic) -> Option<Self> {
        Self::of(files, &diagnostic.origin, diagnostic.span)
    }

    /// Returns the path as given by the caller, which begins with that of the spec folder.
    pub(super) fn full_path(&self, files: &impl Files) -> String {
        format!("{}{}", files.prefix(), self.path)
    }
}

/// Sorts by file, position and code, so that the output is deterministic.
pub(super) fn sort<'a>(files: &impl Files, diagnostics: &'a [Diagnostic]) -> Vec<&'a Diagnostic> {
    let span = |d: &Diagnostic| d.span.unwrap_or_else(|| files.span(&d.origin));
    let mut sorted: Vec<&Diagnostic> = diagnostics.iter().collect();
    sorted.sort_by_key(|d| (d.origin.file, span(d), d.code));
    sorted
}
