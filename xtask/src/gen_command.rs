//! `cargo xtask gen`: generates the crate from the spec.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::ValueEnum;
use generator::context::Context;
use generator::diagnostics::{self, Code, Diagnostic, LeftOut};
use generator::output::{self, Changes, Mode};

/// The arguments of `gen`.
#[derive(clap::Args)]
pub struct Arguments {
    /// Writes nothing. Fails and prints a diff if the crate is out of date, and fails on warnings.
    #[arg(long)]
    check: bool,
    /// The format of diagnostics.
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
    /// The folder with `openapi.yaml`, `openapi.yml` or `openapi.json`, or the file with the description.
    #[arg(long, value_name = "PATH")]
    spec: Option<PathBuf>,
    /// The output folder.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// The name of the crate, instead of `crate` in `x-client`.
    #[arg(long, value_name = "NAME")]
    crate_name: Option<String>,
    /// The URL of the server, instead of `servers`.
    #[arg(long, value_name = "URL")]
    base_url: Option<String>,
    /// Leaves out what is not supported, lists it with the reasons, and generates the rest.
    #[arg(long)]
    keep_going: bool,
}

/// The format of diagnostics.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Text on standard error.
    Text,
    /// JSON on standard output.
    Json,
}

/// Generates the crate and prints the diagnostics.
pub fn run(arguments: &Arguments) -> ExitCode {
    let spec = arguments.spec.clone().unwrap_or_else(|| in_workspace("spec"));
    let out = arguments.out.clone().unwrap_or_else(|| in_workspace("generated"));
    let mut ctx = Context::default();
    let options = generator::Options {
        crate_name: arguments.crate_name.clone(),
        base_url: arguments.base_url.clone(),
        keep_going: arguments.keep_going,
        ..generator::Options::new(spec, in_workspace("templates"))
    };
    let generated = generator::generate(&mut ctx, &options);
    let found = match &generated {
        Ok(_) => ctx.diagnostics(),
        Err(diagnostics) => &diagnostics.0,
    };
    print_diagnostics(&ctx, found, arguments.format);
    let Ok(files) = generated else { return ExitCode::FAILURE };
    let has_unused = ctx.diagnostics().iter().any(|d| d.code == Code::UnusedElement);
    if has_unused && !arguments.keep_going {
        eprintln!("error: elements of the spec are not used; no file is written");
        return ExitCode::FAILURE;
    }
    let mode = if arguments.check { Mode::Check } else { Mode::Write };
    match output::reconcile(&out, &files, mode) {
        Ok(_) if arguments.check && !ctx.diagnostics().is_empty() => {
            eprintln!("error: `--check` treats warnings as errors");
            ExitCode::FAILURE
        }
        Ok(changes) => report(&out, &changes, mode),
        Err(failure) => {
            eprint!("{failure}");
            ExitCode::FAILURE
        }
    }
}

/// Prints the diagnostics, and what is left out: in text as a table, otherwise as warnings.
fn print_diagnostics(ctx: &Context, found: &[Diagnostic], format: Format) {
    if format == Format::Json {
        let left_out = ctx.left_out.iter().map(LeftOut::diagnostic);
        let all: Vec<Diagnostic> = found.iter().cloned().chain(left_out).collect();
        print!("{}", diagnostics::render_json(&ctx.sources, &all));
        return;
    }
    eprint!("{}", diagnostics::render_text(&ctx.sources, found));
    if !ctx.left_out.is_empty() {
        let operations = ctx.left_out.iter().filter(|it| it.is_operation()).count();
        let total = ctx.left_out.len();
        eprint!(
            "left out: {total} elements, of which {operations} are operations\n{}",
            diagnostics::render_left_out(&ctx.sources, &ctx.left_out)
        );
    }
}

/// Prints the changes.
fn report(out: &Path, changes: &Changes, mode: Mode) -> ExitCode {
    let counts = format!(
        "{}: {} created, {} updated, {} deleted, {} unchanged",
        out.display(),
        changes.created.len(),
        changes.updated.len(),
        changes.deleted.len(),
        changes.unchanged
    );
    if mode == Mode::Check && !changes.is_empty() {
        eprint!("{}", changes.diff);
        eprintln!(
            "{counts}\nerror: {} is out of date\nhelp: run `cargo xtask gen` and commit the result",
            out.display()
        );
        return ExitCode::FAILURE;
    }
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
    eprintln!("{counts}");
    ExitCode::SUCCESS
}

/// Returns the path of a folder of the workspace, relative if the workspace is the current directory.
pub(crate) fn in_workspace(name: &str) -> PathBuf {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR"));
    let absolute = manifest.parent().unwrap_or(manifest).join(name);
    let here = std::env::current_dir().ok();
    let at_root = here.is_some_and(|here| absolute.parent() == Some(here.as_path()));
    if at_root { PathBuf::from(name) } else { absolute }
}
