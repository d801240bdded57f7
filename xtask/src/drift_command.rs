//! `cargo xtask drift`: compares the vendor's documents with the spec.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::ValueEnum;
use generator::drift;

use crate::gen_command::in_workspace;

/// The arguments of `drift`.
#[derive(clap::Args)]
#[command(after_help = "\
Exit status: 1 if a difference is not settled, or if an entry of `spec/settled.yaml` matches no difference.")]
pub struct Arguments {
    /// The folder with the vendor's OpenAPI documents, as they are published.
    #[arg(value_name = "DIR")]
    vendor: PathBuf,
    /// The format of the report.
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
    /// Shows settled differences like open ones.
    #[arg(long)]
    all: bool,
    /// The folder with `openapi.yaml` and `settled.yaml`.
    #[arg(long, value_name = "DIR")]
    spec: Option<PathBuf>,
}

/// The format of a report.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Text in the style of rustc.
    Text,
    /// A JSON object with all differences.
    Json,
}

/// Prints the differences.
pub fn run(arguments: &Arguments) -> ExitCode {
    let spec = arguments.spec.clone().unwrap_or_else(|| in_workspace("spec"));
    let drift = match drift::compare(&arguments.vendor, &spec) {
        Ok(drift) => drift,
        Err(message) => {
            eprintln!("{}", message.trim_end());
            return ExitCode::FAILURE;
        }
    };
    match arguments.format {
        Format::Text => print!("{}", drift.to_text(arguments.all)),
        Format::Json => print!("{}", drift.to_json()),
    }
    if drift.is_settled() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
