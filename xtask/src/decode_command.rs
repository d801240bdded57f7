//! `cargo xtask decode`: what the client makes of a captured answer.
//!
//! The decoding is done by a small program that is part of the generated crate, so that `xtask` itself
//! never depends on that crate and can always mend it.

use std::fs::File;
use std::path::PathBuf;
use std::process::{Command, ExitCode, Stdio};

/// What `decode` takes.
#[derive(clap::Args)]
pub struct Arguments {
    /// The id of the operation that gave the answer, as in `operations.json`.
    operation: String,
    /// The HTTP status of the answer.
    #[arg(long, default_value_t = 200, value_name = "N")]
    status: u16,
    /// The file with the body; `-` for the standard input.
    #[arg(default_value = "-")]
    file: PathBuf,
}

/// Builds the program and runs it; its verdict is ours.
pub fn run(arguments: &Arguments) -> ExitCode {
    let input = if arguments.file.as_os_str() == "-" {
        Stdio::inherit()
    } else {
        match File::open(&arguments.file) {
            Ok(file) => file.into(),
            Err(error) => {
                eprintln!("{} cannot be read: {error}", arguments.file.display());
                return ExitCode::FAILURE;
            }
        }
    };
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let status = Command::new(cargo)
        .args([
            "run",
            "--quiet",
            "--package",
            "impact-brand",
            "--features",
            "inspect",
            "--example",
            "decode",
            "--",
        ])
        .args([&arguments.operation, &arguments.status.to_string()])
        .current_dir(crate::gen_command::in_workspace("."))
        .stdin(input)
        .status();
    match status {
        Ok(status) if status.success() => ExitCode::SUCCESS,
        Ok(_) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("cargo cannot be run: {error}");
            ExitCode::FAILURE
        }
    }
}
