//! The one function that touches the disk.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Component, Path};

use super::{Failure, FileError, diff, is_generated, scan};
use crate::diagnostics::Code;
use crate::emit::File;

/// Whether to write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Bring the folder in line.
    Write,
    /// Only say what is different.
    Check,
}

/// What was, or would be, different.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// New files.
    pub created: Vec<String>,
    /// Files with other contents.
    pub updated: Vec<String>,
    /// Generated files that nothing generates any more.
    pub deleted: Vec<String>,
    /// How many files are as they should be.
    pub unchanged: usize,
    /// A unified diff; in check mode only.
    pub diff: String,
}

impl Changes {
    /// Whether everything was as it should be.
    pub fn is_empty(&self) -> bool {
        self.created.is_empty() && self.updated.is_empty() && self.deleted.is_empty()
    }
}

/// Brings `folder` in line with `files`: writes what differs, deletes generated files that are no
/// longer among them. Nothing is touched when anything is in the way.
pub fn reconcile(folder: &Path, files: &[File], mode: Mode) -> Result<Changes, Failure> {
    sane(files)?;
    let present = scan::scan(folder).map_err(|error| failed("", "read the folder", &error))?;
    foreign(files, &present)?;
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
                changes.diff.push_str(&diff::unified(&file.path, old, Some(&file.contents)));
            }
        }
    }
    let wanted: BTreeSet<&str> = files.iter().map(|file| file.path.as_str()).collect();
    for (path, old) in &present {
        if wanted.contains(path.as_str()) || !is_generated(old) {
            continue;
        }
        changes.deleted.push(path.clone());
        match mode {
            Mode::Write => delete(folder, path)?,
            Mode::Check => changes.diff.push_str(&diff::unified(path, Some(old), None)),
        }
    }
    Ok(changes)
}

/// The generator must not leave files behind that it would not recognise, or write elsewhere.
fn sane(files: &[File]) -> Result<(), Failure> {
    let mut errors = Vec::new();
    let mut seen = BTreeSet::new();
    for file in files {
        let normal = |path: &Path| path.components().all(|c| matches!(c, Component::Normal(_)));
        let message = if file.path.is_empty() || !normal(Path::new(&file.path)) {
            "this path leads out of the output folder"
        } else if !seen.insert(file.path.to_lowercase()) {
            "this file was rendered twice"
        } else if !is_generated(file.contents.as_bytes()) {
            "this file was rendered without the header"
        } else {
            continue;
        };
        errors.push(FileError {
            code: Code::Internal,
            path: file.path.clone(),
            message: message.to_owned(),
            help: "this is a mistake of the generator".to_owned(),
        });
    }
    if errors.is_empty() { Ok(()) } else { Err(Failure(errors)) }
}

fn foreign(files: &[File], present: &BTreeMap<String, Vec<u8>>) -> Result<(), Failure> {
    let in_the_way = |file: &&File| present.get(&file.path).is_some_and(|old| !is_generated(old));
    let errors: Vec<FileError> = files
        .iter()
        .filter(in_the_way)
        .map(|file| FileError {
            code: Code::ForeignFile,
            path: file.path.clone(),
            message: "a file that was not generated is in the way".to_owned(),
            help: "move it elsewhere, or delete it".to_owned(),
        })
        .collect();
    if errors.is_empty() { Ok(()) } else { Err(Failure(errors)) }
}

/// Writes next to the target first, so that a file is either the old or the new one.
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
    // Folders that are empty now go as well; one that is not empty stays, and ends the climb.
    let mut parent = target.parent();
    while let Some(empty) = parent.filter(|p| *p != folder && std::fs::remove_dir(p).is_ok()) {
        parent = empty.parent();
    }
    Ok(())
}

fn failed(path: &str, what: &str, error: &io::Error) -> Failure {
    let message = format!("cannot {what}: {error}");
    Failure::one(Code::OutputFailed, path, message, "look at its permissions, and run again")
}

#[cfg(test)]
#[path = "reconcile_tests.rs"]
mod tests;
