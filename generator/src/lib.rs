//! Generator of a Rust client crate from an OpenAPI description.

#![cfg_attr(
    not(test),
    deny(
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::panic,
        clippy::todo,
        clippy::unimplemented,
        clippy::unreachable,
        clippy::unwrap_used
    )
)]

pub mod analyze;
pub mod context;
pub mod diagnostics;
pub mod emit;
pub mod fix;
pub mod inflect;
pub mod ir;
pub mod lint;
pub mod load;
pub mod location;
pub mod lower;
pub mod name;
pub mod output;
pub mod resolve;
pub mod source;

use std::path::{Path, PathBuf};

use context::Context;
use diagnostics::{Code, Diagnostic, Diagnostics, Severity};
use emit::File;
use emit::coverage::{self, Coverage};
use ir::Api;
use output::{Changes, Mode};
use resolve::Resolved;

/// The input folders.
#[derive(Clone, Debug)]
pub struct Options {
    /// The folder with `openapi.yaml`, `readme.md`, `examples/` and `guide/`.
    pub spec: PathBuf,
    /// The folder with the runtime and the text templates.
    pub templates: PathBuf,
}

/// Reads the spec and renders the files of the crate.
///
/// On success, `ctx` contains the warnings. Diagnostics are rendered with `ctx.sources`.
pub fn generate(ctx: &mut Context, options: &Options) -> Result<Vec<File>, Diagnostics> {
    let (resolved, api) = analyze_spec(ctx, options)?;
    let templates = emit::templates(ctx, options)?;
    let coverage = coverage::measure(ctx, &resolved, &api);
    for gap in coverage.gaps() {
        let diagnostic = gap.diagnostic(&ctx.sources);
        ctx.report(diagnostic);
    }
    emit::files(ctx, &api, &coverage, &templates)
}

/// Reads the spec, renders the crate and brings the folder `out` in line with it.
///
/// Returns all diagnostics, also those about the folder, and the differences unless an error was found before
/// they were computed. In check mode, warnings are errors.
pub fn generate_into(
    ctx: &mut Context,
    options: &Options,
    out: &Path,
    mode: Mode,
) -> (Vec<Diagnostic>, Option<Changes>) {
    let files = match generate(ctx, options) {
        Ok(files) => files,
        Err(found) => return (found.0, None),
    };
    let mut found = deny_unused(ctx.diagnostics().to_vec());
    if mode == Mode::Check {
        found.iter_mut().for_each(|diagnostic| diagnostic.severity = Severity::Error);
    }
    if mode == Mode::Write && found.iter().any(|d| d.severity == Severity::Error) {
        return (found, None);
    }
    match output::reconcile(out, &files, mode) {
        Ok(changes) => {
            found.extend(changes.diagnostic(out).filter(|_| mode == Mode::Check));
            (found, Some(changes))
        }
        Err(failure) => {
            found.extend(failure.diagnostics(out));
            (found, None)
        }
    }
}

/// Reads the spec and returns all diagnostics, without rendering the crate.
pub fn diagnose(ctx: &mut Context, options: &Options) -> Vec<Diagnostic> {
    match coverage_of(ctx, options) {
        Ok(coverage) => {
            let gaps = coverage.gaps().map(|gap| gap.diagnostic(&ctx.sources));
            deny_unused(ctx.diagnostics().iter().cloned().chain(gaps).collect())
        }
        Err(found) => found.0,
    }
}

/// Makes warnings about unused elements errors. The crate can be rendered without the elements, but a part of the
/// spec would be lost.
fn deny_unused(mut found: Vec<Diagnostic>) -> Vec<Diagnostic> {
    for diagnostic in found.iter_mut().filter(|d| d.code == Code::UnusedElement) {
        diagnostic.severity = Severity::Error;
    }
    found
}

/// Reads the spec and reports which of its elements are generated.
pub fn coverage_of(ctx: &mut Context, options: &Options) -> Result<Coverage, Diagnostics> {
    let (resolved, api) = analyze_spec(ctx, options)?;
    Ok(coverage::measure(ctx, &resolved, &api))
}

/// Runs all passes before rendering.
fn analyze_spec(ctx: &mut Context, options: &Options) -> Result<(Resolved, Api), Diagnostics> {
    let root = source::read(&mut ctx.sources, &mut ctx.sink, &options.spec)?;
    let document = load::document(ctx, root)?;
    let resolved = resolve::references(ctx, document)?;
    lint::check(ctx, &resolved)?;
    let api = lower::api(ctx, &resolved)?;
    let api = name::assign(ctx, api)?;
    let api = analyze::api(ctx, api)?;
    Ok((resolved, api))
}
