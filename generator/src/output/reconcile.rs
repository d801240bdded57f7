//! Brings a folder in line with the rendered files.

use std::path::Path;

use super::change_set::{self, ChangeSet};
use super::ownership::OwnedFiles;
use super::target::read_part;
use super::{Failure, diff, rendered, stage};
use crate::diagnostics::{Code, Diagnostic};
use crate::emit::File;

/// Whether files are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Write and delete files.
    Write,
    /// Only report the differences.
    Check,
}

/// The differences between a folder and the rendered files.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// New files.
    pub created: Vec<String>,
    /// Files with other contents.
    pub updated: Vec<String>,
    /// Files of the last run that are no longer rendered.
    pub deleted: Vec<String>,
    /// Files of the last run that are no longer rendered, but were edited since. They are not deleted.
    pub kept: Vec<String>,
    /// The number of files without changes.
    pub unchanged: usize,
    /// The unified diff, in check mode.
    pub diff: String,
}

impl Changes {
    /// Returns `true` if there are no differences.
    pub fn is_empty(&self) -> bool {
        self.created.is_empty() && self.updated.is_empty() && self.deleted.is_empty()
    }

    /// Returns the error that the folder is out of date, if there are differences.
    pub fn diagnostic(&self, folder: &Path) -> Option<Diagnostic> {
        let (created, updated) = (self.created.len(), self.updated.len());
        let message = format!(
            "folder is out of date: {created} files to create, {updated} to update, {} to delete",
            self.deleted.len()
        );
        let path = folder.to_string_lossy().replace('\\', "/");
        let diagnostic = Diagnostic::outside(Code::OutOfDate, path, message);
        (!self.is_empty()).then(|| diagnostic.help("run `cargo xtask gen` and commit the result"))
    }
}

/// Writes the files that differ, and deletes those of the last run that are not in `files`.
///
/// Nothing is changed if one of the changes is not possible, or if a file that was not generated is in the way.
pub fn reconcile(folder: &Path, files: &[File], mode: Mode) -> Result<Changes, Failure> {
    rendered::check(files)?;
    let is_missing = !folder.exists();
    if !folder.is_dir() && (!is_missing || folder.is_symlink()) {
        let found = if is_missing { "a symbolic link to a missing one" } else { "a file" };
        let message = format!("expected a folder for the output, found {found}");
        let help = "name another folder with `--out`";
        return Err(Failure::single(Code::OutputFailed, "", message, help));
    }
    let owned = OwnedFiles::read(folder)?;
    let list = OwnedFiles::list(files);
    let all: Vec<&File> = files.iter().chain([&list]).collect();
    let set = change_set::compare(folder, &owned, &all)?;
    let mut changes = changes(&set);
    match mode {
        Mode::Check => changes.diff = diff_of(folder, &set)?,
        Mode::Write if changes.is_empty() => {}
        Mode::Write => stage::apply(folder, &set)?,
    }
    Ok(changes)
}

fn changes(set: &ChangeSet<'_>) -> Changes {
    let paths = |files: &[&File]| files.iter().map(|file| file.path.clone()).collect();
    Changes {
        created: paths(&set.created),
        updated: paths(&set.updated),
        deleted: set.deleted.clone(),
        kept: set.kept.clone(),
        unchanged: set.unchanged,
        diff: String::new(),
    }
}

/// Returns the unified diff of all changes.
fn diff_of(folder: &Path, set: &ChangeSet<'_>) -> Result<String, Failure> {
    let mut text = String::new();
    for file in &set.created {
        text.push_str(&diff::unified_diff(&file.path, None, Some(&file.contents)));
    }
    for file in &set.updated {
        let old = read(folder, &file.path)?;
        text.push_str(&diff::unified_diff(&file.path, Some(&old), Some(&file.contents)));
    }
    for path in &set.deleted {
        let old = read(folder, path)?;
        text.push_str(&diff::unified_diff(path, Some(&old), None));
    }
    Ok(text)
}

/// Returns the contents of a file for a diff. The rest of a file that was replaced by a large one is left out.
fn read(folder: &Path, path: &str) -> Result<Vec<u8>, Failure> {
    const MAX_BYTES: u64 = 8 * 1024 * 1024;
    let contents = read_part(&folder.join(path), MAX_BYTES);
    contents.map_err(|error| Failure::io(path, "read", &error))
}

#[cfg(test)]
#[path = "reconcile_tests.rs"]
mod tests;
