//! Renders diagnostics as text and as JSON.

use std::fmt::Write as _;

use super::{Diagnostic, Files, Severity};
use crate::location::{FileId, Origin, Position, Span};

/// Renders diagnostics in the style of rustc, sorted by position, followed by a count.
pub fn render_text(files: &impl Files, diagnostics: &[Diagnostic]) -> String {
    let mut out = String::new();
    for diagnostic in sort(files, diagnostics) {
        write_diagnostic(&mut out, files, diagnostic);
        out.push('\n');
    }
    out.push_str(&summary(diagnostics));
    out
}

/// Renders diagnostics as one JSON array, sorted by position, with one diagnostic per line.
pub fn render_json(files: &impl Files, diagnostics: &[Diagnostic]) -> String {
    let items: Vec<String> = sort(files, diagnostics)
        .into_iter()
        .map(|diagnostic| {
            let labels: Vec<_> = diagnostic
                .labels
                .iter()
                .map(|label| {
                    let mut item = location_members(files, &label.origin, label.span);
                    item.insert("text".to_owned(), label.text.clone().into());
                    item
                })
                .collect();
            let mut item = location_members(files, &diagnostic.origin, diagnostic.span);
            item.insert("code".to_owned(), diagnostic.code.number().into());
            item.insert("name".to_owned(), diagnostic.code.name().into());
            item.insert("severity".to_owned(), severity_name(diagnostic).into());
            item.insert("message".to_owned(), diagnostic.message.clone().into());
            item.insert("help".to_owned(), diagnostic.help.clone().into());
            item.insert("labels".to_owned(), labels.into());
            serde_json::Value::Object(item).to_string()
        })
        .collect();
    if items.is_empty() {
        return "[]\n".to_owned();
    }
    format!("[\n{}\n]\n", items.join(",\n"))
}

/// Sorts by file, position and code, so that the output is deterministic.
fn sort<'a>(files: &impl Files, diagnostics: &'a [Diagnostic]) -> Vec<&'a Diagnostic> {
    let mut sorted: Vec<&Diagnostic> = diagnostics.iter().collect();
    sorted.sort_by_key(|d| (d.origin.file, span_or(files, &d.origin, d.span), d.code));
    sorted
}

/// Returns the explicit span, or that of the node at `origin`.
fn span_or(files: &impl Files, origin: &Origin, span: Option<Span>) -> Span {
    span.unwrap_or_else(|| files.span(origin))
}

fn severity_name(diagnostic: &Diagnostic) -> &'static str {
    match diagnostic.code.severity() {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}

fn location_members(
    files: &impl Files,
    origin: &Origin,
    exact: Option<Span>,
) -> serde_json::Map<String, serde_json::Value> {
    let span = span_or(files, origin, exact);
    let path = files.path(origin.file);
    let mut members = serde_json::Map::new();
    members.insert("file".to_owned(), path.unwrap_or_default().into());
    members.insert("pointer".to_owned(), origin.pointer.clone().into());
    if path.is_some() {
        let start = files.position(origin.file, span.start);
        let end = files.position(origin.file, span.end);
        members.insert("line".to_owned(), start.line.into());
        members.insert("column".to_owned(), start.column.into());
        members.insert("end_line".to_owned(), end.line.into());
        members.insert("end_column".to_owned(), end.column.into());
    }
    members
}

/// Counts errors and warnings: `2 errors, 1 warning`.
fn summary(diagnostics: &[Diagnostic]) -> String {
    let errors = diagnostics.iter().filter(|d| d.code.severity() == Severity::Error).count();
    let warnings = diagnostics.len() - errors;
    let counted = |n: usize, noun: &str| format!("{n} {noun}{}", if n == 1 { "" } else { "s" });
    match (errors, warnings) {
        (0, 0) => String::new(),
        (errors, 0) => format!("{}\n", counted(errors, "error")),
        (0, warnings) => format!("{}\n", counted(warnings, "warning")),
        _ => format!("{}, {}\n", counted(errors, "error"), counted(warnings, "warning")),
    }
}

/// An excerpt of one line with an underlined range.
struct Excerpt<'a> {
    file: FileId,
    path: &'a str,
    start: Position,
    width: usize,
    caret: char,
    text: &'a str,
}

fn write_diagnostic(out: &mut String, files: &impl Files, diagnostic: &Diagnostic) {
    let code = diagnostic.code;
    let _ = writeln!(
        out,
        "{}[{} {}]: {}",
        severity_name(diagnostic),
        code.number(),
        code.name(),
        diagnostic.message
    );
    let mut excerpts = vec![excerpt(files, &diagnostic.origin, diagnostic.span, '^', "")];
    for label in &diagnostic.labels {
        excerpts.push(excerpt(files, &label.origin, label.span, '-', &label.text));
    }
    let excerpts: Vec<Excerpt<'_>> = excerpts.into_iter().flatten().collect();
    let gutter = excerpts.iter().map(|e| e.start.line.to_string().len()).max().unwrap_or(1);
    for (index, excerpt) in excerpts.iter().enumerate() {
        let arrow = if index == 0 { "-->" } else { ":::" };
        write_excerpt(out, files, excerpt, gutter, arrow);
    }
    if let Some(help) = &diagnostic.help {
        let _ = writeln!(out, "{:gutter$} = help: {help}", "");
    }
}

fn excerpt<'a>(
    files: &'a impl Files,
    origin: &Origin,
    exact: Option<Span>,
    caret: char,
    text: &'a str,
) -> Option<Excerpt<'a>> {
    let path = files.path(origin.file)?;
    let span = span_or(files, origin, exact);
    let start = files.position(origin.file, span.start);
    let width = underline_width(files, origin.file, span, start);
    Some(Excerpt { file: origin.file, path, start, width, caret, text })
}

/// Returns the number of characters to underline: at least one, and none beyond the first line.
fn underline_width(files: &impl Files, file: FileId, span: Span, start: Position) -> usize {
    let line = files.line(file, start.line).trim_end().chars().count();
    let available = (line + 1).saturating_sub(start.column);
    let end = files.position(file, span.end);
    let width =
        if end.line == start.line { end.column.saturating_sub(start.column) } else { available };
    width.min(available).max(1)
}

fn write_excerpt(
    out: &mut String,
    files: &impl Files,
    excerpt: &Excerpt<'_>,
    gutter: usize,
    arrow: &str,
) {
    const MAX_COLUMNS: usize = 160;
    let Position { line, column } = excerpt.start;
    let (prefix, path) = (files.prefix(), excerpt.path);
    let _ = writeln!(out, "{:gutter$}{arrow} {prefix}{path}:{line}:{column}", "");
    if !files.has_text(excerpt.file) {
        return;
    }
    // A long line is cut at the right, and at the left as well if the underline would be cut off.
    let skip = if column > MAX_COLUMNS { column - MAX_COLUMNS / 2 } else { 0 };
    let source = files.line(excerpt.file, line);
    let visible: String = source.chars().skip(skip).take(MAX_COLUMNS).map(mask_control).collect();
    let width = excerpt.width.min(MAX_COLUMNS.saturating_sub(column - 1 - skip)).max(1);
    let carets = excerpt.caret.to_string().repeat(width);
    let before = " ".repeat(column - 1 - skip);
    let _ = writeln!(out, "{:gutter$} |", "");
    let _ = writeln!(out, "{line:>gutter$} | {}", visible.trim_end());
    let under = format!("{:gutter$} | {before}{carets} {}", "", excerpt.text);
    let _ = writeln!(out, "{}", under.trim_end());
}

/// Replaces control characters, which would shift the columns, by spaces.
fn mask_control(c: char) -> char {
    if c.is_control() { ' ' } else { c }
}
