//! The state of a path in the output folder. Links are never followed.

use std::io::{self, Read};
use std::path::Path;

use super::Failure;
use crate::diagnostics::Code;

/// What is at a path that a file may be written to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Target {
    /// Nothing.
    Missing,
    /// A regular file.
    File {
        /// The size in bytes.
        length: u64,
    },
}

/// Returns what is at a path, or an error if no file can be written there.
pub(super) fn inspect(folder: &Path, path: &str) -> Result<Target, Failure> {
    for parent in parents(path) {
        match metadata(folder, parent)? {
            None => return Ok(Target::Missing),
            Some(found) if found.is_dir() => {}
            Some(found) => return Err(obstacle(parent, "folder", &found)),
        }
    }
    match metadata(folder, path)? {
        None => Ok(Target::Missing),
        Some(found) if found.is_file() => Ok(Target::File { length: found.len() }),
        Some(found) => Err(obstacle(path, "file", &found)),
    }
}

/// Returns the paths of the folders that contain a file, outermost first, without the output folder.
pub(super) fn parents(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices('/').filter_map(|(at, _)| path.get(..at))
}

/// Returns at most `length` bytes from the beginning of a file.
pub(super) fn read_part(path: &Path, length: u64) -> io::Result<Vec<u8>> {
    let mut contents = Vec::new();
    std::fs::File::open(path)?.take(length).read_to_end(&mut contents)?;
    Ok(contents)
}

/// Returns the metadata of a path, or `None` if there is nothing.
fn metadata(folder: &Path, path: &str) -> Result<Option<std::fs::Metadata>, Failure> {
    match std::fs::symlink_metadata(folder.join(path)) {
        Ok(found) => Ok(Some(found)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Failure::io(path, "read", &error)),
    }
}

fn obstacle(path: &str, expected: &str, found: &std::fs::Metadata) -> Failure {
    let noun = if found.is_symlink() {
        "a symbolic link"
    } else if found.is_dir() {
        "a folder"
    } else if found.is_file() {
        "a file"
    } else {
        "a special file"
    };
    let message = format!("expected a {expected}, found {noun}");
    Failure::single(Code::OutputFailed, path, message, "move it to another folder, or delete it")
}
