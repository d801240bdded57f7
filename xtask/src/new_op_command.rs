//! `cargo xtask new-op`: the skeleton of an operation.

use std::fs;
use std::process::ExitCode;

use generator::diagnostics::closest;

use crate::gen_command::in_workspace;

/// What `new-op` takes.
#[derive(clap::Args)]
#[command(after_help = "\
The skeleton goes to the standard output, what to do with it to the standard error output. It is right as it
stands: `cargo xtask gen` takes it, and what it describes is to be replaced.

Examples:
  cargo xtask new-op notes                                        # one more operation of a group
  cargo xtask new-op gift_cards > spec/groups/gift_cards.yaml     # the file of a new group")]
pub struct Arguments {
    /// The group: its file under `spec/groups/` without the ending, or the name of a new one.
    group: String,
    /// The group is a new one, although one with a similar name exists.
    #[arg(long)]
    new: bool,
}

/// Prints the skeleton: for a new group the head of its file first.
pub fn run(arguments: &Arguments) -> ExitCode {
    match skeleton(arguments) {
        Ok((text, advice)) => {
            print!("{text}");
            eprintln!("{advice}");
            ExitCode::SUCCESS
        }
        Err(problem) => {
            eprintln!("{problem}");
            ExitCode::from(2)
        }
    }
}

/// The skeleton, and what to do with it.
fn skeleton(arguments: &Arguments) -> Result<(String, String), String> {
    let group = arguments.group.as_str();
    let groups = groups()?;
    let file = format!("spec/groups/{group}.yaml");
    if groups.iter().any(|known| known == group) {
        if arguments.new {
            return Err(format!("the group `{group}` exists already: leave `--new` out"));
        }
        let text = filled("operation", &Names::of_a_thing(group))?;
        let advice = format!(
            "paste this under `paths:` of {file}, replace what it describes, then run `cargo xtask gen`"
        );
        return Ok((text, advice));
    }
    check_name(group)?;
    let similar = closest(group, groups.iter().map(String::as_str));
    if let Some(similar) = similar.filter(|_| !arguments.new) {
        return Err(format!(
            "there is no group `{group}`; did you mean `{similar}`?\nfor a new group: cargo xtask new-op {group} --new"
        ));
    }
    let names = Names::of_a_group(group);
    let text = filled("group", &names)? + &filled("operation", &names)?;
    let advice = format!(
        "save this as {file}, add `- groups/{group}.yaml` to `x-parts` in spec/openapi.yaml, replace what it \
         describes, then run `cargo xtask gen`"
    );
    Ok((text, advice))
}

/// The groups that exist.
fn groups() -> Result<Vec<String>, String> {
    let folder = in_workspace("spec/groups");
    let broken = |error| format!("{} cannot be read: {error}", folder.display());
    let mut groups = Vec::new();
    for entry in fs::read_dir(&folder).map_err(broken)? {
        let name = entry.map_err(broken)?.file_name();
        groups.extend(name.to_str().and_then(|name| name.strip_suffix(".yaml")).map(str::to_owned));
    }
    groups.sort();
    Ok(groups)
}

/// The name becomes a file, a module and a cargo feature.
fn check_name(group: &str) -> Result<(), String> {
    let plain =
        |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '_';
    if group.starts_with(|first: char| first.is_ascii_lowercase()) && group.chars().all(plain) {
        return Ok(());
    }
    Err(format!(
        "`{group}` names no group: a name is of small letters, digits and `_`, as `promo_codes`"
    ))
}

fn filled(part: &str, names: &Names) -> Result<String, String> {
    let path = in_workspace(&format!("spec/skeletons/{part}.txt"));
    let text = fs::read_to_string(&path)
        .map_err(|error| format!("{} cannot be read: {error}", path.display()))?;
    Ok([
        ("{group}", &names.group),
        ("{title}", &names.title),
        ("{Things}", &names.many),
        ("{Thing}", &names.one),
        ("{thing}", &names.words),
        ("{method}", &names.method),
    ]
    .into_iter()
    .fold(text, |text, (place, name)| text.replace(place, name)))
}

/// What is called how in a skeleton.
struct Names {
    group: String,
    title: String,
    many: String,
    one: String,
    words: String,
    method: String,
}

impl Names {
    /// In a group that exists, something that surely does not meet what is there.
    fn of_a_thing(group: &str) -> Self {
        let method = "get_thing".to_owned();
        Self { method, group: group.to_owned(), ..Self::of_a_group("things") }
    }

    /// In a group of its own: `gift_cards` holds gift cards.
    fn of_a_group(group: &str) -> Self {
        let words = group.replace('_', " ");
        let one = match words.strip_suffix("ies") {
            Some(stem) => format!("{stem}y"),
            None => words.strip_suffix('s').unwrap_or(&words).to_owned(),
        };
        Self {
            group: group.to_owned(),
            title: capitalised(&words),
            many: words.split(' ').map(capitalised).collect(),
            one: one.split(' ').map(capitalised).collect(),
            words: one,
            method: "get".to_owned(),
        }
    }
}

fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters
        .next()
        .map_or_else(String::new, |first| first.to_ascii_uppercase().to_string() + letters.as_str())
}
