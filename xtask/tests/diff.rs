//! Exit codes and formats of `cargo xtask diff`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

fn version(change: &str, side: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/changes").join(change).join(side)
}

/// Compares the two versions of a change.
fn run(change: &str, more: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    command.arg("diff").arg(version(change, "before")).arg(version(change, "after"));
    command.args(more).stdin(Stdio::null()).output().unwrap()
}

fn stdout(output: &Output) -> &str {
    std::str::from_utf8(&output.stdout).unwrap()
}

/// Compares with the approvals of a file.
fn run_with_approvals(change: &str, approvals: &str) -> Output {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("approved.yaml");
    fs::write(&path, approvals).unwrap();
    run(change, &["--approvals", path.to_str().unwrap()])
}

#[test]
fn breaking_changes_fail() {
    let breaking = run("parameter-required", &[]);
    assert_eq!(breaking.status.code(), Some(1));
    assert!(stdout(&breaking).starts_with("breaking[parameter-required]: "));
    let compatible = run("parameter-added", &[]);
    assert_eq!(compatible.status.code(), Some(0));
    assert!(stdout(&compatible).starts_with("compatible[parameter-added]: "));
}

#[test]
fn approved_changes_do_not_fail() {
    let approval = |change: &str, expires: &str| {
        format!("- change: {change}\n  reason: It never worked.\n  expires: {expires}\n")
    };
    let id = "parameter-required getNote.query.Since";
    let approved = run_with_approvals("parameter-required", &approval(id, "9999-12-31"));
    assert_eq!(approved.status.code(), Some(0), "{}", stdout(&approved));
    assert!(stdout(&approved).contains("\n   = approved: It never worked.\n"));
    let by_start = approval("parameter-required *", "9999-12-31");
    assert_eq!(run_with_approvals("parameter-required", &by_start).status.code(), Some(0));
    let expired = run_with_approvals("parameter-required", &approval(id, "2020-01-31"));
    assert_eq!(expired.status.code(), Some(1));
    assert!(stdout(&expired).contains(&format!("the approval of `{id}` expired after 2020-01-31")));
    let unused = run_with_approvals("parameter-added", &approval(id, "9999-12-31"));
    assert_eq!(unused.status.code(), Some(1));
    assert!(stdout(&unused).contains(&format!("there is no breaking change `{id}`")));
    let invalid = run_with_approvals("parameter-added", "- change: a\n");
    assert_eq!(invalid.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&invalid.stderr).contains("expected a string in `reason`"));
}

#[test]
fn the_other_formats_have_the_same_changes() {
    let json = run("parameter-required", &["--format", "json"]);
    let report: serde_json::Value = serde_json::from_slice(&json.stdout).unwrap();
    assert_eq!(report["impact"], "breaking");
    let change = &report["changes"][0];
    assert_eq!(change["id"], "parameter-required getNote.query.Since");
    assert_eq!(change["breaking"], serde_json::json!({ "wire": true, "rust": true }));
    assert!(change["new"].as_str().unwrap().ends_with("after/openapi.yaml:13:11"));
    let markdown = run("parameter-required", &["--format", "markdown"]);
    assert_eq!(
        stdout(&markdown),
        "## [Unreleased]\n\n### Changed\n\n\
         - **Breaking:** `GetNote::since` removed, `Notes::get` changed. `getNote.query.Since`: parameter required.\n"
    );
}

#[test]
fn what_is_no_revision_and_no_path_is_an_error() {
    let output =
        Command::new(env!("CARGO_BIN_EXE_xtask")).args(["diff", "no-such-revision"]).output();
    let output = output.unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(
        String::from_utf8_lossy(&output.stderr),
        "error: expected a revision, a file or a folder, found `no-such-revision`\n"
    );
}

/// The arguments that git passes to a diff driver contain a part of the spec only.
#[test]
fn two_versions_of_a_file_of_the_spec_are_compared() {
    let path = "spec/groups/notes.yaml";
    let old = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path);
    let folder = tempfile::tempdir().unwrap();
    let new = folder.path().join("notes.yaml");
    let text = fs::read_to_string(&old).unwrap();
    fs::write(&new, text.replacen("x-method: list\n", "x-method: find\n", 1)).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    let output = command.args(["diff", "--file", path]).arg(&old).arg(&new).output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    let report = stdout(&output);
    assert!(report.starts_with("breaking[name-changed]: listNotes: `list` → `find`\n"), "{report}");
    assert!(report.contains("\n  --> a/spec/groups/notes.yaml:"), "{report}");
    assert!(report.contains("\n  --> b/spec/groups/notes.yaml:"), "{report}");
}
