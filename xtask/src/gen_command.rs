//! `cargo xtask gen`: generates the crate from the spec.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use generator::context::Context;
use generator::diagnostics::{LeftOut, render_left_out};
use generator::output::{Changes, Mode};

use crate::format::{Format, print};
use crate::{schema_command, watch};

/// The arguments of `gen`.
#[derive(clap::Args)]
pub struct Arguments {
    /// Writes nothing. Fails and prints a diff if the crate is out of date, and fails on warnings.
    #[arg(long)]
    check: bool,
    /// Generates the crate again after each change of the spec or the templates, until Ctrl-C.
    #[arg(long, conflicts_with = "check")]
    watch: bool,
    /// The format of diagnostics, which are printed on standard output.
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
    /// The folder with `openapi.yaml`, `openapi.yml` or `openapi.json`, or the file with the description.
    #[arg(long, value_name = "PATH")]
    spec: Option<PathBuf>,
    /// The output folder.
    ///
    /// The crate in it can be built by itself. It belongs to the workspace above the folder if that has the folder as a
    /// member.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// The name of the crate, instead of `crate` in `x-client`.
    #[arg(long, value_name = "NAME", value_parser = crate_name)]
    crate_name: Option<String>,
    /// The URL of the server, instead of `servers`.
    #[arg(long, value_name = "URL")]
    base_url: Option<String>,
    /// Leaves out what is not supported, lists it with the reasons, and generates the rest.
    #[arg(long)]
    keep_going: bool,
}

/// Generates the crate and prints the diagnostics: once, or after each change.
pub fn run(arguments: &Arguments) -> ExitCode {
    if !arguments.watch {
        return generate(arguments);
    }
    let spec = arguments.spec.clone().unwrap_or_else(|| in_workspace("spec"));
    watch::run(&[spec, in_workspace("templates")], || {
        generate(arguments);
    })
}

fn generate(arguments: &Arguments) -> ExitCode {
    let spec = arguments.spec.clone().unwrap_or_else(|| in_workspace("spec"));
    let out = arguments.out.clone().unwrap_or_else(|| in_workspace("generated"));
    let options = generator::Options {
        crate_name: arguments.crate_name.clone(),
        base_url: arguments.base_url.clone(),
        keep_going: arguments.keep_going,
        is_workspace_root: crate::workspace::is_foreign_to(&out),
        ..generator::Options::new(spec.clone(), in_workspace("templates"))
    };
    let mode = if arguments.check { Mode::Check } else { Mode::Write };
    let mut ctx = Context::default();
    let (mut found, changes) = generator::generate_into(&mut ctx, &options, &out, mode);
    // the folder of another description is not written to
    if changes.is_some() && arguments.spec.is_none() {
        found.extend(schema_command::update(&spec, mode));
    }
    let is_text = arguments.format == Format::Text;
    if !is_text {
        found.extend(ctx.left_out.iter().map(LeftOut::diagnostic));
    }
    let code = print(arguments.format, &ctx.sources, &found);
    if is_text && !ctx.left_out.is_empty() {
        print_left_out(&ctx);
    }
    if let Some(changes) = changes {
        report(&out, &changes);
    }
    code
}

/// Parses the name of a crate.
fn crate_name(name: &str) -> Result<String, String> {
    match generator::inflect::is_crate_name(name) {
        true => Ok(name.to_owned()),
        false => Err(generator::inflect::CRATE_NAME_HELP.to_owned()),
    }
}

/// Prints a table of what is left out.
fn print_left_out(ctx: &Context) {
    let operations = ctx.left_out.iter().map(|it| it.operations).sum();
    let counts = counts(ctx.left_out.len(), operations);
    print!("left out: {counts}\n{}", render_left_out(&ctx.sources, &ctx.left_out));
}

/// Describes the numbers of elements and of operations.
fn counts(elements: usize, operations: usize) -> String {
    let noun = if elements == 1 { "element" } else { "elements" };
    let rest = match operations {
        1 => "1 is an operation".to_owned(),
        count => format!("{count} are operations"),
    };
    format!("{elements} {noun}, of which {rest}")
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

#[cfg(test)]
mod tests {
    use super::counts;

    #[test]
    fn one_is_in_the_singular() {
        assert_eq!(counts(1, 1), "1 element, of which 1 is an operation");
        assert_eq!(counts(2, 0), "2 elements, of which 0 are operations");
    }
}
