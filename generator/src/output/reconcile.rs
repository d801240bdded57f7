//! Brings a folder in line with the rendered files.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Component, Path};

use super::{Failure, FileError, diff, is_generated, scan};
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
    /// Generated files that are no longer rendered.
    pub deleted: Vec<String>,
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

/// Writes the files that differ and deletes generated files that are not in `files`.
///
/// Nothing is changed if a file that was not generated would be overwritten.
pub fn reconcile(folder: &Path, files: &[File], mode: Mode) -> Result<Changes, Failure> {
    check_rendered(files)?;
    let present = scan::scan(folder).map_err(|error| failed("", "read the folder", &error))?;
    check_foreign(files, &present)?;
    let mut changes = Changes::default();
    for file in files {
        let old = present.get(&file.path);
        if old.is_some_and(|old| old == file.contents.as_bytes()) {
            changes.unchanged += 1;
            continue;
        }
        let list = if old.is_some() { &mut changes.updated } else { &mut changes.created };
        list.push(file.path.clone());
        match mode {
            Mode::Write => write(folder, file)?,
            Mode::Check => {
                let old = old.map(Vec::as_slice);
                changes.diff.push_str(&diff::unified_diff(&file.path, old, Some(&file.contents)));
            }
        }
    }
    let rendered: BTreeSet<&str> = files.iter().map(|file| file.path.as_str()).collect();
    for (path, old) in &present {
        if rendered.contains(path.as_str()) || !is_generated(old) {
            continue;
        }
        changes.deleted.push(path.clone());
        match mode {
            Mode::Write => delete(folder, path)?,
            Mode::Check => changes.diff.push_str(&diff::unified_diff(path, Some(old), None)),
        }
    }
    Ok(changes)
}

/// Checks that the rendered files have valid paths, unique names and the header.
fn check_rendered(files: &[File]) -> Result<(), Failure> {
    let mut errors = Vec::new();
    let mut seen = BTreeSet::new();
    for file in files {
        let normal = |path: &Path| path.components().all(|c| matches!(c, Component::Normal(_)));
        let message = if file.path.is_empty() || !normal(Path::new(&file.path)) {
            "path is outside of the output folder"
        } else if !seen.insert(file.path.to_lowercase()) {
            "file was rendered twice"
        } else if !is_generated(file.contents.as_bytes()) {
            "file was rendered without the header"
        } else {
            continue;
        };
        errors.push(FileError {
            code: Code::Internal,
            path: file.path.clone(),
            message: message.to_owned(),
            help: "report this as a bug of the generator".to_owned(),
        });
    }
    if errors.is_empty() { Ok(()) } else { Err(Failure(errors)) }
}

/// Checks that only generated files would be overwritten.
fn check_foreign(files: &[File], present: &BTreeMap<String, Vec<u8>>) -> Result<(), Failure> {
    let is_foreign = |file: &&File| present.get(&file.path).is_some_and(|old| !is_generated(old));
    let errors: Vec<FileError> = files
        .iter()
        .filter(is_foreign)
        .map(|file| FileError {
            code: Code::ForeignFile,
            path: file.path.clone(),
            message: "file exists and was not generated".to_owned(),
            help: "move it to another folder, or delete it".to_owned(),
        })
        .collect();
    if errors.is_empty() { Ok(()) } else { Err(Failure(errors)) }
}

/// Writes a temporary file and renames it, so that the target is never incomplete.
fn write(folder: &Path, file: &File) -> Result<(), Failure> {
    let target = folder.join(&file.path);
    let name = target.file_name().map(|name| name.to_string_lossy().into_owned());
    let temporary = target.with_file_name(format!(".{}.new", name.unwrap_or_default()));
    let run = || {
        if let Some(parent) = target.parent() {
            std::fs::create_dir_all(parent)?;
        }
        std::fs::write(&temporary, &file.contents)?;
        std::fs::rename(&temporary, &target)
    };
    run().map_err(|error| {
        let _ = std::fs::remove_file(&temporary);
        failed(&file.path, "write this file", &error)
    })
}

fn delete(folder: &Path, path: &str) -> Result<(), Failure> {
    let target = folder.join(path);
    std::fs::remove_file(&target).map_err(|error| failed(path, "delete this file", &error))?;
    // Parent folders are deleted as long as they are empty.
    let mut parent = target.parent();
    while let Some(empty) = parent.filter(|p| *p != folder && std::fs::remove_dir(p).is_ok()) {
        parent = empty.parent();
    }
    Ok(())
}

fn failed(path: &str, action: &str, error: &io::Error) -> Failure {
    let message = format!("cannot {action}: {error}");
    Failure::single(Code::OutputFailed, path, message, "check the permissions, and run again")
}

#[cfg(test)]
#[path = "reconcile_tests.rs"]
mod tests;
