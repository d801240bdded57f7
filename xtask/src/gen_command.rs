//! `cargo xtask gen`: generates the crate from the spec.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use generator::context::Context;
use generator::output::{Changes, Mode};

use crate::format::{Format, print};

/// The arguments of `gen`.
#[derive(clap::Args)]
pub struct Arguments {
    /// Writes nothing. Fails and prints a diff if the crate is out of date, and fails on warnings.
    #[arg(long)]
    check: bool,
    /// The format of diagnostics, which are printed on standard output.
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
    /// The folder with `openapi.yaml`.
    #[arg(long, value_name = "DIR")]
    spec: Option<PathBuf>,
    /// The output folder.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

/// Generates the crate and prints the diagnostics.
pub fn run(arguments: &Arguments) -> ExitCode {
    let spec = arguments.spec.clone().unwrap_or_else(|| in_workspace("spec"));
    let out = arguments.out.clone().unwrap_or_else(|| in_workspace("generated"));
    let options = generator::Options { spec, templates: in_workspace("templates") };
    let mode = if arguments.check { Mode::Check } else { Mode::Write };
    let mut ctx = Context::default();
    let (found, changes) = generator::generate_into(&mut ctx, &options, &out, mode);
    let code = print(arguments.format, &ctx.sources, &found);
    if let Some(changes) = changes {
        report(&out, &changes);
    }
    code
}

/// Prints the changes, or in check mode the differences, on standard error.
fn report(out: &Path, changes: &Changes) {
    eprint!("{}", changes.diff);
    for (mark, paths) in [('+', &changes.created), ('~', &changes.updated), ('-', &changes.deleted)]
    {
        const MAX_PATHS: usize = 20;
        for path in paths.iter().take(MAX_PATHS) {
            eprintln!("  {mark} {path}");
        }
        if let Some(more) = paths.len().checked_sub(MAX_PATHS).filter(|more| *more > 0) {
            eprintln!("  {mark} … and {more} more");
        }
    }
    for path in &changes.kept {
        eprintln!("warning: {path} is no longer generated, but was edited; it is not deleted");
    }
    eprintln!(
        "{}: {} created, {} updated, {} deleted, {} unchanged",
        out.display(),
        changes.created.len(),
        changes.updated.len(),
        changes.deleted.len(),
        changes.unchanged
    );
}

/// Returns the path of a folder of the workspace, relative if the workspace is the current directory.
pub(crate) fn in_workspace(name: &str) -> PathBuf {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR"));
    let absolute = manifest.parent().unwrap_or(manifest).join(name);
    let here = std::env::current_dir().ok();
    let at_root = here.is_some_and(|here| absolute.parent() == Some(here.as_path()));
    if at_root { PathBuf::from(name) } else { absolute }
}
