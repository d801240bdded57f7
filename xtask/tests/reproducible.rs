//! The generated files depend only on the contents of the spec: not on its path, on the order of its files in the
//! folder, or on the environment.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

fn spec() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec")
}

/// Returns the files in a folder by their paths in it.
fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut open = vec![folder.to_owned()];
    while let Some(next) = open.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap().to_owned();
                found.insert(name, fs::read(&path).unwrap());
            }
        }
    }
    found
}

/// Writes the spec into a folder, the last file first if `is_reversed`.
fn copy(folder: &Path, is_reversed: bool) {
    let mut files: Vec<(PathBuf, Vec<u8>)> = files(&spec()).into_iter().collect();
    if is_reversed {
        files.reverse();
    }
    for (path, contents) in files {
        let target = folder.join(path);
        fs::create_dir_all(target.parent().unwrap()).unwrap();
        fs::write(target, contents).unwrap();
    }
}

/// Returns the files of the crate. The command runs in `current`.
fn generate(
    current: &Path,
    spec: &Path,
    environment: &[(&str, &str)],
) -> BTreeMap<PathBuf, Vec<u8>> {
    let out = tempfile::tempdir().unwrap();
    let run = Command::new(env!("CARGO_BIN_EXE_xtask"))
        .args(["gen", "--out"])
        .arg(out.path())
        .arg("--spec")
        .arg(spec)
        .current_dir(current)
        .envs(environment.iter().copied())
        .output()
        .unwrap();
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stdout));
    files(out.path())
}

/// Panics with the names of the files that differ.
fn assert_same(what: &str, first: &BTreeMap<PathBuf, Vec<u8>>, other: &BTreeMap<PathBuf, Vec<u8>>) {
    let names = first.keys().chain(other.keys());
    let different: Vec<&PathBuf> =
        names.filter(|name| first.get(*name) != other.get(*name)).collect();
    assert!(different.is_empty(), "{what}: {different:?} differ");
}

#[test]
fn runs_in_other_folders_and_environments_write_the_same_files() {
    let folder = tempfile::tempdir().unwrap();
    let (first, other) = (folder.path().join("first"), folder.path().join("nested/other folder"));
    copy(&first, false);
    copy(&other, true);
    let expected = generate(folder.path(), &first, &[]);
    assert!(expected.len() > 100, "only {} files", expected.len());
    let environment = [
        ("LANG", "tr_TR.UTF-8"),
        ("LC_ALL", "tr_TR.UTF-8"),
        ("TZ", "Pacific/Kiritimati"),
        ("HOME", "/nonexistent"),
        ("SOURCE_DATE_EPOCH", "86400"),
        ("COLUMNS", "20"),
    ];
    let runs = [
        ("again", folder.path(), first.clone(), &[][..]),
        ("an absolute path and another order of files", folder.path(), other.clone(), &[]),
        ("a relative path", folder.path(), PathBuf::from("first"), &[]),
        ("the current folder", first.as_path(), PathBuf::from("."), &[]),
        ("a path through a parent", other.as_path(), PathBuf::from("../../first/"), &[]),
        ("the root file", folder.path(), PathBuf::from("first/openapi.yaml"), &[]),
        ("another environment", folder.path(), first.clone(), &environment),
    ];
    for (what, current, spec, environment) in runs {
        assert_same(what, &expected, &generate(current, &spec, environment));
    }
}

#[cfg(unix)]
#[test]
fn links_to_the_spec_and_in_it_are_followed() {
    let folder = tempfile::tempdir().unwrap();
    let (first, link) = (folder.path().join("first"), folder.path().join("link"));
    copy(&first, false);
    let expected = generate(folder.path(), &first, &[]);
    std::os::unix::fs::symlink(&first, &link).unwrap();
    assert_same("a link", &expected, &generate(folder.path(), &link, &[]));

    let linked = folder.path().join("linked");
    fs::create_dir(&linked).unwrap();
    for entry in fs::read_dir(&first).unwrap() {
        let entry = entry.unwrap();
        std::os::unix::fs::symlink(entry.path(), linked.join(entry.file_name())).unwrap();
    }
    assert_same("a folder of links", &expected, &generate(folder.path(), &linked, &[]));
}
