//! `cargo xtask new-op`: prints the skeleton of an operation.

use std::fs;
use std::process::ExitCode;

use generator::diagnostics::closest;
use generator::inflect::{is_snake_case, singularize};

use crate::gen_command::in_workspace;

/// The line between an operation and its schema, which are pasted in two places.
const SCHEMA_COMMENT: &str = "    # The schema of the response, under `schemas:` of `components:`.";

/// The arguments of `new-op`.
#[derive(clap::Args)]
#[command(after_help = "\
Prints the skeleton to standard output and instructions to standard error. The skeleton is valid: `cargo xtask gen`
accepts it unchanged after both parts are pasted. Replace its contents.

Examples:
  cargo xtask new-op notes                                        # an operation of an existing group
  cargo xtask new-op gift_cards > spec/groups/gift_cards.yaml     # the file of a new group")]
pub struct Arguments {
    /// The name of the group: its file in `spec/groups/` without the extension, or a new name.
    group: String,
    /// Creates a new group even if a group with a similar name exists.
    #[arg(long)]
    new: bool,
}

/// Prints the skeleton of an operation, preceded by the head of the file for a new group.
pub fn run(arguments: &Arguments) -> ExitCode {
    match skeleton(arguments) {
        Ok((text, instructions)) => {
            print!("{text}");
            eprintln!("{instructions}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::from(2)
        }
    }
}

/// Returns the skeleton and the instructions.
fn skeleton(arguments: &Arguments) -> Result<(String, String), String> {
    let group = arguments.group.as_str();
    let groups = groups()?;
    let file = format!("spec/groups/{group}.yaml");
    if groups.iter().any(|known| known == group) {
        if arguments.new {
            return Err(format!("group `{group}` exists already\nhelp: omit `--new`"));
        }
        let names = Placeholders::for_operation(group);
        let (operation, schema) =
            (fill_template("operation", &names)?, fill_template("schema", &names)?);
        let text = format!("{operation}\n{SCHEMA_COMMENT}\n{schema}");
        let instructions = format!(
            "paste the operation under `paths:` of {file}, and the schema under `schemas:` of its `components:`, \
             replace their contents, then run `cargo xtask gen`"
        );
        return Ok((text, instructions));
    }
    check_name(group)?;
    let similar = closest(group, groups.iter().map(String::as_str));
    if let Some(similar) = similar.filter(|_| !arguments.new) {
        return Err(format!(
            "unknown group `{group}`\nhelp: did you mean `{similar}`? For a new group, run `cargo xtask new-op {group} --new`"
        ));
    }
    let names = Placeholders::for_group(group);
    let text = format!(
        "{}{}\ncomponents:\n  schemas:\n{}",
        fill_template("group", &names)?,
        fill_template("operation", &names)?,
        fill_template("schema", &names)?
    );
    let instructions = format!(
        "save this as {file}, add `- groups/{group}.yaml` to `x-parts` in spec/openapi.yaml, replace its \
         contents, then run `cargo xtask gen`"
    );
    Ok((text, instructions))
}

/// Returns the names of the existing groups.
fn groups() -> Result<Vec<String>, String> {
    let folder = in_workspace("spec/groups");
    let broken = |error| format!("cannot read {}: {error}", folder.display());
    let mut groups = Vec::new();
    for entry in fs::read_dir(&folder).map_err(broken)? {
        let name = entry.map_err(broken)?.file_name();
        groups.extend(name.to_str().and_then(|name| name.strip_suffix(".yaml")).map(str::to_owned));
    }
    groups.sort();
    Ok(groups)
}

/// Checks that a name is valid as the name of a file, a module and a cargo feature.
fn check_name(group: &str) -> Result<(), String> {
    if is_snake_case(group) {
        return Ok(());
    }
    Err(format!(
        "expected lower-case letters, digits and `_`, as in `promo_codes`, and no keyword, found `{group}`"
    ))
}

/// Reads a template and replaces the placeholders.
fn fill_template(part: &str, values: &Placeholders) -> Result<String, String> {
    let path = in_workspace(&format!("spec/skeletons/{part}.txt"));
    let text = fs::read_to_string(&path)
        .map_err(|error| format!("cannot read {}: {error}", path.display()))?;
    Ok([
        ("{group}", &values.group),
        ("{title}", &values.title),
        ("{Things}", &values.plural),
        ("{Thing}", &values.singular),
        ("{thing}", &values.words),
        ("{method}", &values.method),
    ]
    .into_iter()
    .fold(text, |text, (placeholder, value)| text.replace(placeholder, value)))
}

/// The values of the placeholders in a skeleton.
struct Placeholders {
    group: String,
    title: String,
    plural: String,
    singular: String,
    words: String,
    method: String,
}

impl Placeholders {
    /// Returns names for an operation of an existing group that do not collide with other operations.
    fn for_operation(group: &str) -> Self {
        let method = "get_thing".to_owned();
        Self { method, group: group.to_owned(), ..Self::for_group("things") }
    }

    /// Returns names for a new group: `gift_cards` becomes `GiftCards` and `GiftCard`.
    fn for_group(group: &str) -> Self {
        let words = group.replace('_', " ");
        let singular = singularize(&words);
        Self {
            group: group.to_owned(),
            title: capitalize(&words),
            plural: words.split(' ').map(capitalize).collect(),
            singular: singular.split(' ').map(capitalize).collect(),
            words: singular,
            method: "get".to_owned(),
        }
    }
}

fn capitalize(word: &str) -> String {
    let mut letters = word.chars();
    letters
        .next()
        .map_or_else(String::new, |first| first.to_ascii_uppercase().to_string() + letters.as_str())
}
