//! `cargo xtask explain`: prints the page of a code.

use std::process::ExitCode;

use generator::diagnostics::{explain, explain_list};

/// The arguments of `explain`.
#[derive(clap::Args)]
pub struct Arguments {
    /// The number or the name of the code, as in `G007` or `duplicate-key`. Without it, all codes are listed.
    code: Option<String>,
}

/// Prints the page, or the list of codes.
pub fn run(arguments: &Arguments) -> ExitCode {
    match arguments.code.as_deref().map(explain) {
        None => print!("{}", explain_list()),
        Some(Ok(page)) => print!("{page}"),
        Some(Err(error)) => {
            eprintln!("error: {error}");
            return ExitCode::from(2);
        }
    }
    ExitCode::SUCCESS
}
