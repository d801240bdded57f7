//! The parts of files that are printed with diagnostics.

use std::ops::Range;

use annotate_snippets::{Annotation, AnnotationKind, Snippet};

use super::Files;
use super::files::Region;
use crate::location::FileId;

/// The width that long lines are cut to. It is fixed, so that the output does not depend on the terminal.
pub(super) const WIDTH: usize = 140;

/// The bytes of a text and of a line. If there are more, the renderer gets only the surroundings of each annotation.
const MAX_LENGTH: usize = 8192;
const MAX_LINE: usize = 512;

/// The bytes before and after the start of an annotation in a long text: more than are printed.
const MARGIN: usize = 4 * WIDTH;

/// The lines of a file that contain some regions. The rest of the file is not passed on, so that the cost of a
/// diagnostic does not depend on the size of the file.
pub(super) struct Window<'a> {
    pub(super) text: &'a str,
    /// The byte offset of the text.
    start: usize,
    /// The number of the first line.
    pub(super) line: usize,
    /// The bytes of an annotation that are underlined at most.
    max_underline: usize,
}

impl<'a> Window<'a> {
    pub(super) fn around<'r>(
        files: &'a impl Files,
        file: FileId,
        regions: impl Iterator<Item = &'r Region> + Clone,
    ) -> Self {
        let text = files.text(file);
        let first = regions.clone().map(|region| region.span.start).min().unwrap_or_default();
        let last = regions.map(|region| region.span.end).max().unwrap_or_default();
        let (first, last) = (floor_boundary(text, first), floor_boundary(text, last));
        let before = text.get(..first).unwrap_or_default();
        let after = text.get(last..).unwrap_or_default();
        let start = before.rfind('\n').map_or(0, |at| at + 1);
        let end = after.find('\n').map_or(text.len(), |at| last + at);
        let line = files.position(file, start).line;
        let text = text.get(start..end).unwrap_or_default();
        Self { text, start, line, max_underline: usize::MAX }
    }

    /// Returns the part of the first line of a region that is around its start.
    pub(super) fn cut(files: &'a impl Files, region: &Region) -> Self {
        let text = files.text(region.file);
        let at = floor_boundary(text, region.span.start);
        let start = floor_boundary(text, at.saturating_sub(MARGIN));
        let end = floor_boundary(text, at + MARGIN);
        let before = text.get(start..at).unwrap_or_default();
        let after = text.get(at..end).unwrap_or_default();
        let start = before.rfind('\n').map_or(start, |newline| start + newline + 1);
        let end = after.find('\n').map_or(end, |newline| at + newline);
        let text = text.get(start..end).unwrap_or_default();
        Self { text, start, line: region.start.line, max_underline: WIDTH / 2 }
    }

    /// Returns `true` for a text that takes long to render, as that of a file without line breaks does.
    pub(super) fn is_long(&self) -> bool {
        self.text.len() > MAX_LENGTH || self.text.lines().any(|line| line.len() > MAX_LINE)
    }

    pub(super) fn snippet<T: Clone>(&self) -> Snippet<'a, T> {
        Snippet::source(self.text).line_start(self.line)
    }

    pub(super) fn annotation<'l>(
        &self,
        region: &Region,
        kind: &AnnotationKind,
        label: &'l str,
    ) -> Annotation<'l> {
        let label = Some(label).filter(|label| !label.is_empty());
        kind.span(self.underline(region)).label(label)
    }

    /// Returns the range of a region in the window.
    pub(super) fn range(&self, region: &Region) -> Range<usize> {
        let in_window =
            |offset: usize| floor_boundary(self.text, offset.saturating_sub(self.start));
        let start = in_window(region.span.start);
        start..in_window(region.span.end).max(start)
    }

    /// Returns the part of a region in its first line.
    fn underline(&self, region: &Region) -> Range<usize> {
        let range = self.range(region);
        let text = self.text.get(range.clone()).unwrap_or_default();
        let first = text.lines().next().unwrap_or_default();
        let length = first.trim_end().len().min(self.max_underline);
        range.start..floor_boundary(self.text, range.start + length)
    }
}

/// Returns the last character boundary of `text` that is not after `offset`.
fn floor_boundary(text: &str, offset: usize) -> usize {
    let end = offset.min(text.len());
    (0..=end).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}
