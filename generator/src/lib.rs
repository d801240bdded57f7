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
pub mod inflect;
pub mod ir;
pub mod lint;
pub mod load;
pub mod location;
pub mod lower;
pub mod markdown;
pub mod name;
pub mod output;
pub mod resolve;
pub mod source;

use std::path::PathBuf;

use context::Context;
use diagnostics::{Code, Diagnostic, Diagnostics};
use emit::File;
use emit::coverage::{self, Coverage};
use ir::Api;
use location::{FileId, Origin};
use resolve::Resolved;
use source::ROOT_FILE;

/// The input folders.
#[derive(Clone, Debug)]
pub struct Options {
    /// The folder with `openapi.yaml`, `readme.md`, `examples/` and `guide/`, or the only file of the spec.
    pub spec: PathBuf,
    /// The folder with the runtime and the text templates. The manifest of the workspace and the licenses are next to it.
    pub templates: PathBuf,
    /// The name of the crate, instead of the one in the spec.
    pub crate_name: Option<String>,
    /// Makes the crate the root of a workspace of its own. One in a folder below another workspace must be a member of that
    /// workspace, or a root itself.
    pub is_workspace_root: bool,
}

impl Options {
    /// Creates options with the name of the crate that the spec declares. A file `openapi.yaml` stands for its folder.
    pub fn new(spec: PathBuf, templates: PathBuf) -> Self {
        let is_root_file = spec.is_file() && spec.file_name().is_some_and(|name| name == ROOT_FILE);
        let folder = spec.parent().map(PathBuf::from).filter(|_| is_root_file);
        let spec = folder.unwrap_or(spec);
        Self { spec, templates, crate_name: None, is_workspace_root: false }
    }
}

/// Reads the spec and renders the files of the crate.
///
/// On success, `ctx` contains the warnings. Diagnostics are rendered with `ctx.sources`.
pub fn generate(ctx: &mut Context, options: &Options) -> Result<Vec<File>, Diagnostics> {
    with_stack(|| render(ctx, options))
}

fn render(ctx: &mut Context, options: &Options) -> Result<Vec<File>, Diagnostics> {
    let (resolved, mut api) = analyze_spec(ctx, options)?;
    if let Some(name) = &options.crate_name {
        api.client.package.clone_from(name);
    }
    let templates = emit::templates(ctx, options)?;
    let coverage = coverage::measure(ctx, &resolved, &api);
    for gap in coverage.gaps() {
        let diagnostic = gap.diagnostic(&ctx.sources);
        ctx.report(diagnostic);
    }
    emit::files(ctx, &api, &coverage, &templates, options.is_workspace_root)
}

/// Reads the spec and reports which of its elements are generated.
pub fn coverage_of(ctx: &mut Context, options: &Options) -> Result<Coverage, Diagnostics> {
    with_stack(|| {
        let (resolved, api) = analyze_spec(ctx, options)?;
        Ok(coverage::measure(ctx, &resolved, &api))
    })
}

/// The size of the stack in bytes. Schemas are lowered recursively, in as many levels as `lower` permits, each of which
/// takes up to 8 KiB without optimization.
const STACK: usize = 64 << 20;

/// Runs a function on a thread with a stack of a known size.
fn with_stack<T: Send>(
    run: impl FnOnce() -> Result<T, Diagnostics> + Send,
) -> Result<T, Diagnostics> {
    std::thread::scope(|scope| {
        match std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, run) {
            Ok(thread) => thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)),
            Err(error) => {
                let message = format!("cannot start a thread: {error}");
                let origin = Origin::root(FileId(0));
                Err(Diagnostics(vec![Diagnostic::new(Code::Internal, &origin, message)]))
            }
        }
    })
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
