//! `cargo xtask gen`: from the spec to the crate.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::ValueEnum;
use generator::context::Context;
use generator::diagnostics;
use generator::output::{self, Changes, Mode};

/// What `gen` takes.
#[derive(clap::Args)]
pub struct Arguments {
    /// Write nothing; fail, and show the difference, if the crate is not what the spec says. Fails
    /// on warnings as well.
    #[arg(long)]
    check: bool,
    /// How to print what is wrong with the spec.
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
    /// The folder with `openapi.yaml`.
    #[arg(long, value_name = "DIR")]
    spec: Option<PathBuf>,
    /// The folder of the crate.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

/// How to print what is wrong with the spec.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people, on the standard error output.
    Text,
    /// For machines, on the standard output.
    Json,
}

/// Runs it.
pub fn run(arguments: &Arguments) -> ExitCode {
    let spec = arguments.spec.clone().unwrap_or_else(|| in_workspace("spec"));
    let out = arguments.out.clone().unwrap_or_else(|| in_workspace("generated"));
    let mut ctx = Context::default();
    let options = generator::Options { spec, templates: in_workspace("templates") };
    let generated = generator::generate(&mut ctx, &options);
    let found = match &generated {
        Ok(_) => ctx.diagnostics(),
        Err(diagnostics) => &diagnostics.0,
    };
    match arguments.format {
        Format::Text => eprint!("{}", diagnostics::render_text(&ctx.sources, found)),
        Format::Json => print!("{}", diagnostics::render_json(&ctx.sources, found)),
    }
    let Ok(files) = generated else { return ExitCode::FAILURE };
    let mode = if arguments.check { Mode::Check } else { Mode::Write };
    match output::reconcile(&out, &files, mode) {
        Ok(_) if arguments.check && !ctx.diagnostics().is_empty() => {
            eprintln!("warnings are not left behind: `--check` fails on them");
            ExitCode::FAILURE
        }
        Ok(changes) => report(&out, &changes, mode),
        Err(failure) => {
            eprint!("{failure}");
            ExitCode::FAILURE
        }
    }
}

fn report(out: &Path, changes: &Changes, mode: Mode) -> ExitCode {
    let counts = format!(
        "{}: {} new, {} changed, {} deleted, {} as before",
        out.display(),
        changes.created.len(),
        changes.updated.len(),
        changes.deleted.len(),
        changes.unchanged
    );
    if mode == Mode::Check && !changes.is_empty() {
        eprint!("{}", changes.diff);
        eprintln!("{counts}\nnot what the spec says; run `cargo xtask gen` and commit the result");
        return ExitCode::FAILURE;
    }
    for (mark, paths) in [('+', &changes.created), ('~', &changes.updated), ('-', &changes.deleted)]
    {
        const MOST: usize = 20;
        for path in paths.iter().take(MOST) {
            eprintln!("  {mark} {path}");
        }
        if let Some(more) = paths.len().checked_sub(MOST).filter(|more| *more > 0) {
            eprintln!("  {mark} … and {more} more");
        }
    }
    eprintln!("{counts}");
    ExitCode::SUCCESS
}

/// A folder of the workspace, called by its short name when that leads there.
pub(crate) fn in_workspace(name: &str) -> PathBuf {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR"));
    let absolute = manifest.parent().unwrap_or(manifest).join(name);
    let here = std::env::current_dir().ok();
    let at_root = here.is_some_and(|here| absolute.parent() == Some(here.as_path()));
    if at_root { PathBuf::from(name) } else { absolute }
}
