//! `cargo xtask coverage`: what became of the spec.

use std::process::ExitCode;

use generator::context::Context;
use generator::diagnostics;
use generator::emit::coverage::Element;

use crate::gen_command::in_workspace;

/// Prints the report; fails when something of the spec falls through the net.
pub fn run() -> ExitCode {
    let mut ctx = Context::default();
    let options =
        generator::Options { spec: in_workspace("spec"), templates: in_workspace("templates") };
    match generator::coverage_of(&mut ctx, &options) {
        Ok(coverage) => {
            print!("{}", coverage.markdown());
            let mut complete = true;
            for gap in coverage.gaps() {
                complete = false;
                eprintln!("{}", told(&ctx, gap));
            }
            if complete { ExitCode::SUCCESS } else { ExitCode::FAILURE }
        }
        Err(found) => {
            eprint!("{}", diagnostics::render_text(&ctx.sources, &found.0));
            ExitCode::FAILURE
        }
    }
}

/// Where a gap is, and what to do about it.
fn told(ctx: &Context, gap: &Element) -> String {
    let span = ctx.sources.span(&gap.origin);
    let line = ctx.sources.file(gap.origin.file).map_or(0, |file| file.position(span.start).line);
    format!(
        "{}:{line}: nothing is generated from the {} `{}`; say it at another place, or teach the generator",
        ctx.sources.path(gap.origin.file),
        gap.kind.singular(),
        gap.name
    )
}
