//! The maintainer's command line: `cargo xtask gen`.

mod gen_command;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(name = "xtask", about = "The maintainer's command line", disable_help_subcommand = true)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Generates the crate under `generated/` from the spec.
    Gen(gen_command::Arguments),
}

fn main() -> ExitCode {
    match Arguments::parse().command {
        Command::Gen(arguments) => gen_command::run(&arguments),
    }
}
