//! `cargo xtask gen --watch`: runs again after each change.
//!
//! Modification times are polled. Unlike notifications of the system, they work in containers and on network drives, and
//! an interval without a change replaces a debounce timer.

use std::collections::BTreeMap;
use std::fs::Metadata;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::time::{Duration, SystemTime};

/// The time between two snapshots.
const INTERVAL: Duration = Duration::from_millis(300);

/// Calls `generate` once and after each change below the paths, until Ctrl-C. A call in progress is completed, so that
/// the output is never half written.
pub fn run(paths: &[PathBuf], mut generate: impl FnMut()) -> ExitCode {
    let (sender, stop) = mpsc::channel();
    let handler = ctrlc::set_handler(move || {
        // fails if the loop has ended already
        let _ = sender.send(());
    });
    if let Err(error) = handler {
        eprintln!("error: cannot handle Ctrl-C: {error}");
        return ExitCode::from(2);
    }
    let names: Vec<_> = paths.iter().map(|path| path.display().to_string()).collect();
    watch(Snapshots { paths, stop, is_first: true }, |changed| {
        for path in changed {
            eprintln!("changed: {}", path.display());
        }
        generate();
        eprintln!("watching {}, until Ctrl-C", names.join(" and "));
    });
    ExitCode::SUCCESS
}

/// Calls `generate` for the first snapshot, and for each one that differs from that of the last call. Files that are
/// being written differ from one snapshot to the next, so a snapshot must equal the one before it.
fn watch(snapshots: impl Iterator<Item = Snapshot>, mut generate: impl FnMut(&[&Path])) {
    let mut generated: Option<Snapshot> = None;
    let mut previous = Snapshot::default();
    for snapshot in snapshots {
        match &generated {
            None => generate(&[]),
            Some(generated) if snapshot == previous && snapshot != *generated => {
                generate(&snapshot.differences(generated));
            }
            Some(_) => {
                previous = snapshot;
                continue;
            }
        }
        generated = Some(snapshot.clone());
        previous = snapshot;
    }
}

/// The files below some paths: the time of the last change and the size of each.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Snapshot(BTreeMap<PathBuf, (Option<SystemTime>, u64)>);

impl Snapshot {
    /// Reads the folders. What cannot be read, such as a file that was just deleted, is not part of the snapshot.
    fn of(paths: &[PathBuf]) -> Self {
        let mut snapshot = Self::default();
        for path in paths {
            if let Ok(metadata) = std::fs::metadata(path) {
                snapshot.add(path, &metadata);
            }
        }
        snapshot
    }

    fn add(&mut self, path: &Path, metadata: &Metadata) {
        if !metadata.is_dir() {
            self.0.insert(path.to_owned(), (metadata.modified().ok(), metadata.len()));
            return;
        }
        for entry in std::fs::read_dir(path).into_iter().flatten().flatten() {
            // editors keep their own files beside the ones that they edit
            let is_hidden = entry.file_name().to_string_lossy().starts_with('.');
            if let Ok(metadata) = entry.metadata()
                && !is_hidden
            {
                self.add(&entry.path(), &metadata);
            }
        }
    }

    /// Returns the files that were created, changed or deleted since another snapshot.
    fn differences<'a>(&'a self, older: &'a Self) -> Vec<&'a Path> {
        let all: BTreeMap<_, _> = older.0.iter().chain(&self.0).collect();
        let differs = |path: &&PathBuf| self.0.get(*path) != older.0.get(*path);
        all.into_keys().filter(differs).map(PathBuf::as_path).collect()
    }
}

/// A snapshot after each interval, until something is received.
struct Snapshots<'a> {
    paths: &'a [PathBuf],
    stop: Receiver<()>,
    is_first: bool,
}

impl Iterator for Snapshots<'_> {
    type Item = Snapshot;

    fn next(&mut self) -> Option<Snapshot> {
        let is_first = std::mem::replace(&mut self.is_first, false);
        let goes_on =
            is_first || self.stop.recv_timeout(INTERVAL) == Err(RecvTimeoutError::Timeout);
        goes_on.then(|| Snapshot::of(self.paths))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns a snapshot with these files and sizes.
    fn snapshot(files: &[(&str, u64)]) -> Snapshot {
        Snapshot(files.iter().map(|(path, size)| (PathBuf::from(path), (None, *size))).collect())
    }

    /// Returns the changed files of each call.
    fn calls(snapshots: &[Snapshot]) -> Vec<Vec<String>> {
        let mut calls = Vec::new();
        watch(snapshots.iter().cloned(), |changed| {
            calls.push(changed.iter().map(|path| path.display().to_string()).collect());
        });
        calls
    }

    #[test]
    fn nothing_is_generated_again_without_a_change() {
        let same = snapshot(&[("a", 1)]);
        assert_eq!(calls(&[same.clone(), same.clone(), same]), [[""; 0]]);
    }

    #[test]
    fn files_that_are_being_written_are_waited_for() {
        let before = snapshot(&[("a", 1), ("b", 1)]);
        let partial = snapshot(&[("a", 1), ("b", 5)]);
        let after = snapshot(&[("a", 7), ("b", 9)]);
        let all = [before, partial, after.clone(), after.clone(), after];
        assert_eq!(calls(&all), [vec![], vec!["a", "b"]]);
    }

    #[test]
    fn created_and_deleted_files_are_changes() {
        let (before, after) = (snapshot(&[("a", 1), ("b", 1)]), snapshot(&[("b", 1), ("c", 1)]));
        assert_eq!(calls(&[before, after.clone(), after]), [vec![], vec!["a", "c"]]);
    }

    #[test]
    fn a_change_that_is_undone_is_none() {
        let (before, after) = (snapshot(&[("a", 1)]), snapshot(&[("a", 2)]));
        assert_eq!(calls(&[before.clone(), after, before.clone(), before]), [[""; 0]]);
    }

    #[test]
    fn snapshots_end_when_something_is_received() {
        let (sender, stop) = mpsc::channel();
        let mut snapshots = Snapshots { paths: &[], stop, is_first: true };
        assert!(snapshots.next().is_some());
        sender.send(()).unwrap();
        assert!(snapshots.next().is_none());
    }

    #[test]
    fn hidden_files_are_ignored() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("inner")).unwrap();
        for name in ["a.yaml", ".a.yaml.swp", "inner/b.yaml"] {
            std::fs::write(folder.path().join(name), name).unwrap();
        }
        let found = Snapshot::of(&[folder.path().to_owned(), folder.path().join("missing")]);
        let names = ["a.yaml", "inner/b.yaml"].map(|name| folder.path().join(name));
        assert!(found.0.keys().eq(names.iter()), "{found:?}");
    }
}
