//! Renders diagnostics as text in the style of rustc.

use std::collections::BTreeMap;
use std::ops::Range;

use annotate_snippets::{
    Annotation, AnnotationKind, Group, Level, Origin, Patch, Renderer, Snippet,
};

use super::files::{Region, sort};
use super::{Diagnostic, Files, Severity};
use crate::location::FileId;

/// The width that long lines are cut to. It is fixed, so that the output does not depend on the terminal.
const WIDTH: usize = 140;

/// Renders diagnostics in the style of rustc, sorted by position, followed by a count.
pub fn render_text(files: &impl Files, diagnostics: &[Diagnostic]) -> String {
    let renderer = Renderer::plain().term_width(WIDTH);
    let mut out = String::new();
    for diagnostic in sort(files, diagnostics) {
        out.push_str(&renderer.render(&report(files, diagnostic)));
        out.push_str("\n\n");
    }
    out.push_str(&summary(diagnostics));
    out
}

/// Counts errors and warnings: `2 errors, 1 warning`.
fn summary(diagnostics: &[Diagnostic]) -> String {
    let errors = diagnostics.iter().filter(|d| d.severity == Severity::Error).count();
    let warnings = diagnostics.len() - errors;
    let counted = |n: usize, noun: &str| format!("{n} {noun}{}", if n == 1 { "" } else { "s" });
    match (errors, warnings) {
        (0, 0) => String::new(),
        (errors, 0) => format!("{}\n", counted(errors, "error")),
        (0, warnings) => format!("{}\n", counted(warnings, "warning")),
        _ => format!("{}, {}\n", counted(errors, "error"), counted(warnings, "warning")),
    }
}

/// Returns the diagnostic, followed by its suggestion if that is a replacement.
fn report<'a>(files: &'a impl Files, diagnostic: &'a Diagnostic) -> Vec<Group<'a>> {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let id = format!("{} {}", diagnostic.code.number(), diagnostic.code.name());
    let mut main = Group::with_title(level.primary_title(&diagnostic.message).id(id));
    match &diagnostic.output {
        Some(path) => main = main.element(Origin::path(path)),
        None => main = add_snippets(main, files, diagnostic),
    }
    let help = diagnostic.help.as_deref();
    let patches = patches(files, diagnostic);
    if let Some(help) = help.filter(|_| patches.is_empty()) {
        main = main.element(Level::HELP.message(help));
    }
    // The name is needed to suppress the warning. An error cannot be suppressed.
    let is_warning = diagnostic.code.severity() == Severity::Warning;
    if let Some(rule) = diagnostic.rule.filter(|_| is_warning) {
        main = main.element(Level::NOTE.message(format!("reported by the rule `{rule}`")));
    }
    if patches.is_empty() {
        return vec![main];
    }
    let title = Level::HELP.secondary_title(help.unwrap_or("replace it"));
    vec![main, Group::with_title(title).elements(patches)]
}

/// Adds the lines of the diagnostic and of its labels, one snippet per file.
fn add_snippets<'a>(
    group: Group<'a>,
    files: &'a impl Files,
    diagnostic: &'a Diagnostic,
) -> Group<'a> {
    let primary = Region::of_diagnostic(files, diagnostic);
    let Some(primary) = primary else { return group };
    if files.text(primary.file).is_empty() {
        return group.element(Origin::path(primary.full_path(files)));
    }
    let mut snippets = vec![Markers::new(&primary)];
    snippets.iter_mut().for_each(|first| first.add(&primary, AnnotationKind::Primary, ""));
    for label in &diagnostic.labels {
        let Some(region) = Region::of(files, &label.origin, label.span) else { continue };
        let known = snippets.iter_mut().find(|markers| markers.file == region.file);
        match known {
            Some(markers) => markers.add(&region, AnnotationKind::Context, &label.text),
            None => {
                let mut markers = Markers::new(&region);
                markers.add(&region, AnnotationKind::Context, &label.text);
                snippets.push(markers);
            }
        }
    }
    let snippets = snippets.into_iter().map(|markers| markers.into_snippet(files));
    group.elements(snippets)
}

/// The annotations of one file.
struct Markers<'a> {
    file: FileId,
    path: String,
    found: Vec<(Region, AnnotationKind, &'a str)>,
}

impl<'a> Markers<'a> {
    fn new(region: &Region) -> Self {
        Self { file: region.file, path: region.path.clone(), found: Vec::new() }
    }

    fn add(&mut self, region: &Region, kind: AnnotationKind, label: &'a str) {
        self.found.push((region.clone(), kind, label));
    }

    fn into_snippet<'s>(self, files: &'s impl Files) -> Snippet<'s, Annotation<'s>>
    where
        'a: 's,
    {
        let window = Window::around(files, self.file, self.found.iter().map(|(region, ..)| region));
        let annotations = self.found.iter().map(|(region, kind, label)| {
            let label = Some(*label).filter(|label| !label.is_empty());
            kind.span(window.underline(region)).label(label)
        });
        Snippet::source(window.text)
            .line_start(window.line)
            .path(format!("{}{}", files.prefix(), self.path))
            .annotations(annotations.collect::<Vec<_>>())
    }
}

/// Returns the replacements, one snippet per file.
fn patches<'a>(files: &'a impl Files, diagnostic: &'a Diagnostic) -> Vec<Snippet<'a, Patch<'a>>> {
    let mut by_file: BTreeMap<FileId, Vec<(Region, &str)>> = BTreeMap::new();
    for edit in &diagnostic.edits {
        if let Some(region) = Region::of(files, &edit.origin, edit.span) {
            by_file.entry(region.file).or_default().push((region, &edit.text));
        }
    }
    let snippets = by_file.into_iter().map(|(file, edits)| {
        let window = Window::around(files, file, edits.iter().map(|(region, _)| region));
        let patches = edits.iter().map(|(region, text)| Patch::new(window.range(region), *text));
        let path = edits.first().map(|(region, _)| region.full_path(files));
        Snippet::source(window.text)
            .line_start(window.line)
            .path(path)
            .patches(patches.collect::<Vec<_>>())
    });
    snippets.collect()
}

/// The lines of a file that contain some regions. The rest of the file is not passed on, so that the cost of a
/// diagnostic does not depend on the size of the file.
struct Window<'a> {
    text: &'a str,
    /// The byte offset of the first line.
    start: usize,
    /// The number of the first line.
    line: usize,
}

impl<'a> Window<'a> {
    fn around<'r>(
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
        Self { text: text.get(start..end).unwrap_or_default(), start, line }
    }

    /// Returns the range of a region in the window.
    fn range(&self, region: &Region) -> Range<usize> {
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
        range.start..range.start + first.trim_end().len()
    }
}

/// Returns the last character boundary of `text` that is not after `offset`.
fn floor_boundary(text: &str, offset: usize) -> usize {
    let end = offset.min(text.len());
    (0..=end).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}
