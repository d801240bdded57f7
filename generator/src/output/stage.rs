//! Makes a set of changes: all of them, or none.
//!
//! New contents are written to a folder for temporary files first, then each file is renamed. Replaced and deleted files
//! are moved to the same folder, and back if a later change fails.

use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};

use super::Failure;
use super::change_set::ChangeSet;
use super::ownership::LIST;
use super::target;
use crate::diagnostics::Code;
use crate::emit::File;
use crate::parallel;

/// The name of the folder for temporary files in the output folder.
const STAGE: &str = ".xtask-gen";

/// The number of files that are written together.
const PART: usize = 64;

/// Makes the changes.
pub(super) fn apply(folder: &Path, set: &ChangeSet<'_>) -> Result<(), Failure> {
    let mut stage = Stage::create(folder)?;
    let changed = stage.change(set);
    if changed.is_err() {
        stage.undo();
    }
    let _ = std::fs::remove_dir_all(&stage.temporary);
    changed?;
    set.deleted.iter().for_each(|path| remove_empty_parents(folder, path));
    Ok(())
}

/// A change that has been made and can be reverted.
enum Reversible {
    /// A new folder.
    Folder(PathBuf),
    /// A file that was moved to the folder for temporary files.
    Moved { from: PathBuf, to: PathBuf },
    /// A new file.
    Created(PathBuf),
}

/// The folder for temporary files, and the changes that have been made.
struct Stage<'a> {
    folder: &'a Path,
    temporary: PathBuf,
    made: Vec<Reversible>,
}

impl<'a> Stage<'a> {
    /// Creates the folder for temporary files, which also excludes other runs.
    fn create(folder: &'a Path) -> Result<Self, Failure> {
        let temporary = folder.join(STAGE);
        let create = || {
            std::fs::create_dir_all(folder)?;
            std::fs::create_dir(&temporary)
        };
        match create() {
            Ok(()) => Ok(Self { folder, temporary, made: Vec::new() }),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                let message = "another run writes to the output folder".to_owned();
                let help =
                    "wait until it has ended, or delete this folder if there is no other run";
                Err(Failure::single(Code::OutputFailed, STAGE, message, help))
            }
            Err(error) => {
                let message = format!("cannot write to the output folder: {error}");
                let help = "check the permissions, and run again";
                Err(Failure::single(Code::OutputFailed, "", message, help))
            }
        }
    }

    fn change(&mut self, set: &ChangeSet<'_>) -> Result<(), Failure> {
        // The list is written last, so that a run that is killed leaves the list of the files before it.
        let files: Vec<&File> = set.created.iter().chain(&set.updated).copied().collect();
        let (list, mut files): (Vec<&File>, Vec<&File>) =
            files.into_iter().partition(|file| file.path == LIST);
        files.extend(list);
        self.write_new(&files)?;
        for (index, path) in set.deleted.iter().enumerate() {
            let to = self.temporary.join(format!("deleted-{index}"));
            self.move_away(path, to).map_err(|error| Failure::io(path, "delete", &error))?;
        }
        let parents: BTreeSet<&str> =
            files.iter().flat_map(|file| target::parents(&file.path)).collect();
        for parent in parents {
            self.create_folder(parent).map_err(|error| Failure::io(parent, "write", &error))?;
        }
        for (index, file) in files.iter().enumerate() {
            self.replace(file, index).map_err(|error| Failure::io(&file.path, "write", &error))?;
        }
        Ok(())
    }

    /// Writes the new contents of files to the folder for temporary files.
    ///
    /// Files are created one after the other in a folder, so that each part of them has a folder of its own.
    fn write_new(&self, files: &[&File]) -> Result<(), Failure> {
        let write = |(part, files): (usize, &[&File])| {
            let folder = self.temporary.join(part.to_string());
            std::fs::create_dir(&folder).map_err(|error| Failure::io(STAGE, "write", &error))?;
            for (index, file) in files.iter().enumerate() {
                let path = self.new_path(part * PART + index);
                std::fs::write(path, &file.contents)
                    .map_err(|error| Failure::io(&file.path, "write", &error))?;
            }
            Ok(())
        };
        parallel::map(files.chunks(PART).enumerate().collect(), write).into_iter().collect()
    }

    fn new_path(&self, index: usize) -> PathBuf {
        self.temporary.join((index / PART).to_string()).join(index.to_string())
    }

    /// Creates a folder, unless it exists.
    fn create_folder(&mut self, path: &str) -> io::Result<()> {
        let folder = self.folder.join(path);
        match std::fs::create_dir(&folder) {
            Ok(()) => self.made.push(Reversible::Folder(folder)),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
        Ok(())
    }

    /// Moves a written file to its path.
    fn replace(&mut self, file: &File, index: usize) -> io::Result<()> {
        self.move_away(&file.path, self.temporary.join(format!("old-{index}")))?;
        let path = self.folder.join(&file.path);
        std::fs::rename(self.new_path(index), &path)?;
        self.made.push(Reversible::Created(path));
        Ok(())
    }

    /// Moves a file to the folder for temporary files, if it exists.
    fn move_away(&mut self, path: &str, to: PathBuf) -> io::Result<()> {
        let from = self.folder.join(path);
        match std::fs::rename(&from, &to) {
            Ok(()) => self.made.push(Reversible::Moved { from, to }),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(error),
        }
        Ok(())
    }

    /// Reverts the changes, the last one first.
    fn undo(&mut self) {
        while let Some(change) = self.made.pop() {
            // A change that cannot be reverted does not prevent the others from being reverted.
            let _ = match change {
                Reversible::Folder(path) => std::fs::remove_dir(path),
                Reversible::Moved { from, to } => std::fs::rename(to, from),
                Reversible::Created(path) => std::fs::remove_file(path),
            };
        }
    }
}

/// Removes the folders that contained a deleted file and are empty now.
fn remove_empty_parents(folder: &Path, path: &str) {
    let parents: Vec<&str> = target::parents(path).collect();
    for parent in parents.iter().rev() {
        if std::fs::remove_dir(folder.join(parent)).is_err() {
            return;
        }
    }
}
