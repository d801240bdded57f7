//! `cargo xtask diff`: shows what the changes of the spec mean for the wire and for programs.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::SystemTime;

use clap::ValueEnum;
use generator::compare::{self, Approvals, Comparison, Date, Report, Side, Version, compare};
use generator::context::Context;
use generator::diagnostics::{Diagnostics, render_left_out, render_text};
use generator::ir::Api;
use tempfile::TempDir;

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

/// The files of a revision that are compared.
const FILES: [&str; 3] = ["spec", "generated/API.txt", "Cargo.toml"];

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
    let old = Input::read(&root, Some(old))?;
    let new = Input::read(&root, new)?;
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
    let is_failure = report.is_failure() && is_released;
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

/// A version of the spec.
struct Input {
    context: Context,
    api: Api,
    /// The public items that this generator renders.
    listing: String,
    /// The public items that are stored with the spec.
    recorded: Option<String>,
    /// The version of the workspace.
    version: Option<Version>,
    /// The files of a revision.
    _folder: Option<TempDir>,
}

impl Input {
    /// Reads the spec of a revision, in a folder or a file, or of the working tree.
    fn read(root: &Path, name: Option<&str>) -> Result<Self, String> {
        match name {
            None => {
                let version = version_of(root);
                Ok(Self { version, ..Self::from_path(&in_workspace("spec"), "", true)? })
            }
            Some(name) if Path::new(name).exists() => Self::from_path(Path::new(name), "", false),
            Some(revision) => Self::from_revision(root, revision),
        }
    }

    fn from_revision(root: &Path, revision: &str) -> Result<Self, String> {
        let folder =
            tempfile::tempdir().map_err(|error| format!("cannot create a folder: {error}"))?;
        git::copy_files(root, revision, &FILES, folder.path())?;
        let spec = folder.path().join("spec");
        if !spec.exists() {
            return Err(format!("there is no folder `spec` in `{revision}`"));
        }
        let input = Self::from_path(&spec, &format!("{revision}:spec/"), false)?;
        let recorded = fs::read_to_string(folder.path().join("generated/API.txt")).ok();
        let version = version_of(folder.path());
        Ok(Self { recorded, version, _folder: Some(folder), ..input })
    }

    /// Reads a spec. Unless it is strict, what this generator does not accept is left out: an older version may have been
    /// written for an older generator.
    fn from_path(spec: &Path, prefix: &str, is_strict: bool) -> Result<Self, String> {
        let mut options = generator::Options {
            spec: spec.to_owned(),
            ..generator::Options::new(spec.to_owned(), in_workspace("templates"))
        };
        let new_context = || {
            let mut context = Context::default();
            context.sources.prefix = prefix.to_owned();
            context
        };
        let mut context = new_context();
        let mut model = generator::model(&mut context, &options);
        if model.is_err() && !is_strict {
            options.keep_going = true;
            context = new_context();
            model = generator::model(&mut context, &options);
            eprint!("{}", left_out(&context, spec, prefix));
        }
        let api = model.map_err(|found| invalid(&context, &found))?;
        let mut rendering = new_context();
        let files = generator::generate(&mut rendering, &options)
            .map_err(|found| invalid(&rendering, &found))?;
        let listing = files.into_iter().find(|file| file.path == "API.txt");
        let listing = listing.map(|file| file.contents).unwrap_or_default();
        Ok(Self { context, api, listing, recorded: None, version: None, _folder: None })
    }

    fn side(&self) -> Side<'_> {
        Side { api: &self.api, listing: &self.listing }
    }
}

/// Describes the errors of a spec.
fn invalid(context: &Context, found: &Diagnostics) -> String {
    format!("the spec is not valid\n{}", render_text(&context.sources, &found.0))
}

/// Describes what is left out of a spec.
fn left_out(context: &Context, spec: &Path, prefix: &str) -> String {
    if context.left_out.is_empty() {
        return String::new();
    }
    let shown = if prefix.is_empty() { spec.display().to_string() } else { prefix.to_owned() };
    let table = render_left_out(&context.sources, &context.left_out);
    format!("note: elements of {shown} are not compared:\n{table}")
}

/// Returns the version of a workspace.
fn version_of(root: &Path) -> Option<Version> {
    let manifest = fs::read_to_string(root.join("Cargo.toml")).ok()?;
    let (_, package) = manifest.split_once("[workspace.package]")?;
    let line = package.lines().find_map(|line| line.strip_prefix("version = "))?;
    Version::parse(line.trim().trim_matches('"'))
}
