//! Renders diagnostics as text in the style of rustc.

use std::collections::BTreeMap;

use annotate_snippets::{AnnotationKind, Element, Group, Level, Origin, Patch, Renderer, Snippet};

use super::files::{Region, sort};
use super::window::{WIDTH, Window};
use super::{Diagnostic, Files, Severity};
use crate::location::FileId;

/// Separates the position in a long text from that in the part that the renderer gets, which is not printed.
const END_OF_POSITION: char = '\0';

/// Renders diagnostics in the style of rustc, sorted by position, followed by a count.
pub fn render_text(files: &impl Files, diagnostics: &[Diagnostic]) -> String {
    let renderer = Renderer::plain().term_width(WIDTH);
    let mut out = String::new();
    for diagnostic in sort(files, diagnostics) {
        for line in renderer.render(&report(files, diagnostic)).lines() {
            out.push_str(line.split(END_OF_POSITION).next().unwrap_or_default());
            out.push('\n');
        }
        out.push('\n');
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
    group.elements(snippets.into_iter().flat_map(|markers| markers.into_elements(files)))
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

    /// Returns one snippet, or one per annotation if the text that contains them is long.
    fn into_elements<'s>(self, files: &'s impl Files) -> Vec<Element<'s>>
    where
        'a: 's,
    {
        let path = format!("{}{}", files.prefix(), self.path);
        let window = Window::around(files, self.file, self.found.iter().map(|(region, ..)| region));
        if window.is_long() {
            let parts = self.found.iter().map(|(region, kind, label)| {
                let part = Window::cut(files, region);
                let path = format!(
                    "{path}:{}:{}{END_OF_POSITION}",
                    region.start.line, region.start.column
                );
                part.snippet().path(path).annotation(part.annotation(region, kind, label))
            });
            return parts.map(Element::from).collect();
        }
        let annotations =
            self.found.iter().map(|(region, kind, label)| window.annotation(region, kind, label));
        let snippet = window.snippet().path(path).annotations(annotations.collect::<Vec<_>>());
        vec![Element::from(snippet)]
    }
}

/// Returns the replacements, one snippet per file. There is none if the text that contains them is long.
fn patches<'a>(files: &'a impl Files, diagnostic: &'a Diagnostic) -> Vec<Snippet<'a, Patch<'a>>> {
    let mut by_file: BTreeMap<FileId, Vec<(Region, &str)>> = BTreeMap::new();
    for edit in &diagnostic.edits {
        if let Some(region) = Region::of(files, &edit.origin, edit.span) {
            by_file.entry(region.file).or_default().push((region, &edit.text));
        }
    }
    let snippets = by_file.into_iter().filter_map(|(file, edits)| {
        let window = Window::around(files, file, edits.iter().map(|(region, _)| region));
        if window.is_long() {
            return None;
        }
        let patches = edits.iter().map(|(region, text)| Patch::new(window.range(region), *text));
        let path = edits.first().map(|(region, _)| region.full_path(files));
        let snippet = Snippet::source(window.text).line_start(window.line).path(path);
        Some(snippet.patches(patches.collect::<Vec<_>>()))
    });
    snippets.collect()
}
