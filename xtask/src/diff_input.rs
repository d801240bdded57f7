//! The versions of the spec that `cargo xtask diff` compares.

use std::fs;
use std::path::Path;

use generator::compare::{Side, Version};
use generator::context::Context;
use generator::diagnostics::{Diagnostics, render_left_out, render_text};
use generator::ir::Api;
use tempfile::TempDir;

use crate::gen_command::in_workspace;
use crate::git;

/// The files of a revision that are compared.
const FILES: [&str; 3] = ["spec", "generated/API.txt", "Cargo.toml"];

/// The folders of a spec without an effect on the model and the public items.
const PROSE: [&str; 2] = ["examples", "guide"];

/// A version of the spec.
pub struct Input {
    /// The files of the spec.
    pub context: Context,
    api: Api,
    /// The public items that this generator renders.
    listing: String,
    /// The public items that are stored with the spec.
    pub recorded: Option<String>,
    /// The version of the workspace.
    pub version: Option<Version>,
}

impl Input {
    /// Reads the spec of a revision, in a folder or a file, or of the working tree.
    pub fn read(root: &Path, name: Option<&str>) -> Result<Self, String> {
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
        let folder = temporary_folder()?;
        git::copy_files(root, revision, &FILES, folder.path())?;
        let spec = folder.path().join("spec");
        if !spec.exists() {
            return Err(format!("there is no folder `spec` in `{revision}`"));
        }
        for unused in PROSE {
            // these are not compared, and may not be accepted any more
            let _ = fs::remove_dir_all(spec.join(unused));
        }
        let input = Self::from_path(&spec, &format!("{revision}:spec/"), false)?;
        let recorded = fs::read_to_string(folder.path().join("generated/API.txt")).ok();
        let version = version_of(folder.path());
        Ok(Self { recorded, version, ..input })
    }

    /// Reads the spec of the working tree, with another version of one of its files.
    pub fn from_part(file: &str, version: &str, prefix: &str) -> Result<Self, String> {
        let Some(path) = file.strip_prefix("spec/") else {
            return Err(format!("expected a file below `spec/`, found `{file}`"));
        };
        let folder = temporary_folder()?;
        let spec = folder.path().join("spec");
        copy_folder(&in_workspace("spec"), &spec)
            .and_then(|()| fs::write(spec.join(path), fs::read(version)?))
            .map_err(|error| format!("cannot copy the spec: {error}"))?;
        Self::from_path(&spec, &format!("{prefix}spec/"), false)
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
        let mut result = generator::generate_with_model(&mut context, &options);
        if result.is_err() && !is_strict {
            options.keep_going = true;
            context = new_context();
            result = generator::generate_with_model(&mut context, &options);
            eprint!("{}", left_out(&context, spec, prefix));
        }
        let (api, files) = result.map_err(|found| invalid(&context, &found))?;
        let listing = files.into_iter().find(|file| file.path == "API.txt");
        let listing = listing.map(|file| file.contents).unwrap_or_default();
        Ok(Self { context, api, listing, recorded: None, version: None })
    }

    /// Returns the version for a comparison.
    pub fn side(&self) -> Side<'_> {
        Side { api: &self.api, listing: &self.listing }
    }
}

/// Describes the errors of a spec.
fn invalid(context: &Context, found: &Diagnostics) -> String {
    format!("the spec is not valid\n{}", render_text(&context.sources, &found.0))
}

/// Describes what is left out of a spec.
fn left_out(context: &Context, spec: &Path, prefix: &str) -> String {
    const MAX_SHOWN: usize = 10;
    let all = &context.left_out;
    if all.is_empty() {
        return String::new();
    }
    let shown = if prefix.is_empty() { spec.display().to_string() } else { prefix.to_owned() };
    let table = render_left_out(&context.sources, all.get(..MAX_SHOWN).unwrap_or(all));
    let more = match all.len().saturating_sub(MAX_SHOWN) {
        0 => String::new(),
        more => format!("  … and {more} more\n"),
    };
    format!("note: elements of {shown} are not compared, because they have errors:\n{table}{more}")
}

fn temporary_folder() -> Result<TempDir, String> {
    tempfile::tempdir().map_err(|error| format!("cannot create a folder: {error}"))
}

/// Copies a folder and the folders in it.
fn copy_folder(from: &Path, to: &Path) -> std::io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy_folder(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), &target)?;
        }
    }
    Ok(())
}

/// Returns the version of a workspace.
fn version_of(root: &Path) -> Option<Version> {
    let manifest = fs::read_to_string(root.join("Cargo.toml")).ok()?;
    let (_, package) = manifest.split_once("[workspace.package]")?;
    let line = package.lines().find_map(|line| line.strip_prefix("version = "))?;
    Version::parse(line.trim().trim_matches('"'))
}
