//! The maintainer's command line: `cargo xtask --help`.

mod coverage_command;
mod decode_command;
mod gen_command;
mod new_op_command;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(
    name = "xtask",
    bin_name = "cargo xtask",
    about = "The maintainer's command line",
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
    /// Prints what became of every element of the spec.
    ///
    /// It is what stands in `generated/COVERAGE.md`. Fails, and names the places, when there are elements that
    /// nothing is generated from and that have no reason for it.
    Coverage,
    /// Says what the client makes of a captured answer.
    Decode(decode_command::Arguments),
    /// Prints the skeleton of an operation, to be pasted into the file of a group.
    NewOp(new_op_command::Arguments),
}

fn main() -> ExitCode {
    match Arguments::parse().command {
        Command::Gen(arguments) => gen_command::run(&arguments),
        Command::Coverage => coverage_command::run(),
        Command::Decode(arguments) => decode_command::run(&arguments),
        Command::NewOp(arguments) => new_op_command::run(&arguments),
    }
}
