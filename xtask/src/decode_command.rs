//! `cargo xtask decode`: what the client makes of a captured answer.
//!
//! The decoding is done by a small program that is part of the generated crate, so that `xtask` itself
//! never depends on that crate and can always mend it.

use std::fs::{self, File};
use std::io::{IsTerminal, stdin};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};

use generator::diagnostics::did_you_mean;
use serde_json::Value;

use crate::gen_command::in_workspace;

/// The package that is asked, and where all its operations are listed.
const PACKAGE: &str = "generated";

/// What `decode` takes.
#[derive(clap::Args)]
#[command(after_help = "\
Prints one JSON object:
  ok         whether the client reads the body: as the type of the operation, or, from --status 300 on, as
             the explanation of a failure
  error      why not, with the JSON path; or the error that a program would get
  coercions  what was taken although it is not what the spec declares
  unknown    members that no field takes, and values that no enum lists; the client keeps both
  reencoded  the answer as the client would write it

Ends with 0 when the body is read, with 1 when it is not, and with 2 when the command cannot be carried out.

Examples:
  cargo xtask decode listActions captured.json
  curl … | cargo xtask decode listActions
  cargo xtask decode submitConversion --status 400 refused.json")]
pub struct Arguments {
    /// The id of the operation that gave the answer, as in `generated/operations.json`.
    #[arg(value_name = "OPERATION_ID")]
    operation: String,
    /// The HTTP status of the answer.
    #[arg(long, default_value_t = 200, value_name = "N",
          value_parser = clap::value_parser!(u16).range(200..=599))]
    status: u16,
    /// The file with the body of the answer, without its headers; `-` for the standard input.
    #[arg(default_value = "-")]
    file: PathBuf,
}

/// Builds the program and runs it; its verdict is ours.
pub fn run(arguments: &Arguments) -> ExitCode {
    match start(arguments) {
        Ok(code @ (0 | 1)) => ExitCode::from(code),
        Ok(_) => ExitCode::from(2),
        Err(problem) => {
            eprintln!("{problem}");
            ExitCode::from(2)
        }
    }
}

/// The exit code of the program, or why it does not run.
fn start(arguments: &Arguments) -> Result<u8, String> {
    let index = Index::read(&in_workspace(PACKAGE).join("operations.json"))?;
    index.check(&arguments.operation)?;
    let input = input(&arguments.file)?;
    if index.is_file(&arguments.operation) && (200..300).contains(&arguments.status) {
        eprintln!(
            "`{}` answers a file: the client passes it on as it comes in",
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
        .map_err(|error| format!("cargo cannot be run: {error}"))?;
    Ok(status.code().and_then(|code| u8::try_from(code).ok()).unwrap_or(2))
}

fn input(file: &Path) -> Result<Stdio, String> {
    if file.as_os_str() == "-" {
        if stdin().is_terminal() {
            eprintln!(
                "reading the body from the standard input, up to the end of the file (Ctrl-D)"
            );
        }
        return Ok(Stdio::inherit());
    }
    if file.is_dir() {
        return Err(format!("{} is a folder, not the body of an answer", file.display()));
    }
    let opened = File::open(file);
    opened.map(Stdio::from).map_err(|error| format!("{} cannot be read: {error}", file.display()))
}

/// The operations of the generated crate, and its name.
struct Index {
    package: String,
    operations: Vec<(String, bool)>,
}

impl Index {
    fn read(path: &Path) -> Result<Self, String> {
        let broken = |what: String| {
            format!(
                "{} cannot be read: {what}\nrun `cargo xtask gen`, which writes it",
                path.display()
            )
        };
        let text = fs::read_to_string(path).map_err(|error| broken(error.to_string()))?;
        let index: Value =
            serde_json::from_str(&text).map_err(|error| broken(error.to_string()))?;
        let package = index["crate"].as_str().ok_or_else(|| broken("no name of a crate".into()))?;
        let operations = index["operations"].as_array().into_iter().flatten();
        let operations = operations.filter_map(|operation| {
            let answer = operation["answer"].as_str().unwrap_or_default();
            Some((operation["id"].as_str()?.to_owned(), answer == "Download"))
        });
        Ok(Self { package: package.to_owned(), operations: operations.collect() })
    }

    fn check(&self, operation: &str) -> Result<(), String> {
        let ids = || self.operations.iter().map(|(id, _)| id.as_str());
        if ids().any(|id| id == operation) {
            return Ok(());
        }
        let help = did_you_mean(operation, ids());
        let help = help.unwrap_or_else(|| "generated/API.md lists them all".to_owned());
        Err(format!("no operation has the id `{operation}`; {help}"))
    }

    fn is_file(&self, operation: &str) -> bool {
        self.operations.iter().any(|(id, is_file)| *is_file && id == operation)
    }
}
