//! `cargo xtask lint`: checks the spec without generating the crate.

use std::path::PathBuf;
use std::process::ExitCode;

use generator::context::Context;
use generator::diagnostics::Severity;
use generator::lint::RULES;

use crate::format::{Format, print};
use crate::gen_command::in_workspace;

/// The arguments of `lint`.
#[derive(clap::Args)]
#[command(after_help = "\
A warning is suppressed by `x-allow: [{ rule: NAME, reason: … }]` on the element or on one that contains it.
An error cannot be suppressed.")]
pub struct Arguments {
    /// Lists the rules with what they require.
    #[arg(long)]
    list: bool,
    /// Treats warnings as errors.
    #[arg(long)]
    deny_warnings: bool,
    /// The format of diagnostics.
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
    /// The folder with `openapi.yaml`.
    #[arg(long, value_name = "DIR")]
    spec: Option<PathBuf>,
}

/// Prints the rules, or all diagnostics of the spec.
pub fn run(arguments: &Arguments) -> ExitCode {
    if arguments.list {
        let width = RULES.iter().map(|rule| rule.name.len()).max().unwrap_or_default();
        for rule in RULES {
            println!("{:width$}  {}", rule.name, rule.summary);
        }
        return ExitCode::SUCCESS;
    }
    let spec = arguments.spec.clone().unwrap_or_else(|| in_workspace("spec"));
    let options = generator::Options::new(spec, in_workspace("templates"));
    let mut ctx = Context::default();
    let mut found = generator::diagnose(&mut ctx, &options);
    if arguments.deny_warnings {
        found.iter_mut().for_each(|diagnostic| diagnostic.severity = Severity::Error);
    }
    print(arguments.format, &ctx.sources, &found)
}
