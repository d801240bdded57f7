//! A seed determines the requests: a failure can be repeated.

use std::path::Path;

use crate::{concat, files, jobs, retries, simulate, updates, writes};

/// Runs a program twice, and compares the requests.
fn compare(run: impl Fn(u64, &Path) -> u64) {
    for seed in crate::seeds(6) {
        let [one, other] = [(); 2].map(|()| {
            let folder = tempfile::tempdir().expect("a folder");
            run(seed, folder.path())
        });
        assert_eq!(one, other, "seed {seed}");
    }
}

#[test]
fn lists_are_read_by_the_same_requests() {
    compare(|seed, _| simulate(concat::read(seed)));
}

#[test]
fn updates_are_read_by_the_same_requests() {
    compare(|seed, _| simulate(updates::read_updates(seed)));
}

#[test]
fn calls_are_repeated_by_the_same_requests() {
    compare(|seed, _| simulate(retries::call(seed)));
}

#[test]
fn jobs_are_started_by_the_same_requests() {
    compare(|seed, _| simulate(jobs::export(seed)).1);
}

#[test]
fn files_are_saved_by_the_same_requests() {
    compare(|seed, folder| simulate(files::save(seed, folder)).1);
}

#[test]
fn elements_are_written_by_the_same_requests() {
    compare(|seed, folder| simulate(writes::write(seed, folder)));
}
