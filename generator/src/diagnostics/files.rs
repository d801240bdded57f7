//! Access to the files that diagnostics refer to.

use crate::location::{FileId, Origin, Position, Span};

/// The paths, lines and positions that diagnostics are rendered with.
pub trait Files {
    /// Returns the path of a file relative to the spec folder, or `None` if there is no such file.
    fn path(&self, file: FileId) -> Option<&str>;

    /// Returns the path of the spec folder in messages: empty, or with a `/` at the end.
    fn prefix(&self) -> &str;

    /// Returns `true` if the text of a file is known.
    fn has_text(&self, file: FileId) -> bool;

    /// Returns a line of a file, counted from 1, without its line break.
    fn line(&self, file: FileId, line: usize) -> &str;

    /// Returns the line and column of a byte offset.
    fn position(&self, file: FileId, offset: usize) -> Position;

    /// Returns the byte range to underline for a node.
    fn span(&self, origin: &Origin) -> Span;
}
