//! `cargo xtask coverage`: what became of the spec.

use std::process::ExitCode;

use generator::context::Context;
use generator::diagnostic;

use crate::gen_command::in_workspace;

/// Prints the report; fails when something of the spec falls through the net.
pub fn run() -> ExitCode {
    let mut ctx = Context::default();
    let options =
        generator::Options { spec: in_workspace("spec"), templates: in_workspace("templates") };
    match generator::coverage_of(&mut ctx, &options) {
        Ok(coverage) => {
            print!("{}", coverage.markdown());
            let gaps = coverage.gaps();
            for gap in &gaps {
                eprintln!("nothing is generated from `{gap}`");
            }
            if gaps.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
        }
        Err(found) => {
            eprint!("{}", diagnostic::text(&ctx.sources, &found.0));
            ExitCode::FAILURE
        }
    }
}
