//! Exit codes and output of `cargo xtask lint`, `fix`, `explain` and `schema`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests").join(name)
}

/// Runs a command without standard input.
fn run(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    command.args(arguments).stdin(Stdio::null()).output().unwrap()
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

/// Runs a command for a spec of the tests.
fn run_for(command: &str, spec: &Path, more: &[&str]) -> Output {
    run(&[&[command, "--spec", spec.to_str().unwrap()], more].concat())
}

#[test]
fn lint_fails_on_errors_and_denied_warnings() {
    let clean = run_for("lint", &fixture("valid/minimal"), &["--deny-warnings"]);
    assert_eq!((clean.status.code(), stdout(&clean).as_str()), (Some(0), ""));
    let warnings = run_for("lint", &fixture("negative/unused-component"), &[]);
    assert_eq!(warnings.status.code(), Some(0));
    assert!(stdout(&warnings).contains("reported by the rule `no-unused-components`"));
    let denied = run_for("lint", &fixture("negative/unused-component"), &["--deny-warnings"]);
    assert_eq!(denied.status.code(), Some(1));
    let errors = run_for("lint", &fixture("negative/unused-element"), &["--format", "github"]);
    assert_eq!(errors.status.code(), Some(1));
    assert!(stdout(&errors).starts_with("::error file="), "{}", stdout(&errors));
}

#[test]
fn lint_lists_the_rules() {
    let list = stdout(&run(&["lint", "--list"]));
    assert!(list.lines().count() >= 25, "{list}");
    assert!(list.lines().all(|line| line.split_whitespace().count() > 2), "{list}");
}

#[test]
fn explain_prints_a_page_a_list_or_a_suggestion() {
    assert!(stdout(&run(&["explain", "G007"])).starts_with("# G007: duplicate-key\n"));
    assert!(stdout(&run(&["explain"])).lines().any(|line| line.starts_with("G007  duplicate-key")));
    let unknown = run(&["explain", "duplicate-keys"]);
    assert_eq!(unknown.status.code(), Some(2));
    let stderr = String::from_utf8(unknown.stderr).unwrap();
    assert!(stderr.contains("did you mean `duplicate-key`?"), "{stderr}");
}

#[test]
fn fix_changes_files_after_a_confirmation() {
    let spec = tempfile::tempdir().unwrap();
    for name in ["openapi.yaml", "notes.yaml"] {
        let from = fixture("negative/wrong-type-quotes").join(name);
        fs::copy(from, spec.path().join(name)).unwrap();
    }
    let notes = spec.path().join("notes.yaml");
    let before = fs::read_to_string(&notes).unwrap();

    let declined = run_for("fix", spec.path(), &[]);
    assert_eq!(declined.status.code(), Some(1));
    assert!(stdout(&declined).contains("apply 2 replacements? [y/N]"));
    assert_eq!(fs::read_to_string(&notes).unwrap(), before);

    let applied = run_for("fix", spec.path(), &["--yes"]);
    assert_eq!(applied.status.code(), Some(0), "{}", stdout(&applied));
    assert!(stdout(&applied).contains("help: write `true` without quotes"));
    let after =
        before.replace("required: 'true', description: 7", "required: true, description: '7'");
    assert_ne!(after, before);
    assert_eq!(fs::read_to_string(&notes).unwrap(), after);
}

#[test]
fn schema_prints_the_file_of_the_spec() {
    let output = run(&["schema"]);
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(stdout(&output), fs::read_to_string(fixture("../spec/schema.json")).unwrap());
}
