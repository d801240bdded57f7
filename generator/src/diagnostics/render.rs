//! The formats of diagnostics.

use super::{Diagnostic, Files, render_github, render_json, render_sarif, render_text};

/// A format of diagnostics.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Text in the style of rustc.
    Text,
    /// One JSON array.
    Json,
    /// Commands of GitHub workflows, which annotate a change.
    Github,
    /// SARIF 2.1.0, which code scanning services import.
    Sarif,
}

/// Renders diagnostics in a format, sorted by position.
pub fn render(format: Format, files: &impl Files, diagnostics: &[Diagnostic]) -> String {
    match format {
        Format::Text => render_text(files, diagnostics),
        Format::Json => render_json(files, diagnostics),
        Format::Github => render_github(files, diagnostics),
        Format::Sarif => render_sarif(files, diagnostics),
    }
}
