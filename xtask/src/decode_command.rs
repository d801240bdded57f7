//! `cargo xtask decode`: decodes a captured response with the generated client.
//!
//! An example program of the generated crate decodes the response. `xtask` does not depend on that crate, so
//! that it works even if the crate does not compile.

use std::fs::{self, File};
use std::io::{IsTerminal, stdin};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};

use generator::diagnostics::did_you_mean;
use serde_json::Value;

use crate::gen_command::in_workspace;

/// The folder of the generated crate.
const FOLDER: &str = "generated";

/// The arguments of `decode`.
#[derive(clap::Args)]
#[command(after_help = "\
Prints one JSON object:
  ok         true if the body was decoded, as the type of the operation or, for --status 300 and above, as an
             error body
  error      the error with its JSON path, or the error that a caller gets
  coercions  values that were accepted although they do not match the spec
  unknown    members without a field and values that are not listed in an enum; the client preserves both
  unreadable values that cannot be read as their type; the client keeps their JSON in `extra`
  reencoded  the response as encoded by the client

Exit status: 0 if the body was decoded, 1 if not, 2 if the command failed.

Examples:
  cargo xtask decode listActions captured.json
  curl … | cargo xtask decode listActions
  cargo xtask decode submitConversion --status 400 refused.json")]
pub struct Arguments {
    /// The id of the operation, as in `generated/operations.json`.
    #[arg(value_name = "OPERATION_ID")]
    operation: String,
    /// The HTTP status of the response.
    #[arg(long, default_value_t = 200, value_name = "N",
          value_parser = clap::value_parser!(u16).range(200..=599))]
    status: u16,
    /// The file with the response body, without headers; `-` for standard input.
    #[arg(default_value = "-")]
    file: PathBuf,
}

/// Builds and runs the program, and returns its exit code.
pub fn run(arguments: &Arguments) -> ExitCode {
    match decode(arguments) {
        Ok(code @ (0 | 1)) => ExitCode::from(code),
        Ok(_) => ExitCode::from(2),
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::from(2)
        }
    }
}

/// Returns the exit code of the program, or an error if it cannot be run.
fn decode(arguments: &Arguments) -> Result<u8, String> {
    let index = Index::read(&in_workspace(FOLDER).join("operations.json"))?;
    index.check(&arguments.operation)?;
    let input = open_input(&arguments.file)?;
    if index.is_file(&arguments.operation) && (200..300).contains(&arguments.status) {
        eprintln!(
            "note: the response of `{}` is a file, which the client does not decode",
            arguments.operation
        );
    }
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let status = Command::new(cargo)
        .args(["run", "--quiet", "--package", &index.package])
        .args(["--features", "internals", "--example", "decode", "--"])
        .args([&arguments.operation, &arguments.status.to_string()])
        .current_dir(in_workspace("."))
        .stdin(input)
        .status()
        .map_err(|error| format!("cannot run cargo: {error}"))?;
    Ok(status.code().and_then(|code| u8::try_from(code).ok()).unwrap_or(2))
}

/// Opens the file, or standard input for `-`.
fn open_input(file: &Path) -> Result<Stdio, String> {
    if file.as_os_str() == "-" {
        if stdin().is_terminal() {
            eprintln!("reading the body from standard input, until end of file (Ctrl-D)");
        }
        return Ok(Stdio::inherit());
    }
    if file.is_dir() {
        return Err(format!("expected a file, found the folder {}", file.display()));
    }
    let opened = File::open(file);
    opened.map(Stdio::from).map_err(|error| format!("cannot read {}: {error}", file.display()))
}

/// The name and the operations of the generated crate.
struct Index {
    package: String,
    /// The operation ids, with `true` for operations whose response is a file.
    operations: Vec<(String, bool)>,
}

impl Index {
    /// Reads `operations.json`.
    fn read(path: &Path) -> Result<Self, String> {
        let broken = |reason: String| {
            format!("cannot read {}: {reason}\nhelp: run `cargo xtask gen`", path.display())
        };
        let text = fs::read_to_string(path).map_err(|error| broken(error.to_string()))?;
        let index: Value =
            serde_json::from_str(&text).map_err(|error| broken(error.to_string()))?;
        let package =
            index["crate"].as_str().ok_or_else(|| broken("missing name of the crate".into()))?;
        let operations = index["operations"].as_array().into_iter().flatten();
        let operations = operations.filter_map(|operation| {
            let is_file = operation["response"] == "Download";
            Some((operation["id"].as_str()?.to_owned(), is_file))
        });
        Ok(Self { package: package.to_owned(), operations: operations.collect() })
    }

    /// Returns an error if there is no such operation.
    fn check(&self, operation: &str) -> Result<(), String> {
        let ids = || self.operations.iter().map(|(id, _)| id.as_str());
        if ids().any(|id| id == operation) {
            return Ok(());
        }
        let help = did_you_mean(operation, ids());
        let help = help.unwrap_or_else(|| "see generated/API.md for all operations".to_owned());
        Err(format!("unknown operation `{operation}`\nhelp: {help}"))
    }

    fn is_file(&self, operation: &str) -> bool {
        self.operations.iter().any(|(id, is_file)| *is_file && id == operation)
    }
}
