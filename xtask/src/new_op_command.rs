//! `cargo xtask new-op`: the skeleton of an operation.

use std::fs;
use std::process::ExitCode;

use crate::gen_command::in_workspace;

/// What `new-op` takes.
#[derive(clap::Args)]
pub struct Arguments {
    /// The group: its file under `spec/groups/` without the ending, or the name of a new one.
    group: String,
}

/// Prints the skeleton: for a new group the head of its file first.
pub fn run(arguments: &Arguments) -> ExitCode {
    let group = &arguments.group;
    let known = in_workspace(&format!("spec/groups/{group}.yaml")).exists();
    let parts: &[&str] = if known { &["operation"] } else { &["group", "operation"] };
    for part in parts {
        let path = in_workspace(&format!("spec/skeletons/{part}.txt"));
        match fs::read_to_string(&path) {
            Ok(text) => print!("{}", text.replace("{group}", group)),
            Err(error) => {
                eprintln!("{} cannot be read: {error}", path.display());
                return ExitCode::FAILURE;
            }
        }
    }
    let file = format!("spec/groups/{group}.yaml");
    if known {
        eprintln!("paste this under `paths:` of {file}, fill it in, then run `cargo xtask gen`");
    } else {
        eprintln!(
            "save this as {file}, list it under `x-parts` in spec/openapi.yaml, then run `cargo xtask gen`"
        );
    }
    ExitCode::SUCCESS
}
