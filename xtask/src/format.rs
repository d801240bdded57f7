//! The option `--format`, and the exit code of diagnostics.

use std::process::ExitCode;

use clap::ValueEnum;
use generator::diagnostics::{self, Diagnostic, Severity};
use generator::source::Sources;

/// The format of diagnostics.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Text in the style of rustc.
    Text,
    /// A JSON array.
    Json,
    /// Commands of GitHub workflows.
    Github,
    /// SARIF 2.1.0.
    Sarif,
}

/// Prints diagnostics on standard output. Fails if one of them is an error.
pub fn print(format: Format, sources: &Sources, found: &[Diagnostic]) -> ExitCode {
    let format = match format {
        Format::Text => diagnostics::Format::Text,
        Format::Json => diagnostics::Format::Json,
        Format::Github => diagnostics::Format::Github,
        Format::Sarif => diagnostics::Format::Sarif,
    };
    print!("{}", diagnostics::render(format, sources, found));
    if found.iter().any(|diagnostic| diagnostic.severity == Severity::Error) {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    }
}
