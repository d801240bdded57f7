//! `cargo xtask decode` with invalid arguments fails without building anything.

use std::process::Command;

/// Returns the exit code and the standard error output.
fn run(arguments: &[&str]) -> (Option<i32>, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_xtask")).arg("decode").args(arguments).output();
    let output = output.unwrap();
    assert!(output.stdout.is_empty());
    (output.status.code(), String::from_utf8(output.stderr).unwrap())
}

#[test]
fn invalid_arguments_exit_with_2_and_help() {
    for (arguments, message) in [
        (&["listAction", "x"][..], "did you mean `listActions`?"),
        (&["getactionbyid", "x"], "did you mean `getActionById`?"),
        (&["xyzzy", "x"], "see generated/API.md"),
        (&["listActions", "no/such/file.json"], "cannot read no/such/file.json"),
        (&["listActions", "."], "expected a file, found the folder ."),
        (&["listActions", "--status", "99", "x"], "200..=599"),
        (&["listActions", "--status", "OK", "x"], "invalid value 'OK'"),
        (&["listActions", "a", "b"], "unexpected argument 'b'"),
        (&[], "OPERATION_ID"),
    ] {
        let (code, stderr) = run(arguments);
        assert_eq!(code, Some(2), "{arguments:?}: {stderr}");
        assert!(stderr.contains(message), "{arguments:?}: {stderr}");
    }
}
