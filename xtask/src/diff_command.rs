//! `cargo xtask diff`: shows what the changes of the spec mean for the wire and for programs.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::SystemTime;

use clap::ValueEnum;
use generator::compare::{self, Approvals, Comparison, Date, Report, compare};

use crate::diff_input::Input;
use crate::gen_command::in_workspace;
use crate::git;

/// The arguments of `diff`.
#[derive(clap::Args)]
#[command(after_help = "\
Exit status: 1 if a breaking change is neither approved nor reflected by the version in `Cargo.toml`, or if an approval
is expired or unused. Unused approvals are reported for the last tag and for `--approvals` only.")]
pub struct Arguments {
    /// The old version: a revision of git, two of them as `A..B`, or a folder or a file with a spec.
    ///
    /// The default is the last tag, or `HEAD` if there is no tag.
    #[arg(value_name = "OLD")]
    old: Option<String>,
    /// The new version: a revision, a folder or a file. The default is the working tree.
    #[arg(value_name = "NEW")]
    new: Option<String>,
    /// The format of the report. `markdown` is the draft of an entry of the changelog.
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
    /// The file of the spec that OLD and NEW are versions of, as in `spec/groups/notes.yaml`.
    ///
    /// The other files of both versions are those of the working tree. The exit status is 0 unless a version cannot be
    /// read, as git expects of a diff driver.
    #[arg(long, value_name = "PATH", requires = "old", requires = "new")]
    file: Option<String>,
    /// The file with approvals of breaking changes, instead of `xtask/approved-changes.yaml`.
    #[arg(long, value_name = "FILE")]
    approvals: Option<PathBuf>,
}

/// The format of a report.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Text for people.
    Text,
    /// A JSON object.
    Json,
    /// The draft of an entry of the changelog.
    Markdown,
}

/// Prints the changes.
pub fn run(arguments: &Arguments) -> ExitCode {
    match report(arguments) {
        Ok(code) => code,
        Err(message) => {
            eprintln!("error: {}", message.trim_end());
            ExitCode::FAILURE
        }
    }
}

fn report(arguments: &Arguments) -> Result<ExitCode, String> {
    let root = root();
    let tag = git::last_tag(&root).filter(|_| arguments.old.is_none());
    let is_released = tag.is_some() || arguments.old.is_some();
    if !is_released {
        eprintln!("note: there is no tag, so nothing is released; comparing with `HEAD`");
    }
    let old = arguments.old.as_deref().or(tag.as_deref()).unwrap_or("HEAD");
    let (old, new) = match old.split_once("..") {
        Some((old, new)) if arguments.new.is_none() && !Path::new(old).exists() => (old, Some(new)),
        _ => (old, arguments.new.as_deref()),
    };
    let (old, new) = match &arguments.file {
        Some(file) => (
            Input::from_part(file, old, "a/")?,
            Input::from_part(file, new.unwrap_or_default(), "b/")?,
        ),
        None => (Input::read(&root, Some(old))?, Input::read(&root, new)?),
    };
    let mut comparison = compare(old.side(), new.side(), old.recorded.as_deref());
    let errors = approve(arguments, &mut comparison, &new, tag.is_some())?;
    let report = Report {
        comparison: &comparison,
        old: &old.context.sources,
        new: &new.context.sources,
        versions: old.version.zip(new.version).filter(|_| is_released),
        errors,
    };
    let format = match arguments.format {
        Format::Text => compare::Format::Text,
        Format::Json => compare::Format::Json,
        Format::Markdown => compare::Format::Markdown,
    };
    print!("{}", report.render(format));
    let is_failure = report.is_failure() && is_released && arguments.file.is_none();
    Ok(if is_failure { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// Returns the root of the workspace.
fn root() -> PathBuf {
    let spec = in_workspace("spec");
    let root = spec.parent().filter(|root| !root.as_os_str().is_empty());
    root.unwrap_or(Path::new(".")).to_owned()
}

/// Applies the approvals, and returns messages about those that are expired or unused.
fn approve(
    arguments: &Arguments,
    comparison: &mut Comparison,
    new: &Input,
    is_last_tag: bool,
) -> Result<Vec<String>, String> {
    let default = in_workspace("xtask").join("approved-changes.yaml");
    // Approvals are about the spec of the workspace.
    let path = match &arguments.approvals {
        Some(path) => path.clone(),
        None if new.version.is_some() && default.exists() => default,
        None => return Ok(Vec::new()),
    };
    let text = read_file(&path)?;
    let approvals = Approvals::parse(&path.display().to_string(), &text)
        .map_err(|messages| messages.join("\nerror: "))?;
    let mut errors = approvals.apply(comparison, today(), new.version);
    if is_last_tag || arguments.approvals.is_some() {
        errors.extend(approvals.unused(comparison));
    }
    Ok(errors)
}

fn today() -> Date {
    let since_epoch = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    Date::from_days(since_epoch.as_secs() / 86_400)
}

fn read_file(path: &Path) -> Result<String, String> {
    fs::read_to_string(path).map_err(|error| format!("cannot read {}: {error}", path.display()))
}
