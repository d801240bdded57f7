//! Exit codes, output and changed files of `cargo xtask gen`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests").join(name)
}

fn run(spec: &Path, out: &Path, more: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    command.arg("gen").arg("--spec").arg(spec).arg("--out").arg(out).args(more);
    command.output().unwrap()
}

fn snapshot(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(snapshot(&path));
        } else {
            found.insert(path.clone(), std::fs::read(&path).unwrap());
        }
    }
    found
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[test]
fn an_invalid_spec_changes_nothing() {
    let out = tempfile::tempdir().unwrap();
    assert!(run(&fixture("valid/minimal"), out.path(), &[]).status.success());
    let before = snapshot(out.path());
    for name in ["yaml-syntax", "unknown-member", "dangling-ref", "bad-example"] {
        let result = run(&fixture("negative").join(name), out.path(), &[]);
        assert_eq!(result.status.code(), Some(1), "{name}");
        assert!(text(&result.stdout).contains("1 error") || name == "bad-example");
        assert!(text(&result.stdout).contains(&format!(" {name}]: ")), "{name}");
        assert_eq!(snapshot(out.path()), before, "{name}");
    }
}

#[test]
fn an_unused_element_is_an_error() {
    let out = tempfile::tempdir().unwrap();
    let result = run(&fixture("negative/unused-element"), out.path(), &[]);
    assert_eq!(result.status.code(), Some(1));
    let stdout = text(&result.stdout);
    assert!(stdout.contains("error[G083 unused-element]"), "{stdout}");
    assert!(stdout.contains("not used"), "{stdout}");
    assert_eq!(std::fs::read_dir(out.path()).unwrap().count(), 0);
}

#[test]
fn check_fails_on_a_difference_with_help() {
    let out = tempfile::tempdir().unwrap();
    let spec = fixture("valid/minimal");
    let missing = run(&spec, out.path(), &["--check"]);
    assert_eq!(missing.status.code(), Some(1));
    assert!(text(&missing.stdout).contains("run `cargo xtask gen`"));
    assert_eq!(std::fs::read_dir(out.path()).unwrap().count(), 0);

    assert!(run(&spec, out.path(), &[]).status.success());
    assert!(run(&spec, out.path(), &["--check"]).status.success());
    let again = run(&spec, out.path(), &[]);
    assert!(text(&again.stderr).contains("0 created, 0 updated, 0 deleted"));

    let lib = out.path().join("src/lib.rs");
    let changed = std::fs::read_to_string(&lib).unwrap() + "// by hand\n";
    std::fs::write(&lib, &changed).unwrap();
    let checked = run(&spec, out.path(), &["--check"]);
    assert_eq!(checked.status.code(), Some(1));
    assert!(text(&checked.stderr).contains("-// by hand"));
    assert_eq!(std::fs::read_to_string(&lib).unwrap(), changed);
}

/// A merge may leave a file that is no longer generated, and that no run deletes.
#[test]
fn the_list_of_the_crate_names_all_of_its_files() {
    let crate_folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../generated");
    let files = snapshot(&crate_folder);
    let list = text(files.get(&crate_folder.join("FILES.txt")).unwrap());
    let mut listed: Vec<PathBuf> = list
        .lines()
        .filter_map(|line| line.split_once("  "))
        .map(|(_, path)| crate_folder.join(path))
        .collect();
    listed.push(crate_folder.join("FILES.txt"));
    let present: Vec<PathBuf> = files.into_keys().collect();
    listed.sort();
    assert_eq!(present, listed);
}

#[test]
fn files_of_others_are_neither_changed_nor_deleted() {
    let parent = tempfile::tempdir().unwrap();
    let spec = fixture("valid/minimal");
    let inner = parent.path().join("crates/notes");
    assert!(run(&spec, &inner, &[]).status.success());
    let header = std::fs::read_to_string(inner.join("README.md")).unwrap();
    std::fs::write(parent.path().join("HOWTO.md"), header).unwrap();
    let before = snapshot(parent.path());
    assert!(run(&spec, parent.path(), &[]).status.success());
    let after = snapshot(parent.path());
    assert!(before.iter().all(|(path, contents)| after.get(path) == Some(contents)));
    assert!(parent.path().join("FILES.txt").exists());
}

#[test]
fn check_fails_on_warnings() {
    let out = tempfile::tempdir().unwrap();
    let spec = fixture("negative/missing-example");
    assert!(run(&spec, out.path(), &[]).status.success());
    assert_eq!(run(&spec, out.path(), &["--check"]).status.code(), Some(1));
}

#[test]
fn json_is_written_to_standard_output() {
    let out = tempfile::tempdir().unwrap();
    let result = run(&fixture("negative/unknown-member"), out.path(), &["--format", "json"]);
    assert_eq!(result.status.code(), Some(1));
    assert!(text(&result.stdout).starts_with("[\n{"));
    assert!(text(&result.stdout).contains("\"code\":\"G015\""));
    assert!(result.stderr.is_empty());
}

#[test]
fn a_failure_of_the_output_is_written_in_every_format() {
    let out = tempfile::tempdir().unwrap();
    std::fs::write(out.path().join("Cargo.toml"), "# by hand\n").unwrap();
    for format in ["text", "json", "github", "sarif"] {
        let result = run(&fixture("valid/minimal"), out.path(), &["--format", format]);
        assert_eq!(result.status.code(), Some(1), "{format}");
        assert!(text(&result.stdout).contains("G090"), "{format}");
        assert!(result.stderr.is_empty(), "{format}");
    }
}

#[test]
fn pages_of_the_guide_follow_their_sources() {
    let (folder, out) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let spec = folder.path();
    let root = fixture("valid/minimal");
    for (path, contents) in snapshot(&root) {
        let path = spec.join(path.strip_prefix(&root).unwrap());
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, contents).unwrap();
    }
    let read = |path: &str| std::fs::read_to_string(out.path().join(path)).unwrap();
    assert!(run(spec, out.path(), &[]).status.success());
    assert!(!out.path().join("src/guide.rs").exists());
    assert!(!read("src/lib.rs").contains("guide"));
    assert!(!read("README.md").contains("## Guide"));

    std::fs::create_dir(spec.join("guide")).unwrap();
    std::fs::write(spec.join("guide/errors.md"), "# Errors\n\nWhat can fail.\n").unwrap();
    assert_eq!(run(spec, out.path(), &["--check"]).status.code(), Some(1));
    assert!(run(spec, out.path(), &[]).status.success());
    assert!(run(spec, out.path(), &["--check"]).status.success());
    assert!(read("src/guide/errors.md").ends_with("\n\nWhat can fail.\n"));
    assert!(read("src/lib.rs").contains("pub mod guide;"));
    assert!(read("README.md").contains("| [Errors][guide-errors] | What can fail. |"));
    assert!(!read("API.txt").contains("guide"));

    std::fs::remove_dir_all(spec.join("guide")).unwrap();
    assert!(run(spec, out.path(), &[]).status.success());
    assert!(!out.path().join("src/guide.rs").exists() && !out.path().join("src/guide").exists());
}

#[test]
fn the_name_of_the_crate_can_be_given() {
    let out = tempfile::tempdir().unwrap();
    let spec = fixture("valid/minimal");
    let result = run(&spec, out.path(), &["--crate-name", "My API"]);
    assert_eq!(result.status.code(), Some(2));
    let stderr = text(&result.stderr);
    assert!(stderr.contains("--crate-name") && stderr.contains("as in `notes-client`"), "{stderr}");
    assert!(run(&spec, out.path(), &["--crate-name", "other-notes"]).status.success());
    let manifest = std::fs::read_to_string(out.path().join("Cargo.toml")).unwrap();
    assert!(manifest.contains("name = \"other-notes\"\n"), "{manifest}");
    let test = std::fs::read_to_string(out.path().join("tests/examples.rs")).unwrap();
    assert!(test.contains("::other_notes::Client"), "{test}");
}

#[test]
fn a_crate_below_another_workspace_is_a_workspace_itself() {
    let folder = tempfile::tempdir().unwrap();
    let spec = fixture("valid/minimal");
    let manifest = |name: &str| {
        let out = folder.path().join(name);
        assert!(run(&spec, &out, &[]).status.success());
        std::fs::read_to_string(out.join("Cargo.toml")).unwrap()
    };
    assert!(!manifest("client").contains("[workspace]"));
    let workspace = "[workspace]\nmembers = [\"client\"]\n";
    std::fs::write(folder.path().join("Cargo.toml"), workspace).unwrap();
    assert!(!manifest("client").contains("[workspace]"));
    assert!(manifest("other").ends_with("[workspace]\n"));
}
