//! `cargo xtask decode` called wrongly: nothing is built for that, and it says what to do.

use std::process::Command;

/// The exit code and the standard error output.
fn run(arguments: &[&str]) -> (Option<i32>, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_xtask")).arg("decode").args(arguments).output();
    let output = output.unwrap();
    assert!(output.stdout.is_empty());
    (output.status.code(), String::from_utf8(output.stderr).unwrap())
}

#[test]
fn a_wrong_call_ends_with_two_and_says_what_to_do() {
    for (arguments, message) in [
        (&["listAction", "x"][..], "did you mean `listActions`?"),
        (&["getactionbyid", "x"], "did you mean `getActionById`?"),
        (&["xyzzy", "x"], "generated/API.md lists them all"),
        (&["listActions", "no/such/file.json"], "no/such/file.json cannot be read"),
        (&["listActions", "."], ". is a folder"),
        (&["listActions", "--status", "99", "x"], "200..=599"),
        (&["listActions", "--status", "OK", "x"], "invalid value 'OK'"),
        (&["listActions", "a", "b"], "unexpected argument 'b'"),
        (&[], "OPERATION_ID"),
    ] {
        let (code, said) = run(arguments);
        assert_eq!(code, Some(2), "{arguments:?}: {said}");
        assert!(said.contains(message), "{arguments:?}: {said}");
    }
}
