//! Development tasks: `cargo xtask --help`.

mod coverage_command;
mod decode_command;
mod diff_command;
mod diff_input;
mod drift_command;
mod explain_command;
mod fix_command;
mod format;
mod gen_command;
mod git;
mod lint_command;
mod new_op_command;
mod schema_command;
mod watch;
mod workspace;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Takes less time than the allocator of the system for many small values on several threads. It cannot be compiled with
/// MSVC.
#[cfg(not(target_env = "msvc"))]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[derive(Parser)]
#[command(
    name = "xtask",
    bin_name = "cargo xtask",
    about = "Development tasks",
    disable_help_subcommand = true
)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Generates the crate under `generated/` from the spec.
    Gen(gen_command::Arguments),
    /// Checks the spec, and prints all errors and warnings.
    Lint(lint_command::Arguments),
    /// Applies the replacements that errors and warnings suggest.
    Fix(fix_command::Arguments),
    /// Explains the code of an error or a warning.
    Explain(explain_command::Arguments),
    /// Prints which elements of the spec are generated.
    ///
    /// Prints the contents of `generated/COVERAGE.md`. Fails if there are elements that are neither generated nor
    /// excluded for a reason, and prints their locations.
    Coverage,
    /// Shows what the changes of the spec mean for the wire and for programs.
    ///
    /// Compares the model of the API and the public items of two versions, and decides which changes are breaking.
    Diff(diff_command::Arguments),
    /// Compares the vendor's documents with the spec.
    ///
    /// Prints the differences that `spec/settled.yaml` does not list.
    Drift(drift_command::Arguments),
    /// Decodes a captured response with the generated client.
    Decode(decode_command::Arguments),
    /// Prints the JSON Schema of the files of a spec, for editors.
    ///
    /// `gen` writes it to `spec/schema.json`.
    Schema,
    /// Prints the skeleton of an operation for the file of a group.
    NewOp(new_op_command::Arguments),
}

fn main() -> ExitCode {
    match Arguments::parse().command {
        Command::Gen(arguments) => gen_command::run(&arguments),
        Command::Lint(arguments) => lint_command::run(&arguments),
        Command::Fix(arguments) => fix_command::run(&arguments),
        Command::Explain(arguments) => explain_command::run(&arguments),
        Command::Coverage => coverage_command::run(),
        Command::Diff(arguments) => diff_command::run(&arguments),
        Command::Drift(arguments) => drift_command::run(&arguments),
        Command::Decode(arguments) => decode_command::run(&arguments),
        Command::Schema => schema_command::run(),
        Command::NewOp(arguments) => new_op_command::run(&arguments),
    }
}
