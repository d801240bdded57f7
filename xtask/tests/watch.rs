//! `cargo xtask gen --watch`, from the first run to Ctrl-C.
#![cfg(unix)]

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

/// Copies a spec of two files.
fn copy_spec(to: &Path) {
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/valid/minimal");
    for name in ["openapi.yaml", "notes.yaml"] {
        fs::copy(from.join(name), to.join(name)).unwrap();
    }
}

#[test]
fn a_change_is_generated_and_ctrl_c_ends() {
    let (spec, out) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    copy_spec(spec.path());
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    command.args(["gen", "--watch", "--spec"]).arg(spec.path()).arg("--out").arg(out.path());
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(child.stderr.take().unwrap()).lines().map(Result::unwrap);
    let mut until_watching = || -> Vec<String> {
        lines.by_ref().take_while(|line| !line.starts_with("watching ")).collect()
    };

    let first = until_watching();
    assert!(first.last().unwrap().contains(" created, 0 updated"), "{first:?}");

    let notes = spec.path().join("notes.yaml");
    let text = fs::read_to_string(&notes).unwrap();
    fs::write(&notes, text.replace("description: ", "description: Changed. ")).unwrap();
    let second = until_watching();
    assert_eq!(second[0], format!("changed: {}", notes.display()));
    assert!(second.last().unwrap().contains(": 0 created, "), "{second:?}");

    let id = child.id().to_string();
    assert!(Command::new("kill").args(["-INT", &id]).status().unwrap().success());
    assert_eq!(child.wait().unwrap().code(), Some(0));
}
