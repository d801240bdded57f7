//! Diagnostics as people and machines read them.

use std::fmt::Write as _;

use super::{Diagnostic, Severity};
use crate::location::{FileId, Origin, Position, Span};
use crate::source::{SourceFile, Sources};

/// In the manner of rustc, sorted by place, with a count at the end.
pub fn text(sources: &Sources, diagnostics: &[Diagnostic]) -> String {
    let mut out = String::new();
    for diagnostic in sorted(sources, diagnostics) {
        one(&mut out, sources, diagnostic);
        out.push('\n');
    }
    out.push_str(&count(diagnostics));
    out
}

/// One JSON array, sorted by place, one diagnostic a line.
pub fn json(sources: &Sources, diagnostics: &[Diagnostic]) -> String {
    let rows: Vec<String> = sorted(sources, diagnostics)
        .into_iter()
        .map(|diagnostic| {
            let labels: Vec<_> = diagnostic
                .labels
                .iter()
                .map(|label| {
                    let mut place = place(sources, &label.origin, label.span);
                    place.insert("text".to_owned(), label.text.clone().into());
                    place
                })
                .collect();
            let mut row = place(sources, &diagnostic.origin, diagnostic.span);
            row.insert("code".to_owned(), diagnostic.code.number().into());
            row.insert("name".to_owned(), diagnostic.code.name().into());
            row.insert("severity".to_owned(), severity(diagnostic).into());
            row.insert("message".to_owned(), diagnostic.message.clone().into());
            row.insert("help".to_owned(), diagnostic.help.clone().into());
            row.insert("labels".to_owned(), labels.into());
            serde_json::Value::Object(row).to_string()
        })
        .collect();
    if rows.is_empty() {
        return "[]\n".to_owned();
    }
    format!("[\n{}\n]\n", rows.join(",\n"))
}

/// By file, then by place, then by code, so that a run always reads the same.
fn sorted<'a>(sources: &Sources, diagnostics: &'a [Diagnostic]) -> Vec<&'a Diagnostic> {
    let mut sorted: Vec<&Diagnostic> = diagnostics.iter().collect();
    sorted.sort_by_key(|d| (d.origin.file, span(sources, &d.origin, d.span), d.code));
    sorted
}

fn span(sources: &Sources, origin: &Origin, span: Option<Span>) -> Span {
    span.unwrap_or_else(|| sources.span(origin))
}

fn severity(diagnostic: &Diagnostic) -> &'static str {
    match diagnostic.code.severity() {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}

fn place(
    sources: &Sources,
    origin: &Origin,
    exact: Option<Span>,
) -> serde_json::Map<String, serde_json::Value> {
    let span = span(sources, origin, exact);
    let mut place = serde_json::Map::new();
    place.insert("file".to_owned(), sources.path(origin.file).into());
    place.insert("pointer".to_owned(), origin.pointer.clone().into());
    if let Some(file) = sources.file(origin.file) {
        let (start, end) = (file.position(span.start), file.position(span.end));
        place.insert("line".to_owned(), start.line.into());
        place.insert("column".to_owned(), start.column.into());
        place.insert("end_line".to_owned(), end.line.into());
        place.insert("end_column".to_owned(), end.column.into());
    }
    place
}

fn count(diagnostics: &[Diagnostic]) -> String {
    let errors = diagnostics.iter().filter(|d| d.code.severity() == Severity::Error).count();
    let warnings = diagnostics.len() - errors;
    let counted = |n: usize, word: &str| format!("{n} {word}{}", if n == 1 { "" } else { "s" });
    match (errors, warnings) {
        (0, 0) => String::new(),
        (errors, 0) => format!("{}\n", counted(errors, "error")),
        (0, warnings) => format!("{}\n", counted(warnings, "warning")),
        _ => format!("{}, {}\n", counted(errors, "error"), counted(warnings, "warning")),
    }
}

/// A line to show, with what to mark in it.
struct Mark<'a> {
    file: FileId,
    start: Position,
    width: usize,
    caret: char,
    text: &'a str,
}

fn one(out: &mut String, sources: &Sources, diagnostic: &Diagnostic) {
    let code = diagnostic.code;
    let _ = writeln!(
        out,
        "{}[{} {}]: {}",
        severity(diagnostic),
        code.number(),
        code.name(),
        diagnostic.message
    );
    let mut marks = vec![mark(sources, &diagnostic.origin, diagnostic.span, '^', "")];
    for label in &diagnostic.labels {
        marks.push(mark(sources, &label.origin, label.span, '-', &label.text));
    }
    let marks: Vec<Mark<'_>> = marks.into_iter().flatten().collect();
    let gutter = marks.iter().map(|m| m.start.line.to_string().len()).max().unwrap_or(1);
    let mut last: Option<FileId> = None;
    for mark in &marks {
        excerpt(out, sources, mark, gutter, last);
        last = Some(mark.file);
    }
    if let Some(help) = &diagnostic.help {
        let _ = writeln!(out, "{:gutter$} = help: {help}", "");
    }
}

fn mark<'a>(
    sources: &Sources,
    origin: &Origin,
    exact: Option<Span>,
    caret: char,
    text: &'a str,
) -> Option<Mark<'a>> {
    let file = sources.file(origin.file)?;
    let span = span(sources, origin, exact);
    let start = file.position(span.start);
    Some(Mark { file: origin.file, start, width: width(file, span, start), caret, text })
}

/// How many characters to underline: never beyond the first line, never none.
fn width(file: &SourceFile, span: Span, start: Position) -> usize {
    let line = file.line(start.line).trim_end().chars().count();
    let room = (line + 1).saturating_sub(start.column);
    let end = file.position(span.end);
    let wanted =
        if end.line == start.line { end.column.saturating_sub(start.column) } else { room };
    wanted.min(room).max(1)
}

fn excerpt(
    out: &mut String,
    sources: &Sources,
    mark: &Mark<'_>,
    gutter: usize,
    last: Option<FileId>,
) {
    const LONGEST: usize = 160;
    let Some(file) = sources.file(mark.file) else { return };
    let Position { line, column } = mark.start;
    let arrow = match last {
        None => "-->",
        Some(_) => ":::",
    };
    let _ = writeln!(out, "{:gutter$}{arrow} {}{}:{line}:{column}", "", sources.prefix, file.path);
    if file.text.is_empty() {
        return;
    }
    // Very long lines are cut, from the left as well if the mark would fall off.
    let skip = if column > LONGEST { column - LONGEST / 2 } else { 0 };
    let shown: String = file.line(line).chars().skip(skip).take(LONGEST).map(blank_tabs).collect();
    let width = mark.width.min(LONGEST.saturating_sub(column - 1 - skip)).max(1);
    let carets = mark.caret.to_string().repeat(width);
    let before = " ".repeat(column - 1 - skip);
    let _ = writeln!(out, "{:gutter$} |", "");
    let _ = writeln!(out, "{line:>gutter$} | {}", shown.trim_end());
    let under = format!("{:gutter$} | {before}{carets} {}", "", mark.text);
    let _ = writeln!(out, "{}", under.trim_end());
}

fn blank_tabs(c: char) -> char {
    if c == '\t' || c.is_control() { ' ' } else { c }
}
