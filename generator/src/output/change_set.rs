//! Compares a folder with the rendered files, without changing it.

use std::collections::BTreeSet;
use std::path::Path;

use super::hash::Hash;
use super::ownership::{LIST, OwnedFiles};
use super::target::{self, Target, read_part};
use super::{Failure, FileError};
use crate::diagnostics::Code;
use crate::emit::File;

/// The changes to make in a folder.
#[derive(Debug, Default)]
pub(super) struct ChangeSet<'a> {
    /// New files.
    pub(super) created: Vec<&'a File>,
    /// Owned files with other contents.
    pub(super) updated: Vec<&'a File>,
    /// Owned files that are no longer rendered.
    pub(super) deleted: Vec<String>,
    /// Owned files that are no longer rendered, but were edited since the last run.
    pub(super) kept: Vec<String>,
    /// The number of files without changes.
    pub(super) unchanged: usize,
}

/// Returns the changes, or everything that prevents them.
pub(super) fn compare<'a>(
    folder: &Path,
    owned: &OwnedFiles,
    files: &[&'a File],
) -> Result<ChangeSet<'a>, Failure> {
    let mut set = ChangeSet::default();
    let mut errors = Vec::new();
    for file in files {
        match compare_file(folder, owned, file) {
            Ok(Difference::Missing) => set.created.push(file),
            Ok(Difference::Contents) => set.updated.push(file),
            Ok(Difference::None) => set.unchanged += 1,
            Err(failure) => errors.extend(failure.0),
        }
    }
    let rendered: BTreeSet<&str> = files.iter().map(|file| file.path.as_str()).collect();
    let is_own = |path: &str| rendered.contains(path) || owned.contains(path);
    errors.extend(find_nested(folder, &rendered, &is_own));
    for path in owned.paths().filter(|path| !rendered.contains(path)) {
        // what is not a file any more was not written by the last run
        let is_file = matches!(target::inspect(folder, path), Ok(Target::File { .. }));
        if !is_file || !find_nested(folder, &BTreeSet::from([path]), &is_own).is_empty() {
            continue;
        }
        match Hash::of_file(&folder.join(path)) {
            Ok(hash) if owned.is_unedited(path, hash) => set.deleted.push(path.to_owned()),
            Ok(_) => set.kept.push(path.to_owned()),
            Err(error) => errors.extend(Failure::io(path, "read", &error).0),
        }
    }
    let mut seen = BTreeSet::new();
    errors.retain(|error| seen.insert((error.path.clone(), error.message.clone())));
    if errors.is_empty() { Ok(set) } else { Err(Failure(errors)) }
}

/// How a file differs from the rendered one.
enum Difference {
    None,
    Missing,
    Contents,
}

/// Compares a file with the rendered one. A file that was not written by the last run is read only if it has the same
/// size, and must have the same contents.
fn compare_file(folder: &Path, owned: &OwnedFiles, file: &File) -> Result<Difference, Failure> {
    let Target::File { length } = target::inspect(folder, &file.path)? else {
        return Ok(Difference::Missing);
    };
    let is_equal = u64::try_from(file.contents.len()) == Ok(length) && {
        let contents = read_part(&folder.join(&file.path), length);
        contents.map_err(|error| Failure::io(&file.path, "read", &error))?
            == file.contents.as_bytes()
    };
    match is_equal {
        true => Ok(Difference::None),
        false if owned.contains(&file.path) => Ok(Difference::Contents),
        false => Err(Failure::foreign(&file.path)),
    }
}

/// Returns an error for each folder of these files that contains another crate.
fn find_nested(
    folder: &Path,
    paths: &BTreeSet<&str>,
    is_own: &dyn Fn(&str) -> bool,
) -> Vec<FileError> {
    let folders: BTreeSet<&str> = paths.iter().flat_map(|path| target::parents(path)).collect();
    let mut errors = Vec::new();
    for parent in folders {
        let marks = ["Cargo.toml", LIST].map(|name| format!("{parent}/{name}"));
        let is_foreign = |mark: &String| !is_own(mark) && folder.join(mark).exists();
        if marks.iter().any(is_foreign) {
            let message = "folder contains another crate".to_owned();
            let help = "move it to another folder, or delete it";
            errors.extend(Failure::single(Code::ForeignFile, parent, message, help).0);
        }
    }
    errors
}
