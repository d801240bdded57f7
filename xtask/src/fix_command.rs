//! `cargo xtask fix`: applies the replacements that diagnostics suggest.

use std::io::{Write, stdin, stdout};
use std::path::PathBuf;
use std::process::ExitCode;

use generator::context::Context;
use generator::diagnostics::render_text;
use generator::fix::Replacements;

use crate::format::{Format, print};
use crate::gen_command::in_workspace;

/// The arguments of `fix`.
#[derive(clap::Args)]
#[command(after_help = "\
Shows the replacements and asks before it changes a file. Files that have changed since they were read are not
written. A replacement may reveal further diagnostics, so this is repeated until there are no replacements.
Exit status: 0 if the spec has no errors afterwards.")]
pub struct Arguments {
    /// Applies the replacements without asking.
    #[arg(long)]
    yes: bool,
    /// The folder with `openapi.yaml`.
    #[arg(long, value_name = "DIR")]
    spec: Option<PathBuf>,
}

/// Applies replacements until there are none, and prints the remaining diagnostics.
pub fn run(arguments: &Arguments) -> ExitCode {
    // A replacement that causes itself again must not run forever.
    const MAX_ROUNDS: usize = 20;
    let spec = arguments.spec.clone().unwrap_or_else(|| in_workspace("spec"));
    let options = generator::Options::new(spec.clone(), in_workspace("templates"));
    let mut rounds = 0;
    loop {
        let mut ctx = Context::default();
        let found = generator::diagnose(&mut ctx, &options);
        let replacements = Replacements::new(&ctx.sources, &found);
        rounds += 1;
        if replacements.is_empty() || rounds > MAX_ROUNDS {
            return print(Format::Text, &ctx.sources, &found);
        }
        print!("{}", render_text(&ctx.sources, &replacements.diagnostics));
        if !arguments.yes && !is_confirmed(replacements.len()) {
            eprintln!("no file was changed");
            return print(Format::Text, &ctx.sources, &found);
        }
        if let Err(errors) = replacements.apply(&ctx.sources, &spec) {
            return print(Format::Text, &ctx.sources, &errors);
        }
        eprintln!("{} applied", counted(replacements.len()));
    }
}

/// Asks whether to apply the replacements. The default is no.
fn is_confirmed(count: usize) -> bool {
    print!("apply {}? [y/N] ", counted(count));
    let _ = stdout().flush();
    let mut line = String::new();
    let is_read = stdin().read_line(&mut line).is_ok_and(|length| length > 0);
    is_read && matches!(line.trim(), "y" | "Y" | "yes")
}

fn counted(count: usize) -> String {
    format!("{count} replacement{}", if count == 1 { "" } else { "s" })
}
