//! `cargo xtask coverage`: reports which elements of the spec are generated.

use std::process::ExitCode;

use generator::context::Context;
use generator::diagnostics;

use crate::gen_command::in_workspace;

/// Prints the report. Fails if an element of the spec is not used.
pub fn run() -> ExitCode {
    let mut ctx = Context::default();
    let options = generator::Options::new(in_workspace("spec"), in_workspace("templates"));
    let found = match generator::coverage_of(&mut ctx, &options) {
        Ok(coverage) => {
            print!("{}", coverage.to_markdown());
            coverage.gaps().map(|gap| gap.diagnostic(&ctx.sources)).collect()
        }
        Err(found) => found.0,
    };
    if found.is_empty() {
        return ExitCode::SUCCESS;
    }
    eprint!("{}", diagnostics::render_text(&ctx.sources, &found));
    ExitCode::FAILURE
}
