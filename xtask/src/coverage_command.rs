//! `cargo xtask coverage`: reports which elements of the spec are generated.

use std::process::ExitCode;

use generator::context::Context;
use generator::diagnostics;
use generator::emit::coverage::SpecElement;

use crate::gen_command::in_workspace;

/// Prints the report. Fails if an element of the spec is not used.
pub fn run() -> ExitCode {
    let mut ctx = Context::default();
    let options =
        generator::Options { spec: in_workspace("spec"), templates: in_workspace("templates") };
    match generator::coverage_of(&mut ctx, &options) {
        Ok(coverage) => {
            print!("{}", coverage.to_markdown());
            let mut complete = true;
            for gap in coverage.gaps() {
                complete = false;
                eprintln!("{}", format_gap(&ctx, gap));
            }
            if complete { ExitCode::SUCCESS } else { ExitCode::FAILURE }
        }
        Err(found) => {
            eprint!("{}", diagnostics::render_text(&ctx.sources, &found.0));
            ExitCode::FAILURE
        }
    }
}

/// Formats an unused element with its location.
fn format_gap(ctx: &Context, gap: &SpecElement) -> String {
    let span = ctx.sources.span(&gap.origin);
    let line = ctx.sources.file(gap.origin.file).map_or(0, |file| file.position(span.start).line);
    format!(
        "{}:{line}: {} `{}` is not used; move or remove it, or extend the generator",
        ctx.sources.path(gap.origin.file),
        gap.kind.singular(),
        gap.name
    )
}
